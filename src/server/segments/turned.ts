import { type CustomerKey, type DayNumber, dayOf, type Instant, shortHash, startOfDay } from '../../model.ts';
import { type DayRange, type SegmentContext, type SegmentDefinition, turnedByTime } from '../../segments/index.ts';
import type { ShopStore } from '../store/index.ts';

/** More of a large shop are as quickly found by a scan. */
export const TURNED_MAX = 50_000;
/**
 * An event that was decided before midnight may be written down behind a flip, as late as a transaction can end. So a day is flipped at
 * midnight, and once more when this has passed.
 */
export const LATE_MS = 90_000;

/** Members counted before this instant are not yet those of the day of `now`. */
export function countedBefore(now: Instant, timeZone: string): Instant {
  const midnight = startOfDay(dayOf(now, timeZone), timeZone);
  return now < midnight + LATE_MS ? midnight : midnight + LATE_MS;
}

/** Of seven days one, which hangs on the segment. */
const WEEK_DAYS = 7;

/**
 * Whether a segment is scanned on this day whoever can be turned, which each is once a week: what went wrong without being noticed, by a fault of
 * ours or of a clock, stays so no longer.
 */
export function isScannedOn(day: DayNumber, segmentKey: string): boolean {
  return (day + Number.parseInt(shortHash(6, segmentKey), 36)) % WEEK_DAYS === 0;
}

/** Of one shop, by the days: who bought on them, as far as it was asked. Segments mostly ask for the same. Null: more than are wanted. */
export type Buyers = Map<string, readonly CustomerKey[] | null>;

/**
 * The customers whom the time between two moments can bring into a segment or take out of it, by an index of the days on which they
 * bought: of a million, some thousands a night, and no scan. Null: anyone, or more than `most`, and a scan is as quick. `known` holds
 * what was asked since the day is looked at: who buys meanwhile is decided by that.
 */
export async function customersTurned(
  scope: ShopStore,
  definition: SegmentDefinition,
  [before, after]: readonly [SegmentContext, SegmentContext],
  most: number,
  known: Buyers = new Map(),
): Promise<CustomerKey[] | null> {
  const days = turnedByTime(definition, before, after);
  if (days === null || (await hasUnlisted(scope))) return null;
  const found = new Set<CustomerKey>();
  for (const range of days) {
    const name = `${range.fromDay} ${range.toDay}`;
    if (!known.has(name)) known.set(name, await buyersOn(scope, range, most));
    const buyers = known.get(name);
    if (!buyers) return null;
    for (const key of buyers) found.add(key);
    if (found.size > most) return null;
  }
  return [...found].sort();
}

async function buyersOn(scope: ShopStore, { fromDay, toDay }: DayRange, most: number): Promise<CustomerKey[] | null> {
  const found = new Set<CustomerKey>();
  const bought = { 'fact.d': { $gte: fromDay, $lte: toDay } };
  const options = { projection: { _id: 0, customer: 1 }, hint: 'bought', batchSize: 5000 };
  for await (const { customer } of scope.orders.find(bought, options)) {
    if (customer !== null) found.add(customer);
    if (found.size > most) return null;
  }
  return [...found];
}

/** While an update of Tessera still lists some (list-unlisted.ts): they could not be found by their keys. */
async function hasUnlisted(scope: ShopStore): Promise<boolean> {
  const unlisted = { 'listing.shop': null } as object;
  return (await scope.customers.findOne(unlisted, { hint: 'listed_by_key', projection: { _id: 1 } })) !== null;
}
