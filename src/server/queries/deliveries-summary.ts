import type { Platform } from '../../adapters/adapter.ts';
import type { ParkReason } from '../../errors.ts';
import type { Instant } from '../../model.ts';
import type { ShopStore } from '../store/index.ts';
import { QUERY_MS } from './limits.ts';

export interface DeliveriesSummary {
  readonly pending: number;
  readonly parked: number;
  /** Received within the last 24 hours and finished since. */
  readonly doneLastDay: number;
  readonly ignoredLastDay: number;
  readonly byPlatform: readonly {
    readonly platform: Platform;
    readonly pending: number;
    readonly parked: number;
    readonly doneLastDay: number;
    readonly ignoredLastDay: number;
  }[];
  /** When the oldest that waits was received; null when none waits. */
  readonly oldestPendingAt: Instant | null;
  readonly parkedByReason: readonly { readonly reason: ParkReason; readonly count: number }[];
}

const DAY_MS = 86_400_000;
const INDEX = { shop: 1, state: 1, receivedAt: -1, _id: -1 } as const;

/**
 * How the inbox stands. What waits and what is parked is counted whole, and both are small in a healthy shop; what is done grows for
 * ever, so of that only the last day is counted.
 */
export async function deliveriesSummary(scope: ShopStore, now: Instant): Promise<DeliveriesSummary> {
  const recent = { state: { $in: ['done', 'ignored'] }, receivedAt: { $gte: now - DAY_MS } };
  const groups = await scope.inbox
    .aggregate<{ _id: { platform: Platform; state: string; reason?: ParkReason }; count: number; oldest: number }>(
      [
        { $match: { $or: [{ state: { $in: ['pending', 'parked'] } }, recent] } },
        {
          $group: {
            _id: { platform: '$platform', state: '$state', reason: '$parked.reason' },
            count: { $sum: 1 },
            oldest: { $min: '$receivedAt' },
          },
        },
      ],
      { hint: INDEX, maxTimeMS: QUERY_MS },
    )
    .toArray();
  const sumOf = (matches: (group: (typeof groups)[number]) => boolean) =>
    groups.filter(matches).reduce((sum, group) => sum + group.count, 0);
  const figures = (rows: (group: (typeof groups)[number]) => boolean) => ({
    pending: sumOf((group) => rows(group) && group._id.state === 'pending'),
    parked: sumOf((group) => rows(group) && group._id.state === 'parked'),
    doneLastDay: sumOf((group) => rows(group) && group._id.state === 'done'),
    ignoredLastDay: sumOf((group) => rows(group) && group._id.state === 'ignored'),
  });
  const platforms = [...new Set(groups.map((group) => group._id.platform))].sort();
  const reasons = [
    ...new Set(groups.flatMap((group) => (group._id.state === 'parked' && group._id.reason ? [group._id.reason] : []))),
  ].sort();
  const waiting = groups.filter((group) => group._id.state === 'pending').map((group) => group.oldest);
  return {
    ...figures(() => true),
    byPlatform: platforms.map((platform) => ({ platform, ...figures((group) => group._id.platform === platform) })),
    oldestPendingAt: waiting.length === 0 ? null : Math.min(...waiting),
    parkedByReason: reasons.map((reason) => ({
      reason,
      count: sumOf((group) => group._id.state === 'parked' && group._id.reason === reason),
    })),
  };
}
