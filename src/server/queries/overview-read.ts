import { convertAmount, type DayNumber, type Instant, startOfDay } from '../../model.ts';
import type { DayRange } from '../../segments/index.ts';
import type { ShopStore } from '../store/index.ts';
import { QUERY_MS } from './limits.ts';
import type { BoughtDay, Buyers } from './overview-tally.ts';

/** What the overview reads of a shop. Figures are summed by day and channel where they lie; only people come one by one. */

/** Groups in one answer of the database: turning them into objects must not hold up other requests for long. */
const GROUPS_A_BATCH = 100;

/** Purchases of the days, from an index alone (`bought`), and who made them. Ranges are read side by side. */
export async function purchases(
  scope: ShopStore,
  ranges: readonly DayRange[],
): Promise<{ readonly days: BoughtDay[]; readonly buyers: Buyers }> {
  const numbers = new Map<string, number>();
  const [firstDays, ...read] = await Promise.all([
    firstPurchases(scope, spanOf(ranges)),
    ...ranges.map((range) => boughtDays(scope, range, numbers)),
  ]);
  const firstDay = new Float64Array(numbers.size).fill(Number.NEGATIVE_INFINITY);
  for (const { _id, customers } of firstDays) {
    for (const customer of customers) {
      const number = numbers.get(customer);
      if (number !== undefined) firstDay[number] = _id;
    }
  }
  return { days: read.flat(), buyers: { count: numbers.size, firstDay } };
}

async function boughtDays(
  scope: ShopStore,
  { fromDay, toDay }: DayRange,
  numbers: Map<string, number>,
): Promise<BoughtDay[]> {
  const cursor = scope.orders.aggregate<{
    _id: { d: DayNumber; c: string };
    orders: number;
    revenue: number;
    customers: (string | null)[];
  }>(
    [
      { $match: { 'fact.d': { $gte: fromDay, $lte: toDay } } },
      {
        $group: {
          _id: { d: '$fact.d', c: '$fact.c' },
          orders: { $sum: 1 },
          revenue: { $sum: '$fact.n' },
          customers: { $push: '$customer' },
        },
      },
    ],
    { hint: 'bought', batchSize: GROUPS_A_BATCH, maxTimeMS: QUERY_MS },
  );
  const days: BoughtDay[] = [];
  for await (const { _id, orders, revenue, customers } of cursor) {
    const buyers = new Int32Array(customers.length);
    let length = 0;
    for (const customer of customers) {
      if (customer === null) continue;
      const number = numbers.get(customer) ?? numbers.size;
      if (number === numbers.size) numbers.set(customer, number);
      buyers[length++] = number;
    }
    days.push({ day: _id.d, channel: _id.c, orders, revenueMinor: revenue, buyers: buyers.subarray(0, length) });
  }
  return days;
}

/** Who bought for the first time ever on each of the days; whoever is not among them had bought before. */
function firstPurchases(
  scope: ShopStore,
  { fromDay, toDay }: DayRange,
): Promise<{ _id: DayNumber; customers: string[] }[]> {
  return scope.customers
    .aggregate<{ _id: DayNumber; customers: string[] }>(
      [
        { $match: { 'stats.firstDay': { $gte: fromDay, $lte: toDay } } },
        { $group: { _id: '$stats.firstDay', customers: { $push: '$_id' } } },
      ],
      { hint: { 'stats.firstDay': 1, _id: 1 }, batchSize: GROUPS_A_BATCH, maxTimeMS: QUERY_MS },
    )
    .toArray();
}

/** How many customers there are, and since when those are known who came after `since`. */
export async function customersSince(
  scope: ShopStore,
  since: Instant,
): Promise<{ readonly count: number; readonly createdAt: readonly Instant[] }> {
  const byId = { hint: { _id: 1 }, maxTimeMS: QUERY_MS } as const;
  const [count, groups] = await Promise.all([
    scope.customers.count({}, byId),
    scope.customers
      .aggregate<{ createdAt: Instant[] }>(
        [
          { $match: { createdAt: { $gte: since } } },
          // By stretches of time, since one group of everybody could be larger than a document may be.
          { $group: { _id: { $floor: { $divide: ['$createdAt', 86_400_000] } }, createdAt: { $push: '$createdAt' } } },
        ],
        { ...byId, batchSize: GROUPS_A_BATCH },
      )
      .toArray(),
  ]);
  return { count, createdAt: groups.flatMap((group) => group.createdAt) };
}

/** Money given back, in the shop's currency. */
export interface GivenBack {
  readonly at: Instant;
  readonly channel: string;
  readonly amountMinor: number;
}

/**
 * Refunds dated within the days, of all orders but tests and deleted ones: those that orders list, and those that came alone and
 * their order does not list yet. Where the host does not date a refund, its order's date stands for it.
 */
export async function refunds(
  scope: ShopStore,
  shop: { readonly currency: string; readonly timeZone: string },
  { fromDay, toDay }: DayRange,
): Promise<GivenBack[]> {
  const within = { $gte: startOfDay(fromDay, shop.timeZone), $lt: startOfDay(toDay + 1, shop.timeZone) };
  const groups = await Promise.all([
    refundsIn(scope, 'order.refunds', within),
    refundsIn(scope, 'refundsAlone', within),
  ]);
  return groups.flat().flatMap(({ _id: { channel, currency, rate }, at, totalMinor }) =>
    at.map((instant, index) => {
      const amountMinor = totalMinor[index] as number;
      return {
        at: instant,
        channel,
        amountMinor: rate === undefined ? amountMinor : convertAmount(amountMinor, currency, shop.currency, rate),
      };
    }),
  );
}

interface RefundGroup {
  readonly _id: { readonly channel: string; readonly currency: string; readonly rate?: string };
  readonly at: Instant[];
  readonly totalMinor: number[];
}

function refundsIn(
  scope: ShopStore,
  field: 'order.refunds' | 'refundsAlone',
  within: { readonly $gte: Instant; readonly $lt: Instant },
): Promise<RefundGroup[]> {
  const isUnlisted = { $not: { $in: ['$refund.hostId', '$order.refunds.hostId'] } };
  return scope.orders
    .aggregate<RefundGroup>(
      [
        {
          $match: {
            [`${field}.at`]: { $exists: true },
            $or: [{ [field]: { $elemMatch: { at: within } } }, { [field]: { $elemMatch: { at: null } }, at: within }],
            deleted: false,
            'order.test': false,
            'order.state': { $ne: 'deleted' },
          },
        },
        { $set: { refund: `$${field}` } },
        { $unwind: '$refund' },
        { $set: { 'refund.at': { $ifNull: ['$refund.at', '$at'] } } },
        { $match: { 'refund.at': within, ...(field === 'refundsAlone' ? { $expr: isUnlisted } : {}) } },
        {
          $group: {
            _id: { channel: '$order.channel', currency: '$order.currency', rate: '$rate' },
            at: { $push: '$refund.at' },
            totalMinor: { $push: '$refund.totalMinor' },
          },
        },
      ],
      { hint: { shop: 1, [`${field}.at`]: 1, at: 1 }, maxTimeMS: QUERY_MS },
    )
    .toArray();
}

function spanOf(ranges: readonly DayRange[]): DayRange {
  return {
    fromDay: Math.min(...ranges.map((range) => range.fromDay)),
    toDay: Math.max(...ranges.map((range) => range.toDay)),
  };
}
