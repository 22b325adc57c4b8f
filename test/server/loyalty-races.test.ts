import t from 'tap';
import { balancesOf } from '../../src/loyalty/index.ts';
import { buildApp } from '../../src/server/app.ts';
import type { App } from '../../src/server/app-parts.ts';
import { postingHash } from '../../src/server/ingest/loyalty.ts';
import { Principals } from '../../src/server/principals.ts';
import { ShopStates } from '../../src/server/shop-state.ts';
import { openStore } from '../../src/server/store/index.ts';
import { type TestApp, testApp } from '../support/app.ts';
import { timeAt } from '../support/loyalty/books.ts';
import { cart, PHONE, type PointsShop, pointsShop } from '../support/loyalty/shop.ts';
import { invoice } from '../support/till.ts';

/** Many tills and several servers at one account: every one of them gets an answer, and the books are right. */

const NOON = Date.parse('2026-11-22T05:00:00Z');

/** More servers over the same database: each with a store of its own, so that nothing but the database is between them. */
async function servers(t: Parameters<typeof testApp>[0], server: TestApp, count: number): Promise<App[]> {
  const { client, db } = server.parts.store;
  const apps = [server.app];
  while (apps.length < count) {
    const store = await openStore(client, db.databaseName);
    const states = new ShopStates(store);
    const { box, config, now } = server.parts;
    const app = await buildApp({
      ...server.parts,
      store,
      states,
      principals: new Principals({ store, box, states, config, now }),
    });
    t.teardown(() => app.close());
    apps.push(app);
  }
  return apps;
}

/** Asks one server after the other, as one principal. */
async function asking(server: TestApp, shop: PointsShop, apps: readonly App[]) {
  const headers = await server.authorise(shop.shop);
  let turn = 0;
  return async (path: string, body: object, key: string) => {
    const app = apps[turn++ % apps.length] as App;
    const answer = await app.inject({
      method: 'POST',
      url: `/api/v1${path}`,
      headers: { ...headers, 'idempotency-key': key },
      payload: { customer: shop.an, ...body },
    });
    return { status: answer.statusCode, body: answer.json() };
  };
}

/** The books of An, added up from postings alone. */
async function provedBooks(t: Parameters<typeof testApp>[0], shop: PointsShop) {
  const account = await shop.scope.accounts.findOne({});
  const postings = await shop.scope.postings.find({}).sort({ _id: 1 }).toArray();
  let head = '';
  for (const [index, { _id, shop: _shop, customer: _customer, hash, ...posting }] of postings.entries()) {
    if (posting.seq !== index + 1 || postingHash(head, posting) !== hash)
      t.fail(`posting ${index + 1} does not follow the one before`);
    head = hash;
  }
  t.same([account?.head, account?.seq], [head, postings.length], 'one chain, and the account knows its end');
  const balances = balancesOf(postings, 'points');
  const [lots, owed] = [account?.lots ?? [], account?.owed['points'] ?? 0];
  t.same(
    [balances.available, balances.held, -balances.owed || 0],
    [lots.reduce((sum, lot) => sum + lot.left, 0), lots.reduce((sum, lot) => sum + lot.held, 0), owed],
    'what the account holds is what its postings come to',
  );
  let running = 0;
  for (const { from, to, points } of postings) {
    running += (to === 'available' ? points : 0) - (from === 'available' ? points : 0);
    if (running < 0) t.fail('the balance was below zero at a time');
  }
  const { body: proof } = await shop.ask('GET', `/customers/${shop.an}/loyalty/proof`);
  t.match(proof, { ok: true, mismatch: null });
  return { balances, redemptions: account?.redemptions ?? [] };
}

t.test(
  'of a thousand redemptions at once on three servers exactly those succeed that the balance affords',
  async (t) => {
    const server = await testApp(t, { now: () => NOON });
    const shop = await pointsShop(server, 'tiem.example.vn');
    await shop.send('invoice.saved', invoice({ id: 'HD1', phone: PHONE, amount: 37_500_000 }));
    const apps = await servers(t, server, 3);
    const ask = await asking(server, shop, apps);
    const available = (await shop.points()).currencies[0].available as number;
    t.equal(available, 3750);
    const body = { cart: cart(900_000), points: 50 };
    const asked: ReturnType<typeof ask>[] = [];
    for (let i = 0; i < 1000; i++) {
      asked.push(ask('/loyalty/holds', body, `till-${i}`));
      // All three are one process here, which is not to take its own tests for an overload.
      if (i % 50 === 0) await new Promise(setImmediate);
    }
    const answers = await Promise.all(asked);
    const counts = Object.entries(
      Object.groupBy(answers, ({ status, body }) => `${status} ${body.code ?? body.state}`),
    );
    t.same(
      Object.fromEntries(counts.map(([outcome, all]) => [outcome, all?.length])),
      { '201 held': 75, '409 points_insufficient': 925 },
      'each has its answer',
    );
    const { balances, redemptions } = await provedBooks(t, shop);
    t.match(balances, { available: 0, held: 3750, owed: 0 });
    t.equal(new Set(redemptions.map(({ id }) => id)).size, 75);

    const again = await Promise.all(
      redemptions.flatMap(({ id }) => [0, 1, 2].map((i) => ask(`/loyalty/holds/${id}/capture`, {}, `${id}-${i}`))),
    );
    t.ok(
      again.every(({ status, body }) => status === 200 && body.state === 'captured'),
      'each is spent, by three tills at once',
    );
    t.match((await provedBooks(t, shop)).balances, { available: 0, held: 0 });
    t.equal(
      await shop.scope.postings.count({ reason: 'redeemed' }),
      await shop.scope.postings.count({ reason: 'held' }),
      'and once',
    );
  },
);

t.test('holds, captures, releases, orders and their running out race, and end in one state', async (t) => {
  const clock = { now: NOON };
  const server = await testApp(t, { now: () => clock.now });
  const shop = await pointsShop(server, 'tiem.example.vn');
  await shop.send('invoice.saved', invoice({ id: 'HD1', phone: PHONE, amount: 200_000_000 }));
  const ask = await asking(server, shop, await servers(t, server, 3));
  const body = { cart: cart(900_000), points: 50 };
  const held = await Promise.all(Array.from({ length: 200 }, (_, i) => ask('/loyalty/holds', body, `hold-${i}`)));
  const ids = held.map(({ body }) => body.id as string);
  t.ok(held.every(({ status }) => status === 201));

  const ends = ids.map(async (id, i) => {
    // In the midst of it a quarter of an hour passes for all of them.
    if (i === 120) clock.now += 15 * 60_000;
    if (i % 20 === 0) await timeAt(server.house, clock.now);
    if (i % 25 === 0)
      await shop.send('invoice.saved', {
        ...invoice({ id: `X${i}`, phone: PHONE, at: '2026-11-22T05:00:00Z' }),
        redemptions: [id],
      });
    return Promise.all([
      ask(`/loyalty/holds/${id}/capture`, {}, `c-${id}`),
      ask(`/loyalty/holds/${id}/release`, {}, `r-${id}`),
    ]);
  });
  const answers = await Promise.all(ends);
  t.ok(
    answers.flat().every(({ status }) => status === 200 || status === 409),
    'each has its answer',
  );
  await timeAt(server.house, clock.now);
  const { redemptions } = await provedBooks(t, shop);
  t.ok(
    redemptions.every(({ state }) => state !== 'held'),
    'none is left open',
  );
  for (const [i, [captured, released]] of answers.entries()) {
    const state = redemptions.find(({ id }) => id === ids[i])?.state;
    const [isCaptured, isReleased] = [captured.status === 200, released.status === 200];
    // What an order paid with is spent, whatever became of the hold.
    if (i % 25 === 0) t.equal(state, 'captured', `${i}: its order spent it`);
    else {
      const told = isCaptured ? 'captured' : isReleased ? 'released' : 'expired';
      // A release of what has run out is answered as done: the points are back.
      t.ok(state === told || (isReleased && state === 'expired'), `${i}: ${state}, as was answered`);
      t.notOk(isCaptured && isReleased, `${i}: never both`);
    }
  }
});
