import { z } from 'zod';
import { both, complement, EVERYBODY, type Filter } from './filter.ts';
import type { Wording } from './wording.ts';

/** `{op: "gte", value: 3}` or `{op: "between", from: 1, to: 3}`, which is closed at both ends (D15). */
export type Comparison =
  | { readonly op: 'eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte'; readonly value: number }
  | { readonly op: 'between'; readonly from: number; readonly to: number };

/** Arguments that compare a figure, besides the condition's own arguments in `shape`. */
export function comparisonArgs<Shape extends z.core.$ZodShape>(figure: z.ZodNumber, shape: Shape) {
  const single = z.strictObject({ ...shape, op: z.enum(['eq', 'ne', 'lt', 'lte', 'gt', 'gte']), value: figure });
  const range = z
    .strictObject({ ...shape, op: z.literal('between'), from: figure, to: figure })
    .refine((args) => (args as { from: number }).from <= (args as { to: number }).to, {
      message: 'must not be below `from`',
      path: ['to'],
    });
  return z.discriminatedUnion('op', [single, range]);
}

export function holds(figure: number, comparison: Comparison): boolean {
  switch (comparison.op) {
    case 'eq':
      return figure === comparison.value;
    case 'ne':
      return figure !== comparison.value;
    case 'lt':
      return figure < comparison.value;
    case 'lte':
      return figure <= comparison.value;
    case 'gt':
      return figure > comparison.value;
    case 'gte':
      return figure >= comparison.value;
    case 'between':
      return figure >= comparison.from && figure <= comparison.to;
  }
}

/** The operators for a field that holds the figure itself. */
export function comparisonFilter(comparison: Comparison): Filter {
  if (comparison.op === 'between') return { $gte: comparison.from, $lte: comparison.to };
  return { [`$${comparison.op}`]: comparison.value };
}

/** An expression that compares `left` with what `right` makes of each bound. */
export function comparisonExpression(comparison: Comparison, left: unknown, right: (bound: number) => unknown): Filter {
  if (comparison.op === 'between')
    return { $and: [{ $gte: [left, right(comparison.from)] }, { $lte: [left, right(comparison.to)] }] };
  return { [`$${comparison.op}`]: [left, right(comparison.value)] };
}

/** The same comparison in another unit: "at least 2.5" of hundredths is "at least 250". */
export function mapped(comparison: Comparison, unit: (bound: number) => number): Comparison {
  if (comparison.op === 'between') return { op: 'between', from: unit(comparison.from), to: unit(comparison.to) };
  return { op: comparison.op, value: unit(comparison.value) };
}

/** The filter for "how many days ago" of a field that holds the day; it matches nobody who has none. */
export function daysAgoFilter(field: string, comparison: Comparison, today: number): Filter {
  if (comparison.op === 'between') return { [field]: { $gte: today - comparison.to, $lte: today - comparison.from } };
  const day = today - comparison.value;
  switch (comparison.op) {
    case 'eq':
      return { [field]: { $eq: day } };
    case 'ne':
      return { [field]: { $ne: day, $exists: true } };
    case 'lt':
      return { [field]: { $gt: day } };
    case 'lte':
      return { [field]: { $gte: day } };
    case 'gt':
      return { [field]: { $lt: day } };
    case 'gte':
      return { [field]: { $lte: day } };
  }
}

/**
 * The filter for an integer figure that is never negative and known only by "is it at least n?". Those who do not
 * reach n are found as the complement of those who do, because only reaching n implies something cheap about
 * lifetime figures. `between`, of a least ≥ 1 and a most, is for a figure that is dear to find: both bounds are asked at once then.
 */
export function filterByThreshold(
  comparison: Comparison,
  atLeast: (n: number) => Filter,
  between?: (least: number, most: number) => Filter,
): Filter {
  switch (comparison.op) {
    case 'eq':
      return within(comparison.value, comparison.value, atLeast, between);
    case 'ne':
      return complement(within(comparison.value, comparison.value, atLeast, between));
    case 'lt':
      return complement(within(comparison.value, null, atLeast));
    case 'lte':
      return within(0, comparison.value, atLeast);
    case 'gt':
      return within(comparison.value + 1, null, atLeast);
    case 'gte':
      return within(comparison.value, null, atLeast);
    case 'between':
      return within(comparison.from, comparison.to, atLeast, between);
  }
}

function within(
  min: number,
  max: number | null,
  atLeast: (n: number) => Filter,
  between?: (least: number, most: number) => Filter,
): Filter {
  if (between && min > 0 && max !== null) return between(min, max);
  const parts: Filter[] = [];
  if (min > 0) parts.push(atLeast(min));
  if (max !== null) parts.push(complement(atLeast(max + 1)));
  return parts.length === 0 ? EVERYBODY : both(parts);
}

/** "từ 3 đơn hàng trở lên", "at least 3 orders". `full` writes a figure with its unit; `bare`, of what is counted, without. */
export function compareInWords(
  comparison: Comparison,
  wording: Wording,
  full: (figure: number) => string,
  bare?: (figure: number) => string,
): string {
  if (comparison.op === 'between') {
    const from = (bare ?? full)(comparison.from);
    const to = full(comparison.to);
    return wording.say(`từ ${from} đến ${to}`, `between ${from} and ${to}`);
  }
  const figure = full(comparison.value);
  switch (comparison.op) {
    case 'eq':
      return wording.say(`đúng ${figure}`, `exactly ${figure}`);
    case 'ne':
      return wording.say(`khác ${figure}`, `anything but ${figure}`);
    case 'lt':
      return wording.say(`dưới ${figure}`, `${bare ? 'fewer' : 'less'} than ${figure}`);
    case 'lte':
      return wording.say(`từ ${figure} trở xuống`, `at most ${figure}`);
    case 'gt':
      return wording.say(`trên ${figure}`, `more than ${figure}`);
    case 'gte':
      return wording.say(`từ ${figure} trở lên`, `at least ${figure}`);
  }
}
