import { randomBytes } from 'node:crypto';
import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import type { ShopId } from '../../src/model.ts';
import type { SegmentDefinition } from '../../src/segments/index.ts';
import { type DemoHost, startDemoHost } from '../../src/server/demo/host/index.ts';
import { DEMO_USERS } from '../../src/server/demo/host/users.ts';
import { WEB_STORE } from '../../src/server/demo/host/web-store.ts';
import { createSegment } from '../../src/server/segments/saved.ts';
import { testApp } from '../support/app.ts';

/** A service with a shop of tills, and the demo host beside it, both on ports of their own. */
async function demo(t: Test) {
  const server = await testApp(t);
  const { house, app } = server;
  const { id: shop, scope } = await house.addShop({
    platform: 'pos',
    domain: `${randomBytes(4).toString('hex')}.example`,
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const url = `http://localhost:${(app.server.address() as AddressInfo).port}`;
  const start = (port = 0) => startHost(t, { ...house, url, shop, port });
  return { ...server, shop, scope, url, start };
}

async function startHost(
  t: Test,
  {
    store,
    box,
    url,
    shop,
    port,
  }: Pick<Parameters<typeof startDemoHost>[0], 'store' | 'box' | 'url' | 'port'> & { shop: ShopId },
): Promise<DemoHost> {
  const host = await startDemoHost({ store, box, url, shop, shopName: 'Tiệm Mẫu', port, now: Date.now });
  t.teardown(() => host.stop());
  return host;
}

const post = (url: string, body: unknown, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  fetch(url, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) });

/** The status for a request that names this host, as a page of somebody else's would whose name points here. */
const asNamed = (url: string, host: string): Promise<[status: number | undefined, location: string | undefined]> =>
  new Promise((resolve, reject) => {
    get(url, { headers: { host } }, (response) => {
      response.resume();
      resolve([response.statusCode, response.headers.location]);
    }).once('error', reject);
  });

t.test('the demo store shows the admin to each of its people by their role', async (t) => {
  const { url, start, house, shop } = await demo(t);
  const host = await start();
  const page = await fetch(host.url);
  t.equal(page.status, 200);
  const policy = page.headers.get('content-security-policy') ?? '';
  t.match(policy, `frame-src ${url};`);
  for (const directive of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"])
    t.match(policy, directive);
  const told = JSON.parse(/id="host">(.*?)<\/script>/s.exec(await page.text())?.[1] ?? '');
  t.equal(told.address, `${url}/app/at/${WEB_STORE.id}`);
  const framed = await fetch(told.address);
  t.match(
    framed.headers.get('content-security-policy'),
    `frame-ancestors ${host.url}`,
    'which lets this host frame it',
  );
  t.equal(framed.headers.get('x-frame-options'), null);

  for (const { id, role, name } of told.users) {
    const { handoff } = (await (await post(`${host.url}/handoff`, { user: id })).json()) as { handoff: string };
    const session = await post(`${url}/api/v1/session`, { handoff });
    t.equal(session.status, 200, name);
    const { token } = (await session.json()) as { token: string };
    const me = await fetch(`${url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    t.match(await me.json(), {
      principal: { kind: 'staff', name, role },
      shop: { id: shop },
      host: { connection: WEB_STORE.id, platform: 'woocommerce' },
    });
    t.equal((await post(`${url}/api/v1/session`, { handoff })).status, 401, 'a handoff opens once');
  }
  t.same(
    told.users.map((user: { role: string }) => user.role),
    ['owner', 'manager', 'viewer', 'cashier'],
  );
  t.equal(await house.store.forShop(shop).staff.count(), DEMO_USERS.length);
});

t.test('a test order lets its buyer enter a segment', async (t) => {
  const { start, house, scope, shop, parts } = await demo(t);
  const host = await start();
  const definition: SegmentDefinition = {
    include: [{ all: [{ kind: 'total_spent', op: 'gt', value: 10_000_000 }] }],
    exclude: [],
  };
  const segment = await createSegment(scope, { name: 'VIP', description: '', definition, by: 'test', now: Date.now() });
  parts.builder.requestBuild(shop, segment._id);
  const built = async () => (await scope.segments.findOne({ _id: segment._id }))?.state === 'ready';
  while (!(await built())) await new Promise((resolve) => setTimeout(resolve, 20));

  const placed = await post(`${host.url}/orders`, { name: 'Trần Thị Bưởi', phone: '0912 345 679' });
  t.match(await placed.json(), { name: 'Trần Thị Bưởi', totalVnd: 10_900_000, number: /^\d+$/ });
  await house.settled();
  const [buyer] = await scope.customers.find({}).toArray();
  t.match(buyer, { name: 'Trần Thị Bưởi', stats: { orders: 1, spentMinor: 10_900_000 } });
  t.match(await scope.membershipEvents.findOne({}), { customer: buyer?._id, kind: 'entered' });
  const again = await post(`${host.url}/orders`, {});
  t.match(await again.json(), { name: 'Trần Thị Bưởi' }, 'else it is somebody whom the shop knows');
  await house.settled();
  t.equal((await scope.customers.findOne({}))?.stats.orders, 2);
});

t.test('the demo host answers to its own name and to JSON only', async (t) => {
  const host = await (await demo(t)).start();
  const { port } = new URL(host.url);
  t.same(await asNamed(`${host.url}/?path=/customers`, `localhost:${port}`), [302, `${host.url}/?path=/customers`]);
  for (const name of ['evil.example', `evil.example:${port}`, `127.0.0.1.evil.example:${port}`, '127.0.0.1'])
    t.same(await asNamed(host.url, name), [421, undefined], name);
  const wrong: readonly [path: string, body: unknown, headers?: Record<string, string>][] = [
    ['/handoff', { user: '9' }],
    ['/handoff', { user: '1', role: 'owner' }],
    ['/handoff', '{"user":"1"}', { 'content-type': 'text/plain' }],
    ['/handoff', ''],
    ['/orders', '{}', { 'content-type': 'text/plain' }],
    ['/orders', { totalVnd: -1 }],
    ['/orders', { totalVnd: 1e12 }],
  ];
  for (const [path, body, headers] of wrong) {
    const answer = await post(host.url + path, body, headers);
    t.ok([400, 415].includes(answer.status), `${path} ${JSON.stringify(body)}: ${answer.status}`);
  }
  for (const file of ['/host.css', '/host.js', '/texts.js', '/host-frame.js'])
    t.equal((await fetch(host.url + file)).status, 200, file);
  for (const file of ['/index.ts', '/users.ts', '/..%2findex.ts'])
    t.equal((await fetch(host.url + file)).status, 404, file);
});

t.test('two that start at the same moment share the store’s connection, and a taken port is told', async (t) => {
  const { start, scope } = await demo(t);
  const [one, other] = await Promise.all([start(), start()]);
  t.not(one?.url, other?.url);
  t.equal(await scope.installations.count({ platform: 'woocommerce' }), 1);
  t.equal(await scope.staff.count(), DEMO_USERS.length);
  t.equal(await scope.staff.count({ role: 'owner' }), 1);
  const { port } = new URL(one?.url ?? '');
  await t.rejects(start(Number(port)), { code: 'EADDRINUSE' });
  const connection = await scope.installations.findOne({ _id: WEB_STORE.id });
  t.ok([one?.url, other?.url].includes(connection?.embedOrigin ?? ''), 'a start that failed changes nothing');
});
