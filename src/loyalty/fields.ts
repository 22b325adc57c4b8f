import { z } from 'zod';
import type { Field, Lookup, Text } from '../model.ts';

/** The pieces of which rules build the schemas of their arguments, and the same bounds for their forms. */

const POINTS_MAX = 1_000_000_000;
const PERCENT_MAX = 10_000;
const MINOR_MAX = 1_000_000_000_000;
const CHOICES_MAX = 500;

export const points = z.int().min(1).max(POINTS_MAX);
export const percent = z.int().min(1).max(PERCENT_MAX).describe('On top of what the amount earns: 100 doubles it');
export const minimumMinor = z
  .int()
  .min(1)
  .max(MINOR_MAX)
  .describe('Of what earns, in minor units of the shop currency');
/** Ids of products, stores … An empty list is refused: nobody could tell whether it means all or none. */
export const ids = z.array(z.string().min(1).max(100)).min(1).max(CHOICES_MAX);

export function wholeNumberField(
  name: string,
  label: Text,
  figure: {
    readonly min: number;
    readonly max: number;
    readonly unit: Text;
    readonly default?: number;
    readonly suggestions?: readonly number[];
  },
): Field {
  return { name, type: 'number', decimals: 0, required: true, label, ...figure };
}

export function pointsField(name: string, label: Text): Field {
  return wholeNumberField(name, label, { min: 1, max: POINTS_MAX, unit: { vi: 'điểm', en: 'points' } });
}

export const POINTS_FIELD = pointsField('points', { vi: 'Số điểm tặng', en: 'Points' });

export const PERCENT_FIELD: Field = {
  ...wholeNumberField(
    'percent',
    { vi: 'Cộng thêm', en: 'More points' },
    { min: 1, max: PERCENT_MAX, unit: { vi: '%', en: '%' }, default: 100, suggestions: [50, 100, 200] },
  ),
  help: { vi: '100% là nhân đôi điểm theo số tiền mua.', en: '100% doubles the points by amount spent.' },
};

export const MINIMUM_FIELD: Field = {
  name: 'minimumMinor',
  type: 'money',
  min: 1,
  max: MINOR_MAX,
  required: false,
  label: { vi: 'Giá trị đơn tối thiểu', en: 'Minimum order' },
  help: { vi: 'Chỉ tính phần được tích điểm.', en: 'Of what earns points.' },
  empty: { vi: 'bao nhiêu cũng được', en: 'any amount' },
};

/** Several of what the shop has, to narrow a rule down. */
export function chosenField(of: Lookup, label: Text, empty: Text): Field {
  return { name: of, type: 'lookup', of, max: CHOICES_MAX, required: false, label, empty };
}
