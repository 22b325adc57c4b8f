import type { Test } from 'tap';
import type { SegmentDefinition } from '../../../src/segments/index.ts';
import { calendarPeople, flipCalendar } from '../../../src/server/segments/calendar.ts';
import { checkCost, costOf } from '../../../src/server/segments/cost.ts';
import { deleteSegment, dependantsOf, renewDependants } from '../../../src/server/segments/dependants.ts';
import { diffPeople, diffSegment } from '../../../src/server/segments/diff.ts';
import { countAll, countOf, difference, peopleOf } from '../../../src/server/segments/difference.ts';
import { contextFor } from '../../../src/server/segments/live.ts';
import { queueBuilds } from '../../../src/server/segments/queue.ts';
import { checkReferences, readNamable, readReferences } from '../../../src/server/segments/references.ts';
import { archiveSegment, createSegment, getSegment } from '../../../src/server/segments/saved.ts';
import { select } from '../../../src/server/segments/scan.ts';
import { customersTurned } from '../../../src/server/segments/turned.ts';
import { readNamed, type ShopState } from '../../../src/server/shop-state.ts';
import { SPENT, type Twin, tellsOf, VIP } from '../../support/twins.ts';
import type { Twins } from './function-cases.ts';
import type { RouteGiven } from './route-cases.ts';

/** Explanations, days to come, changes and references: A names segments and customers of B, and finds only its own. */

type FunctionCase = (t: Test, given: Twins) => Promise<unknown>;
type RouteCase = (t: Test, given: RouteGiven) => Promise<unknown>;

const NOT_FOUND = { code: 'not_found' };
const DAY_MS = 86_400_000;
const naming = ({ ids }: Twin): SegmentDefinition => ({
  include: [{ all: [{ kind: 'in_segment', segments: [ids.segment] }] }],
  exclude: [],
});
const RECENT: SegmentDefinition = {
  include: [{ all: [{ kind: 'days_since_last_order', op: 'lt', value: 3650 }] }],
  exclude: [],
};
const stateOf = async ({ server, a }: Pick<Twins, 'server' | 'a'>) =>
  (await server.house.states.get(a.shop)) as ShopState;

/** Everybody with a tag in the one selection, and nobody in the other. */
async function sidesOf(given: Twins) {
  const state = await stateOf(given);
  const context = contextFor(state, Date.now(), state.live.catalogue);
  const nobody = select({ include: [{ all: [{ kind: 'has_tag', tags: ['không ai'] }] }], exclude: [] }, context);
  return difference(nobody, select(VIP, context));
}

/** A segment of A for the time of the case. */
async function passing<R>({ a }: Twins, definition: SegmentDefinition, work: (id: string) => Promise<R>): Promise<R> {
  const made = await createSegment(a.scope, { name: `tạm ${Math.random()}`, definition, by: 'x', now: Date.now() });
  try {
    return await work(made._id.slice(a.shop.length + 1));
  } finally {
    await a.scope.segmentVersions.deleteMany({ segment: made._id });
    await a.scope.segments.deleteOne({ _id: made._id });
  }
}

export const FORESIGHT_READING: Readonly<Record<string, FunctionCase>> = {
  'shop-state.ts readNamed': async (t, { a, b }) => {
    const { references } = await readNamed(a.scope, [naming(a), naming(b)]);
    t.same(references.definitionOf(a.ids.segment), { ...SPENT });
    t.equal(references.definitionOf(b.ids.segment), undefined);
  },
  'segments/references.ts readReferences': async (t, { a, b }) => {
    const references = await readReferences(a.scope, [naming(b)]);
    t.equal(references.definitionOf(b.ids.segment), undefined);
  },
  'segments/references.ts readNamable': async (t, { a }) => {
    const all = await readNamable(a.scope);
    t.ok(all.length > 0 && all.every(({ _id }) => _id.startsWith(`${a.shop}/`)));
    return all;
  },
  'segments/references.ts checkReferences': async (t, { a, b }) => {
    await t.rejects(checkReferences(a.scope, `${a.shop}/new`, naming(b)), { code: 'invalid' });
    t.match(await checkReferences(a.scope, `${a.shop}/new`, naming(a)), [{ _id: a.ids.segmentKey }]);
  },
  'segments/dependants.ts dependantsOf': async (t, given) => {
    const { a, b } = given;
    await t.rejects(dependantsOf(a.scope, b.ids.segment), NOT_FOUND);
    return passing(given, naming(a), async () => {
      const found = await dependantsOf(a.scope, a.ids.segment);
      t.match(found, [{ isDirect: true }]);
      return found;
    });
  },
  'segments/difference.ts countAll': async (t, given) =>
    t.equal(await countAll(given.a.scope, await sidesOf(given)), 1, 'one VIP in each'),
  'segments/difference.ts countOf': async (t, given) => {
    const { a, b } = given;
    const keys = [a.ids.customerKey, b.ids.customerKey];
    t.equal(await countOf(a.scope, await sidesOf(given), keys), 1, 'one VIP in each');
  },
  'segments/turned.ts customersTurned': async (t, given) => {
    const { a } = given;
    const state = await stateOf(given);
    const at = (asOf: number) => contextFor(state, asOf, state.live.catalogue);
    const everyDay = [at(0), at(Date.now())] as const;
    const definition: SegmentDefinition = {
      include: [{ all: [{ kind: 'bought_in_period', period: { type: 'today' } }] }],
      exclude: [],
    };
    const found = await customersTurned(a.scope, definition, everyDay, 1000);
    const own = await a.scope.orders.find({ fact: { $exists: true } }).toArray();
    t.same(found, [...new Set(own.flatMap(({ customer }) => customer ?? []))].sort());
    t.ok(found?.length);
    return found;
  },
  'segments/queue.ts queueBuilds': async (t, given) => {
    const { a, b } = given;
    const before = await Promise.all([a, b].map(({ scope, ids }) => scope.segments.findOne({ _id: ids.segmentKey })));
    await queueBuilds(a.scope, [a.ids.segmentKey, b.ids.segmentKey]);
    t.match(await a.scope.segments.findOne({ _id: a.ids.segmentKey }), { state: 'queued' });
    t.same(await b.scope.segments.findOne({ _id: b.ids.segmentKey }), before[1]);
    await a.scope.segments.updateOne({ _id: a.ids.segmentKey }, { $set: { state: before[0]?.state ?? 'ready' } });
  },
  'segments/difference.ts peopleOf': async (t, given) => {
    const { a, b } = given;
    const page = await peopleOf(a.scope, await sidesOf(given), { after: null, limit: 10 });
    t.match(page.items, [{ _id: a.ids.customerKey }]);
    const beyond = await peopleOf(a.scope, await sidesOf(given), { after: `${b.shop}/` as never, limit: 10 });
    t.ok(beyond.items.every(({ _id }) => _id.startsWith(`${a.shop}/`)));
    return [page, beyond];
  },
  'segments/calendar.ts flipCalendar': async (t, given) =>
    passing(given, RECENT, async (id) => {
      const state = await stateOf(given);
      const { today } = contextFor(state, Date.now(), state.live.catalogue);
      const segment = await getSegment(given.a.scope, id);
      const bought = await given.a.scope.customers.count({ 'stats.orders': { $gt: 0 } });
      const far = { from: today + 3650, days: 1, now: Date.now() };
      const { items } = await flipCalendar(given.a.scope, state, segment, far);
      t.ok((items[0]?.leaves ?? 0) <= bought);
      return items;
    }),
  'segments/calendar.ts calendarPeople': async (t, given) =>
    passing(given, RECENT, async (id) => {
      const state = await stateOf(given);
      const segment = await getSegment(given.a.scope, id);
      const { stats } = (await given.a.scope.customers.findOne({ _id: given.a.ids.customerKey })) ?? {};
      const day = (stats?.lastDay ?? 0) + 3650;
      const asked = { day, kind: 'leaves' as const, after: null, limit: 10, now: Date.now() };
      const page = await calendarPeople(given.a.scope, state, segment, asked);
      t.ok(page.items.some(({ _id }) => _id === given.a.ids.customerKey));
      return page;
    }),
  'segments/diff.ts diffSegment': async (t, given) => {
    const { a } = given;
    const segment = await getSegment(a.scope, a.ids.segment);
    const asked = { definition: RECENT, asOf: Date.now(), limit: 10 };
    const diff = await diffSegment(a.scope, await stateOf(given), segment, asked);
    t.ok(diff.enters.customers + diff.leaves.customers <= (await a.scope.customers.count()));
    return diff;
  },
  'segments/diff.ts diffPeople': async (_t, given) => {
    const { a } = given;
    const segment = await getSegment(a.scope, a.ids.segment);
    const asked = { definition: RECENT, asOf: Date.now(), limit: 10, side: 'enters' as const, after: null };
    return diffPeople(a.scope, await stateOf(given), segment, asked);
  },
  'segments/cost.ts costOf': async (t, given) => {
    const { a } = given;
    const cost = await costOf(a.scope, await stateOf(given), { definition: VIP, asOf: Date.now(), limitMs: 60_000 });
    t.equal(cost.documents, await a.scope.customers.count());
    return cost;
  },
  'segments/cost.ts checkCost': async (t, given) => {
    const asked = { definition: VIP, asOf: Date.now(), limitMs: 0, isAccepted: false };
    await t.rejects(checkCost(given.a.scope, await stateOf(given), asked), { code: 'segment_slow' });
  },
};

export const FORESIGHT_WRITING: Readonly<Record<string, FunctionCase>> = {
  'segments/dependants.ts renewDependants': async (t, given) =>
    passing(given, naming(given.a), async (id) => {
      const { a, b } = given;
      t.same(await renewDependants(a.scope, b.ids.segmentKey, { by: 'x', now: Date.now() }), []);
      t.same(await renewDependants(a.scope, a.ids.segmentKey, { by: 'x', now: Date.now() }), [`${a.shop}/${id}`]);
    }),
  'segments/dependants.ts deleteSegment': async (t, given) => {
    const { a, b } = given;
    await t.rejects(deleteSegment(a.scope, b.ids.segment), NOT_FOUND);
    return passing(given, VIP, async (id) => {
      await t.rejects(deleteSegment(a.scope, id), { code: 'conflict' });
      await archiveSegment(a.scope, id);
      await deleteSegment(a.scope, id);
      await t.rejects(getSegment(a.scope, id), NOT_FOUND);
    });
  },
};

const ofSegment =
  (body?: object, query = ''): RouteCase =>
  async (t, { a, b, ask }) => {
    t.equal((await ask(b.ids.segment, body, query)).status, 404, 'of B');
    t.equal((await ask(a.ids.segment, body, query)).status, 200, 'of A');
  };

export const FORESIGHT_ROUTES: Readonly<Record<string, RouteCase>> = {
  'GET /segments/:id/explain/:customer': async (t, { a, b, ask }) => {
    t.equal((await ask([b.ids.segment, a.ids.customer])).status, 404);
    t.equal((await ask([a.ids.segment, b.ids.customer])).status, 404);
    t.equal((await ask([a.ids.segment, a.ids.customer])).status, 200);
  },
  'POST /segments/explain': async (t, { a, b, ask }) => {
    // Asked past `ask`, because the refusal repeats the id of the body.
    const { status } = await a.ask('POST', '/segments/explain', { definition: VIP, customer: b.ids.customer });
    t.equal(status, 404);
    t.equal((await ask('', { definition: naming(a), customer: a.ids.customer })).status, 200);
  },
  'GET /segments/:id/dependants': ofSegment(),
  'GET /segments/:id/calendar': ofSegment(undefined, '?days=2'),
  'GET /segments/:id/calendar/people': ofSegment(
    undefined,
    `?day=${new Date(Date.now() + 2 * DAY_MS).toISOString().slice(0, 10)}`,
  ),
  'POST /segments/:id/diff': ofSegment({ definition: VIP }),
  'POST /segments/:id/diff/people': async (t, { a, b, ask }) => {
    const everybody = { include: [], exclude: [{ all: [{ kind: 'has_tag', tags: ['không ai'] }] }] };
    const cursor = Buffer.from(JSON.stringify(['diff', ['enters', '000000000000']])).toString('base64url');
    const body = { definition: everybody, cursor };
    t.equal((await ask(b.ids.segment, body)).status, 404);
    const answer = await ask(a.ids.segment, body);
    t.equal(answer.status, 200);
    t.notOk(tellsOf(b, JSON.stringify(answer.body)));
  },
};
