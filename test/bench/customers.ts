import { MongoClient } from 'mongodb';
import { makeDemoShop } from '../../src/server/demo/index.ts';
import { customersPage } from '../../src/server/queries/customers-page.ts';
import type { CustomersRequest } from '../../src/server/queries/customers-request.ts';
import { ShopTotals } from '../../src/server/queries/customers-total.ts';
import type { ShopStore } from '../../src/server/store/index.ts';
import { houseOver } from '../support/house.ts';
import { percentile, type Row } from './report.ts';

const DAY = 86_400_000;
const PAGE = 50;
/** Each list is asked for so often, first page and second, all of them in turn. */
const TURNS = 10;

type Asked = Omit<CustomersRequest, 'limit' | 'cursor'>;

/** What people ask the list of customers for: of each kind the quick and the slow. */
const KINDS: Readonly<Record<string, readonly Asked[]>> = {
  sort: [
    { sort: 'name' },
    { sort: '-spent' },
    { sort: '-orders' },
    { sort: '-average' },
    { sort: '-lastOrder' },
    { sort: '-created' },
    { sort: 'lastOrder' },
    {},
  ],
  search: [
    ...[
      'n',
      'nguyen',
      'nguyen van a',
      'thi',
      'xuan',
      'van thi',
      '0912 345 671',
      '091',
      '5678',
      'tv0007',
      'an.',
      'xyz',
    ].map((search): Asked => ({ search })),
    { search: 'nguyen', sort: '-spent' },
    { search: 'xuan', sort: 'name' },
  ],
  filter: [
    { tags: ['vip'], sort: '-spent' },
    { tags: ['vip', 'thích khuyến mãi'], tagMode: 'all', sort: '-lastOrder' },
    { hasPhone: false, sort: '-lastOrder' },
    { hasPhone: false, hasEmail: false, genders: ['female'], sort: 'name' },
    { orders: { to: 0 }, sort: '-lastOrder' },
    { orders: { from: 3 }, sort: 'spent' },
    { spentMinor: { from: 1_000_000, to: 2_000_000 }, sort: '-lastOrder' },
    { spentMinor: { to: 200_000 }, sort: '-orders' },
    { places: ['Hà Nội'], sort: '-lastOrder' },
    { places: ['Hà Giang'], sort: '-spent' },
    { sources: ['shopee'], genders: ['female'], hasPhone: false, sort: 'name' },
    { search: 'nguyen', places: ['Hà Nội'], hasPhone: false, sort: '-spent' },
  ],
};

/** The list of customers in a large shop, beside reading the shop and sorting it as one would write it first: p95 in milliseconds. */
export async function benchCustomers(
  uri: string,
  options: { customers: number; say: (line: string) => void },
): Promise<Row[]> {
  const client = await new MongoClient(uri, { maxPoolSize: 50 }).connect();
  const name = `bench_customers_${process.pid}`;
  const { store, box, states, reception } = await houseOver(client, name);
  try {
    const now = Date.UTC(2026, 10, 22, 5);
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
      mongodbUri: uri,
    });
    const scope = store.forShop(made.shopId);
    const state = await states.get(made.shopId);
    if (!state) throw new Error('no demo shop');
    const totals = new ShopTotals();
    const plain = await measure(() => plainly(scope));
    const rows: Row[] = [];
    for (const [kind, lists] of Object.entries(KINDS)) {
      const took: number[] = [];
      for (let turn = 0; turn < TURNS; turn++) {
        for (const list of lists) {
          const request = { ...list, limit: PAGE };
          const started = performance.now();
          const first = await customersPage(scope, state.shop, request, totals);
          const between = performance.now();
          took.push(between - started);
          if (first.nextCursor === null) continue;
          await customersPage(scope, state.shop, { ...request, cursor: first.nextCursor }, totals);
          took.push(performance.now() - between);
        }
      }
      const p95 = percentile(took, 0.95);
      rows.push({
        what: `customers ${kind} p95 at ${options.customers.toLocaleString('en')}, ms`,
        ours: p95,
        against: plain,
        baseline: 'the shop read and sorted, median',
        ratio: plain / p95,
        aim: '≤ 200 ms',
      });
    }
    return rows;
  } finally {
    await client.db(name).dropDatabase();
    await client.close();
  }
}

/** Everybody read in passing, and the first fifty by what they spent: no index, no count. */
function plainly(scope: ShopStore): Promise<unknown> {
  return scope.customers
    .find({}, { hint: { _id: 1 }, projection: { facts: 0, claims: 0, tagClaims: 0 } })
    .sort({ 'stats.spentMinor': -1, _id: -1 })
    .limit(PAGE)
    .toArray();
}

async function measure(run: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const started = performance.now();
    await run();
    took.push(performance.now() - started);
  }
  return percentile(took, 0.5);
}
