import { z } from 'zod';
import type { Customer } from '../../model.ts';
import { type Comparison, compareInWords, comparisonArgs, filterByThreshold, holds, mapped } from '../comparison.ts';
import { comparisonField } from '../comparison-field.ts';
import { defineCondition } from '../condition.ts';
import type { SegmentContext } from '../context.ts';
import { COUNT_MAX, count, decimal, MONEY_FIGURE, moneyMinor, ORDERS_FIGURE, quantity } from '../fields.ts';
import { either, type Filter } from '../filter.ts';
import {
  CHOICE_FIELDS,
  choiceFilters,
  choiceInWords,
  choosesOrder,
  isChosen,
  LINE_CHOICE_ARGS,
  sumOfChosen,
} from '../line-choice.ts';
import { ordersReading, spentReading, withinReach } from '../order-reading.ts';
import { type DayRange, describePeriod, period, periodMoves, resolvePeriod } from '../period.ts';
import { OPTIONAL_PERIOD_FIELD } from '../period-field.ts';
import { figureReading, type Reading } from '../reading.ts';
import { turnedByPeriod } from '../turned.ts';
import { factsIn, factsOf, orderWith } from '../window.ts';
import type { Wording } from '../wording.ts';

const shape = { ...LINE_CHOICE_ARGS, period: period.optional() };

const args = z
  .discriminatedUnion('measure', [
    z.strictObject({
      ...shape,
      measure: z.literal('line').optional(),
      minQuantity: quantity.optional().describe('In one order line, after returns; any quantity unless given'),
    }),
    comparisonArgs(count, { ...shape, measure: z.literal('orders') }),
    comparisonArgs(decimal(3, COUNT_MAX), { ...shape, measure: z.literal('quantity') }),
    comparisonArgs(moneyMinor, { ...shape, measure: z.literal('amount') }),
  ])
  .refine(
    (given) => given.products ?? given.variants ?? given.categories ?? given.vendors,
    'needs products, variants, categories or vendors',
  );

type Args = z.output<typeof args>;
type Summed = Extract<Args, { measure: 'orders' | 'quantity' | 'amount' }>;

/** Quantities are compared as millionths: hosts tell no finer ones, and the sum of tenths is not whole in binary. */
const MILLION = 1_000_000;

const QUANTITY: Parameters<typeof comparisonField>[1] = { type: 'number', min: 0, max: COUNT_MAX, decimals: 3 };

/**
 * C30. Unless something else is measured, one and the same order line has to be of a chosen product, in the period, and of the
 * quantity. A measure is over all chosen lines in the period: the orders that have one, their quantity, or their amount.
 */
export const productBought = defineCondition({
  kind: 'product_bought',
  word: 'product',
  specRows: ['C30', 'C38', 'C46', '§2b'],
  args,
  form: {
    group: 'products',
    label: { vi: 'Sản phẩm đã mua', en: 'Product bought' },
    fields: [
      CHOICE_FIELDS.products,
      CHOICE_FIELDS.variants,
      CHOICE_FIELDS.categories,
      CHOICE_FIELDS.vendors,
      OPTIONAL_PERIOD_FIELD,
      {
        name: 'measure',
        type: 'select',
        required: true,
        default: 'line',
        label: { vi: 'Xét theo', en: 'Measured by' },
        options: [
          {
            value: 'line',
            label: { vi: 'một dòng hàng', en: 'one order line' },
            fields: [
              {
                name: 'minQuantity',
                type: 'number',
                min: 0.001,
                max: 1_000_000,
                decimals: 3,
                required: false,
                label: { vi: 'Số lượng ít nhất', en: 'Minimum quantity' },
                help: { vi: 'Xét trên từng dòng hàng.', en: 'In one order line.' },
                empty: { vi: 'Bao nhiêu cũng được', en: 'Any quantity' },
              },
            ],
          },
          {
            value: 'orders',
            label: { vi: 'số đơn hàng', en: 'number of orders' },
            fields: [comparisonField({ vi: 'Số đơn hàng', en: 'Number of orders' }, ORDERS_FIGURE)],
          },
          {
            value: 'quantity',
            label: { vi: 'tổng số lượng', en: 'quantity in all' },
            fields: [comparisonField({ vi: 'Tổng số lượng', en: 'Quantity in all' }, QUANTITY)],
          },
          {
            value: 'amount',
            label: { vi: 'tổng tiền hàng', en: 'amount in all' },
            fields: [comparisonField({ vi: 'Tổng tiền hàng', en: 'Amount in all' }, MONEY_FIGURE)],
          },
        ],
      },
    ],
    needsOneOf: ['products', 'variants', 'categories', 'vendors'],
  },
  docs: {
    vi: 'Khách hàng đã mua bất kỳ sản phẩm, phiên bản, danh mục hoặc nhà cung cấp đã chọn, từ trước đến nay hoặc trong khoảng thời gian. Hàng đã trả không được tính; số lượng ít nhất xét trên từng dòng hàng, còn số đơn, tổng số lượng và tổng tiền xét trên mọi dòng hàng, và bằng 0 với khách không mua.',
    en: 'Customers who bought any of the chosen products, variants, categories or vendors, ever or within the period. Returned goods do not count; a minimum quantity is looked for in one order line, while orders, quantity and amount are over all of them, and 0 for one who bought none.',
  },
  examples: [
    {
      args: { products: ['w1:7'], variants: ['w1:71'], period: { type: 'last_n_days', n: 90 } },
      matches: [
        { orders: [{ at: '2026-11-01T08:00:00Z', lines: [{ p: 'w1:7', q: 1, a: 5 }] }] },
        { orders: [{ at: '2026-11-01T08:00:00Z', lines: [{ p: 'w1:8', v: 'w1:71', q: 1, a: 5 }] }] },
      ],
      misses: [
        {
          orders: [
            { at: '2026-01-01T08:00:00Z', lines: [{ p: 'w1:7', q: 1, a: 5 }] },
            { at: '2026-11-01T08:00:00Z', lines: [{ q: 1, a: 5 }] },
          ],
        },
        {},
      ],
    },
    {
      args: { products: ['w1:7'] },
      matches: [{ orders: [{ at: '2020-01-01T08:00:00Z', lines: [{ p: 'w1:7', q: 0.5, a: 5 }] }] }],
      misses: [{ orders: [{ at: '2020-01-01T08:00:00Z', lines: [] }] }, {}],
    },
    {
      args: { categories: ['w1:shirts'], minQuantity: 2 },
      matches: [
        { orders: [{ at: '2020-01-01T08:00:00Z', lines: [{ p: 'w1:11', q: 2, a: 5 }] }] },
        { orders: [{ at: '2020-01-01T08:00:00Z', lines: [{ p: 'w1:99', k: ['w1:old', 'w1:shirts'], q: 2, a: 5 }] }] },
      ],
      misses: [
        {
          orders: [
            {
              at: '2020-01-01T08:00:00Z',
              lines: [
                { p: 'w1:11', q: 1, a: 5 },
                { p: 'w1:12', q: 1, a: 5 },
                { p: 'w1:99', q: 2, a: 5 },
              ],
            },
          ],
        },
        {},
      ],
    },
    {
      args: { vendors: ['Nhà Đào'], measure: 'quantity', op: 'gte', value: 2.5 },
      matches: [
        {
          orders: [
            {
              at: '2020-01-01T08:00:00Z',
              lines: [
                { m: 'nha dao', q: 2, a: 5 },
                { m: 'nha dao', q: 0.2, a: 5 },
              ],
            },
            { at: '2021-01-01T08:00:00Z', lines: [{ m: 'nha dao', q: 0.3, a: 5 }] },
          ],
        },
      ],
      misses: [
        {
          orders: [
            {
              at: '2020-01-01T08:00:00Z',
              lines: [
                { m: 'nha mai', q: 9, a: 5 },
                { q: 9, a: 5 },
              ],
            },
          ],
        },
        {},
      ],
    },
    {
      args: { products: ['w1:7'], measure: 'orders', op: 'eq', value: 2, period: { type: 'this_year' } },
      matches: [
        {
          orders: [
            {
              at: '2026-01-01T00:00:00+07:00',
              lines: [
                { p: 'w1:7', q: 1, a: 5 },
                { p: 'w1:7', q: 1, a: 5 },
              ],
            },
            { at: '2026-05-01T08:00:00Z', lines: [{ p: 'w1:7', q: 1, a: 5 }] },
          ],
        },
      ],
      misses: [
        {
          orders: [
            { at: '2025-12-31T23:59:59+07:00', lines: [{ p: 'w1:7', q: 1, a: 5 }] },
            { at: '2026-05-01T08:00:00Z', lines: [{ p: 'w1:7', q: 1, a: 5 }] },
          ],
        },
        {},
      ],
    },
    {
      args: { categories: ['w1:shirts'], measure: 'amount', op: 'lt', value: 100 },
      matches: [
        {},
        {
          orders: [
            {
              at: '2020-01-01T08:00:00Z',
              lines: [
                { p: 'w1:11', q: 1, a: 99 },
                { q: 1, a: 5 },
              ],
            },
          ],
        },
      ],
      misses: [
        {
          orders: [
            { at: '2020-01-01T08:00:00Z', lines: [{ p: 'w1:11', q: 1, a: 60 }] },
            { at: '2021-01-01T08:00:00Z', lines: [{ p: 'w1:12', q: 1, a: 40 }] },
          ],
        },
      ],
    },
  ],
  compile(given, context) {
    const days = daysOf(given, context);
    const line = either(choiceFilters(given, context));
    if (isOfLine(given)) {
      const { minQuantity } = given;
      const least = minQuantity === undefined ? {} : { q: { $gte: minQuantity } };
      return orderWith({ i: { $elemMatch: { ...line, ...least } } }, days);
    }
    const figure = figureExpression(given, days, context);
    const withSome = (n: number) => ({
      'stats.orders': { $gte: given.measure === 'orders' ? n : 1 },
      ...orderWith({ i: { $elemMatch: line } }, days),
    });
    const isBetween = (least: number, most: number) => ({
      $let: { vars: { s: figure }, in: { $and: [{ $gte: ['$$s', least] }, { $lte: ['$$s', most] }] } },
    });
    return filterByThreshold(
      wholeNumbers(given),
      (n) => ({
        ...withSome(n),
        ...((given.measure !== 'orders' || n > 1) && { $expr: { $gte: [figure, n] } }),
      }),
      (least, most) => ({ ...withSome(least), $expr: isBetween(least, most) }),
    );
  },
  evaluate(given, customer, context) {
    if (!isOfLine(given)) return holds(figureOf(given, customer, context), wholeNumbers(given));
    const { minQuantity = 0 } = given;
    const facts = factsIn(customer.facts, daysOf(given, context));
    return facts.some((fact) => fact.i.some((line) => line.q >= minQuantity && isChosen(line, given, context)));
  },
  read(given, customer, wording) {
    return isOfLine(given) ? readLines(given, customer, wording) : readFigure(given, customer, wording);
  },
  sentence(given, wording) {
    const what = choiceInWords(given, wording);
    const when = given.period === undefined ? '' : ` ${describePeriod(given.period, wording)}`;
    if (!isOfLine(given)) {
      const figure = figureInWords(given, wording);
      if (given.measure === 'orders')
        return wording.say(`có ${figure} mua ${what}${when}`, `placed ${figure} of ${what}${when}`);
      if (given.measure === 'quantity')
        return wording.say(
          `đã mua tổng cộng ${figure} của ${what}${when}`,
          `bought ${figure} of ${what} in all${when}`,
        );
      return wording.say(`đã chi ${figure} cho ${what}${when}`, `spent ${figure} on ${what}${when}`);
    }
    if (given.minQuantity === undefined) return wording.say(`đã mua ${what}${when}`, `bought ${what}${when}`);
    const least = wording.number(given.minQuantity);
    return wording.say(
      `đã mua từ ${least} sản phẩm trở lên của ${what} trong một dòng hàng${when}`,
      `bought at least ${least} of ${what} in one order line${when}`,
    );
  },
  timeDependent: (given) => given.period !== undefined && periodMoves(given.period),
  turnedOn: turnedByPeriod,
  readsFacts: () => true,
});

function isOfLine(given: Args): given is Exclude<Args, Summed> {
  return given.measure === undefined || given.measure === 'line';
}

function daysOf(given: Args, context: SegmentContext): DayRange | null {
  return given.period === undefined ? null : resolvePeriod(given.period, context);
}

function wholeNumbers(given: Summed): Comparison {
  return mapped(given, (bound) => (given.measure === 'quantity' ? Math.round(bound * MILLION) : bound));
}

function figureExpression(given: Summed, days: DayRange | null, context: SegmentContext): Filter {
  if (given.measure === 'orders')
    return { $size: { $filter: { input: factsOf(days), as: 'f', cond: choosesOrder(given, '$$f', context) } } };
  const value = given.measure === 'amount' ? '$$line.a' : { $round: [{ $multiply: ['$$line.q', MILLION] }, 0] };
  return { $sum: { $map: { input: factsOf(days), as: 'f', in: sumOfChosen(given, value, context) } } };
}

function figureOf(given: Summed, customer: Customer, context: SegmentContext): number {
  const facts = factsIn(customer.facts, daysOf(given, context));
  const chosen = facts.map((fact) => fact.i.filter((line) => isChosen(line, given, context)));
  if (given.measure === 'orders') return chosen.filter((lines) => lines.length > 0).length;
  const values = chosen.flat().map((line) => (given.measure === 'amount' ? line.a : Math.round(line.q * MILLION)));
  return values.reduce((sum, value) => sum + value, 0);
}

function figureInWords(given: Summed, wording: Wording): string {
  if (given.measure === 'amount') return compareInWords(given, wording, wording.money);
  if (given.measure === 'quantity')
    return compareInWords(given, wording, (n) => wording.say(`${wording.number(n)} sản phẩm`, wording.number(n)));
  return compareInWords(given, wording, (n) => wording.counted(n, 'đơn hàng', 'order', 'orders'), wording.number);
}

function readLines(given: Exclude<Args, Summed>, customer: Customer, wording: Wording): Reading {
  const { context } = wording;
  const { minQuantity = 0 } = given;
  const days = daysOf(given, context);
  const isSuch = (line: Customer['facts'][number]['i'][number]) =>
    line.q >= minQuantity && isChosen(line, given, context);
  const orders = factsIn(customer.facts, days).filter((fact) => fact.i.some(isSuch)).length;
  const what = choiceInWords(given, wording);
  const text =
    minQuantity === 0
      ? wording.say(`mua ${what}`, `buy ${what}`)
      : wording.say(`mua ${wording.number(minQuantity)} ${what}`, `buy ${wording.number(minQuantity)} of ${what}`);
  const shown = wording.counted(orders, 'đơn hàng', 'order', 'orders');
  return withinReach({ value: orders, shown, change: orders > 0 ? null : { by: null, text } }, days, wording);
}

function readFigure(given: Summed, customer: Customer, wording: Wording): Reading {
  const days = daysOf(given, wording.context);
  const figure = figureOf(given, customer, wording.context);
  if (given.measure === 'orders') return ordersReading(figure, given, wording, days);
  if (given.measure === 'amount') return spentReading(figure, given, wording, days);
  const pieces = (n: number) => wording.say(`${wording.number(n)} sản phẩm`, wording.number(n));
  const reading = figureReading(figure / MILLION, given, {
    shown: pieces,
    more: (n) => wording.say(`mua thêm ${pieces(n)}`, `buy ${pieces(n)} more`),
    less: (n) => wording.say(`trả lại ${pieces(n)}`, `return ${pieces(n)}`),
  });
  return withinReach(reading, days, wording);
}
