import type { Test } from 'tap';
import { backfill, requestBackfill } from '../../../src/server/history/backfill.ts';
import {
  countAsOf,
  customerAtInstant,
  membersAsOf,
  partsOf,
  selectAsOf,
} from '../../../src/server/history/members-as-of.ts';
import { previewAsOf } from '../../../src/server/history/preview-as-of.ts';
import { historiesIn, readHistories } from '../../../src/server/history/read-history.ts';
import { getSegment } from '../../../src/server/segments/saved.ts';
import { ALL_BUCKETS } from '../../../src/server/segments/scan.ts';
import type { ShopState } from '../../../src/server/shop-state.ts';
import { type Twin, tellsOf, VIP } from '../../support/twins.ts';
import type { Twins } from './function-cases.ts';
import type { RouteGiven } from './route-cases.ts';

/** Segments of the past: A asks with customers and segments of B, and finds its own history only. */

type FunctionCase = (t: Test, given: Twins) => Promise<unknown>;
type RouteCase = (t: Test, given: RouteGiven) => Promise<unknown>;

/** When the twins' customers were there already, and not all of their orders. */
const THEN = Date.parse('2026-11-12T00:00:00Z');
const ASKED = { since: THEN, withLedger: true };
const stateOf = async ({ server, a }: Twins) => (await server.house.states.get(a.shop)) as ShopState;

async function othersOf({ scope, ids }: Twin) {
  const customer = await scope.customers.findOne({ _id: ids.customerKey });
  if (!customer) throw new Error('the twin is not whole');
  return customer;
}

export const HISTORY_READING: Readonly<Record<string, FunctionCase>> = {
  'history/read-history.ts historiesIn': async (t, { a }) => {
    const all = [];
    for await (const batch of historiesIn(a.scope, ALL_BUCKETS, ASKED)) all.push(...batch);
    t.ok(all.length > 0 && all.every(({ customer }) => customer._id.startsWith(`${a.shop}/`)));
    return all;
  },
  'history/read-history.ts readHistories': async (t, { a, b }) => {
    // Handed a customer of B, A reads none of its orders, changes or postings.
    const [history] = await readHistories(a.scope, [await othersOf(b)], { ...ASKED, since: 0 });
    t.match(history, { orders: [], changes: null, merges: [], loyalty: null });
  },
  'history/members-as-of.ts partsOf': async (_t, { a }) => partsOf(a.scope),
  'history/members-as-of.ts selectAsOf': async (t, given) => {
    const { withLedger } = await selectAsOf(given.a.scope, await stateOf(given), { definition: VIP, at: THEN });
    t.equal(withLedger, false);
  },
  'history/members-as-of.ts countAsOf': async (t, given) => {
    const counted = await countAsOf(given.a.scope, await stateOf(given), { definition: VIP, at: THEN });
    t.equal(counted.members, 1, 'one VIP in each');
  },
  'history/members-as-of.ts membersAsOf': async (t, given) => {
    const { a, b } = given;
    const asked = { definition: VIP, at: THEN };
    const found = await membersAsOf(a.scope, await stateOf(given), asked, { after: null, limit: 10 });
    t.match(found, [{ _id: a.ids.customerKey }]);
    const beyond = await membersAsOf(a.scope, await stateOf(given), asked, { after: b.ids.customerKey, limit: 10 });
    t.ok(beyond.every(({ _id }) => _id.startsWith(`${a.shop}/`)));
    return [found, beyond];
  },
  'history/members-as-of.ts customerAtInstant': async (t, given) => {
    const { a, b } = given;
    const state = await stateOf(given);
    t.equal(await customerAtInstant(a.scope, state, b.ids.customerKey, THEN), null);
    return customerAtInstant(a.scope, state, a.ids.customerKey, THEN);
  },
  'history/preview-as-of.ts previewAsOf': async (t, given) => {
    const preview = await previewAsOf(given.a.scope, await stateOf(given), {
      definition: VIP,
      asOf: THEN,
      mode: 'exact',
    });
    t.equal(preview.count, 1);
    return preview;
  },
};

export const HISTORY_WRITING: Readonly<Record<string, FunctionCase>> = {
  'history/backfill.ts requestBackfill': async (t, { a, b }) => {
    const asked = { fromDay: 20_000, timeZone: 'UTC', now: 20_005 * 86_400_000 };
    const other = await getSegment(b.scope, b.ids.segment);
    await requestBackfill(a.scope, other, asked);
    const own = await getSegment(a.scope, a.ids.segment);
    t.match(await requestBackfill(a.scope, own, asked), { state: 'running', toDay: 20_004 });
    await a.scope.segments.updateOne({ _id: own._id }, { $unset: { backfill: '' } });
  },
  'history/backfill.ts backfill': async (t, { server, a, b }) => {
    await backfill(server.parts, a.shop, b.ids.segmentKey);
    t.equal((await getSegment(b.scope, b.ids.segment)).backfill, undefined);
  },
};

export const HISTORY_ROUTES: Readonly<Record<string, RouteCase>> = {
  'POST /segments/:id/backfill': async (t, { a, b, ask }) => {
    t.equal((await ask(b.ids.segment, { from: '2026-11-01' })).status, 404);
    t.equal((await ask(a.ids.segment, { from: '2026-11-01' })).status, 202);
    while ((await a.ask('GET', `/segments/${a.ids.segment}/backfill`)).body.backfill?.state === 'running')
      await new Promise((resolve) => setTimeout(resolve, 20));
  },
  'GET /segments/:id/backfill': async (t, { a, b, ask }) => {
    t.equal((await ask(b.ids.segment)).status, 404);
    const { status, body } = await ask(a.ids.segment);
    t.equal(status, 200);
    t.notOk(tellsOf(b, JSON.stringify(body)));
  },
};
