import { z } from 'zod';
import { earned, extraPoints } from '../bonus.ts';
import { chosenField, ids, PERCENT_FIELD, percent, points, pointsField } from '../fields.ts';
import type { LoyaltyLine } from '../history.ts';
import { defineRule } from '../rule.ts';

const which = { products: ids.optional(), variants: ids.optional(), categories: ids.optional() };
type Chosen = z.output<z.ZodObject<typeof which>>;

const NOTHING = { vi: 'không chọn', en: 'none' };

/** KiotViet earns by the invoice or by product; a shop of ours may do both. */
export const productBonus = defineRule({
  kind: 'product_bonus',
  specRows: ['L02', 'C30'],
  args: z
    .discriminatedUnion('give', [
      z.strictObject({ ...which, give: z.literal('per_unit'), perUnit: points }),
      z.strictObject({ ...which, give: z.literal('percent'), percent }),
    ])
    .refine((given) => given.products ?? given.variants ?? given.categories, {
      path: ['products'],
      error: 'needs products, variants or categories',
    }),
  label: { vi: 'Theo sản phẩm', en: 'By product' },
  fields: [
    chosenField('products', { vi: 'Sản phẩm', en: 'Products' }, NOTHING),
    chosenField('variants', { vi: 'Phiên bản', en: 'Variants' }, NOTHING),
    chosenField('categories', { vi: 'Danh mục', en: 'Categories' }, NOTHING),
    {
      name: 'give',
      type: 'select',
      required: true,
      default: 'per_unit',
      label: { vi: 'Tặng', en: 'Gives' },
      options: [
        {
          value: 'per_unit',
          label: { vi: 'điểm cho mỗi sản phẩm', en: 'points for each unit' },
          fields: [pointsField('perUnit', { vi: 'Điểm mỗi sản phẩm', en: 'Points per unit' })],
        },
        {
          value: 'percent',
          label: { vi: 'thêm phần trăm điểm', en: 'a percentage more points' },
          fields: [PERCENT_FIELD],
        },
      ],
    },
  ],
  needsOneOf: ['products', 'variants', 'categories'],
  docs: {
    vi: 'Tặng điểm cho mỗi sản phẩm thuộc các sản phẩm, phiên bản hoặc danh mục đã chọn, hoặc thêm phần trăm trên điểm theo số tiền của riêng các dòng hàng đó. Hàng tặng giá 0 ₫ không có điểm; các mức thêm được cộng với nhau chứ không nhân lên; điểm chỉ bị thu lại khi chính các mặt hàng này được trả.',
    en: 'Points for each unit of the chosen products, variants or categories, or a percentage on top of what the amount of those lines earns. Goods given away at 0 earn nothing; extras add up and do not multiply each other; a return of these lines, and of no others, takes the points back.',
  },
  examples: [
    {
      args: { products: ['w1:7'], give: 'per_unit', perUnit: 5 },
      order: {
        lines: [
          { product: 'w1:7', quantity: 3, amountMinor: 300_000 },
          { product: 'w1:7', quantity: 1, amountMinor: 0 },
          { product: 'w1:8', quantity: 9, amountMinor: 100_000 },
        ],
      },
      points: 15,
    },
    {
      args: { products: ['w1:7'], give: 'per_unit', perUnit: 5 },
      order: { lines: [{ product: 'w1:7', quantity: 0.7, amountMinor: 70_000 }] },
      points: 3,
    },
    {
      args: { categories: ['w1:shirts'], variants: ['w1:81'], give: 'percent', percent: 100 },
      order: {
        lines: [
          { product: 'w1:7', categories: ['w1:new', 'w1:shirts'], amountMinor: 205_000 },
          { product: 'w1:8', variant: 'w1:81', amountMinor: 105_000 },
          { product: 'w1:9', amountMinor: 990_000 },
        ],
        rateMinor: 10_000,
      },
      points: 31,
    },
    {
      args: { products: ['w1:7'], give: 'percent', percent: 100 },
      order: { lines: [{ product: 'w1:8', amountMinor: 1_000_000 }], rateMinor: 10_000 },
      points: 0,
    },
  ],
  onOrder(args, order, context) {
    const lines = order.earning.filter(({ line }) => line.a > 0 && isChosen(line, args));
    const of = lines.map(({ index }) => index);
    if (args.give === 'percent')
      return earned(extraPoints(sum(lines.map(({ line }) => line.a)), args.percent, context), of);
    // Tills sell half kilos, with three decimals at most; as thousandths the quantities add up exactly.
    const thousandths = sum(lines.map(({ line }) => Math.round(line.q * 1000)));
    return earned(context.round(BigInt(args.perUnit) * BigInt(thousandths), 1000), of);
  },
  sentence(args, words) {
    const { products = [], variants = [], categories = [] } = args;
    const what = words.or([
      ...(products.length > 0 ? [words.chosen('products', products)] : []),
      ...(variants.length > 0 ? [words.chosen('variants', variants)] : []),
      ...(categories.length > 0
        ? [words.say('danh mục ', 'the category ') + words.chosen('categories', categories)]
        : []),
    ]);
    if (args.give === 'percent')
      return words.say(`thêm ${args.percent}% điểm khi mua ${what}`, `${args.percent}% more points on ${what}`);
    const each = words.points(args.perUnit);
    return words.say(`${each} cho mỗi sản phẩm là ${what}`, `${each} for each unit of ${what}`);
  },
});

function isChosen(line: LoyaltyLine, { products, variants, categories }: Chosen): boolean {
  return (
    (line.p !== undefined && products?.includes(line.p)) ||
    (line.v !== undefined && variants?.includes(line.v)) ||
    (categories?.some((id) => line.k?.includes(id)) ?? false)
  );
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
