import type { Field, Option, Text } from './form.ts';

/** What is compared: an amount in minor units, or a number with its unit. */
type Figure =
  | { readonly type: 'money'; readonly min: number; readonly max: number }
  | {
      readonly type: 'number';
      readonly min: number;
      readonly max: number;
      readonly decimals: number;
      readonly unit?: Text;
    };

/** The words stand before the figure, as the sentence puts them. */
const OPERATORS: readonly { readonly value: string; readonly label: Text }[] = [
  { value: 'gte', label: { vi: 'ít nhất', en: 'at least' } },
  { value: 'gt', label: { vi: 'nhiều hơn', en: 'more than' } },
  { value: 'lte', label: { vi: 'nhiều nhất', en: 'at most' } },
  { value: 'lt', label: { vi: 'ít hơn', en: 'less than' } },
  { value: 'eq', label: { vi: 'đúng bằng', en: 'exactly' } },
  { value: 'ne', label: { vi: 'khác', en: 'anything but' } },
];

/** The field of {@link comparisonArgs}: an operator in words, and behind it one figure or two. */
export function comparisonField(label: Text, figure: Figure, preset: 'gte' | 'gt' | 'eq' = 'gte'): Field {
  const value: Field = { name: 'value', label, required: true, ...figure };
  const single = OPERATORS.map((operator): Option => ({ ...operator, fields: [value] }));
  const between: Option = {
    value: 'between',
    label: { vi: 'trong khoảng', en: 'between' },
    fields: [
      { name: 'from', label: { vi: 'Từ', en: 'From' }, required: true, ...figure },
      { name: 'to', label: { vi: 'Đến', en: 'To' }, required: true, notBelow: 'from', ...figure },
    ],
  };
  return {
    name: 'op',
    type: 'select',
    as: 'comparison',
    label,
    required: true,
    default: preset,
    options: [...single, between],
  };
}
