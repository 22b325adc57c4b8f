import { ObjectId } from 'mongodb';
import type { Test } from 'tap';
import { TIKME } from '../../../src/loyalty/index.ts';
import { mintHandoff } from '../../../src/server/staff/handoff.ts';
import type { TestApp } from '../../support/app.ts';
import type { Answer } from '../../support/till.ts';
import { type Twin, tellsOf, VIP } from '../../support/twins.ts';
import { LOYALTY_ROUTES } from './loyalty-cases.ts';
import { RFM_ROUTES } from './rfm-cases.ts';
import { FORESIGHT_ROUTES } from './segment-foresight-cases.ts';
import { GROUP_ROUTES } from './segment-group-cases.ts';
import { HISTORY_ROUTES } from './segment-history-cases.ts';

export interface RouteGiven {
  readonly server: TestApp;
  readonly a: Twin;
  readonly b: Twin;
  /** Asks the route as A, for something by its id, or by several. The answer has been checked to tell nothing of B. */
  ask(id: string | readonly string[], body?: unknown, query?: string): Promise<Answer>;
}

type RouteCase = (t: Test, given: RouteGiven) => Promise<unknown>;

/** The thing of B is not found, that of A is. */
const byId =
  (
    name: 'customer' | 'order' | 'segment' | 'dollars' | 'privacyRequest' | 'merged',
    status = 200,
    body?: unknown,
    query?: string,
  ): RouteCase =>
  async (t, { a, b, ask }) => {
    t.equal((await ask(b.ids[name], body, query)).status, 404, 'of B');
    t.equal((await ask(a.ids[name], body, query)).status, status, 'of A');
  };

const lists =
  (count: (twin: Twin) => Promise<number>, query = ''): RouteCase =>
  async (t, { a, ask }) => {
    const { body } = await ask('', undefined, query);
    t.equal(body.items.length, await count(a));
  };

/** Another shop's note is not found, about whomever it is asked. */
const note =
  (body?: object): RouteCase =>
  async (t, { a, b, ask }) => {
    const of = (...ids: string[]) => ask(ids, body);
    t.equal((await of(b.ids.customer, b.ids.note)).status, 404);
    t.equal((await of(a.ids.customer, b.ids.note)).status, 404);
    t.equal((await of(a.ids.customer, a.ids.note)).status, 200);
  };

/** A back-test of the twin that is under way. */
async function runningOf({ scope, shop }: Twin) {
  const done = await scope.backTests.findOne({ _id: `${shop}/BT1` });
  if (!done) throw new Error('the twin is not whole');
  return {
    ...done,
    _id: `${shop}/running`,
    state: 'running' as const,
    lease: { owner: 'x', until: Date.now() + 60_000 },
  };
}

/** By method and address below /api/v1, in the order in which they are asked. */
export const ROUTE_CASES: Readonly<Record<string, RouteCase>> = {
  'GET /customers': async (t, { a, b, ask }) => {
    t.equal((await ask('')).body.items.length, await a.scope.customers.count());
    for (const search of ['0912345671', 'an@example.vn', 'TV-01', 'van an']) {
      t.same(
        (await ask('', undefined, `?search=${encodeURIComponent(search)}`)).body.items.map(
          (customer: { id: string }) => customer.id,
        ),
        [a.ids.customer],
        search,
      );
    }
    t.same((await ask('', undefined, `?search=${encodeURIComponent('an (B)')}`)).body.items, []);
    t.equal((await ask('', undefined, `?segment=${b.ids.segment}`)).status, 404);
    for (const sort of ['name', '-spent', '-orders', '-lastOrder', 'average', '-created']) {
      const cursor = (await b.ask('GET', `/customers?limit=1&sort=${sort}`)).body.nextCursor;
      t.equal(
        (await ask('', undefined, `?sort=${sort}&cursor=${cursor}`)).status,
        200,
        'a place in the list of B is a place in its own',
      );
    }
  },
  'GET /customers/:id': async (t, given) => {
    await byId('customer')(t, given);
    await byId('merged')(t, given);
  },
  'GET /customers/:id/orders': byId('customer'),
  'GET /customers/:id/changes': byId('customer'),
  'GET /customers/:id/timeline': byId('customer'),
  'GET /customers/:id/identities': byId('customer'),
  'GET /customers/:id/top-products': byId('customer'),
  'GET /customers/:id/notes': byId('customer', 200, undefined, '?deleted=true'),
  'GET /events': async (t, { server, a, b }) => {
    // From before both came to be, and on to what happens now.
    const since = `${(Math.floor(Date.now() / 1000) - 25).toString(16)}00000000-000000`;
    const headers = { ...(await server.authorise(a.shop)), 'last-event-id': since };
    const answer = await server.app.inject({ url: '/api/v1/events', headers, payloadAsStream: true });
    let text = '';
    answer.stream().on('data', (bytes) => {
      text += String(bytes);
    });
    const { shops, jobs } = server.house.store.system;
    for (const twin of [a, b]) {
      await shops.updateOne({ _id: twin.shop }, { $set: { name: 'x' } });
      await shops.updateOne({ _id: twin.shop }, { $set: { name: `Shop (${twin.letter})` } });
      await twin.scope.customers.updateMany({}, { $set: { touched: true } as object });
      await twin.scope.customers.updateMany({}, { $unset: { touched: '' } });
    }
    const { insertedId } = await jobs.insertOne({ name: 'of the server', nextRunAt: null } as never);
    while (!text.includes('of the server')) await new Promise((resolve) => setTimeout(resolve, 30));
    await jobs.deleteOne({ _id: insertedId }); // not before: the name of a job is looked up when its change is read
    t.equal(answer.statusCode, 200);
    t.ok(tellsOf(a, text), 'what A hears of itself would be noticed');
    t.notOk(tellsOf(b, text), 'and nothing of B');
    answer.stream().destroy();
  },
  'GET /orders': async (t, { a, b, ask }) => {
    t.equal((await ask('')).body.items.length, await a.scope.orders.count());
    t.equal((await ask('', undefined, '?hostId=HD1')).body.items.length, 1);
    t.same((await ask('', undefined, `?connection=${b.installation}`)).body.items, []);
    t.equal((await ask('', undefined, `?customer=${b.ids.customer}`)).status, 404);
    const cursor = (await b.ask('GET', '/orders?limit=1')).body.nextCursor;
    t.equal((await ask('', undefined, `?cursor=${cursor}`)).status, 200);
  },
  'GET /orders/:id': byId('order'),
  'GET /segments/conditions': async (t, { ask }) => t.equal((await ask('')).status, 200),
  'GET /segments/lookups/:what': async (t, { ask }) => {
    for (const what of ['tags', 'products', 'categories', 'channels', 'locations', 'segments'])
      t.ok((await ask(what)).body.items.length > 0, what);
  },
  'POST /segments/lookups/names': async (t, { a, b, ask }) => {
    const values = ({ installation, ids }: Twin) => [
      { of: 'products', value: `${installation}:P1` },
      { of: 'segments', value: ids.segment },
    ];
    t.equal((await ask('', { values: values(b) })).body.items.length, 0);
    t.equal((await ask('', { values: values(a) })).body.items.length, 2);
  },
  'POST /segments/periods': async (t, { ask }) =>
    t.match((await ask('', { periods: [{ type: 'today' }] })).body.items, [{ from: String }]),
  'POST /segments/text/parse': async (t, { a, ask }) => {
    const named = async (name: string) =>
      (await ask('', { text: `product in ("${name}")` })).body.definition.include[0].all[0].products;
    t.same(await named('ca phe (a)'), [`${a.installation}:P1`]);
    t.same(await named('ca phe (b)'), ['ca phe (b)'], 'a name that only B has is none');
  },
  'POST /segments/text/print': async (t, { ask }) =>
    t.equal((await ask('', { definition: VIP })).body.text, 'tag = "VIP"'),
  'POST /segments/text/complete': async (t, { a, ask }) => {
    const { items } = (await ask('', { text: 'segment = ', offset: 10 })).body;
    t.same(
      items.map((item: { text: string }) => JSON.parse(item.text)),
      [a.ids.segment],
    );
  },
  'POST /segments/preview': async (t, { a, ask }) => {
    for (const mode of ['estimate', 'exact'])
      t.match((await ask('', { definition: VIP, mode })).body, {
        count: 1,
        customers: await a.scope.customers.count(),
      });
  },
  'GET /segments': lists(async () => 1, '?archived=true'),
  'GET /segments/:id': byId('segment'),
  'GET /segments/:id/members': byId('segment'),
  'GET /segments/:id/versions': byId('segment'),
  'GET /segments/:id/events': byId('segment'),
  'GET /deliveries': async (t, { a, b, ask }) => {
    t.equal((await ask('')).body.items.length, await a.scope.inbox.count());
    t.same((await ask('', undefined, `?connection=${b.web}&entity=order:54`)).body.items, []);
    const cursor = (await b.ask('GET', '/deliveries?limit=1')).body.nextCursor;
    t.equal((await ask('', undefined, `?cursor=${cursor}`)).status, 200);
  },
  'GET /deliveries/summary': async (t, { a, ask }) =>
    t.equal((await ask('')).body.parked, await a.scope.inbox.count({ state: 'parked' })),
  'GET /deliveries/rate': async (t, { ask }) => t.match((await ask('')).body, { perMinute: { length: 60 } }),
  'GET /deliveries/:id': async (t, given) => {
    await byId('dollars')(t, given);
    await byId('dollars', 200, undefined, '?personal=true')(t, given);
  },
  'GET /settings': async (t, { ask }) =>
    t.match((await ask('')).body, { name: 'Shop (A)', sharedContacts: ['a@example.vn'] }),
  'GET /settings/rebuild': async (t, { ask }) => t.match((await ask('')).body, { state: 'none' }),
  'GET /connections': lists(async () => 2),
  'GET /me': async (t, { a, ask }) =>
    t.match((await ask('')).body, { shop: { id: a.shop, name: 'Shop (A)' }, preferences: { columns: ['(A)'] } }),
  'GET /staff': lists((a) => a.scope.staff.count()),
  'GET /overview': async (t, { b, ask }) => {
    const asked = '?from=2026-11-01&to=2026-11-30&by=week';
    const { body } = await ask('', undefined, asked);
    t.ok(body.period.totals.orders > 0);
    t.same(body, (await b.ask('GET', `/overview${asked}`)).body, 'as much as the other, and not twice as much');
  },
  'GET /overview/attention': async (t, { ask }) =>
    t.match((await ask('')).body.items, [{ code: 'deliveries_parked' }, { code: 'deliveries_parked' }]),
  'GET /jobs': async (t, { ask }) => t.equal((await ask('')).status, 200),
  'GET /jobs/:name/runs': async (t, { b, server, ask }) => {
    const { jobRuns } = server.house.store.system;
    const at = { startedAt: 1, finishedAt: 2, durationMs: 1, expiresAt: new Date(Date.now() + 3_600_000) };
    const asked = { shop: b.shop, actor: `staff ${b.ids.owner}` };
    const run = { ...at, outcome: 'ok', started: 'hand', done: 1, asked } as const;
    await jobRuns.insertOne({ ...run, _id: new ObjectId(), name: 'drop old exports' });
    const { body } = await ask('drop old exports');
    t.match(body.items, [{ started: 'hand', by: null }], 'that somebody of B had it run is told, and not who');
    t.match((await b.ask('GET', '/jobs/drop%20old%20exports/runs')).body.items, [{ by: { id: b.ids.owner } }]);
    t.equal((await ask('erase shops')).status, 404);
  },
  'GET /loyalty/back-tests': lists((a) => a.scope.backTests.count()),
  'GET /loyalty/back-tests/:id': async (t, { a, b, ask }) => {
    t.match((await ask(a.ids.backTest)).body.report.segments, [{ id: a.ids.segment, name: 'Khách quý (A)' }]);
    const { body } = await b.ask('GET', `/loyalty/back-tests/${b.ids.backTest}`);
    t.match(body.report.segments, [{ name: 'Khách quý (B)' }], 'equal ids, and to each its own');
  },
  'GET /api-keys': lists((a) => a.scope.apiKeys.count()),
  'GET /audit': lists((a) => a.scope.audit.count()),
  'GET /audit/choices': async (t, { a, ask }) =>
    t.ok((await ask('')).body.actors.some(({ actor }: { actor: string }) => actor === `staff ${a.ids.owner}`)),
  'GET /privacy-requests': lists((a) => a.scope.privacyRequests.count()),
  'GET /privacy-requests/:id': byId('privacyRequest'),

  'POST /customers': async (t, { a, ask }) => {
    t.match(
      await ask('', { phone: '0912345671', email: 'an@example.vn' }),
      { status: 200, body: { created: false, id: a.ids.customer } },
      'the same person of the own shop',
    );
    t.equal((await ask('', { phone: '0912345679' })).status, 201);
  },
  'PATCH /customers/:id': byId('customer', 200, { note: 'x' }),
  'PUT /customers/:id/tags': byId('customer', 200, { tags: ['x'] }),
  'DELETE /customers/:id/tags': byId('customer', 200, undefined, '?tag=x'),
  'POST /customers/:id/notes': byId('customer', 201, { text: 'x' }),
  'PATCH /customers/:id/notes/:note': note({ text: 'x' }),
  'DELETE /customers/:id/notes/:note': note(),
  'POST /segments': async (t, { ask }) => {
    t.equal((await ask('', { name: 'Khách quý', definition: VIP })).status, 409, 'the name of its own');
    t.equal((await ask('', { name: 'Khác', definition: VIP })).status, 201);
  },
  'PATCH /segments/:id': byId('segment', 200, { description: 'x' }),
  'POST /segments/:id/restore': byId('segment'),
  'POST /segments/:id/call-off': byId('segment', 200),
  'POST /segments/:id/rebuild': byId('segment', 202),
  'POST /jobs/:name/run': async (t, { b, server, ask }) => {
    const { jobs } = server.house.store.system;
    const asked = { id: 'x', shop: b.shop, actor: `staff ${b.ids.owner}`, at: 0 };
    await jobs.insertOne({ _id: new ObjectId(), name: 'drop old exports', nextRunAt: new Date(), asked });
    t.match((await ask('drop old exports')).body, { state: 'queued', isNew: false }, 'somebody of B was first');
    t.match((await jobs.findOne({ name: 'drop old exports' }))?.asked, asked);
    t.equal((await ask('erase shops')).status, 404);
    await jobs.deleteMany({ name: 'drop old exports' });
  },
  'POST /loyalty/back-tests': async (t, { a, b, ask }) => {
    await b.scope.backTests.insert([{ ...(await runningOf(b)), by: `key ${a.installation}` }]);
    const { status, body } = await ask('', { programme: TIKME, from: '2026-01-01' });
    t.equal(status, 202);
    for (let state = 'running'; state === 'running'; ) {
      const told = await a.ask('GET', `/loyalty/back-tests/${body.id}`);
      state = told.body.state;
      if (state === 'done')
        t.equal(told.body.report.customers, await a.scope.customers.count(), 'its own customers alone');
    }
    t.equal((await b.ask('GET', `/loyalty/back-tests/${body.id}`)).status, 404);
    await b.scope.backTests.deleteMany({ _id: `${b.shop}/running` });
  },
  'DELETE /loyalty/back-tests/:id': async (t, { b, ask }) => {
    await b.scope.backTests.insert([await runningOf(b)]);
    t.equal((await ask('running')).status, 404, 'of B');
    t.match(await b.scope.backTests.findOne({ _id: `${b.shop}/running` }), { state: 'running' });
    t.equal((await ask('BT1')).status, 204, 'of A');
    await b.scope.backTests.deleteMany({ _id: `${b.shop}/running` });
  },
  'POST /deliveries/:id/replay': byId('dollars', 202),
  'POST /deliveries/replay': async (t, { a, server, ask }) => {
    await server.house.settled();
    t.equal(
      (await ask('')).body.replayed,
      await a.scope.inbox.count({ $or: [{ state: 'parked' }, { parked: { $exists: true } }] }),
    );
    await server.house.settled();
  },
  'POST /deliveries/:id/resolve': async (t, { a, b, ask }) => {
    t.equal((await ask(b.ids.deletion, { outcome: 'deleted' })).status, 404);
    t.equal((await ask(a.ids.deletion, { outcome: 'deleted' })).status, 200);
  },
  'PATCH /settings': async (t, { a, b, ask }) => {
    t.match((await ask('', { name: 'Mới', spend: { includeTax: true } })).body, { name: 'Mới' });
    while ((await a.ask('GET', '/settings/rebuild')).body.state !== 'done')
      await new Promise((resolve) => setTimeout(resolve, 30));
    t.match((await b.ask('GET', '/settings')).body, { name: 'Shop (B)', spend: { includeTax: false } });
  },
  'POST /connections': async (t, { ask }) => {
    t.equal((await ask('', { platform: 'pos', domain: 'b.example.vn' })).status, 409, 'a host shop that is connected');
    t.equal((await ask('', { platform: 'pos', domain: 'c.example.vn' })).status, 201);
  },
  'POST /connections/:id/rotate': async (t, { a, b, ask }) => {
    t.equal((await ask(b.installation)).status, 404);
    t.equal((await ask(a.installation)).status, 200);
  },
  'POST /privacy-requests/:id/decide': async (t, { a, b, ask }) => {
    t.equal((await ask(b.ids.privacyRequest, { decision: 'keep' })).status, 404);
    t.equal((await ask(a.ids.privacyRequest, { decision: 'keep' })).status, 409, 'it is no question');
  },
  'POST /session': async (t, { server, a, b, ask }) => {
    const { box, store } = server.house;
    const [own, other] = await Promise.all([a, b].map((twin) => store.system.installations.findOne({ _id: twin.web })));
    if (!own || !other) return t.fail('both have a connection');
    const asOther = {
      ...own,
      _id: other._id,
      domain: other.domain,
      secrets: [box.seal(box.open(own.secrets[0] ?? '', own._id), other._id)],
    };
    const user = { sub: '7' };
    t.equal((await ask('', { handoff: await mintHandoff(box, asOther, user, Date.now()) })).status, 401);
    t.equal((await ask('', { handoff: await mintHandoff(box, own, user, Date.now()) })).status, 200);
  },
  'PUT /me/preferences/:name': async (t, { a, b }) => {
    t.equal((await a.ask('PUT', '/me/preferences/columns', ['name'])).status, 204);
    t.same((await b.ask('GET', '/me')).body.preferences, { columns: ['(B)'] });
  },
  'PATCH /staff/:id': async (t, { a, b, ask }) => {
    t.equal((await ask(b.ids.viewer, { role: 'owner' })).status, 404);
    t.equal((await ask(a.ids.viewer, { role: 'manager' })).status, 200);
  },
  'DELETE /staff/:id': async (t, { a, b, ask }) => {
    t.equal((await ask(b.ids.viewer)).status, 404);
    t.equal((await ask(a.ids.viewer)).status, 204);
  },
  'POST /api-keys': async (t, { ask }) => t.equal((await ask('', { name: 'x', scopes: ['*'] })).status, 201),
  'DELETE /api-keys/:id': async (t, { a, b, ask }) => {
    t.equal((await ask(b.ids.apiKey)).status, 404);
    t.equal((await ask(a.ids.apiKey)).status, 204);
  },
  'GET /customers/:id/export': byId('customer'),
  ...LOYALTY_ROUTES,
  ...FORESIGHT_ROUTES,
  ...RFM_ROUTES,
  ...GROUP_ROUTES,
  ...HISTORY_ROUTES,
  'DELETE /segments/:id': byId('segment'),
  'POST /customers/:id/erase': byId('customer'),
};

/** Addresses outside the API, and why they show nothing of a shop. */
export const OPEN_ADDRESSES: Readonly<Record<string, string>> = {
  '/': 'a page without data',
  '/pages/pages.css': 'its style',
  '/app': 'the page of the admin, without data: it asks the API',
  '/app/*': 'the same',
  '/app/at/:connection': 'the same, with the domain of the connection that the address names, for the page around it',
  '/app/at/:connection/*': 'the same',
  '/app/launch/haravan': 'opens the admin for a launch that the host has signed',
  '/app/launch/haravan/*': 'the same',
  '/app/launch/sapo': 'the same',
  '/app/launch/sapo/*': 'the same',
  '/healthz': 'whether the process answers',
  '/readyz': 'whether the database answers',
  '/metrics': 'figures of the whole server, with a scope of their own that no key of a shop has',
  '/exports/:token': 'a file, for whoever has the signed link to it; see the test of exports',
  '/webhooks/:platform': 'stores a signed delivery; see the test of webhooks',
  '/webhooks/:platform/:installation': 'the same',
  '/api/v1/openapi.json': 'the description of the API',
  '/api/v1/docs': 'a page that shows it',
  '/api/v1/docs/': 'the same',
  '/api/v1/docs/static/index.html': 'the same',
  '/api/v1/docs/static/swagger-initializer.js': 'the same',
  '/api/v1/docs/*': 'the same',
  '/api/v1/docs/json': 'the same',
  '/api/v1/docs/yaml': 'the same',
};
