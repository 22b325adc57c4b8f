import { z } from 'zod';
import { type Comparison, compareInWords, comparisonFilter, holds } from './comparison.ts';
import { either, type Filter } from './filter.ts';
import { figureReading, type Reading } from './reading.ts';
import type { Wording } from './wording.ts';

/** What conditions on figures of the loyalty account share. Who never collected has 0 of each: it is a figure, and not missing (C10). */

const POINTS_MAX = 1_000_000_000;

export const points = z.int().min(0).max(POINTS_MAX).describe('Points');

export const POINTS_FIGURE = {
  type: 'number',
  min: 0,
  max: POINTS_MAX,
  decimals: 0,
  unit: { vi: 'điểm', en: 'points' },
} as const;

/** Of a field that is absent for who never collected. */
export function pointsFilter(field: `loyalty.${'points' | 'pending' | 'earned'}`, comparison: Comparison): Filter {
  const figure = { [field]: comparisonFilter(comparison) };
  const isZeroIn = holds(0, comparison);
  if (comparison.op === 'ne') return isZeroIn ? figure : { [field]: { $ne: comparison.value, $exists: true } };
  return isZeroIn ? either([figure, { [field]: { $exists: false } }]) : figure;
}

/** "từ 50 điểm trở lên", "at least 50 points" */
export function pointsCompared(comparison: Comparison, wording: Wording): string {
  return compareInWords(comparison, wording, (n) => counted(n, wording), wording.number);
}

/** `more` and `less` are what somebody does about it, before the number of points. */
export function pointsReading(
  figure: number,
  comparison: Comparison,
  wording: Wording,
  words: { readonly more: string; readonly less: string; readonly min?: number },
): Reading {
  return figureReading(figure, comparison, {
    shown: (n) => counted(n, wording),
    more: (by) => `${words.more} ${counted(by, wording)}`,
    less: (by) => `${words.less} ${counted(by, wording)}`,
    ...(words.min === undefined ? {} : { min: words.min }),
  });
}

const counted = (n: number, wording: Wording) => wording.counted(n, 'điểm', 'point', 'points');
