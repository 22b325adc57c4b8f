import t, { type Test } from 'tap';
import { buildApp } from '../../src/server/app.ts';
import { registerApi } from '../../src/server/routes/api/index.ts';
import { ROLE_NAMES, type Role } from '../../src/server/staff/roles.ts';
import { type TestApp, testApp } from '../support/app.ts';
import { signIn, staffToken } from '../support/staff.ts';

/**
 * What each role may do, over every route that there is. What is expected is written here and not taken from the roles: by the scopes
 * that the product decided on, and once more by addresses, so that a route with a scope that is too weak is seen as well.
 */

const EXPECTED: Readonly<Record<Role, (scope: string) => boolean>> = {
  owner: (scope) => scope !== 'metrics:read',
  manager: (scope) => !['keys:write', 'staff:write', 'settings:write', 'privacy:write', 'metrics:read'].includes(scope),
  viewer: (scope) => scope.endsWith(':read') && scope !== 'metrics:read',
  cashier: (scope) =>
    ['customers:read', 'customers:write', 'orders:read', 'loyalty:read', 'loyalty:redeem'].includes(scope),
};

/** Requests that only ask, though they have a body. */
const ASKING =
  /^(POST \/(segments\/(preview|explain|text|:id\/diff|periods|sentence|estimate|lookups?)|loyalty\/(quote|refund-preview|example|programme\/check))|\w+ \/loyalty\/back-tests)\b/;

/** Addresses where each role may change something; whatever else it changes is a hole. */
const MAY_CHANGE: Readonly<Record<Role, RegExp>> = {
  owner: /./,
  manager: /^\w+ \/(customers|segments|rfm|deliveries|jobs|me|loyalty)\b/,
  viewer: /^PUT \/me\b/,
  cashier: /^\w+ \/(customers|me|loyalty\/(holds|codes))\b/,
};

/** Where a cashier may look. */
const CASHIER_SEES =
  /^(GET \/((customers|orders|me|events|lookups|loyalty)\b|segments\/:id\/(members|pins|bans))|POST \/loyalty\/(quote|refund-preview|example|programme\/check)$|\w+ \/loyalty\/back-tests\b)/;

interface Route {
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly scope: string | undefined;
  readonly isForEveryone: boolean;
  readonly isPublic: boolean;
}

async function routesOf(server: TestApp): Promise<Route[]> {
  const routes: Route[] = [];
  const table = await buildApp(server.parts, (api, parts) => {
    api.addHook('onRoute', ({ method, url, config }) => {
      if (method === 'HEAD') return;
      routes.push({
        name: `${String(method)} ${url.slice('/api/v1'.length)}`,
        method: String(method),
        url: url.replace(/:\w+/g, 'nothing'),
        scope: config?.scope,
        isForEveryone: config?.everyone === true,
        isPublic: config?.public === true,
      });
    });
    registerApi(api, parts);
  });
  await table.close();
  return routes;
}

/** The answer as far as its head: an address that goes on telling what happens never ends. */
async function ask(server: TestApp, token: string, { method, url }: Pick<Route, 'method' | 'url'>, body?: object) {
  const answer = await server.app.inject({
    method: method as 'GET',
    url,
    headers: { authorization: `Bearer ${token}` },
    payloadAsStream: true,
    ...(method === 'GET' ? {} : { payload: body ?? {} }),
  });
  const stream = answer.stream();
  let text = '';
  if (String(answer.headers['content-type']).startsWith('application/json'))
    for await (const chunk of stream) text += String(chunk);
  stream.destroy();
  return { status: answer.statusCode, code: text === '' ? null : (JSON.parse(text).code ?? null) };
}

t.test('each role is let through where it may, and refused everywhere else', async (t) => {
  const server = await testApp(t);
  const shop = await server.house.addShop({ platform: 'woocommerce', domain: 'tiem.example.vn' });
  const routes = await routesOf(server);
  t.ok(routes.length > 30, 'routes are found');
  for (const role of ROLE_NAMES) {
    await t.test(role, async (t) => {
      const token = await staffToken(server, shop.id, role);
      for (const route of routes.filter(({ isPublic }) => !isPublic)) await check(t, role, token, route);
    });
  }

  async function check(t: Test, role: Role, token: string, route: Route): Promise<void> {
    const isAllowed = route.isForEveryone || EXPECTED[role](route.scope ?? '');
    const { status, code } = await ask(server, token, route);
    if (isAllowed) t.ok(status !== 401 && status !== 403, `${route.name}: ${status}`);
    else t.same({ status, code }, { status: 403, code: 'forbidden' }, `${route.name} is refused`);

    const changes = route.method !== 'GET' && !ASKING.test(route.name);
    if (isAllowed && changes) t.match(route.name, MAY_CHANGE[role], `${route.name} changes what a ${role} may change`);
    if (isAllowed && !changes && role === 'cashier') t.match(route.name, CASHIER_SEES, `${route.name} is a till's`);
  }
});

t.test('what is gone for good, who gets in and what figures mean is in the hands of owners', async (t) => {
  const routes = await routesOf(await testApp(t));
  const scopeOf = (name: string) => routes.find((route) => route.name === name)?.scope;
  for (const [name, scope] of [
    ['POST /customers/:id/erase', 'privacy:write'],
    ['GET /customers/:id/export', 'privacy:write'],
    ['GET /privacy-requests', 'privacy:write'],
    ['GET /privacy-requests/:id', 'privacy:write'],
    ['PATCH /settings', 'settings:write'],
    ['POST /connections', 'settings:write'],
    ['POST /connections/:id/rotate', 'settings:write'],
    ['POST /api-keys', 'keys:write'],
    ['DELETE /api-keys/:id', 'keys:write'],
    ['PATCH /staff/:id', 'staff:write'],
    ['DELETE /staff/:id', 'staff:write'],
  ] as const)
    t.equal(scopeOf(name), scope, name);
  t.same(
    routes.filter(({ isPublic }) => isPublic).map(({ name }) => name),
    ['POST /session'],
    'one address is for strangers',
  );
});

t.test('nobody makes more of themselves than they are', async (t) => {
  const server = await testApp(t);
  const shop = await server.house.addShop({ platform: 'woocommerce', domain: 'tiem.example.vn' });
  const owner = await signIn(server, shop.id, { sub: 'owner' });
  const staffOf = () =>
    shop.scope.staff
      .find({}, { projection: { role: 1 } })
      .sort({ _id: 1 })
      .toArray();
  const metrics = async (token: string) =>
    (
      await server.app.inject({
        url: '/metrics',
        remoteAddress: '192.0.2.1',
        headers: { authorization: `Bearer ${token}` },
      })
    ).statusCode;
  for (const role of ['manager', 'viewer', 'cashier'] as const) {
    const token = await staffToken(server, shop.id, role);
    const before = await staffOf();
    const own = encodeURIComponent(`${shop.installation}:test-${role}`);
    const boss = encodeURIComponent(`${shop.installation}:owner`);
    const attempts: [string, string, object][] = [
      ['PATCH', `/staff/${own}`, { role: 'owner' }],
      ['PATCH', `/staff/${boss}`, { role: 'cashier' }],
      ['DELETE', `/staff/${boss}`, {}],
      ['POST', '/api-keys', { name: 'x', scopes: ['*'] }],
      ['POST', '/api-keys', { name: 'x', scopes: ['customers:read'] }],
      ['PATCH', '/settings', { name: 'x' }],
      ['POST', `/connections/${shop.installation}/rotate`, {}],
    ];
    for (const [method, path, body] of attempts)
      t.same(
        await ask(server, token, { method, url: `/api/v1${path}` }, body),
        { status: 403, code: 'forbidden' },
        `${role}: ${method} ${path}`,
      );
    t.same(await staffOf(), before);
    const again = await signIn(server, shop.id, { sub: `test-${role}`, admin: true });
    const renewed = await server.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      payload: { handoff: again.next },
    });
    for (const bearer of [again.token, renewed.json().token])
      t.equal(
        (await ask(server, bearer, { method: 'GET', url: '/api/v1/api-keys' })).status,
        403,
        `${role}: neither the host nor a renewal makes more of them`,
      );
    t.equal(await metrics(token), 401, `${role}: the server's figures are for keys`);
  }
  t.equal(await metrics(owner.token), 401);
  t.equal(await shop.scope.apiKeys.count(), 0);
});
