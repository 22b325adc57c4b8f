import { type ClientSession, MongoClient } from 'mongodb';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { adapterOf } from '../../src/adapters/index.ts';
import {
  emptyAccount,
  type LoyaltyOrder,
  type Programme,
  type ProgrammeVersion,
  settle,
  TIKME,
} from '../../src/loyalty/index.ts';
import { type CustomerKey, customerIdFromKey, customerIdOf, customerKey, dayOf, formatDay } from '../../src/model.ts';
import { deliveryDocument } from '../../src/server/inbox.ts';
import { arranged, newCustomer } from '../../src/server/ingest/person.ts';
import { captureHold, holdPoints } from '../../src/server/loyalty/holds.ts';
import { bookTime } from '../../src/server/loyalty/time.ts';
import type { AccountDocument, CustomerDocument } from '../../src/server/store/documents.ts';
import type { ShopStore } from '../../src/server/store/index.ts';
import { type House, houseOver } from '../support/house.ts';
import { inForce } from '../support/loyalty/books.ts';
import { sampleOf, sign } from '../support/samples.ts';
import { invoice } from './invoice.ts';
import { median, type Row } from './report.ts';

const IN_FLIGHT = 32;
const CUSTOMERS = 500;
const FROM = Date.parse('2020-01-01T00:00:00Z');
const ZONE = 'Asia/Ho_Chi_Minh';
const LOTS_EACH = 10;

export interface LoyaltyBench {
  readonly operations: number;
  readonly lots: number;
  readonly customers: number;
  readonly rounds: number;
  readonly say: (line: string) => void;
}

/** Orders settled and points spent a second, and what time does to many accounts at once, each beside bare transactions that write the same documents. */
export async function benchLoyalty(uri: string, options: LoyaltyBench): Promise<Row[]> {
  const client = await new MongoClient(uri, { maxPoolSize: 100 }).connect();
  const name = `bench_loyalty_${process.pid}`;
  try {
    const house = await houseOver(client, name, { concurrency: IN_FLIGHT });
    return [
      ...(await benchEvents(client, name, house, options)),
      await benchTime(client, name, house, options, 'expiry'),
      await benchTime(client, name, house, options, 'review'),
    ];
  } finally {
    await client.db(name).dropDatabase();
    await client.close();
  }
}

async function benchEvents(client: MongoClient, name: string, house: House, options: LoyaltyBench): Promise<Row[]> {
  const [settled, redeemed, bareSettled, bareRedeemed]: number[][] = [[], [], [], []];
  for (let round = 0; round < options.rounds; round++) {
    bareSettled?.push(await bare(client, name, options.operations, ['orders', 'customers', 'accounts', 'inbox'], 1));
    const shop = await house.addShop({ platform: 'pos', domain: `bench-${round}` });
    await inForce(house, shop.scope, FROM);
    settled?.push(await settledASecond(house, shop, options.operations));
    bareRedeemed?.push(await bare(client, name, options.operations, ['customers', 'accounts'], 1));
    redeemed?.push(await redeemedASecond(house, shop.scope, options.operations));
  }
  const row = (what: string, ours: number[] = [], against: number[] = [], baseline: string, aim: string): Row => ({
    ...{ what, ours: median(ours), against: median(against), baseline, ratio: median(ours) / median(against), aim },
  });
  return [
    row('orders settled a second', settled, bareSettled, 'bare transaction of the same five writes', '≥ 0.7'),
    row('holds and captures a second', redeemed, bareRedeemed, 'bare transaction of the same three writes', '≥ 0.7'),
  ];
}

async function settledASecond(
  house: House,
  shop: Awaited<ReturnType<House['addShop']>>,
  count: number,
): Promise<number> {
  const installation = await house.store.system.installations.findOne({ _id: shop.installation });
  if (!installation) throw new Error('no connection');
  const adapter = adapterOf('pos') as Adapter;
  const deliveries = Array.from({ length: count }, (_, i) => {
    const sample = sampleOf('pos', 'invoice.saved', invoice(i));
    const headers = { ...sample.headers, 'x-tessera-delivery': `d${i}` };
    const request = sign('pos', { ...sample, headers }, shop.secret);
    const claim = adapter.identify(request);
    if (!claim) throw new Error('the bench sends what the adapter does not know');
    return deliveryDocument(installation, adapter, claim, request, Date.now());
  });
  await house.store.system.inbox.insertMany(deliveries);
  const started = performance.now();
  house.worker.start();
  await house.settled();
  const rate = count / ((performance.now() - started) / 1000);
  await house.worker.stop();
  return rate;
}

async function redeemedASecond(house: House, scope: ShopStore, count: number): Promise<number> {
  const customers = await scope.customers
    .find({ 'loyalty.points': { $gte: 100 } }, { projection: { _id: 1 } })
    .limit(CUSTOMERS)
    .toArray();
  const ids = customers.map(({ _id }) => customerIdFromKey(_id));
  const parts = { store: house.store, states: house.states, now: Date.now };
  const cart = {
    lines: [{ q: 1, a: 10_000_000 }],
    shippingMinor: 0,
    taxMinor: 0,
    couponMinor: 0,
    channel: 'pos',
    location: 'online',
  };
  const started = performance.now();
  await inParallel(count / 2, async (i) => {
    const customer = ids[i % ids.length] as string;
    const call = { actor: 'key bench', key: `b${i}` };
    const { redemption } = await holdPoints(parts, scope.shop, { customer, cart, points: 50 }, call).catch(() => ({
      redemption: null,
    }));
    if (redemption) await captureHold(parts, scope.shop, redemption.id, { customer }, call.actor);
  });
  return count / ((performance.now() - started) / 1000);
}

/** Transactions a second that put a document of about a kilobyte into each collection and insert `postings` of them. */
async function bare(
  client: MongoClient,
  name: string,
  count: number,
  collections: readonly string[],
  postings: number,
): Promise<number> {
  const db = client.db(name, { writeConcern: { w: 'majority' } });
  const stored = collections.map((each) => db.collection<{ _id: string }>(`bare_${each}`));
  const ledger = db.collection<{ _id: string }>('bare_postings');
  for (const collection of [...stored, ledger]) {
    await db.createCollection(collection.collectionName).catch(() => undefined); // a transaction cannot be the first to write one
    await collection.deleteMany({});
  }
  const content = { of: invoice(1) };
  const started = performance.now();
  await inParallel(count, (i) =>
    transaction(client, async (session) => {
      for (const collection of stored) {
        await collection.findOne({ _id: String(i % CUSTOMERS) }, { session });
        await collection.replaceOne(
          { _id: String(i % CUSTOMERS) },
          { ...content, i },
          {
            upsert: true,
            session,
          },
        );
      }
      await ledger.insertMany(
        Array.from({ length: postings }, (_, p) => ({ _id: `${i}/${p}`, ...content })),
        { session },
      );
    }),
  );
  return count / ((performance.now() - started) / 1000);
}

/**
 * Many accounts at the moment when their points expire, or their tier is reviewed, by the job that books it. The baseline replaces the same documents
 * and inserts the same postings, in transactions of the same size.
 */
async function benchTime(
  client: MongoClient,
  name: string,
  house: House,
  options: LoyaltyBench,
  what: 'expiry' | 'review',
): Promise<Row> {
  const t0 = Date.parse('2025-11-01T05:00:00Z');
  const at = Date.parse('2026-11-22T17:00:01Z');
  const accounts = what === 'expiry' ? Math.ceil(options.lots / LOTS_EACH) : options.customers;
  const programme: Programme = what === 'expiry' ? TIKME : { ...TIKME, expiry: { kind: 'never' }, tiers: reviewed(at) };
  const shop = await house.addShop({ platform: 'pos', domain: `bench-${what}` });
  await inForce(house, shop.scope, FROM, programme);
  options.say(`${what}: writing ${accounts} accounts`);
  await writeAccounts(shop.scope, programme, accounts, t0);
  const written = {
    accounts: await shop.scope.accounts.find().limit(20).toArray(),
    customers: await shop.scope.customers.find().limit(20).toArray(),
  };
  const postings = what === 'expiry' ? LOTS_EACH : 0;
  const against = await bareTime(client, name, Math.min(accounts, 20_000), written, postings);
  let peakMb = 0;
  const watch = setInterval(() => {
    peakMb = Math.max(peakMb, process.memoryUsage().rss / 2 ** 20);
  }, 100);
  const started = performance.now();
  const { done } = await bookTime({ store: house.store, now: () => at });
  const seconds = (performance.now() - started) / 1000;
  clearInterval(watch);
  if (done !== accounts) throw new Error(`${done} accounts were booked, of ${accounts}`);
  options.say(`${what}: ${accounts} accounts in ${seconds.toFixed(1)} s, at most ${peakMb.toFixed(0)} MB`);
  const each = what === 'expiry' ? LOTS_EACH : 1;
  const count = (accounts * each).toLocaleString('en');
  return {
    what:
      what === 'expiry'
        ? `lots expired a second, of ${count} (${peakMb.toFixed(0)} MB)`
        : `tiers reviewed a second, of ${count} (${peakMb.toFixed(0)} MB)`,
    ours: (done * each) / seconds,
    against: against * each,
    baseline: 'bare transactions that write the same documents',
    ratio: done / seconds / against,
    aim: '≥ 0.3',
  };
}

/** A review at the end of the day before `at`, of what stood in the last month: nothing. */
function reviewed(at: number): Programme['tiers'] {
  const day = formatDay(dayOf(at, ZONE) - 1).slice(5);
  return {
    ...TIKME.tiers,
    measure: { of: 'points_in', window: { kind: 'rolling', months: 1 } },
    review: { kind: 'dates', dates: [day] },
  };
}

async function writeAccounts(scope: ShopStore, programme: Programme, count: number, t0: number): Promise<void> {
  const versions: ProgrammeVersion[] = [{ version: 1, from: FROM, programme }];
  const joined = t0 - 86_400_000;
  for (let start = 0; start < count; start += 1000) {
    const [accounts, customers]: [AccountDocument[], CustomerDocument[]] = [[], []];
    for (let i = start; i < Math.min(count, start + 1000); i++) {
      const _id: CustomerKey = customerKey(scope.shop, customerIdOf(scope.shop, `p:${i}`));
      const orders = Array.from(
        { length: LOTS_EACH },
        (_, o): LoyaltyOrder => ({
          o: `w/${i}-${o}`,
          t: t0 + o * 1000,
          c: 'pos',
          l: 'online',
          i: [{ q: 1, a: 1_000_000 }],
          tax: 0,
          ship: 0,
        }),
      );
      const context = { versions, timeZone: ZONE, now: t0 + 60_000, by: 'bench' };
      const { account } = settle({ ...emptyAccount(joined), orders }, undefined, context);
      // As a job that has not looked yet leaves them: due.
      accounts.push({ _id, shop: scope.shop, head: 'bench', settledAt: context.now, nextAt: context.now, ...account });
      customers.push(arranged({ ...newCustomer(_id, joined), revision: 1 }));
    }
    await scope.accounts.insert(accounts, { ordered: false });
    await scope.customers.insert(customers, { ordered: false });
  }
}

/** Accounts a second. */
async function bareTime(
  client: MongoClient,
  name: string,
  count: number,
  written: { readonly accounts: readonly object[]; readonly customers: readonly object[] },
  postings: number,
): Promise<number> {
  const db = client.db(name, { writeConcern: { w: 'majority' } });
  const collections = [
    db.collection<{ _id: string }>('bare_accounts'),
    db.collection<{ _id: string }>('bare_customers'),
  ] as const;
  const ledger = db.collection<{ _id: string }>('bare_postings');
  for (const collection of [...collections, ledger]) {
    await db.createCollection(collection.collectionName).catch(() => undefined);
    await collection.deleteMany({});
  }
  const batch = 20;
  const documents = [written.accounts, written.customers];
  const started = performance.now();
  await inParallel(
    Math.ceil(count / batch),
    (b) =>
      transaction(client, async (session) => {
        for (const [c, collection] of collections.entries()) {
          const ids = Array.from({ length: batch }, (_, i) => `${b}/${i}`);
          await collection.find({ _id: { $in: ids } }, { session }).toArray();
          await collection.bulkWrite(
            ids.map((_id, i) => ({
              replaceOne: { filter: { _id }, replacement: { ...documents[c]?.[i], _id } as never, upsert: true },
            })),
            { session, ordered: false },
          );
        }
        const posted = Array.from({ length: batch * postings }, (_, i) => ({
          _id: `${b}/${i}`,
          reason: 'expired',
          points: 100,
          hash: 'x'.repeat(64),
          at: 1,
        }));
        if (posted.length > 0) await ledger.insertMany(posted, { session });
      }),
    4,
  );
  return count / ((performance.now() - started) / 1000);
}

async function inParallel(count: number, work: (i: number) => Promise<unknown>, inFlight = IN_FLIGHT): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      for (let i = next++; i < count; i = next++) await work(i);
    }),
  );
}

async function transaction(client: MongoClient, work: (session: ClientSession) => Promise<void>): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const session = client.startSession({
      defaultTransactionOptions: { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } },
    });
    try {
      session.startTransaction();
      await work(session);
      await session.commitTransaction();
      return;
    } catch (error) {
      await session.abortTransaction().catch(() => undefined);
      if (attempt > 20) throw error;
    } finally {
      await session.endSession();
    }
  }
}
