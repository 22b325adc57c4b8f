import { addMonths, type DayNumber, dayOf, type Instant, plainDate, type Shop } from '../../model.ts';
import type { ShopStore } from '../store/index.ts';
import type { RfmSnapshotDocument } from '../store/rfm-documents.ts';
import { readRfm } from './current.ts';
import { ensureCuts } from './cuts.ts';
import { distributionOf } from './distribution.ts';

/** A server that was away for longer leaves out the months before. */
const MONTHS_MAX = 24;

/** Takes the snapshots of ended months that are missing since the last one; the first is of the month before (R14). Returns how many. */
export async function takeSnapshots(scope: ShopStore, shop: Shop, now: Instant): Promise<number> {
  const last = await scope.rfmSnapshots.findOne({}, { sort: { shop: -1, day: -1 }, projection: { day: 1 } });
  let taken = 0;
  const known = dayOf(shop.createdAt, shop.timeZone);
  for (const day of monthEnds(last?.day ?? null, dayOf(now, shop.timeZone))) {
    if (day < known) continue;
    const rfm = await readRfm(scope, shop.currency);
    const made = await ensureCuts(scope, rfm.model, day, { now });
    const { customers, noPurchase, cells } = await distributionOf(
      scope,
      shop,
      made ? await readRfm(scope, shop.currency) : rfm,
      day,
    );
    const snapshot = { shop: scope.shop, day, version: rfm.version, at: now, customers, noPurchase, cells };
    const { matchedCount } = await scope.rfmSnapshots.upsert(`${scope.shop}/${day}`, { $setOnInsert: snapshot });
    if (matchedCount === 0) taken += 1;
  }
  return taken;
}

export function snapshotsOf(scope: ShopStore, limit: number): Promise<RfmSnapshotDocument[]> {
  return scope.rfmSnapshots.find({}).sort({ shop: -1, day: -1 }).limit(limit).toArray();
}

/** Last days of months after `last` and before `today`, the oldest first. */
export function monthEnds(last: DayNumber | null, today: DayNumber): DayNumber[] {
  const firstOfMonth = today - plainDate(today).day + 1;
  const ends = Array.from({ length: MONTHS_MAX }, (_, i) => addMonths(firstOfMonth, -i) - 1);
  return last === null ? ends.slice(0, 1) : ends.filter((day) => day > last).reverse();
}
