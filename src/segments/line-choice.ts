import { z } from 'zod';
import { type FactLine, fold } from '../model.ts';
import type { SegmentContext } from './context.ts';
import { CHOICES_MAX, distinct, TEXT_LENGTH_MAX, text, texts } from './fields.ts';
import type { Filter } from './filter.ts';
import type { Field, Text } from './form.ts';
import { quoted, type Wording } from './wording.ts';

/**
 * Goods that a condition names. An order line is chosen when any list has it. It belongs to a category that its order stated, or
 * that its product has in the catalogue when the condition is evaluated (C46). Vendors are compared without accents and case.
 */
export interface LineChoice {
  readonly products?: readonly string[] | undefined;
  readonly variants?: readonly string[] | undefined;
  readonly categories?: readonly string[] | undefined;
  readonly vendors?: readonly string[] | undefined;
}

/** Names of vendors, as people type them. */
export const vendorNames = z
  .array(text.refine((name) => fold(name) !== '', 'must hold more than accents'))
  .min(1)
  .max(CHOICES_MAX);

export const LINE_CHOICE_ARGS = {
  products: texts.optional(),
  variants: texts.optional(),
  categories: texts.optional(),
  vendors: vendorNames.optional(),
};

const found = (name: 'products' | 'variants' | 'categories', label: Text): Field => ({
  name,
  type: 'lookup',
  of: name,
  max: CHOICES_MAX,
  required: false,
  label,
});

export const CHOICE_FIELDS = {
  products: found('products', { vi: 'Sản phẩm', en: 'Products' }),
  variants: found('variants', { vi: 'Phiên bản', en: 'Variants' }),
  categories: found('categories', { vi: 'Danh mục', en: 'Categories' }),
  vendors: {
    name: 'vendors',
    type: 'texts',
    max: CHOICES_MAX,
    maxLength: TEXT_LENGTH_MAX,
    required: false,
    label: { vi: 'Nhà cung cấp', en: 'Vendors' },
    help: { vi: 'Không phân biệt chữ hoa và dấu.', en: 'Case and accents do not matter.' },
  },
} satisfies Record<string, Field>;

/** For $elemMatch over lines: one of them holds. */
export function choiceFilters(choice: LineChoice, context: SegmentContext): Filter[] {
  return listsOf(choice, context).map(([field, names]) => ({ [field]: { $in: names } }));
}

/** The same as an expression over the line `$$line`. Names are literals: one that begins with "$" would be read as a path. */
function choiceExpression(choice: LineChoice, context: SegmentContext): Filter {
  const any = listsOf(choice, context).map(([field, names]) => {
    const named = { $literal: names };
    if (field !== 'k') return { $in: [`$$line.${field}`, named] };
    const stated = { $ifNull: ['$$line.k', []] };
    // Most often there is one: to intersect sets takes twice as long.
    if (names.length === 1) return { $in: [{ $literal: names[0] }, stated] };
    return { $gt: [{ $size: { $setIntersection: [stated, named] } }, 0] };
  });
  return any.length === 1 ? (any[0] as Filter) : { $or: any };
}

/** An expression: the order at `fact` has a chosen line. */
export function choosesOrder(choice: LineChoice, fact: '$$f' | '$$this', context: SegmentContext): Filter {
  const each = { $map: { input: linesOf(fact), as: 'line', in: choiceExpression(choice, context) } };
  return { $anyElementTrue: [each] };
}

/** An expression: the sum of `value` over the chosen lines of the order at `$$f`. */
export function sumOfChosen(choice: LineChoice, value: unknown, context: SegmentContext): Filter {
  const each = { $cond: [choiceExpression(choice, context), value, 0] };
  return { $sum: { $map: { input: linesOf('$$f'), as: 'line', in: each } } };
}

function linesOf(fact: '$$f' | '$$this'): Filter {
  return { $ifNull: [`${fact}.i`, []] };
}

function listsOf(choice: LineChoice, context: SegmentContext): [field: 'p' | 'v' | 'k' | 'm', names: string[]][] {
  const { products = [], variants = [], categories = [], vendors = [] } = choice;
  const ofCategories = categories.flatMap((id) => context.catalogue.productsInCategory(id));
  const lists: ['p' | 'v' | 'k' | 'm', readonly string[]][] = [
    ['p', [...products, ...ofCategories]],
    ['v', variants],
    ['k', categories],
    ['m', vendors.map(fold)],
  ];
  return lists.filter(([, names]) => names.length > 0).map(([field, names]) => [field, distinct(names)]);
}

/** For the evaluator. */
export function isChosen(line: FactLine, choice: LineChoice, context: SegmentContext): boolean {
  const { p, v, k = [], m } = line;
  if (p !== undefined && choice.products?.includes(p)) return true;
  if (v !== undefined && choice.variants?.includes(v)) return true;
  if (m !== undefined && choice.vendors?.some((name) => fold(name) === m)) return true;
  const inCategory = (id: string) =>
    k.includes(id) || (p !== undefined && context.catalogue.productsInCategory(id).includes(p));
  return choice.categories?.some(inCategory) ?? false;
}

/** “Áo thun” hoặc danh mục “Giày” */
export function choiceInWords(choice: LineChoice, wording: Wording): string {
  const { products = [], variants = [], categories = [], vendors = [] } = choice;
  const { names } = wording;
  const category = wording.say('danh mục ', 'the category ');
  const vendor = wording.say('nhà cung cấp ', 'the vendor ');
  return wording.or([
    ...[...new Set(products)].map((id) => quoted(names.product?.(id) ?? id)),
    ...[...new Set(variants)].map((id) => quoted(names.variant?.(id) ?? id)),
    ...[...new Set(categories)].map((id) => category + quoted(names.category?.(id) ?? id)),
    ...[...new Set(vendors)].map((name) => vendor + quoted(name)),
  ]);
}
