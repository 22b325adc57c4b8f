import type { Test } from 'tap';
import type { TestApp } from '../../support/app.ts';
import type { Answer } from '../../support/till.ts';
import { type Twin, VIP } from '../../support/twins.ts';

export interface RouteGiven {
  readonly server: TestApp;
  readonly a: Twin;
  readonly b: Twin;
  /** Asks the route as A, for something by its id. The answer has been checked to tell nothing of B. */
  ask(id: string, body?: unknown, query?: string): Promise<Answer>;
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
    t.same((await ask('', undefined, `?search=${encodeURIComponent('(B)')}`)).body.items, []);
    t.equal((await ask('', undefined, `?segment=${b.ids.segment}`)).status, 404);
    for (const sort of ['name', '-spent', '-orders', '-lastOrder']) {
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
  'GET /deliveries/:id': async (t, given) => {
    await byId('dollars')(t, given);
    await byId('dollars', 200, undefined, '?personal=true')(t, given);
  },
  'GET /settings': async (t, { ask }) =>
    t.match((await ask('')).body, { name: 'Shop (A)', sharedContacts: ['a@example.vn'] }),
  'GET /settings/rebuild': async (t, { ask }) => t.match((await ask('')).body, { state: 'none' }),
  'GET /connections': lists(async () => 2),
  'GET /api-keys': lists((a) => a.scope.apiKeys.count()),
  'GET /audit': lists((a) => a.scope.audit.count()),
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
  'POST /segments': async (t, { ask }) => {
    t.equal((await ask('', { name: 'Khách quý', definition: VIP })).status, 409, 'the name of its own');
    t.equal((await ask('', { name: 'Khác', definition: VIP })).status, 201);
  },
  'PATCH /segments/:id': byId('segment', 200, { description: 'x' }),
  'POST /segments/:id/rebuild': byId('segment', 202),
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
  'POST /api-keys': async (t, { ask }) => t.equal((await ask('', { name: 'x', scopes: ['*'] })).status, 201),
  'DELETE /api-keys/:id': async (t, { a, b, ask }) => {
    t.equal((await ask(b.ids.apiKey)).status, 404);
    t.equal((await ask(a.ids.apiKey)).status, 204);
  },
  'GET /customers/:id/export': byId('customer'),
  'DELETE /segments/:id': byId('segment'),
  'POST /customers/:id/erase': byId('customer'),
};

/** Addresses outside the API, and why they show nothing of a shop. */
export const OPEN_ADDRESSES: Readonly<Record<string, string>> = {
  '/': 'a page without data',
  '/deliveries': 'a page without data: it asks the API',
  '/pages/deliveries.js': 'its script',
  '/pages/pages.css': 'its style',
  '/healthz': 'whether the process answers',
  '/readyz': 'whether the database answers',
  '/metrics': 'figures of the whole server, with a scope of their own that no key of a shop has',
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
