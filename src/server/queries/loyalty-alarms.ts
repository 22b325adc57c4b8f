import { z } from 'zod';
import type { ShopStore } from '../store/index.ts';
import type { LoyaltyAlarmDocument } from '../store/loyalty-documents.ts';
import { cursorOf, type Page, pageOf } from './cursor.ts';
import { QUERY_MS } from './limits.ts';

const cursor = cursorOf('loyalty alarms', z.tuple([z.number(), z.string()]));

/** What the nightly check found and has not found well since, the oldest first. */
export async function openAlarms(
  scope: ShopStore,
  request: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<LoyaltyAlarmDocument>> {
  const after = cursor.read(request.cursor);
  const open = { resolvedAt: { $exists: false } };
  const rest =
    after === null
      ? {}
      : {
          at: { $gte: after[0] },
          $or: [{ at: { $gt: after[0] } }, { _id: { $gt: `${scope.shop}/${after[1]}` } }],
        };
  const read = await scope.loyaltyAlarms
    .find({ ...open, ...rest }, { maxTimeMS: QUERY_MS })
    .sort({ at: 1, _id: 1 })
    .limit(request.limit + 1)
    .toArray();
  return pageOf(read, request.limit, (last) => cursor.write([last.at, last._id.slice(scope.shop.length + 1)]));
}
