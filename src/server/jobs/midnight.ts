import { dayOf } from '../../model.ts';
import { CALLED_OFF } from '../segments/saved.ts';
import type { JobDone, JobParts } from './index.ts';

/**
 * A date condition flips with no event (A08). When a shop's calendar day has changed, its segments that midnight can change are
 * built again. The day is written down with a condition on the day before, so of several processes one does it, and a
 * server that was down for days does it once when it is back.
 */
export async function flipSegments({ store, builder, now }: JobParts): Promise<JobDone> {
  let done = 0;
  for await (const shop of store.system.shops.find()) {
    const today = dayOf(now(), shop.timeZone);
    if (shop.segmentsDay === today) continue;
    // Written down before the day is: a process that ends in between leaves them to be resumed.
    const { segments } = store.forShop(shop._id);
    await segments.updateMany(
      { timeDependent: true, state: { $in: ['ready', 'failed'] }, error: { $ne: CALLED_OFF } },
      { $set: { state: 'queued' } },
    );
    const before = shop.segmentsDay === undefined ? { $exists: false } : shop.segmentsDay;
    const claimed = await store.system.shops.updateOne(
      { _id: shop._id, segmentsDay: before },
      { $set: { segmentsDay: today } },
    );
    if (claimed.modifiedCount === 0) continue;
    const flipping = segments.find(
      { timeDependent: true, state: { $in: ['queued', 'building'] } },
      { projection: { _id: 1 } },
    );
    for await (const segment of flipping) {
      builder.requestBuild(shop._id, segment._id);
      done += 1;
    }
  }
  return { done };
}
