import t, { type Test } from 'tap';
import {
  type Account,
  type AccountPart,
  adjust,
  hold,
  pointsOf,
  separateAccounts,
  settle,
  TIKME,
} from '../../src/loyalty/index.ts';
import type { CustomerKey } from '../../src/model.ts';
import { bucketOf, customerIdFromKey } from '../../src/model.ts';
import { actOnAccount } from '../../src/server/loyalty/act.ts';
import { checkShare, SHARES } from '../../src/server/loyalty/check-points.ts';
import { eraseShops } from '../../src/server/privacy.ts';
import { attention } from '../../src/server/queries/attention.ts';
import { eraseCustomer } from '../../src/server/staff-edits.ts';
import { SHOP_COLLECTIONS } from '../../src/server/store/index.ts';
import { testApp } from '../support/app.ts';
import { bookOf, checkAt, inForce, timeAt, told } from '../support/loyalty/books.ts';
import { invoice, member, till } from '../support/till.ts';

const NOW = Date.parse('2026-11-22T05:00:00Z');
const AN = '0912345671';
const KEY = '+84912345671';

/** A shop with some customers who bought, returned, were given points and hold some. */
async function shopOf(t: Test) {
  let clock = NOW;
  const server = await testApp(t, { now: () => clock });
  const shop = await till(server, 'one.example.vn');
  await inForce(server.house, shop.scope, Date.parse('2026-01-01T00:00:00Z'));
  const bought = (id: string, phone: string, amount: number, day: string) =>
    invoice({ id, phone, amount, at: `2026-${day}T03:00:00Z` });
  await shop.send(
    'invoice.saved',
    bought('HD1', AN, 9_000_000, '11-01'),
    bought('HD2', AN, 1_000_000, '11-02'),
    bought('HD3', '0912345672', 2_000_000, '11-03'),
    { ...bought('HD2', AN, 1_000_000, '11-02'), updatedAt: '2026-11-05T03:00:00Z', status: 'cancelled' },
  );
  await shop.send('customer.saved', {
    ...member({ phone: '0912345673', at: '2026-11-20T00:00:00Z' }),
    birthDate: '1990-11-25',
  });
  const parts = { store: server.house.store, states: server.house.states, now: () => clock };
  const { customer } = await bookOf(shop.scope, KEY);
  const act = (operation: Parameters<typeof actOnAccount>[4], of = customer._id) =>
    actOnAccount(parts, shop.shop, customerIdFromKey(of), 'key test', operation);
  await act((account, context) =>
    adjust(
      account,
      {
        id: 'a1',
        at: clock,
        currency: 'points',
        points: 50,
        ranks: false,
        reason: 'Xin lỗi chị Lan',
        by: 'key test',
        kind: 'adjusted',
      },
      context,
    ),
  );
  await act((account, context) =>
    hold(account, { id: 'h1', kind: 'checkout', inputHash: 'x', points: 60, amountMinor: 60_000 }, context),
  );
  return {
    ...shop,
    server,
    key: customer._id,
    act,
    at: (time: number) => {
      clock = time;
    },
    verify: () => server.house.verify(shop.shop),
  };
}

type Shop = Awaited<ReturnType<typeof shopOf>>;

t.test('books that agree', async (t) => {
  const shop = await shopOf(t);
  const report = await shop.verify();
  t.same(report.differences, []);
  t.match(report, { accounts: 3, isCut: false });
  t.equal(report.postings, await shop.scope.postings.count());
  t.same(told((await bookOf(shop.scope, KEY)).postings), [
    'earned 900',
    'earned 125',
    'reversed 125',
    'adjusted 50',
    'held 60',
  ]);
});

const posting = (shop: Shop, seq: number) => `${shop.key}/${String(seq).padStart(9, '0')}`;

/** What somebody does behind our back, and what is found at least. */
const TAMPERING: readonly (readonly [string, (shop: Shop) => Promise<unknown>, readonly string[]])[] = [
  [
    'a posting has other points',
    ({ scope, ...shop }) => scope.postings.updateOne({ _id: posting({ scope, ...shop }, 2) }, { $set: { points: 12 } }),
    ['posting_chain', 'posting_balance', 'lot'],
  ],
  [
    'a posting has another reason, which moves nothing',
    (shop) => shop.scope.postings.updateOne({ _id: posting(shop, 4) }, { $set: { note: 'nothing happened' } }),
    ['posting_chain'],
  ],
  [
    'a posting in the middle is gone',
    (shop) => shop.scope.postings.deleteOne({ _id: posting(shop, 2) }),
    ['posting_chain', 'posting_balance'],
  ],
  [
    'the last posting is gone',
    (shop) => shop.scope.postings.deleteOne({ _id: posting(shop, 5) }),
    ['posting_chain', 'posting_balance'],
  ],
  [
    'all postings are gone',
    (shop) => shop.scope.postings.deleteMany({ customer: shop.key }),
    ['posting_chain', 'posting_balance', 'lot'],
  ],
  [
    'a lot holds more',
    (shop) => shop.scope.accounts.updateOne({ _id: shop.key }, { $inc: { 'lots.0.left': 5 } }),
    ['posting_balance', 'lot'],
  ],
  [
    'a lot should hold more',
    (shop) => shop.scope.accounts.updateOne({ _id: shop.key }, { $inc: { 'lots.0.points': -5 } }),
    ['account_settled'],
  ],
  [
    'a lot lives longer',
    (shop) => shop.scope.accounts.updateOne({ _id: shop.key }, { $inc: { 'lots.0.expiresAt': 86_400_000 } }),
    ['lot'],
  ],
  [
    'points were moved from one lot to another',
    (shop) =>
      shop.scope.accounts.updateOne({ _id: shop.key }, [{ $set: { lots: { $reverseArray: '$lots' } } }] as never),
    [],
  ],
  [
    'debt is invented',
    (shop) => shop.scope.accounts.updateOne({ _id: shop.key }, { $set: { owed: { points: 7 } } }),
    ['posting_balance'],
  ],
  [
    'a tier is another',
    (shop) => shop.scope.accounts.updateOne({ _id: shop.key }, { $set: { 'tier.inForce': 'platinum' } }),
    ['tier'],
  ],
  [
    'the history of tiers is another',
    (shop) => shop.scope.accounts.updateOne({ _id: shop.key }, { $set: { 'tier.changes.0.to': 'gold' } }),
    ['tier'],
  ],
  [
    'the figures of a customer are others',
    (shop) => shop.scope.customers.updateOne({ _id: shop.key }, { $set: { 'loyalty.points': 9999 } }),
    ['customer_points'],
  ],
  [
    'an order is not in the account',
    (shop) => shop.scope.accounts.updateOne({ _id: shop.key }, { $pop: { orders: -1 } }),
    ['account_orders'],
  ],
  [
    'an order in the account is another',
    (shop) => shop.scope.accounts.updateOne({ _id: shop.key }, { $set: { 'orders.0.tax': 5 } }),
    ['account_orders'],
  ],
  [
    'an order itself is another',
    (shop) => shop.scope.orders.updateOne({ hostId: 'HD1' }, { $set: { 'order.goodsMinor': 1_000_000 } }),
    ['account_orders', 'account_settled', 'tier'],
  ],
  ['an account is gone', (shop) => shop.scope.accounts.deleteOne({ _id: shop.key }), ['account_missing']],
  [
    'account and postings are gone',
    async (shop) => {
      await shop.scope.accounts.deleteOne({ _id: shop.key });
      await shop.scope.postings.deleteMany({ customer: shop.key });
    },
    ['account_missing'],
  ],
  [
    'a voucher is used by no order',
    (shop) => shop.scope.vouchers.updateOne({ state: 'issued' }, { $set: { state: 'used' } }),
    ['voucher'],
  ],
];

t.test('whatever is changed behind our back is found and named', async (t) => {
  const shop = await shopOf(t);
  const names = ['accounts', 'postings', 'orders', 'customers', 'vouchers'] as const;
  const before = new Map<string, { _id: string }[]>();
  for (const name of names) before.set(name, await shop.scope[name].find().toArray());
  for (const [name, tamper, expected] of TAMPERING) {
    await tamper(shop);
    const { differences } = await shop.verify();
    const kinds = differences.map(({ kind }) => kind);
    const isFound = expected.every((kind) => kinds.includes(kind as never));
    t.ok(isFound && (expected.length > 0 || kinds.includes('lot')), `${name}: ${kinds.join(', ')}`);
    if (!['voucher', 'account_orders'].includes(expected[0] ?? ''))
      t.ok(
        differences.every(({ id }) => id === shop.key || id.includes('HD1')),
        'and whose it is',
      );
    for (const collection of names) {
      await shop.scope[collection].deleteMany();
      await shop.scope[collection].insert(before.get(collection) as never);
    }
  }
  t.same((await shop.verify()).differences, [], 'and nothing when all is as it was');
});

t.test('of each kind the first is told, however many there are of another', async (t) => {
  const shop = await shopOf(t);
  const state = await shop.server.house.states.get(shop.shop);
  if (!state) throw new Error('no shop');
  await shop.scope.accounts.updateMany({}, { $set: { settledAt: NOW, 'tier.inForce': 'platinum' } });
  await shop.scope.customers.updateOne({ _id: shop.key }, { $set: { 'loyalty.points': 1 } });
  await shop.scope.vouchers.updateMany({}, { $set: { state: 'used' } });
  const { verifyShop } = await import('../../src/server/verify.ts');
  const report = await verifyShop(shop.scope, state, NOW, { differencesMax: 1 });
  t.same([...new Set(report.differences.map(({ kind }) => kind))].sort(), ['customer_points', 'tier', 'voucher']);
  t.ok(report.isCut);
});

t.test('the postings of who was merged away come to nothing, and what left came in', async (t) => {
  const shop = await shopOf(t);
  await shop.send(
    'customer.saved',
    member({ phone: '0912345672', email: 'an@example.vn', at: '2026-11-21T00:00:00Z' }),
  );
  await shop.send('customer.saved', member({ phone: AN, email: 'an@example.vn', at: '2026-11-21T01:00:00Z' }));
  t.equal(await shop.scope.aliases.count(), 1);
  t.same((await shop.verify()).differences, []);
  const gone = (await shop.scope.aliases.findOne({}))?._id as CustomerKey;
  t.ok((await shop.scope.postings.count({ customer: gone })) > 0);
  await shop.scope.postings.deleteMany({ customer: gone });
  t.match((await shop.verify()).differences, [{ kind: 'conservation', id: shop.shop }]);
});

t.test('a night checks a thirtieth, and thirty nights check everybody', async (t) => {
  const shop = await shopOf(t);
  let checked = 0;
  for (let night = 0; night < SHARES; night++) {
    const at = NOW + night * 86_400_000;
    shop.server.house.states.forget(shop.shop);
    await timeAt(shop.server.house, at);
    checked += (await checkAt(shop.server.house, at)).done;
    t.same(await checkAt(shop.server.house, at), { done: 0 }, 'once a night');
  }
  t.equal(checked, 3, 'each account once');
  t.equal(await shop.scope.loyaltyAlarms.count(), 0);
});

t.test('a difference is an alarm, on the overview and in the metrics, until it is seen to', async (t) => {
  const shop = await shopOf(t);
  const state = await shop.server.house.states.get(shop.shop);
  if (!state) throw new Error('no shop');
  const { scope, server } = shop;
  const share = Array.from({ length: SHARES }, (_, i) => i).find((i) => {
    const bucket = Number.parseInt(bucketOf(customerIdFromKey(shop.key)), 16);
    return bucket >= Math.floor((i * 1024) / SHARES) && bucket < Math.floor(((i + 1) * 1024) / SHARES);
  }) as number;
  const other = (share + 1) % SHARES;
  const codes = async () =>
    (await attention(server.house.store, scope, NOW)).filter(({ code }) => code === 'points_differ');
  const metric = async () => /^tessera_loyalty_alarms (\d+)$/m.exec((await server.app.inject('/metrics')).body)?.[1];

  await checkShare(scope, state, share, NOW);
  t.same(await codes(), []);
  await scope.accounts.updateOne(
    { _id: shop.key },
    { $set: { 'tier.inForce': 'platinum' }, $inc: { 'lots.0.left': 5 } },
  );
  await checkShare(scope, state, other, NOW);
  t.same(await codes(), [], 'another night does not look there');
  await checkShare(scope, state, share, NOW + 1000);
  t.match(await codes(), [{ code: 'points_differ', count: 1, since: NOW + 1000, subject: null, path: '/loyalty' }]);
  t.same((await scope.loyaltyAlarms.find().toArray()).map(({ kind }) => kind).sort(), [
    'customer_points',
    'lot',
    'posting_balance',
    'tier',
  ]);
  t.notMatch(JSON.stringify(await scope.loyaltyAlarms.find().toArray()), /0?912345671/, 'without personal data');
  t.equal(await metric(), '4');
  t.match((await shop.ask('GET', '/overview/attention')).body.items, [{ code: 'points_differ' }]);
  const listed = async (query = '') => (await shop.ask('GET', `/loyalty/alarms${query}`)).body;
  const { items } = await listed();
  t.same(items.map(({ kind }: { kind: string }) => kind).sort(), ['customer_points', 'lot', 'posting_balance', 'tier']);
  const since = new Date(NOW + 1000).toISOString();
  const tier = items.find(({ kind }: { kind: string }) => kind === 'tier');
  t.match(tier, { customer: { id: customerIdFromKey(shop.key) }, since, seenAt: since, what: /platinum/ });
  const first = await listed('?limit=3');
  t.same([...first.items, ...(await listed(`?limit=3&cursor=${first.nextCursor}`)).items], items, 'page by page');

  await scope.accounts.updateOne(
    { _id: shop.key },
    { $set: { 'tier.inForce': 'silver' }, $inc: { 'lots.0.left': -5 } },
  );
  t.equal((await codes()).length, 1, 'it stays until a check finds that it is well');
  await checkShare(scope, state, other, NOW + 2000);
  t.same(await codes(), [], 'which looks at open alarms every night');
  t.equal(await metric(), '0');
  t.same((await listed()).items, []);
  t.ok((await scope.loyaltyAlarms.find().toArray()).every(({ resolvedAt }) => resolvedAt === NOW + 2000));
});

t.test('two who were merged by what a host said can be told apart again, with what was theirs', async (t) => {
  const shop = await shopOf(t);
  const other = '+84912345672';
  const balance = (account: Account) => pointsOf(account, 'points', context).balance;
  const context = {
    versions: [{ version: 1, from: Date.parse('2026-01-01T00:00:00Z'), programme: TIKME }],
    timeZone: 'Asia/Ho_Chi_Minh',
    now: NOW,
    by: 'test',
  };
  const before = await Promise.all([KEY, other].map((phone) => bookOf(shop.scope, phone)));
  const sums = before.map(({ account }) => balance(account));
  t.same(sums, [890, 200]);
  await shop.send(
    'customer.saved',
    member({ phone: '0912345672', email: 'an@example.vn', at: '2026-11-21T00:00:00Z' }),
  );
  await shop.send('customer.saved', member({ phone: AN, email: 'an@example.vn', at: '2026-11-21T01:00:00Z' }));
  const alias = await shop.scope.aliases.findOne({});
  const kept = await bookOf(shop.scope, KEY);
  t.equal(balance(kept.account), 890 + 250, 'one account with both, and one tier for all that was bought');
  const gone = before.findIndex(({ customer }) => customer._id === alias?._id);
  t.ok(gone >= 0 && alias?.into === kept.customer._id);
  const part = alias?.loyalty as AccountPart;
  t.same(
    part.orders,
    before[gone]?.account.orders.map(({ o }) => o),
    'the alias tells whose was what',
  );

  const apart = separateAccounts(kept.account, part, context);
  t.equal(balance(apart.account) + balance(apart.separated), 890 + 250, 'no point more or less');
  // Each by what they bought themselves, as after every event.
  const settled = [apart.account, apart.separated].map((account) => settle(account, undefined, context).account);
  t.same(settled.map(balance), [sums[1 - gone], sums[gone]], 'both sums are back');
  for (const [account, was] of [
    [settled[0] as Account, before[1 - gone]?.account],
    [settled[1] as Account, before[gone]?.account],
  ] as const) {
    const mine = ({ lots }: Account) => lots.map(({ id, left, held }) => ({ id, left, held }));
    t.same(mine(account), mine(was as Account), 'lot by lot, and what a till holds');
    t.same(account.orders, was?.orders);
  }
  const moved = apart.separatedPostings.reduce((sum, { points }) => sum + points, 0);
  t.equal(
    moved,
    apart.postings.reduce((sum, { points }) => sum + points, 0),
    'what left the one came to the other',
  );
});

t.test('an erased customer leaves books that prove, without a word of staff', async (t) => {
  const shop = await shopOf(t);
  await shop.send(
    'customer.saved',
    member({ phone: '0912345672', email: 'an@example.vn', at: '2026-11-21T00:00:00Z' }),
  );
  await shop.send('customer.saved', member({ phone: AN, email: 'an@example.vn', at: '2026-11-21T01:00:00Z' }));
  const gone = (await shop.scope.aliases.findOne({}))?._id as CustomerKey;
  const kept = await shop.scope.customers.findOne({ phone: KEY });
  const id = customerIdFromKey(kept?._id as CustomerKey);
  const sums = async () => (await shop.scope.postings.find().toArray()).reduce((sum, { points }) => sum + points, 0);
  const before = await sums();
  const { customer: birthday } = await bookOf(shop.scope, '+84912345673');
  const parts = { store: shop.server.house.store, states: shop.server.house.states, now: () => NOW };
  await eraseCustomer(parts, shop.shop, id, 'key test');
  await eraseCustomer(parts, shop.shop, customerIdFromKey(birthday._id), 'key test');
  t.same((await shop.verify()).differences, []);
  t.equal(await sums(), before, 'every posting is there');
  const all = JSON.stringify([await shop.scope.postings.find().toArray(), await shop.scope.accounts.find().toArray()]);
  t.notMatch(all, /Lan/);
  t.equal(await shop.scope.postings.count({ noteHash: { $exists: true } }), 1);
  t.equal(await shop.scope.postings.count({ customer: gone }), 0, 'the key of who was merged away is free again');
  t.same(
    (await shop.scope.vouchers.find().toArray()).map(({ state }) => state),
    ['void'],
  );
  const erased = await shop.scope.customers.findOne({ _id: kept?._id as CustomerKey });
  t.ok(erased?.loyalty, 'the figures stay');

  await shop.send(
    'invoice.saved',
    invoice({ id: 'HD9', phone: '0912345672', amount: 1_000_000, at: '2026-11-21T05:00:00Z' }),
  );
  await shop.send('invoice.saved', invoice({ id: 'HD10', phone: AN, amount: 1_000_000, at: '2026-11-21T05:00:00Z' }));
  t.equal(await shop.scope.inbox.count({ state: 'parked' }), 0);
  t.same(told((await bookOf(shop.scope, '+84912345672')).postings), ['earned 100'], 'who comes anew begins anew');
  t.same((await shop.verify()).differences, []);
});

t.test('nothing of a shop that is erased stays', async (t) => {
  const shop = await shopOf(t);
  await shop.scope.loyaltyEvents.insert([
    {
      _id: `${shop.key}/x`,
      shop: shop.shop,
      customer: shop.key,
      kind: 'expiry_warning',
      at: 0,
      currency: 'points',
      lastDay: 0,
      days: 7,
      points: 1,
    },
  ]);
  await shop.scope.loyaltyAlarms.insert([
    { _id: `${shop.key}/tier`, shop: shop.shop, customer: shop.key, kind: 'tier', what: 'x', at: 0, seenAt: 0 },
  ]);
  await shop.scope.privacyRequests.insert([
    {
      _id: `${shop.shop}/r`,
      shop: shop.shop,
      at: 0,
      kind: 'erase_shop',
      source: 'x',
      hostRequestId: null,
      customers: [],
      state: 'pending',
      doneAt: 0,
    },
  ]);
  await eraseShops(shop.server.house.store, () => NOW, 10);
  for (const name of Object.keys(SHOP_COLLECTIONS) as (keyof typeof SHOP_COLLECTIONS)[])
    t.equal(await shop.scope[name].count(), name === 'privacyRequests' ? 1 : 0, name);
});
