import { dayOf, startOfDay } from '../../model.ts';
import { queueBuilds } from '../segments/queue.ts';
import { CALLED_OFF } from '../segments/saved.ts';
import { countedBefore, LATE_MS } from '../segments/turned.ts';
import type { JobDone, JobParts } from './index.ts';

/**
 * A date condition flips with no event (A08). When a shop's calendar day has changed, its segments that midnight can change are
 * brought into the new day: those whose members were counted before it. The day is written down when there are none any more, so a
 * server that ends in between, or was down for days, goes on where it was; of several processes each finds what another has left.
 */
export async function flipSegments({ store, builder, now }: JobParts): Promise<JobDone> {
  let done = 0;
  for await (const shop of store.system.shops.find()) {
    const at = now();
    const today = dayOf(at, shop.timeZone);
    if (shop.segmentsDay === today) continue;
    const { segments } = store.forShop(shop._id);
    const isOfToday = { computedAt: { $gte: countedBefore(at, shop.timeZone) } };
    const old = await segments
      .find(
        { timeDependent: true, state: { $in: ['ready', 'queued', 'building'] }, $nor: [isOfToday] },
        { projection: { state: 1 } },
      )
      .toArray();
    // The others are being built, and look at everybody.
    for (const { _id, state } of old) if (state === 'ready' && builder.requestFlip(shop._id, _id)) done += 1;
    if (old.length > 0 || at < startOfDay(today, shop.timeZone) + LATE_MS) continue;
    done += await retryFailed();
    await store.system.shops.updateOne({ _id: shop._id }, { $set: { segmentsDay: today } });

    /** Once a day: the reason may be over. What somebody called off stays so. */
    async function retryFailed(): Promise<number> {
      const failed = { timeDependent: true, state: 'failed' as const, error: { $ne: CALLED_OFF } };
      const found = await segments.find(failed, { projection: { _id: 1 } }).toArray();
      const keys = found.map(({ _id }) => _id);
      await queueBuilds(store.forShop(shop._id), keys);
      for (const { _id } of found) builder.requestBuild(shop._id, _id);
      return found.length;
    }
  }
  return { done };
}
