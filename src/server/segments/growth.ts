import { type DayNumber, dayOf, formatDay, type Instant, startOfDay } from '../../model.ts';
import { QUERY_MS } from '../queries/limits.ts';
import type { ShopStore } from '../store/index.ts';
import type { SegmentDocument } from '../store/segment-documents.ts';
import { labelOf } from './live.ts';

export interface GrowthDay {
  readonly day: DayNumber;
  readonly entered: number;
  readonly left: number;
  /** At the end of the day; today: now. */
  readonly size: number;
  /** `history`: told afterwards, of a day on which the segment was not there yet. */
  readonly source: 'events' | 'history';
}

/** A year and the same month of the year before. */
export const GROWTH_DAYS_MAX = 400;

/**
 * Who came and went on each day of the shop's calendar, and how many were in (A16). Sizes are counted back from the members of this moment by what
 * was told of comings and goings, so they agree with the list; every day is there, also one on which nothing happened.
 */
export async function growth(
  scope: ShopStore,
  segment: SegmentDocument,
  asked: { readonly fromDay: DayNumber; readonly toDay: DayNumber; readonly timeZone: string; readonly now: Instant },
): Promise<GrowthDay[]> {
  const { fromDay, toDay, timeZone, now } = asked;
  const told = scope.membershipEvents.aggregate<{ _id: { day: string; kind: 'entered' | 'left' }; n: number }>(
    [
      { $match: { segment: segment._id, at: { $gte: startOfDay(fromDay, timeZone), $lte: now } } },
      {
        $group: {
          _id: {
            day: { $dateToString: { date: { $toDate: '$at' }, format: '%Y-%m-%d', timezone: timeZone } },
            kind: '$kind',
          },
          n: { $sum: 1 },
        },
      },
    ],
    { hint: { segment: 1, at: 1 }, maxTimeMS: QUERY_MS },
  );
  const counts = new Map((await told.toArray()).map(({ _id, n }) => [`${_id.day} ${_id.kind}`, n]));
  const isShown = segment.activeVersion > 0 && segment.state !== 'archived';
  const label = labelOf(segment._id, segment.activeVersion);
  let size = isShown ? await scope.customers.count({ memberOf: label }, { hint: { memberOf: 1, _id: 1 } }) : 0;
  const on = (day: DayNumber, kind: 'entered' | 'left') => counts.get(`${formatDay(day)} ${kind}`) ?? 0;
  const days: GrowthDay[] = [];
  const last = Math.max(toDay, ...[...counts.keys()].map((key) => Date.parse(key.slice(0, 10)) / 86_400_000));
  for (let day = last; day >= fromDay; day--) {
    const [entered, left] = [on(day, 'entered'), on(day, 'left')];
    if (day <= toDay) days.push({ day, entered, left, size: Math.max(0, size), source: 'events' });
    size -= entered - left;
  }
  return withHistory(scope, segment, days.reverse(), timeZone);
}

/** Days before the segment was made, as far as they were told from history. */
async function withHistory(
  scope: ShopStore,
  segment: SegmentDocument,
  days: readonly GrowthDay[],
  timeZone: string,
): Promise<GrowthDay[]> {
  const madeOn = dayOf(segment.createdAt, timeZone);
  const told = await scope.segmentDays
    .find({ segment: segment._id, day: { $lt: madeOn } }, { hint: { segment: 1, day: 1 }, maxTimeMS: QUERY_MS })
    .toArray();
  const past = new Map(told.map(({ day, size, entered, left }) => [day, { day, size, entered, left }]));
  return days.map((one) => {
    const then = past.get(one.day);
    return then ? { ...then, source: 'history' } : one;
  });
}
