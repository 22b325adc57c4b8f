import { z } from 'zod';
import type { FactLine } from '../../model.ts';
import { defineCondition } from '../condition.ts';
import type { SegmentContext } from '../context.ts';
import { CHOICES_MAX, distinct, quantity, texts } from '../fields.ts';
import { either, type Filter } from '../filter.ts';
import type { Field, Text } from '../form.ts';
import { describePeriod, period, periodMoves, resolvePeriod } from '../period.ts';
import { OPTIONAL_PERIOD_FIELD } from '../period-field.ts';
import { factsIn, orderWith } from '../window.ts';
import { quoted } from '../wording.ts';

const args = z
  .strictObject({
    products: texts.optional(),
    variants: texts.optional(),
    categories: texts.optional(),
    period: period.optional(),
    minQuantity: quantity.optional().describe('In one order line, after returns; any quantity unless given'),
  })
  .refine((given) => given.products ?? given.variants ?? given.categories, 'needs products, variants or categories');
const choice = (name: 'products' | 'variants' | 'categories', label: Text): Field => ({
  name,
  type: 'lookup',
  of: name,
  max: CHOICES_MAX,
  required: false,
  label,
});

type Chosen = Pick<z.output<typeof args>, 'products' | 'variants' | 'categories'>;

/**
 * C30. One and the same order line has to be of a chosen product, in the period, and of the quantity. A line belongs to
 * a category that its order stated, or that its product has in the catalogue when the condition is evaluated.
 */
export const productBought = defineCondition({
  kind: 'product_bought',
  specRows: ['C30', 'C38', 'C46'],
  args,
  form: {
    group: 'products',
    label: { vi: 'Sản phẩm đã mua', en: 'Product bought' },
    fields: [
      choice('products', { vi: 'Sản phẩm', en: 'Products' }),
      choice('variants', { vi: 'Phiên bản', en: 'Variants' }),
      choice('categories', { vi: 'Danh mục', en: 'Categories' }),
      OPTIONAL_PERIOD_FIELD,
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
    needsOneOf: ['products', 'variants', 'categories'],
  },
  docs: {
    vi: 'Khách hàng đã mua bất kỳ sản phẩm, phiên bản hoặc danh mục đã chọn, từ trước đến nay hoặc trong khoảng thời gian. Hàng đã trả không được tính; số lượng ít nhất xét trên từng dòng hàng.',
    en: 'Customers who bought any of the chosen products, variants or categories, ever or within the period. Returned goods do not count; a minimum quantity is looked for in one order line.',
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
  ],
  compile({ period: given, minQuantity, ...chosen }, context) {
    const line: Filter = {
      ...either(choices(chosen, context)),
      ...(minQuantity !== undefined && { q: { $gte: minQuantity } }),
    };
    return orderWith({ i: { $elemMatch: line } }, given === undefined ? null : resolvePeriod(given, context));
  },
  evaluate({ period: given, minQuantity = 0, ...chosen }, customer, context) {
    const isChosen = (line: FactLine) =>
      (line.p !== undefined && chosen.products?.includes(line.p)) ||
      (line.v !== undefined && chosen.variants?.includes(line.v)) ||
      chosen.categories?.some(
        (id) =>
          line.k?.includes(id) || (line.p !== undefined && context.catalogue.productsInCategory(id).includes(line.p)),
      );
    const facts = factsIn(customer.facts, given === undefined ? null : resolvePeriod(given, context));
    return facts.some((fact) => fact.i.some((line) => line.q >= minQuantity && isChosen(line)));
  },
  sentence({ period: given, minQuantity, products = [], variants = [], categories = [] }, wording) {
    const { names } = wording;
    const what = wording.or([
      ...[...new Set(products)].map((id) => quoted(names.product?.(id) ?? id)),
      ...[...new Set(variants)].map((id) => quoted(names.variant?.(id) ?? id)),
      ...[...new Set(categories)].map(
        (id) => wording.say('danh mục ', 'the category ') + quoted(names.category?.(id) ?? id),
      ),
    ]);
    const when = given === undefined ? '' : ` ${describePeriod(given, wording)}`;
    if (minQuantity === undefined) return wording.say(`đã mua ${what}${when}`, `bought ${what}${when}`);
    const least = wording.number(minQuantity);
    return wording.say(
      `đã mua từ ${least} sản phẩm trở lên của ${what} trong một dòng hàng${when}`,
      `bought at least ${least} of ${what} in one order line${when}`,
    );
  },
  timeDependent: (given) => given.period !== undefined && periodMoves(given.period),
  readsFacts: () => true,
});

function choices({ products = [], variants = [], categories = [] }: Chosen, context: SegmentContext): Filter[] {
  const ofCategories = categories.flatMap((id) => context.catalogue.productsInCategory(id));
  const lists = { p: [...products, ...ofCategories], v: variants, k: categories };
  return Object.entries(lists)
    .filter(([, ids]) => ids.length > 0)
    .map(([field, ids]) => ({ [field]: { $in: distinct(ids) } }));
}
