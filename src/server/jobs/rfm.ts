import { dayOf } from '../../model.ts';
import { newestModel } from '../rfm/current.ts';
import { ensureCuts } from '../rfm/cuts.ts';
import { takeSnapshots } from '../rfm/snapshots.ts';
import type { JobDone, JobParts } from './index.ts';

/**
 * At a shop's midnight: cut points of quantiles for the new day, and on the first of a month the snapshot of the one that has ended.
 * Labels follow from orders and the day, so nothing is written on customers; saved segments are built again by {@link flipSegments},
 * and a build that comes first makes the cut points itself. Both are documents by day that are made once; the day is written down behind them.
 */
export async function scoreAtMidnight({ store, now }: JobParts): Promise<JobDone> {
  let done = 0;
  for await (const shop of store.system.shops.find()) {
    const at = now();
    const today = dayOf(at, shop.timeZone);
    if (shop.rfmDay === today) continue;
    const scope = store.forShop(shop._id);
    const model = await newestModel(scope);
    if (model && (await ensureCuts(scope, model.model, today, { now: at }))) done += 1;
    done += await takeSnapshots(scope, shop, at);
    await store.system.shops.updateOne({ _id: shop._id }, { $set: { rfmDay: today } });
  }
  return { done };
}
