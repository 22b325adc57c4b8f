import { addMonths, dayNumber, dayOf, formatDay, type Instant, plainDate, startOfDay } from '../model.ts';
import type { Assumption } from './back-test-points.ts';
import type { Programme } from './programme.ts';

/**
 * A back-test (moonshot 7): what a programme would have given had it begun at `from`, told from the orders that there were. Everybody begins with
 * no points and in the first tier; orders are taken as they were, for nobody knows what else people would have bought. Points given by hand and
 * pinned tiers are left out. Parts of a shop are tallied apart and add up.
 */
export interface BackTestPlan {
  readonly from: Instant;
  readonly to: Instant;
  readonly timeZone: string;
  readonly assumption: Assumption;
  /** The programme, and the one that it is compared with, if any. */
  readonly sides: readonly Programme[];
  /** Labels of the segments by which winners and losers are told. */
  readonly labels: readonly string[];
  /** `2026-11`, and where each begins; the first begins at `from`. */
  readonly months: readonly { readonly name: string; readonly start: Instant }[];
}

export function backTestPlan(given: {
  readonly programme: Programme;
  readonly against: Programme | null;
  readonly from: Instant;
  readonly to: Instant;
  readonly timeZone: string;
  readonly assumption: Assumption;
  readonly labels: readonly string[];
}): BackTestPlan {
  const { programme, against, from, to, timeZone, assumption, labels } = given;
  const months = [{ name: monthName(from, timeZone), start: from }];
  const first = plainDate(dayOf(from, timeZone));
  for (let day = addMonths(dayNumber(first.year, first.month, 1), 1); ; day = addMonths(day, 1)) {
    const start = startOfDay(day, timeZone);
    if (start > to) break;
    months.push({ name: formatDay(day).slice(0, 7), start });
  }
  return {
    from,
    to,
    timeZone,
    assumption,
    labels,
    months,
    sides: against === null ? [programme] : [programme, against],
  };
}

/** Which month of the plan an instant falls in; the first holds what was before. */
export function monthIndex({ months }: BackTestPlan, at: Instant): number {
  let index = months.length - 1;
  while (index > 0 && (months[index]?.start ?? 0) > at) index -= 1;
  return index;
}

const monthName = (at: Instant, timeZone: string) => formatDay(dayOf(at, timeZone)).slice(0, 7);
