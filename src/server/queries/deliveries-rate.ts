import type { Instant } from '../../model.ts';
import type { ShopStore } from '../store/index.ts';
import { DELIVERY_STATES } from './deliveries-page.ts';
import { QUERY_MS } from './limits.ts';

const MINUTE_MS = 60_000;
const MINUTES = 60;

export interface DeliveriesRate {
  /** Beginning of the first minute. */
  readonly from: Instant;
  /** Received in each of the last sixty whole minutes, the oldest first. */
  readonly perMinute: readonly number[];
}

/** How many deliveries came in lately, by minute. Counted in the index alone. */
export async function deliveriesRate(scope: ShopStore, now: Instant): Promise<DeliveriesRate> {
  const until = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  const from = until - MINUTES * MINUTE_MS;
  const groups = await scope.inbox
    .aggregate<{ _id: number; count: number }>(
      [
        { $match: { state: { $in: [...DELIVERY_STATES] }, receivedAt: { $gte: from, $lt: until } } },
        {
          $group: {
            _id: { $floor: { $divide: [{ $subtract: ['$receivedAt', from] }, MINUTE_MS] } },
            count: { $sum: 1 },
          },
        },
      ],
      { hint: { shop: 1, state: 1, receivedAt: -1, _id: -1 }, maxTimeMS: QUERY_MS },
    )
    .toArray();
  const counts = new Map(groups.map(({ _id, count }) => [_id, count]));
  return { from, perMinute: Array.from({ length: MINUTES }, (_, minute) => counts.get(minute) ?? 0) };
}
