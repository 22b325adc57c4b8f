import type { Comparison } from './comparison.ts';
import type { SegmentContext } from './context.ts';
import { type DayRange, type Period, resolvePeriod } from './period.ts';

/**
 * Whom time alone can turn between two moments: those who bought on one of these days, and nobody else. Null: anyone. It may name days
 * too many, which costs a look; a day too few would leave somebody where they are no more, which a property test holds it to.
 */
export type TurnedOn = readonly DayRange[] | null;

/** Of a condition on purchases of a period: the days that came into it or left it, and those that its beginning passed over. */
export function turnedByPeriod(
  { period }: { readonly period?: Period | undefined },
  before: SegmentContext,
  after: SegmentContext,
): DayRange[] {
  if (period === undefined) return [];
  const [was, is] = [resolvePeriod(period, before), resolvePeriod(period, after)];
  const left = { fromDay: Math.min(was.fromDay, is.fromDay), toDay: Math.max(was.fromDay, is.fromDay) - 1 };
  const came = { fromDay: Math.min(was.toDay, is.toDay) + 1, toDay: Math.max(was.toDay, is.toDay) };
  return [left, came];
}

/** Of a condition on the days since a purchase: those that are as far away now as its bounds, or were, or were in between. */
export function turnedByDaysSince(comparison: Comparison, before: SegmentContext, after: SegmentContext): DayRange[] {
  const bounds = comparison.op === 'between' ? [comparison.from, comparison.to] : [comparison.value];
  return bounds.map((bound) => ({ fromDay: before.today - bound, toDay: after.today - bound }));
}

/** The same days in order, each once. */
export function joined(ranges: readonly DayRange[]): DayRange[] {
  const inOrder = ranges.filter(({ fromDay, toDay }) => fromDay <= toDay).toSorted((a, b) => a.fromDay - b.fromDay);
  const found: DayRange[] = [];
  for (const range of inOrder) {
    const last = found.at(-1);
    if (last && range.fromDay <= last.toDay + 1)
      found.splice(-1, 1, { fromDay: last.fromDay, toDay: Math.max(last.toDay, range.toDay) });
    else found.push(range);
  }
  return found;
}
