import { z } from 'zod';
import type { PurchaseFact } from '../model.ts';
import type { SegmentContext } from './context.ts';
import { CHOICES_MAX, distinct, MONEY_FIGURE, moneyMinor, texts } from './fields.ts';
import type { Filter } from './filter.ts';
import type { Field, Option } from './form.ts';
import { CHOICE_FIELDS, choiceInWords, choosesOrder, isChosen, vendorNames } from './line-choice.ts';
import { storesInWords } from './stores.ts';
import { quoted, type Wording } from './wording.ts';

/** One order of a funnel: any, or one that has something. `also` stands beside it, for what follows another step. */
export function stepArgs<Shape extends z.core.$ZodShape>(also: Shape) {
  return z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('any'), ...also }),
    z.strictObject({ type: z.literal('products'), products: texts, ...also }),
    z.strictObject({ type: z.literal('categories'), categories: texts, ...also }),
    z.strictObject({ type: z.literal('vendors'), vendors: vendorNames, ...also }),
    z.strictObject({ type: z.literal('channels'), channels: texts, ...also }),
    z.strictObject({ type: z.literal('locations'), locations: texts, ...also }),
    z.strictObject({ type: z.literal('amount'), minAmount: moneyMinor, ...also }),
  ]);
}

export const firstStep = stepArgs({});
export type Step = z.output<typeof firstStep>;

const OPTIONS: readonly Option[] = [
  { value: 'any', label: { vi: 'Một đơn hàng bất kỳ', en: 'Any order' } },
  {
    value: 'products',
    label: { vi: 'Đơn có sản phẩm', en: 'An order with products' },
    fields: [{ ...CHOICE_FIELDS.products, required: true }],
  },
  {
    value: 'categories',
    label: { vi: 'Đơn có danh mục', en: 'An order with categories' },
    fields: [{ ...CHOICE_FIELDS.categories, required: true }],
  },
  {
    value: 'vendors',
    label: { vi: 'Đơn có nhà cung cấp', en: 'An order with vendors' },
    fields: [{ ...CHOICE_FIELDS.vendors, required: true }],
  },
  {
    value: 'channels',
    label: { vi: 'Đơn qua kênh', en: 'An order on a channel' },
    fields: [
      {
        name: 'channels',
        type: 'lookup',
        of: 'channels',
        max: CHOICES_MAX,
        isOpen: true,
        required: true,
        label: { vi: 'Kênh', en: 'Channels' },
      },
    ],
  },
  {
    value: 'locations',
    label: { vi: 'Đơn tại cửa hàng', en: 'An order at a store' },
    fields: [
      {
        name: 'locations',
        type: 'lookup',
        of: 'locations',
        max: CHOICES_MAX,
        required: true,
        label: { vi: 'Cửa hàng', en: 'Stores' },
      },
    ],
  },
  {
    value: 'amount',
    label: { vi: 'Đơn từ một số tiền', en: 'An order of at least' },
    fields: [{ name: 'minAmount', label: { vi: 'Ít nhất', en: 'At least' }, required: true, ...MONEY_FIGURE }],
  },
];

export const STEP_FIELD: Field = {
  name: 'type',
  type: 'select',
  label: { vi: 'Đơn hàng', en: 'Order' },
  required: true,
  default: 'any',
  options: OPTIONS,
};

/** An expression: the order at `$$this` is one of the step. */
export function stepExpression(step: Step, context: SegmentContext): Filter {
  switch (step.type) {
    case 'any':
      return { $literal: true };
    case 'products':
    case 'categories':
    case 'vendors':
      return choosesOrder(step, '$$this', context);
    case 'channels':
      return { $in: ['$$this.c', { $literal: distinct(step.channels.map((name) => name.toLowerCase())) }] };
    case 'locations':
      return { $in: ['$$this.l', { $literal: distinct(step.locations) }] };
    case 'amount':
      return { $gte: ['$$this.n', step.minAmount] };
  }
}

/** What a customer must have who ever made such an order; nothing where lifetime figures tell nothing. */
export function impliedByStep(step: Step): Filter | null {
  switch (step.type) {
    case 'channels':
      return { 'stats.channels': { $in: distinct(step.channels.map((name) => name.toLowerCase())) } };
    case 'locations':
      return { 'stats.locations': { $in: distinct(step.locations) } };
    case 'amount':
      return { 'stats.spentMinor': { $gte: step.minAmount } };
    default:
      return null;
  }
}

/** For the evaluator. */
export function isStep(fact: PurchaseFact, step: Step, context: SegmentContext): boolean {
  switch (step.type) {
    case 'any':
      return true;
    case 'products':
    case 'categories':
    case 'vendors':
      return fact.i.some((line) => isChosen(line, step, context));
    case 'channels':
      return step.channels.some((name) => name.toLowerCase() === fact.c);
    case 'locations':
      return step.locations.includes(fact.l);
    case 'amount':
      return fact.n >= step.minAmount;
  }
}

/** "mua “Áo thun”", "bought “Áo thun”" */
export function stepInWords(step: Step, wording: Wording): string {
  switch (step.type) {
    case 'any':
      return wording.say('mua một đơn hàng', 'placed an order');
    case 'products':
    case 'categories':
    case 'vendors': {
      const what = choiceInWords(step, wording);
      return wording.say(`mua ${what}`, `bought ${what}`);
    }
    case 'channels': {
      const names = wording.or([...new Set(step.channels)].map(quoted));
      return wording.say(`mua qua kênh ${names}`, `bought on the channel ${names}`);
    }
    case 'locations': {
      const places = storesInWords(step.locations, wording);
      return wording.say(`mua hàng ${places}`, `bought ${places}`);
    }
    case 'amount': {
      const least = wording.money(step.minAmount);
      return wording.say(`mua một đơn từ ${least} trở lên`, `placed an order of at least ${least}`);
    }
  }
}
