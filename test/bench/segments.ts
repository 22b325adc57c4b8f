import { MongoClient } from 'mongodb';
import type { ShopId } from '../../src/model.ts';
import type { SegmentDefinition } from '../../src/segments/index.ts';
import { makeDemoShop } from '../../src/server/demo/index.ts';
import { previewSegment } from '../../src/server/segments/preview.ts';
import { houseOver } from '../support/house.ts';
import { median, percentile, type Row } from './report.ts';

const DAY = 86_400_000;
/** ≥ 3 orders and ≥ 2,000,000 đ within 90 days, not VIP: a window, a sum and an exclusion. */
const DEFINITION: SegmentDefinition = {
  include: [
    {
      all: [
        { kind: 'orders_in_period', op: 'gte', value: 3, period: { type: 'last_n_days', n: 90 } },
        { kind: 'spent_in_period', op: 'gte', value: 2_000_000, period: { type: 'last_n_days', n: 90 } },
      ],
    },
  ],
  exclude: [{ all: [{ kind: 'has_tag', mode: 'any', tags: ['VIP'] }] }],
};

/**
 * Counting a segment over a demo shop: exactly, beside the pipeline one would write by hand (`$lookup` of each customer's orders), and
 * as a preview. The counts have to agree, or there is nothing to compare.
 */
export async function benchSegments(
  uri: string,
  options: { customers: number; rounds: number; say: (line: string) => void },
): Promise<Row[]> {
  const client = await new MongoClient(uri, { maxPoolSize: 50 }).connect();
  const name = `bench_segments_${process.pid}`;
  const house = await houseOver(client, name);
  try {
    const now = Date.UTC(2026, 10, 22, 5);
    const { store, box, states, reception } = house;
    const made = await makeDemoShop({
      store,
      box,
      states,
      reception,
      now: () => now,
      log: options.say,
      customers: options.customers,
      until: Math.floor(now / DAY),
      inBulk: true,
    });
    const scope = store.forShop(made.shopId);
    const state = await states.get(made.shopId);
    if (!state) throw new Error('no demo shop');
    const [exact, estimate, lookup]: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round < options.rounds; round++) {
      const ours = await previewSegment(scope, state, { definition: DEFINITION, asOf: now, mode: 'exact' });
      exact.push(ours.tookMs);
      for (let i = 0; i < 20; i++)
        estimate.push(
          (await previewSegment(scope, state, { definition: DEFINITION, asOf: now, mode: 'estimate' })).tookMs,
        );
      const started = performance.now();
      const count = await byLookup(client, name, made.shopId, now);
      lookup.push(performance.now() - started);
      if (count !== ours.count) throw new Error(`the counts differ: ${ours.count} and ${count} by $lookup`);
    }
    const p95 = percentile(estimate, 0.95);
    const size = options.customers.toLocaleString('en');
    return [
      {
        what: `exact count, ${size} customers, ms`,
        ours: median(exact),
        against: median(lookup),
        baseline: '`$lookup` pipeline by hand',
        ratio: median(lookup) / median(exact),
        aim: '≥ 5',
      },
      {
        what: `preview, ${size} customers, p95 ms`,
        ours: p95,
        against: median(lookup),
        baseline: '`$lookup` pipeline by hand',
        ratio: median(lookup) / p95,
        aim: '≤ 50 ms',
      },
    ];
  } finally {
    await client.db(name).dropDatabase();
    await client.close();
  }
}

/** What a competent developer writes without facts on the customer. Orders carry their day and net in `fact`, so it is not slowed by arithmetic. */
async function byLookup(client: MongoClient, database: string, shop: ShopId, now: number): Promise<number> {
  const today = Math.floor((now + 7 * 3_600_000) / DAY);
  const [row] = await client
    .db(database)
    .collection('customers')
    .aggregate<{ n: number }>([
      { $match: { _id: { $gte: `${shop}/`, $lt: `${shop}0` } as never, tags: { $ne: 'vip' } } },
      {
        $lookup: {
          from: 'orders',
          localField: '_id',
          foreignField: 'customer',
          as: 'recent',
          pipeline: [
            { $match: { 'fact.d': { $gte: today - 89, $lte: today } } },
            { $group: { _id: null, orders: { $sum: 1 }, spent: { $sum: '$fact.n' } } },
          ],
        },
      },
      { $match: { 'recent.0.orders': { $gte: 3 }, 'recent.0.spent': { $gte: 2_000_000 } } },
      { $count: 'n' },
    ])
    .toArray();
  return row?.n ?? 0;
}
