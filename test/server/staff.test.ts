import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { Command } from '../../src/server/commands/command.ts';
import { shops } from '../../src/server/commands/shops.ts';
import { staff } from '../../src/server/commands/staff.ts';
import { Principals } from '../../src/server/principals.ts';
import { mintHandoff } from '../../src/server/staff/handoff.ts';
import { type TestApp, testApp } from '../support/app.ts';
import { testMongo } from '../support/mongo.ts';
import { signIn, staffToken } from '../support/staff.ts';

/** Who of a shop's people is what, and who may change that. */

interface Answer {
  readonly status: number;
  readonly body: any;
}

interface Shop {
  readonly server: TestApp;
  readonly id: Awaited<ReturnType<TestApp['house']['addShop']>>['id'];
  readonly scope: Awaited<ReturnType<TestApp['house']['addShop']>>['scope'];
  readonly connection: string;
  pass(milliseconds: number): void;
  now(): number;
  /** Asks with this bearer. */
  ask(
    token: string,
    method: 'GET' | 'PUT' | 'PATCH' | 'DELETE' | 'POST',
    path: string,
    body?: unknown,
  ): Promise<Answer>;
}

async function shopOf(t: Test): Promise<Shop> {
  // It stands still but for what a test lets pass, so that a slow machine changes nothing.
  let clock = Date.now();
  const now = () => clock;
  const server = await testApp(t, { now });
  const { id, scope, installation } = await server.house.addShop({
    platform: 'woocommerce',
    domain: 'tiem.example.vn',
  });
  return {
    server,
    id,
    scope,
    connection: installation,
    now,
    pass(milliseconds) {
      clock += milliseconds;
    },
    async ask(token, method, path, body) {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const payload = body === undefined ? '' : JSON.stringify(body);
      const answer = await server.app.inject({ method, url: `/api/v1${path}`, headers, payload });
      return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() };
    },
  };
}

t.test(
  'the first who opens the admin owns it; who comes new is a viewer, or a manager if the host says so',
  async (t) => {
    const { server, id, scope, ask } = await shopOf(t);
    const first = await signIn(server, id, { sub: '1', name: 'Lan' });
    await signIn(server, id, { sub: '2', name: 'Minh', admin: true });
    await signIn(server, id, { sub: '3' });
    await signIn(server, id, { sub: '4', admin: 'yes' as never });
    const { body } = await ask(first.token, 'GET', '/staff');
    t.match(
      body.items.map(({ name, role }: { name: string; role: string }) => [name, role]),
      [
        ['Lan', 'owner'],
        ['Minh', 'manager'],
        ['#3', 'viewer'],
        ['#4', 'viewer'],
      ],
    );
    await signIn(server, id, { sub: '3', name: 'Hương', email: 'huong@example.vn', admin: true });
    t.match(
      await scope.staff.findOne({ userId: '3' }),
      { name: 'Hương', email: 'huong@example.vn', role: 'viewer' },
      'the host tells names, and no roles of who is known',
    );
    const joined = await scope.audit.find({ action: 'staff.joined' }).sort({ at: 1 }).toArray();
    t.same(joined.map(({ details }) => String(details?.['role'])).sort(), ['manager', 'owner', 'viewer', 'viewer']);
  },
);

t.test('of many who open it first at the same moment one is the owner', async (t) => {
  const { server, id, scope } = await shopOf(t);
  await Promise.all(
    Array.from({ length: 20 }, (_, i) => signIn(server, id, { sub: String(i % 10), name: `N${i % 10}` })),
  );
  t.equal(await scope.staff.count(), 10, 'nobody is there twice');
  t.equal(await scope.staff.count({ role: 'owner' }), 1);
});

t.test('a role acts at once on who is signed in, and within a second in every other process', async (t) => {
  const { server, id, ask, connection, pass, now } = await shopOf(t);
  const owner = await signIn(server, id, { sub: '1' });
  const other = await signIn(server, id, { sub: '2' });
  const elsewhere = new Principals({ ...server.house, config: { shopifyApiKey: null }, now });
  t.equal((await ask(other.token, 'GET', '/segments')).status, 200);
  t.equal((await elsewhere.read(other.token))?.role, 'viewer');
  pass(1000);

  const path = `/staff/${encodeURIComponent(`${connection}:2`)}`;
  t.match(await ask(owner.token, 'PATCH', path, { role: 'cashier' }), { status: 200, body: { role: 'cashier' } });
  t.equal((await ask(other.token, 'GET', '/segments')).status, 403);
  pass(1000);
  t.equal((await elsewhere.read(other.token))?.role, 'cashier');

  t.equal((await ask(owner.token, 'DELETE', path)).status, 204);
  t.equal((await ask(owner.token, 'DELETE', path)).status, 204, 'twice is once');
  t.equal((await ask(other.token, 'GET', '/me')).status, 401);
  pass(1000);
  t.equal(await elsewhere.read(other.token), null);
  await t.rejects(signIn(server, id, { sub: '2' }), /unauthorized/, 'the host cannot let them in again');
  t.match((await ask(owner.token, 'GET', '/staff')).body.items[1], { role: 'cashier', removedAt: /^2/ });

  t.match(await ask(owner.token, 'PATCH', path, { role: 'viewer' }), { status: 200, body: { removedAt: null } });
  t.equal((await ask(other.token, 'GET', '/segments')).status, 200, 'let in again');
  const { body } = await ask(owner.token, 'GET', '/audit');
  t.match(
    body.items.map(({ actor, action, target, details }: Record<string, unknown>) => ({
      actor,
      action,
      target,
      details,
    })),
    [
      { action: 'staff.let_in_again', details: { from: 'cashier', to: 'viewer' } },
      { action: 'staff.removed', details: { role: 'cashier' } },
      { action: 'staff.role_changed', details: { from: 'viewer', to: 'cashier' } },
    ].map((entry) => ({ ...entry, actor: `staff ${connection}:1`, target: `staff ${connection}:2` })),
  );
  t.equal((await ask(owner.token, 'PATCH', '/staff/nobody', { role: 'viewer' })).status, 404);
  t.equal((await ask(owner.token, 'DELETE', '/staff/nobody')).status, 404);
  t.equal((await ask(owner.token, 'PATCH', path, { role: 'god' })).status, 422);
  t.equal((await ask(owner.token, 'PATCH', path, { role: 'viewer', email: 'x' })).status, 422);
});

t.test('a shop keeps an owner who can get in, also when two take each other away', async (t) => {
  const { server, id, scope, ask, connection } = await shopOf(t);
  const lan = await signIn(server, id, { sub: '1' });
  const minh = await signIn(server, id, { sub: '2' });
  const at = (user: string, by = connection) => `/staff/${encodeURIComponent(`${by}:${user}`)}`;
  const alone = { status: 409, body: { code: 'last_owner' } };
  t.match(await ask(lan.token, 'PATCH', at('1'), { role: 'manager' }), alone);
  t.match(await ask(lan.token, 'DELETE', at('1')), alone);
  t.equal((await ask(lan.token, 'PATCH', at('1'), { role: 'owner' })).status, 200, 'what changes nothing is no matter');

  const key = (await server.authorise(id)).authorization.slice(7);
  for (let round = 0; round < 10; round++) {
    await ask(key, 'PATCH', at('1'), { role: 'owner' });
    await ask(key, 'PATCH', at('2'), { role: 'owner' });
    const done = await Promise.all([
      round % 2 ? ask(lan.token, 'DELETE', at('2')) : ask(lan.token, 'PATCH', at('2'), { role: 'viewer' }),
      ask(minh.token, 'PATCH', at('1'), { role: 'viewer' }),
    ]);
    const owners = await scope.staff.count({ role: 'owner', removedAt: { $exists: false } });
    t.equal(owners, 1, `round ${round}: ${done.map(({ status }) => status).join(' and ')}`);
  }

  await ask(key, 'PATCH', at('1'), { role: 'owner' });
  const tills = await server.house.connect(id, 'pos', 'quay.example.vn');
  const only = { installation: tills.installation, role: 'owner', name: 'x', createdAt: 1, lastSeenAt: 1 } as const;
  await scope.staff.insert([{ _id: `${id}/${tills.installation}:9`, shop: id, userId: '9', ...only }]);
  await ask(key, 'PATCH', at('2'), { role: 'viewer' });
  await scope.installations.updateOne({ _id: tills.installation }, { $set: { state: 'uninstalled' } });
  t.match(await ask(key, 'DELETE', at('1')), alone, 'an owner whose connection is gone cannot get in');
  t.equal((await ask(key, 'DELETE', at('9', tills.installation))).status, 204);
});

t.test('a key gives no role that holds more than the key', async (t) => {
  const { server, id, scope, ask, connection } = await shopOf(t);
  await signIn(server, id, { sub: '1' });
  await signIn(server, id, { sub: '2' });
  const path = `/staff/${encodeURIComponent(`${connection}:2`)}`;
  const key = async (...scopes: Parameters<TestApp['authorise']>[1][]) =>
    (await server.authorise(id, ...scopes)).authorization.slice(7);
  // As much as a cashier holds, and no more.
  const cashier = ['customers:read', 'customers:write', 'orders:read', 'loyalty:read', 'loyalty:redeem'] as const;
  const narrow = await key('staff:write', ...cashier);
  t.match(await ask(narrow, 'PATCH', path, { role: 'owner' }), { status: 403, body: { code: 'forbidden' } });
  t.equal((await ask(narrow, 'PATCH', path, { role: 'manager' })).status, 403);
  t.equal((await scope.staff.findOne({ userId: '2' }))?.role, 'viewer');
  t.equal((await ask(narrow, 'PATCH', path, { role: 'cashier' })).status, 200);
  t.equal((await ask(await key(), 'PATCH', path, { role: 'owner' })).status, 200);
});

t.test('when somebody was last seen is kept to the minute', async (t) => {
  const { server, id, scope, ask, pass } = await shopOf(t);
  const { token } = await signIn(server, id, { sub: '1' });
  const seen = async () => (await scope.staff.findOne({ userId: '1' }))?.lastSeenAt ?? 0;
  const first = await seen();
  for (let i = 0; i < 5; i++) {
    pass(5000);
    await ask(token, 'GET', '/me');
  }
  t.equal(await seen(), first, 'not within the minute');
  pass(40_000);
  await ask(token, 'GET', '/me');
  t.ok((await seen()) >= first + 60_000);
});

t.test('everybody keeps preferences for themselves, as many and as large as agreed', async (t) => {
  const { server, id, scope, ask } = await shopOf(t);
  const [lan, minh] = [await staffToken(server, id, 'owner'), await staffToken(server, id, 'cashier')];
  const key = (await server.authorise(id, 'orders:read')).authorization.slice(7);
  const preferences = async (token: string) => (await ask(token, 'GET', '/me')).body.preferences;
  const views = { $where: '1', 'a.b': [null, 'Khách quý'], '': { __: 1 } };
  t.equal((await ask(lan, 'PUT', '/me/preferences/saved-views', views)).status, 204);
  t.equal((await ask(lan, 'PUT', '/me/preferences/dark', false)).status, 204);
  t.equal((await ask(minh, 'PUT', '/me/preferences/dark', true)).status, 204);
  t.equal((await ask(key, 'PUT', '/me/preferences/dark', 'key')).status, 204);
  t.same(await preferences(lan), { dark: false, 'saved-views': views });
  t.same(await preferences(minh), { dark: true });
  t.same(await preferences(key), { dark: 'key' });
  await ask(lan, 'PUT', '/me/preferences/saved-views', { now: 1 });
  await ask(lan, 'PUT', '/me/preferences/dark', null);
  t.same(await preferences(lan), { 'saved-views': { now: 1 } }, 'replaced and taken away');

  for (const name of ['Dark', '1st', 'a_b', 'a/b', '', 'x'.repeat(65), '__proto__', '$a', 'a.b'])
    t.ok([404, 422].includes((await ask(lan, 'PUT', `/me/preferences/${encodeURIComponent(name)}`, 1)).status), name);
  t.equal((await ask(lan, 'PUT', '/me/preferences/long', 'x'.repeat(16_382))).status, 204);
  t.match(await ask(lan, 'PUT', '/me/preferences/long', 'x'.repeat(16_383)), {
    status: 413,
    body: { code: 'payload_too_large' },
  });
  const added = await Promise.all(Array.from({ length: 60 }, (_, i) => ask(minh, 'PUT', `/me/preferences/n${i}`, i)));
  t.ok(added.every(({ status }) => status === 204 || status === 422));
  const kept = await scope.preferences.count({ principal: /cashier/ });
  t.ok(kept <= 50, `${kept} are kept`);
  for (let i = 60; (await scope.preferences.count({ principal: /cashier/ })) < 50; i++)
    await ask(minh, 'PUT', `/me/preferences/n${i}`, i);
  t.match(await ask(minh, 'PUT', '/me/preferences/more', 1), { status: 422, body: { code: 'invalid' } });
  const [name = ''] = Object.keys(await preferences(minh));
  t.equal((await ask(minh, 'PUT', `/me/preferences/${name}`, 'other')).status, 204, 'what is there may change');
});

t.test('the language is that of the country until it is set', async (t) => {
  const { server, ask } = await shopOf(t);
  const abroad = await server.house.addShop({
    platform: 'pos',
    domain: 'us',
    currency: 'USD',
    timeZone: 'America/New_York',
    countryCode: 'US',
  });
  const key = (await server.authorise(abroad.id)).authorization.slice(7);
  t.equal((await ask(key, 'GET', '/me')).body.shop.locale, 'en');
  t.match(await ask(key, 'PATCH', '/settings', { locale: 'vi' }), { status: 200, body: { locale: 'vi' } });
  server.house.states.forget(abroad.id);
  t.equal((await ask(key, 'GET', '/me')).body.shop.locale, 'vi');
  t.match((await ask(key, 'GET', '/audit')).body.items[0], { details: { fields: ['locale'] } });
  t.equal((await ask(key, 'PATCH', '/settings', { locale: 'fr' })).status, 422);
});

t.test('the command line makes a link for who has no host, and mends a lock-out', async (t) => {
  const { uri, db } = await testMongo(t);
  const dataDir = await mkdtemp(join(tmpdir(), 'tessera-staff-'));
  const before = { ...process.env };
  Object.assign(process.env, {
    MONGODB_URI: uri,
    MONGODB_DATABASE: db.databaseName,
    DATA_DIR: dataDir,
    PUBLIC_URL: 'https://crm.example',
  });
  t.teardown(async () => {
    process.env = before;
    await rm(dataDir, { recursive: true, force: true });
  });
  const said = t.capture(console, 'log');
  const crm = async (command: Command, ...args: string[]) => {
    await command.run([...args, '--json']);
    return JSON.parse(said().at(-1)?.args[0] as string);
  };
  const place = ['--currency', 'VND', '--time-zone', 'Asia/Ho_Chi_Minh'];
  await crm(shops, 'add', '--platform', 'pos', '--domain', 'quay', ...place);
  const lan = await crm(staff, 'link', '--name', 'Lan');
  t.match(lan, { role: 'owner', name: 'Lan', link: /^https:\/\/crm\.example\/app#handoff=ey/ }, 'the first');
  t.match(await crm(staff, 'link', '--name', 'Minh', '--role', 'cashier'), { role: 'cashier' });
  t.match(await crm(staff, 'link', '--name', 'Lan'), { id: lan.id, role: 'owner' }, 'the same name, the same person');
  await t.rejects(crm(staff, 'role', '--id', lan.id, '--role', 'viewer'), { code: 'last_owner' });
  t.match(await crm(staff, 'list'), [
    { id: lan.id, name: 'Lan', role: 'owner', removed: false },
    { name: 'Minh', role: 'cashier', removed: false },
  ]);
  await db.collection('staff').updateOne({ name: 'Minh' }, { $set: { removedAt: 1 } });
  await t.rejects(crm(staff, 'link', '--name', 'Minh'), { code: 'conflict' }, 'who was removed gets no link');
  const minh = (await crm(staff, 'list')).find(({ removed }: { removed: boolean }) => removed);
  t.match(await crm(staff, 'role', '--id', minh.id, '--role', 'manager'), { role: 'manager' });
  t.match(await crm(staff, 'link', '--name', 'Minh'), { id: minh.id, role: 'manager' }, 'until a role is given again');
  for (const wrong of [
    ['link'],
    ['link', '--name', ' '],
    ['role', '--role', 'owner'],
    ['link', '--name', 'x', '--role', 'x'],
    ['drop'],
  ])
    await t.rejects(staff.run(wrong), { code: 'bad_request' }, wrong.join(' '));
  t.equal(await db.collection('staff').countDocuments(), 2);
});

t.test('somebody whom the demo host or a launch vouches for twice is one person', async (t) => {
  const { server, id, scope, now } = await shopOf(t);
  const connection = await server.house.store.system.installations.findOne({ shop: id });
  if (!connection) return t.fail('connected');
  const two = await Promise.all([0, 1].map(() => mintHandoff(server.house.box, connection, { sub: '1' }, now())));
  t.not(two[0], two[1], 'each handoff is another');
  const answers = await Promise.all(
    two.map((handoff) => server.app.inject({ method: 'POST', url: '/api/v1/session', payload: { handoff } })),
  );
  t.same(
    answers.map(({ statusCode }) => statusCode),
    [200, 200],
  );
  t.equal(await scope.staff.count(), 1);
});
