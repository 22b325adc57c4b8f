import type { Test } from 'tap';
import { type emptyAccount, TIKME } from '../../../src/loyalty/index.ts';
import { actOnAccount } from '../../../src/server/loyalty/act.ts';
import { adjustInBulk } from '../../../src/server/loyalty/bulk.ts';
import { adjustPoints, endPin, pinTier } from '../../../src/server/loyalty/by-hand.ts';
import { ruleExamples } from '../../../src/server/loyalty/example.ts';
import { captureHold, holdPoints, issueCode, releaseHold } from '../../../src/server/loyalty/holds.ts';
import { publishProgramme } from '../../../src/server/loyalty/publish.ts';
import { viewOf } from '../../../src/server/loyalty/view.ts';
import { openAlarms } from '../../../src/server/queries/loyalty-alarms.ts';
import { flowsOf } from '../../../src/server/queries/loyalty-flows.ts';
import { ledgerPage } from '../../../src/server/queries/loyalty-ledger.ts';
import { liabilityOf } from '../../../src/server/queries/loyalty-liability.ts';
import { ordersNamed } from '../../../src/server/queries/loyalty-orders.ts';
import { postingsPage } from '../../../src/server/queries/loyalty-postings.ts';
import { programmeList } from '../../../src/server/queries/loyalty-programme.ts';
import { proofOf } from '../../../src/server/queries/loyalty-proof.ts';
import { statementOf } from '../../../src/server/queries/loyalty-statement.ts';
import {
  customerLoyaltyJson,
  postingsJson,
  statementJson,
} from '../../../src/server/routes/api/loyalty-customer-answer.ts';
import { alarmsJson, ledgerJson } from '../../../src/server/routes/api/loyalty-report-answer.ts';
import { heldJson, holdJson, refundPreviewJson } from '../../../src/server/routes/api/loyalty-spend-answer.ts';
import type { ShopState } from '../../../src/server/shop-state.ts';
import { type Twin, tellsOf } from '../../support/twins.ts';
import type { Twins } from './function-cases.ts';
import type { RouteGiven } from './route-cases.ts';

/** Points: whatever A asks with ids of B's customers, holds and orders, it finds and changes only its own. */

type FunctionCase = (t: Test, given: Twins) => Promise<unknown>;
type RouteCase = (t: Test, given: RouteGiven) => Promise<unknown>;

const NOT_FOUND = { code: 'not_found' };
const PAGE = { limit: 100 };
const KEY = 'key x';
const CART = {
  lines: [{ q: 1, a: 900_000 }],
  shippingMinor: 0,
  taxMinor: 0,
  couponMinor: 0,
  channel: 'pos',
  location: 'online',
};
const GIVEN_CART = { lines: [{ amountMinor: 900_000 }] };
const GIVEN = { points: 100, ranks: false, reason: 'Bù điểm', kind: 'adjusted' } as const;

const stateOf = async ({ server, a }: Twins) => (await server.house.states.get(a.shop)) as ShopState;
const call = (key: string) => ({ actor: KEY, key });
const viewIn = ({ server }: Twins, { scope }: Twin, state: ShopState, id: string) =>
  viewOf(server.parts, scope, state, id);

/** Points for both, and a hold of each under the same key. */
async function holdsOf(given: Twins, key: string) {
  const { parts } = given.server;
  const hold = async ({ shop, ids }: Twin) => {
    await adjustPoints(parts, shop, ids.customer, GIVEN, KEY, `for ${key}`);
    return holdPoints(parts, shop, { customer: ids.customer, cart: CART, points: 60 }, call(key));
  };
  return { a: await hold(given.a), b: await hold(given.b) };
}

/** A hold that B made through the API, and its id. */
async function heldBy({ ask, ids }: Twin, key: string): Promise<string> {
  await ask('POST', `/customers/${ids.customer}/loyalty/adjustments`, { points: 100, reason: 'x' });
  const { body } = await ask(
    'POST',
    '/loyalty/holds',
    { customer: ids.customer, cart: GIVEN_CART, points: 60 },
    { 'idempotency-key': key },
  );
  return body.id;
}

/** Reading: nothing of B's customer, whoever asks by its key. */
export const LOYALTY_READING: Readonly<Record<string, FunctionCase>> = {
  'loyalty/view.ts viewOf': async (t, given) => {
    const state = await stateOf(given);
    await t.rejects(viewIn(given, given.a, state, given.b.ids.customer), NOT_FOUND);
    const { account } = await viewIn(given, given.a, state, given.a.ids.customer);
    t.ok(account && account.orders.length > 0);
    return account;
  },
  'queries/loyalty-postings.ts postingsPage': async (t, { a, b }) => {
    t.same((await postingsPage(a.scope, b.ids.customerKey, PAGE)).items, []);
    const own = await postingsPage(a.scope, a.ids.customerKey, PAGE);
    t.equal(own.items.length, await a.scope.postings.count({ customer: a.ids.customerKey }));
    return own;
  },
  'queries/loyalty-statement.ts statementOf': async (t, given) => {
    const [state, now] = [await stateOf(given), Date.now()];
    const other = await statementOf(given.a.scope, given.b.ids.customerKey, state, now);
    t.same([other.balances, other.lots, other.level], [[], [], null]);
    return statementOf(given.a.scope, given.a.ids.customerKey, state, now);
  },
  'queries/loyalty-proof.ts proofOf': async (t, given) => {
    const [state, now] = [await stateOf(given), Date.now()];
    t.same(await proofOf(given.a.scope, given.b.ids.customerKey, state, now), {
      postings: 0,
      head: '',
      mismatch: null,
    });
    return proofOf(given.a.scope, given.a.ids.customerKey, state, now);
  },
  'queries/loyalty-orders.ts ordersNamed': async (t, { a, b }) => {
    const ref = (twin: Twin) => `${twin.installation}/HD1`;
    const orderOf = await ordersNamed(a.scope, [ref(a), ref(b)]);
    t.same([orderOf(ref(a))?.number, orderOf(ref(b))?.number], ['HD1', null]);
  },
  'queries/loyalty-ledger.ts ledgerPage': async (t, { a, b }) => {
    const { items } = await ledgerPage(a.scope, PAGE);
    t.equal(items.length, await a.scope.postings.count());
    const { nextCursor } = await ledgerPage(b.scope, { limit: 1 });
    return [items, await ledgerPage(a.scope, { ...PAGE, cursor: nextCursor ?? undefined })];
  },
  'queries/loyalty-alarms.ts openAlarms': async (t, { a, b }) => {
    const { items } = await openAlarms(a.scope, PAGE);
    t.equal(items.length, await a.scope.loyaltyAlarms.count({ resolvedAt: { $exists: false } }));
    const { nextCursor } = await openAlarms(b.scope, { limit: 1 });
    return [items, await openAlarms(a.scope, { ...PAGE, cursor: nextCursor ?? undefined })];
  },
  'queries/loyalty-flows.ts flowsOf': async (t, given) => {
    const told = await flowsOf(given.a.scope, await stateOf(given), { grain: 'month' }, Date.now());
    const own = await given.a.scope.postings.find({ reason: 'earned' }).toArray();
    t.equal(
      told.items.at(-1)?.earned,
      own.reduce((sum, { points }) => sum + points, 0),
    );
    return told;
  },
  'queries/loyalty-liability.ts liabilityOf': async (t, given) => {
    const told = await liabilityOf(given.a.scope, await stateOf(given), undefined, Date.now());
    t.equal(told.customers, await given.a.scope.accounts.count());
    return told;
  },
  'queries/loyalty-programme.ts programmeList': async (t, { a, server }) => {
    const told = await programmeList(server.house.store, a.scope, Date.now());
    t.equal(told.documents.length, await a.scope.programmes.count());
    return told;
  },
  'loyalty/example.ts ruleExamples': async (t, given) => {
    const { a, b } = given;
    const rules = [
      {
        id: 'x',
        kind: 'product_bonus',
        products: [`${a.installation}:P1`, `${b.installation}:P1`],
        give: 'per_unit',
        perUnit: 1,
      },
    ] as never;
    const order = {
      goodsMinor: 1,
      shippingMinor: 0,
      taxMinor: 0,
      ordinal: 1,
      channel: 'web',
      location: 'online',
      isBirthday: false,
    };
    const told = await ruleExamples(
      a.scope,
      { ...TIKME, earning: { ...TIKME.earning, rules } },
      order,
      await stateOf(given),
      0,
    );
    t.match(told.sentences[0]?.sentence.vi, /\(A\)/, 'the name of its own product');
    return JSON.stringify(told).replaceAll(`${b.installation}:P1`, '');
  },
  'routes/api/loyalty-customer-answer.ts customerLoyaltyJson': async (_t, given) => {
    const view = await viewIn(given, given.a, await stateOf(given), given.a.ids.customer);
    return customerLoyaltyJson(given.a.scope, view);
  },
  'routes/api/loyalty-customer-answer.ts postingsJson': async (t, { a, b }) => {
    const { items } = await postingsPage(b.scope, b.ids.customerKey, PAGE);
    const told = await postingsJson(a.scope, items);
    t.ok(
      told.every(({ order, by }) => (order?.number ?? null) === null && by.name === null),
      'no names of B',
    );
  },
  'routes/api/loyalty-customer-answer.ts statementJson': async (_t, given) => {
    const state = await stateOf(given);
    return statementJson(
      given.a.scope,
      await statementOf(given.a.scope, given.a.ids.customerKey, state, Date.now()),
      state,
    );
  },
  'routes/api/loyalty-report-answer.ts ledgerJson': async (t, { a, b }) => {
    const { items } = await ledgerPage(b.scope, PAGE);
    t.ok(
      (await ledgerJson(a.scope, items)).every(({ customer }) => customer.name === null),
      'no names of B',
    );
    return ledgerJson(a.scope, (await ledgerPage(a.scope, PAGE)).items);
  },
  'routes/api/loyalty-report-answer.ts alarmsJson': async (t, { a, b }) => {
    const told = await alarmsJson(a.scope, (await openAlarms(b.scope, PAGE)).items);
    t.ok(
      told.every(({ customer }) => customer?.name === null),
      'no names of B',
    );
    return alarmsJson(a.scope, (await openAlarms(a.scope, PAGE)).items);
  },
};

/** Writing: the one of B is not found, and the one of A is A's own. */
export const LOYALTY_WRITING: Readonly<Record<string, FunctionCase>> = {
  'loyalty/act.ts actOnAccount': async (t, { a, b, server }) => {
    const asIs = (account: ReturnType<typeof emptyAccount>) => ({ ok: true, account, postings: [] }) as const;
    await t.rejects(actOnAccount(server.parts, a.shop, b.ids.customer, KEY, asIs), NOT_FOUND);
    const { customer } = await actOnAccount(server.parts, a.shop, a.ids.customer, KEY, asIs);
    t.equal(customer._id, a.ids.customerKey);
  },
  'loyalty/by-hand.ts adjustPoints': async (t, { a, b, server }) => {
    await t.rejects(adjustPoints(server.parts, a.shop, b.ids.customer, GIVEN, KEY, undefined), NOT_FOUND);
    return (await adjustPoints(server.parts, a.shop, a.ids.customer, GIVEN, KEY, undefined)).account;
  },
  'loyalty/by-hand.ts pinTier': async (t, { a, b, server }) => {
    const asked = { level: 'gold', reason: 'Khách quen' };
    await t.rejects(pinTier(server.parts, a.shop, b.ids.customer, asked, KEY, undefined), NOT_FOUND);
    return (await pinTier(server.parts, a.shop, a.ids.customer, asked, KEY, 'one')).account;
  },
  'loyalty/by-hand.ts endPin': async (t, { a, b, server }) => {
    const account = await a.scope.accounts.findOne({ _id: a.ids.customerKey });
    const pin = account?.pins[0]?.id ?? '';
    await t.rejects(endPin(server.parts, a.shop, b.ids.customer, pin, KEY), NOT_FOUND);
    return (await endPin(server.parts, a.shop, a.ids.customer, pin, KEY)).account;
  },
  'loyalty/bulk.ts adjustInBulk': async (t, { a, server }) => {
    const rows = [{ row: 2, phone: '0912345671', points: 5, reason: 'Bù' }];
    const told = await adjustInBulk(server.parts, a.shop, { rows, kind: 'adjusted', ranks: false, dryRun: false }, KEY);
    t.match(told.rows, [{ customer: a.ids.customerKey, applied: true }], 'the phone is of one in each shop');
    return told;
  },
  'loyalty/publish.ts publishProgramme': async (t, { a, server }) => {
    const { version } = await publishProgramme(server.parts, a.shop, { programme: TIKME, after: 1 }, KEY);
    t.equal(version, 2);
  },
};

/** Holds of both under one key are two, and each is found with its own customer only. They touch B, so B's are let go of in the end. */
async function withHolds(
  t: Test,
  given: Twins,
  key: string,
  act: (holds: Awaited<ReturnType<typeof holdsOf>>) => Promise<unknown>,
) {
  const { store } = given.server.house;
  const kept = await Promise.all(
    ['customers', 'accounts', 'postings', 'changes', 'audit'].map(async (name) => ({
      name,
      documents: await store.db
        .collection(name)
        .find({ _id: { $gte: `${given.b.shop}/`, $lt: `${given.b.shop}0` } } as object)
        .toArray(),
    })),
  );
  const holds = await holdsOf(given, key);
  t.not(holds.a.redemption.id, holds.b.redemption.id, 'one key, two shops, two holds');
  const seen = await act(holds);
  const { account } = await viewIn(
    given,
    given.b,
    (await given.server.house.states.get(given.b.shop)) as ShopState,
    given.b.ids.customer,
  );
  t.equal(account?.redemptions.find(({ id }) => id === holds.b.redemption.id)?.state, 'held', 'the hold of B stands');
  for (const { name, documents } of kept) {
    const collection = store.db.collection(name);
    await collection.deleteMany({ _id: { $gte: `${given.b.shop}/`, $lt: `${given.b.shop}0` } } as object);
    if (documents.length > 0) await collection.insertMany(documents);
  }
  return seen;
}

export const LOYALTY_SPENDING: Readonly<Record<string, FunctionCase>> = {
  'loyalty/holds.ts holdPoints': (t, given) =>
    withHolds(t, given, 'hold', async ({ a }) => {
      const asked = { customer: given.b.ids.customer, cart: CART, points: 60 };
      await t.rejects(holdPoints(given.server.parts, given.a.shop, asked, call('other')), NOT_FOUND);
      return a.redemption;
    }),
  'loyalty/holds.ts captureHold': (t, given) =>
    withHolds(t, given, 'capture', async ({ a, b }) => {
      const { parts } = given.server;
      const of = (customer: string, id: string) => captureHold(parts, given.a.shop, id, { customer }, KEY);
      await t.rejects(of(given.b.ids.customer, b.redemption.id), NOT_FOUND);
      await t.rejects(of(given.a.ids.customer, b.redemption.id), NOT_FOUND);
      return (await of(given.a.ids.customer, a.redemption.id)).redemption;
    }),
  'loyalty/holds.ts releaseHold': (t, given) =>
    withHolds(t, given, 'release', async ({ a, b }) => {
      const { parts } = given.server;
      const of = (customer: string, id: string) => releaseHold(parts, given.a.shop, id, customer, KEY);
      await t.rejects(of(given.b.ids.customer, b.redemption.id), NOT_FOUND);
      await t.rejects(of(given.a.ids.customer, b.redemption.id), NOT_FOUND);
      return (await of(given.a.ids.customer, a.redemption.id)).redemption;
    }),
  'loyalty/holds.ts issueCode': async (t, { a, b, server }) => {
    await t.rejects(issueCode(server.parts, a.shop, { customer: b.ids.customer, points: 50 }, call('code')), NOT_FOUND);
    await adjustPoints(server.parts, a.shop, a.ids.customer, GIVEN, KEY, 'for a code');
    return (await issueCode(server.parts, a.shop, { customer: a.ids.customer, points: 50 }, call('code'))).redemption;
  },
  'routes/api/loyalty-spend-answer.ts holdJson': (t, given) =>
    withHolds(t, given, 'told', async ({ a }) => holdJson(given.a.scope, a)),
  'routes/api/loyalty-spend-answer.ts heldJson': (t, given) =>
    withHolds(t, given, 'told whole', async ({ a }) => heldJson(given.a.scope, a)),
  'routes/api/loyalty-spend-answer.ts refundPreviewJson': async (t, given) => {
    const { context } = await viewIn(given, given.a, await stateOf(given), given.a.ids.customer);
    const preview = { currencies: [], levelBefore: null, levelAfter: null, goodsMinor: 0 };
    const told = await refundPreviewJson(given.a.scope, `${given.b.installation}/HD1`, preview, context);
    t.equal(told.order.number, null, 'an order of B has no number');
  },
};

const ofCustomer =
  (body?: object, status = 200): RouteCase =>
  async (t, { a, b, ask }) => {
    t.equal((await ask(b.ids.customer, body)).status, 404, 'of B');
    t.equal((await ask(a.ids.customer, body)).status, status, 'of A');
  };
/** Asks as A about a customer whom the body names: a refusal may repeat the id, and tells nothing else. */
async function asked(
  t: Test,
  { a, b }: RouteGiven,
  path: string,
  of: Twin,
  body: object = {},
  method: 'POST' | 'DELETE' = 'POST',
) {
  const key = { 'idempotency-key': `k${keys++}` };
  const answer = await a.ask(method, path, { ...body, customer: of.ids.customer }, key);
  t.notOk(tellsOf(b, JSON.stringify(answer.body).replaceAll(b.ids.customer, '')), 'the answer tells nothing of B');
  return answer.status;
}
let keys = 0;

export const LOYALTY_ROUTES: Readonly<Record<string, RouteCase>> = {
  'GET /loyalty/programme': async (t, { ask }) => {
    t.equal((await ask('')).body.versions.length, 1);
  },
  'POST /loyalty/programme/check': async (t, { ask }) => {
    t.same((await ask('', { programme: TIKME })).body.problems, []);
  },
  'GET /loyalty/rules': async (t, { ask }) => {
    t.ok((await ask('')).body.items.length > 5);
  },
  'POST /loyalty/example': async (t, { ask }) => {
    t.equal((await ask('', { programme: TIKME, goodsMinor: 100_000 })).status, 200);
  },
  'GET /customers/:id/loyalty': ofCustomer(),
  'GET /customers/:id/loyalty/postings': ofCustomer(),
  'GET /customers/:id/loyalty/statement': ofCustomer(),
  'GET /customers/:id/loyalty/proof': ofCustomer(),
  'POST /loyalty/quote': async (t, given) => {
    const of = (twin: Twin) => asked(t, given, '/loyalty/quote', twin, { cart: GIVEN_CART });
    t.same([await of(given.b), await of(given.a)], [404, 200]);
  },
  'POST /loyalty/refund-preview': async (t, given) => {
    const { a, b } = given;
    const of = (customer: Twin, order: Twin) =>
      asked(t, given, '/loyalty/refund-preview', customer, { order: order.ids.order, all: true });
    t.same([await of(b, b), await of(a, b), await of(a, a)], [404, 404, 200]);
  },
  'GET /loyalty/ledger': async (t, { a, ask }) => {
    t.equal((await ask('', undefined, '?limit=200')).body.items.length, await a.scope.postings.count());
  },
  'GET /loyalty/alarms': async (t, { a, ask }) => {
    const open = await a.scope.loyaltyAlarms.count({ resolvedAt: { $exists: false } });
    t.equal((await ask('')).body.items.length, open);
  },
  'GET /loyalty/flows': async (t, { ask }) => {
    t.equal((await ask('')).body.items.length, 12);
  },
  'GET /loyalty/liability': async (t, { a, ask }) => {
    t.equal((await ask('')).body.customers, await a.scope.accounts.count());
  },
  'POST /customers/:id/loyalty/adjustments': ofCustomer({ points: 200, reason: 'Bù điểm' }, 201),
  'POST /customers/:id/loyalty/pins': ofCustomer({ level: 'gold', reason: 'Khách quen' }, 201),
  'DELETE /customers/:id/loyalty/pins/:pin': async (t, { a, b, ask }) => {
    const pin = (await a.ask('GET', `/customers/${a.ids.customer}/loyalty`)).body.pin.id;
    t.equal((await ask([b.ids.customer, pin])).status, 404);
    t.equal((await ask([a.ids.customer, pin])).status, 200);
  },
  'POST /loyalty/holds': async (t, given) => {
    const of = (twin: Twin) => asked(t, given, '/loyalty/holds', twin, { cart: GIVEN_CART, points: 50 });
    t.same([await of(given.b), await of(given.a)], [404, 201]);
  },
  'GET /loyalty/holds/:customer/:id': async (t, { a, b, ask }) => {
    const own = await heldBy(a, 'read');
    t.equal((await ask([b.ids.customer, own])).status, 404);
    t.equal((await ask([a.ids.customer, own])).status, 200);
  },
  'POST /loyalty/holds/:id/capture': async (t, given) => {
    const path = `/loyalty/holds/${await heldBy(given.a, 'captured')}/capture`;
    t.same([await asked(t, given, path, given.b), await asked(t, given, path, given.a)], [404, 200]);
  },
  'POST /loyalty/holds/:id/release': async (t, given) => {
    const path = `/loyalty/holds/${await heldBy(given.a, 'released')}/release`;
    t.same([await asked(t, given, path, given.b), await asked(t, given, path, given.a)], [404, 200]);
  },
  'POST /loyalty/codes': async (t, given) => {
    await heldBy(given.a, 'beside-a-code');
    const of = (twin: Twin) => asked(t, given, '/loyalty/codes', twin, { points: 50 });
    t.same([await of(given.b), await of(given.a)], [404, 201]);
  },
  'DELETE /loyalty/codes/:id': async (t, given) => {
    const { a, b } = given;
    await heldBy(a, 'beside-another');
    const body = { customer: a.ids.customer, points: 50 };
    const { body: code } = await a.ask('POST', '/loyalty/codes', body, { 'idempotency-key': 'given-up' });
    const path = `/loyalty/codes/${code.id}`;
    t.same([await asked(t, given, path, b, {}, 'DELETE'), await asked(t, given, path, a, {}, 'DELETE')], [404, 200]);
  },
  'POST /loyalty/bulk-adjustments': async (t, { a, ask }) => {
    const { body } = await ask('', { rows: [{ phone: '0912345671', points: 5, reason: 'Bù' }], dryRun: false });
    t.match(body.rows, [{ customer: { id: a.ids.customer }, applied: true }], 'the phone is of one in each shop');
  },
  'POST /loyalty/programme': async (t, { a, ask }) => {
    t.equal((await ask('', { programme: TIKME, after: 1 })).status, 201);
    t.equal(await a.scope.programmes.count(), 2);
  },
};
