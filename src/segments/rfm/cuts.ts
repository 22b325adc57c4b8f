import type { DayNumber } from '../../model.ts';
import type { RfmCuts } from './model.ts';

/** How many buyers have each value. */
export type Counted = ReadonlyMap<number, number>;

/**
 * Cut points of quantiles: a customer scores i or more when at least (i − 1)/k of all buyers have a lower value. Buyers with equal
 * values therefore score alike, however many they are: where most have bought once, all of those score 1. With fewer
 * distinct values than scores some scores stay empty.
 */
export function cutsFrom(
  day: DayNumber,
  scores: 3 | 5,
  values: { readonly recency: Counted; readonly frequency: Counted; readonly monetary: Counted },
): RfmCuts {
  const customers = [...values.recency.values()].reduce((sum, n) => sum + n, 0);
  return {
    day,
    customers,
    recency: stepsOf(values.recency, scores, (a, b) => b - a), // more days are worse
    frequency: stepsOf(values.frequency, scores, (a, b) => a - b),
    monetary: stepsOf(values.monetary, scores, (a, b) => a - b),
  };
}

function stepsOf(values: Counted, scores: 3 | 5, worstFirst: (a: number, b: number) => number): (number | null)[] {
  const total = [...values.values()].reduce((sum, n) => sum + n, 0);
  const steps: (number | null)[] = [];
  let worse = 0;
  for (const [value, n] of [...values].sort(([a], [b]) => worstFirst(a, b))) {
    while (steps.length < scores - 1 && worse * scores >= (steps.length + 1) * total) steps.push(value);
    worse += n;
  }
  while (steps.length < scores - 1) steps.push(null);
  return steps;
}
