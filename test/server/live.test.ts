import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import { type LiveEvent, openLive } from '../../extension-ui/src/api/live-stream.ts';
import type { CustomerKey, ShopId } from '../../src/model.ts';
import { buildApp } from '../../src/server/app.ts';
import { newCustomer } from '../../src/server/ingest/person.ts';
import { LiveEvents } from '../../src/server/live/live-events.ts';
import { type TestApp, type TestAppOptions, testApp } from '../support/app.ts';
import { type Heard, Listener, type Refused } from '../support/listener.ts';
import { head, listening } from '../support/raw-http.ts';
import { sampleOf, sign } from '../support/samples.ts';
import { seeded } from '../support/seeded.ts';
import { staffToken } from '../support/staff.ts';
import { invoice, type Till, till } from '../support/till.ts';
import { SPENT } from '../support/twins.ts';

/** The event stream over a real server and a real change stream. What each event needs is in src/server/live/events.ts. */

async function serving(t: Test, options: TestAppOptions = {}) {
  const server = await testApp(t, options);
  const port = await listening(server.app);
  const listeners: Listener[] = [];
  const hear = async (headers: Record<string, string>, lastId?: string) => {
    const listener = await Listener.open(port, headers, lastId);
    listeners.push(listener);
    return listener;
  };
  t.teardown(() => {
    for (const listener of listeners) listener.hangUp();
  });
  return { server, port, hear };
}

/** Somebody new, written past everything: what happens in the database is what is told, whoever did it. */
async function appear(server: TestApp, shop: ShopId, ...ids: string[]): Promise<void> {
  const documents = ids.map((id) => newCustomer(`${shop}/000/${id}` as CustomerKey, 0));
  await server.house.store.forShop(shop).customers.insert(documents);
}

/** Cursors of change streams of this database, as the database itself sees them. */
async function changeStreams({ house }: TestApp): Promise<unknown[]> {
  const { client, db } = house.store;
  const all = [{ $currentOp: { idleCursors: true, allUsers: true } }, { $match: { 'cursor.tailable': true } }];
  const found = await client.db('admin').aggregate(all).toArray();
  return found.filter(({ ns }) => String(ns).startsWith(`${db.databaseName}.`)).map(({ cursor }) => cursor.cursorId);
}

const isCustomer = (id: string) => (heard: Heard) => heard.event === 'customer' && heard.data.id === id;
const customersIn = ({ heard }: Listener) =>
  heard.filter(({ event }) => event === 'customer').map(({ data }) => data.id);

t.test(
  'an order that a webhook brings is told: order, customer, who entered which segment, and the delivery',
  async (t) => {
    const { server, hear } = await serving(t);
    const shop = await till(server, 'a.vn');
    const { body: segment } = await shop.ask('POST', '/segments', { name: 'Khách quý', definition: SPENT });
    while ((await shop.ask('GET', `/segments/${segment.id}`)).body.state !== 'ready') await sleep(30);
    const listener = await hear(await server.authorise(shop.shop));

    const installation = await server.house.store.system.installations.findOne({ _id: shop.installation });
    const secret = server.house.box.open(installation?.secrets[0] ?? '', shop.installation);
    const sample = sampleOf('pos', 'invoice.saved', invoice({ id: 'HD/1', phone: '0912345671' }));
    t.equal((await server.deliver('pos', sign('pos', sample, secret), shop.installation)).statusCode, 200);

    const done = await listener.until(({ event, data }) => event === 'delivery' && data.state === 'done');
    const customer = (await shop.scope.customers.findOne({}))?._id.slice(-12);
    const delivery = await shop.scope.inbox.findOne({});
    t.same(done.data, { id: delivery?._id.split('/').slice(1).join('.'), state: 'done' });
    const told = listener.heard.filter(({ event }) => ['order', 'customer', 'member'].includes(event));
    t.same(
      told.map(({ event, data }) => ({ event, data })).sort((a, b) => (a.event < b.event ? -1 : 1)),
      [
        { event: 'customer', data: { id: customer } },
        {
          event: 'member',
          data: {
            segment: segment.id,
            customer,
            kind: 'entered',
            at: new Date((await shop.scope.membershipEvents.findOne({}))?.at ?? 0).toISOString(),
          },
        },
        { event: 'order', data: { id: `${shop.installation}.HD/1`, customer } },
      ],
      'each once, with the ids by which the API has them',
    );
    t.equal((await shop.ask('GET', `/orders/${encodeURIComponent(`${shop.installation}.HD/1`)}`)).status, 200);
    const ids = listener.heard.map(({ id }) => id);
    t.same(ids, [...ids].sort(), 'their ids are in order');
  },
);

t.test('what is no news is not told', async (t) => {
  const { server, hear } = await serving(t);
  const shop = await till(server, 'a.vn');
  await shop.send('invoice.saved', ...['1', '2', '3'].map((n) => invoice({ id: n, phone: `091234567${n}` })));
  const listener = await hear(await server.authorise(shop.shop));
  await appear(server, shop.shop, 'first');
  const { id: start } = await listener.until(isCustomer('first'));
  const since = (event: string) =>
    listener.heard.filter((heard) => heard.event === event && heard.id > start).map(({ data }) => data);
  const { body: segment } = await shop.ask('POST', '/segments', { name: 'Khách quý', definition: SPENT });
  while ((await shop.ask('GET', `/segments/${segment.id}`)).body.state !== 'ready') await sleep(30);
  const { jobs, inbox } = server.house.store.system;
  const { insertedId: _id } = await jobs.insertOne({ name: 'segments at midnight', nextRunAt: null } as never);
  await jobs.updateOne({ _id }, { $set: { lockedAt: new Date() } });
  await inbox.updateMany({ shop: shop.shop }, { $set: { lease: { owner: 'x', until: 0 } } });
  for (const done of [1, 2])
    await server.house.store.system.shops.updateOne(
      { _id: shop.shop },
      { $set: { 'rebuild.done': done, 'rebuild.leaseUntil': done } as object },
    );
  await appear(server, shop.shop, 'last');
  await listener.until(isCustomer('last'));
  t.same(since('customer'), [{ id: 'last' }], 'labels that a build lays on customers');
  t.same(since('delivery'), [], 'a lease on a delivery');
  const jobsTold = since('job').map(({ name }) => name);
  t.same([...new Set(jobsTold)], ['segments at midnight', 'rebuild'], 'a job that is new, and how far a rebuild is');
  t.equal(jobsTold.filter((name) => name === 'segments at midnight').length, 1, 'but not the lock of a job');
  t.same(since('settings'), [], 'a rebuild that moves on changes no setting');
  t.equal(since('member').length, 3, 'but who entered is');

  await jobs.updateOne({ _id }, { $set: { lastFinishedAt: new Date() } });
  await jobs.deleteOne({ _id });
  await appear(server, shop.shop, 'very-last');
  await listener.until(isCustomer('very-last'));
  t.ok(since('job').length >= 2, 'a job that has run is news again');
});

t.test('two shops to whom the same happens hear of their own only, while it happens and afterwards', async (t) => {
  const { server, hear } = await serving(t);
  const [a, b] = [await till(server, 'a.vn'), await till(server, 'b.vn')];
  const headers = { a: await server.authorise(a.shop), b: await server.authorise(b.shop) };
  const ears = { a: await hear(headers.a), b: await hear(headers.b) };
  const what = [invoice({ id: 'HD1', phone: '0912345671' }), invoice({ id: 'HD2', phone: '0912345672' })];
  await Promise.all([a.send('invoice.saved', ...what), b.send('invoice.saved', ...what)]);
  const customersOf = async ({ scope }: Till) =>
    (await scope.customers.find().toArray()).map(({ _id }) => _id.slice(-12));

  const check = async (ear: Listener, own: Till, other: Till) => {
    const customers = await customersOf(own);
    await Promise.all(customers.map((id) => ear.until(isCustomer(id))));
    await ear.until(({ event, data }) => event === 'order' && data.id === `${own.installation}.HD2`);
    const named = (event: string): string[] => [
      ...new Set(ear.heard.filter((heard) => heard.event === event).map(({ data }) => String(data.id))),
    ];
    t.same(named('customer').sort(), customers.sort());
    t.same(named('order').sort(), [`${own.installation}.HD1`, `${own.installation}.HD2`]);
    t.equal(named('delivery').length, 2);
    for (const word of [other.shop, other.installation, ...(await customersOf(other))])
      t.notOk(ear.text.includes(word), `nothing says ${word}`);
  };
  await check(ears.a, a, b);
  await check(ears.b, b, a);
  await check(await hear(headers.a, ears.b.heard[0]?.id), a, b); // an id is a place in time, and whose it was is no matter
  await check(await hear(headers.b, ears.a.heard[0]?.id), b, a);
});

t.test('everybody is told what they may read, and when that changes they have to ask again', async (t) => {
  const { server, hear } = await serving(t);
  const shop = await till(server, 'a.vn');
  const bearer = async (role: Parameters<typeof staffToken>[2]) => ({
    authorization: `Bearer ${await staffToken(server, shop.shop, role)}`,
  });
  const [owner, viewer, cashier] = await Promise.all([
    hear(await bearer('owner')),
    hear(await bearer('viewer')),
    hear(await bearer('cashier')),
  ]);
  const segmentsOnly = await hear(await server.authorise(shop.shop, 'segments:read'));
  const { body: segment } = await shop.ask('POST', '/segments', { name: 'Khách quý', definition: SPENT });
  while ((await shop.ask('GET', `/segments/${segment.id}`)).body.state !== 'ready') await sleep(30);
  await shop.send('invoice.saved', invoice({ id: 'HD1', phone: '0912345671' }));
  await shop.ask('PATCH', '/settings', { name: 'Mới' });
  await server.house.store.system.jobs.insertOne({ name: 'finish rebuilds', nextRunAt: null } as never);
  await staffToken(server, shop.shop, 'manager');
  await appear(server, shop.shop, 'last');
  await shop.ask('PATCH', `/segments/${segment.id}`, { description: 'last' });
  await Promise.all([owner, viewer, cashier].map((listener) => listener.until(isCustomer('last'))));
  const all = ['audit', 'customer', 'delivery', 'job', 'member', 'order', 'segment', 'settings', 'staff'];
  t.same(owner.names(), all);
  t.same(viewer.names(), all);
  t.same(cashier.names(), ['customer', 'order']);
  await owner.until(({ event, id }) => event === 'segment' && id > (cashier.lastId ?? ''));
  await segmentsOnly.until(({ event, id }) => event === 'segment' && id > (cashier.lastId ?? ''));
  t.same(segmentsOnly.names(), ['member', 'segment']);

  const { body: staff } = await shop.ask('GET', '/staff');
  const { id } = staff.items.find(({ name }: { name: string }) => name === 'viewer');
  t.equal((await shop.ask('PATCH', `/staff/${encodeURIComponent(id)}`, { role: 'cashier' })).status, 200);
  t.equal(await viewer.over, true, 'a viewer who is a cashier now hears nothing more');
});

t.test('drops lose nothing, whichever process is asked next', async (t) => {
  const { seed, below } = seeded();
  t.comment(`seed ${seed}`);
  const { server, port } = await serving(t, { live: { batchMax: 1000 } });
  const { id: shop } = await server.house.addShop({ platform: 'pos', domain: 'a' });
  const { store, states } = server.house;
  // Another process over the same database: nothing is shared but that.
  const live = new LiveEvents({ store, states, metrics: server.parts.metrics, logger: server.parts.logger });
  const other = await buildApp({ ...server.parts, live });
  t.teardown(async () => {
    await other.close();
    await live.stop();
  });
  const ports = [port, await listening(other)];
  const headers = await server.authorise(shop);
  const wanted = Array.from({ length: 300 }, (_, i) => `c${i}`);
  const told: string[] = [];
  let resets = 0;
  let isWriting = true;
  const listen = async () => {
    let lastId: string | undefined;
    for (let drops = 0; ; drops++) {
      const listener = await Listener.open(ports[below(2)] as number, headers, lastId);
      const whole = listener.until(isCustomer('c299'));
      await Promise.race([whole, isWriting ? sleep(below(400)) : whole]);
      listener.hangUp();
      await Promise.all([listener.over, whole.catch(() => undefined)]);
      lastId = listener.lastId ?? lastId;
      told.push(...customersIn(listener));
      resets += listener.heard.filter(({ event }) => event === 'reset').length;
      if (told.includes('c299')) return drops;
      if (below(2) === 0) await sleep(below(300));
    }
  };
  const listening1 = listen();
  for (let written = 0; written < wanted.length; ) {
    const batch = wanted.slice(written, written + 1 + below(5));
    await appear(server, shop, ...batch);
    written += batch.length;
    await sleep(below(40));
  }
  isWriting = false;
  t.ok((await listening1) > 3, 'there were drops');
  t.same([...new Set(told)].sort(), [...wanted].sort());
  t.equal(resets, 0, 'and nobody had to ask for everything');
});

t.test('from each message on exactly the rest comes, within one transaction too', async (t) => {
  const { server, hear } = await serving(t);
  const { id: shop } = await server.house.addShop({ platform: 'pos', domain: 'a' });
  const headers = await server.authorise(shop);
  const first = await hear(headers);
  const ids = Array.from({ length: 10 }, (_, i) => `t${i}`);
  await server.house.store.transaction(shop, (inside) =>
    inside.customers.insert(ids.map((id) => newCustomer(`${shop}/000/${id}` as CustomerKey, 0))),
  );
  await first.until(isCustomer('t9'));
  for (const [i, { id }] of first.heard.filter(({ event }) => event === 'customer').entries()) {
    const resumed = await hear(headers, id);
    await appear(server, shop, `after ${i}`);
    await resumed.until(isCustomer(`after ${i}`));
    t.same(customersIn(resumed), [...ids, ...ids.map((_, n) => `after ${n}`)].slice(i + 1, 11 + i));
  }
});

t.test('where it is not known what was missed, a reset comes first', async (t) => {
  const { server, hear } = await serving(t, { live: { recentMax: 8, batchMax: 20 } });
  const { id: shop } = await server.house.addShop({ platform: 'pos', domain: 'a' });
  const headers = await server.authorise(shop);
  const first = await hear(headers);
  await appear(server, shop, 'a');
  const { id: early } = await first.until(isCustomer('a'));
  first.hangUp();
  const keeper = await hear(headers); // keeps the change stream open
  for (let i = 0; i < 60; i += 5) {
    await appear(server, shop, ...Array.from({ length: 5 }, (_, n) => `b${i + n}`));
  }
  await keeper.until(({ event, data }) => event === 'reset' || data.id === 'b59');
  await calm(server, shop, keeper);
  const cases: [string, string][] = [
    ['older than what is kept', early],
    ['of no kind that we give', 'garbage'],
    ['of the future', `f${early.slice(1)}`],
    ['of a long time ago', `0${early.slice(1)}`],
  ];
  for (const [what, id] of cases) {
    const listener = await hear(headers, id);
    const { id: now } = await listener.until(() => true);
    t.match(listener.heard[0], { event: 'reset', data: {} }, what);
    t.match(listener.text, /^event: reset\n/, 'before anything else');
    await appear(server, shop, `after ${what}`);
    const after = await listener.until(isCustomer(`after ${what}`));
    t.ok(after.id > now, 'and from there it goes on');
    const resumed = await hear(headers, now);
    await resumed.until(isCustomer(`after ${what}`));
    t.notOk(resumed.names().includes('reset'), 'its id is as good as any');
  }
});

t.test('more than is told one by one is a reset, and equal events are one', async (t) => {
  const { server, hear } = await serving(t, { live: { batchMax: 50 } });
  const { id: shop, scope } = await server.house.addShop({ platform: 'pos', domain: 'a' });
  const listener = await hear(await server.authorise(shop));
  await appear(server, shop, ...Array.from({ length: 200 }, (_, i) => `m${i}`));
  await listener.until(({ event }) => event === 'reset');
  const { id } = await calm(server, shop, listener);
  t.notOk(customersIn(listener).includes('m199'), 'none of them by name');
  await server.house.store.transaction(shop, async (inside) => {
    for (let i = 0; i < 30; i++)
      await inside.customers.updateOne({ _id: `${shop}/000/m1` as CustomerKey }, { $set: { name: `${i}` } });
  });
  await appear(server, shop, 'last');
  await listener.until(isCustomer('last'));
  const after = listener.heard.filter((heard) => heard.id > id && heard.event === 'customer');
  t.same(
    after.map(({ data }) => data.id),
    ['m1', 'last'],
    'thirty changes of one customer are one',
  );
  t.equal(
    await scope.customers.count({
      _id: { $in: ['m0', 'm199', 'last'].map((id) => `${shop}/000/${id}` as CustomerKey) },
    }),
    3,
  );
});

/** The many may come in several goes, and what comes together with one of them is part of a reset: until somebody is told by name. */
async function calm(server: TestApp, shop: ShopId, listener: Listener): Promise<Heard> {
  for (let i = 0; ; i++) {
    const name = `calm${i}`;
    await appear(server, shop, name);
    const heard = await Promise.race([listener.until(isCustomer(name)), sleep(1500, null)]);
    if (heard) return heard;
  }
}

t.test('a key that is revoked, somebody who is removed and a session that has run out hear nothing more', async (t) => {
  let ahead = 0;
  const { server, hear } = await serving(t, { now: () => Date.now() + ahead });
  const shop = await till(server, 'a.vn');
  const { body: key } = await shop.ask('POST', '/api-keys', { name: 'x', scopes: ['customers:read'] });
  const token = await staffToken(server, shop.shop, 'viewer');
  const [withKey, removed, staying] = await Promise.all([
    hear({ authorization: `Bearer ${key.key}` }),
    hear({ authorization: `Bearer ${token}` }),
    hear(await server.authorise(shop.shop)),
  ]);
  const session = await hear({ authorization: `Bearer ${await staffToken(server, shop.shop, 'owner')}` });
  const { body: staff } = await shop.ask('GET', '/staff');
  const { id } = staff.items.find(({ name }: { name: string }) => name === 'viewer');
  t.equal((await shop.ask('DELETE', `/api-keys/${key.id}`)).status, 204);
  t.equal((await shop.ask('DELETE', `/staff/${encodeURIComponent(id)}`)).status, 204);
  t.equal(await withKey.over, true, 'the key');
  t.equal(await removed.over, true, 'the staff member');
  ahead = 11 * 60_000;
  t.equal(await session.over, true, 'the session');
  await appear(server, shop.shop, 'last');
  await staying.until(isCustomer('last'));
  t.notOk(customersIn(withKey).includes('last'));
});

t.test('streams are bounded by shop and by process, and only opening one counts as a request', async (t) => {
  const { server, hear } = await serving(t, {
    live: { clientsOfShopMax: 2, clientsMax: 3 },
    config: { rateLimitPerMinute: 5 },
  });
  const shops = await Promise.all(['a', 'b', 'c'].map((domain) => server.house.addShop({ platform: 'pos', domain })));
  const [a, b, c] = await Promise.all(shops.map(({ id }) => server.authorise(id)));
  const first = await hear(a!);
  await hear(a!);
  const refused = await hear(a!).catch((error: unknown) => error);
  t.match(refused, { status: 429, body: { code: 'rate_limited' } });
  t.ok((refused as Refused).headers.has('retry-after'));
  await hear(b!);
  t.match(await hear(c!).catch((error: unknown) => error), { status: 503, body: { code: 'overloaded' } });
  first.hangUp();
  await first.over;
  for (let isFree = false; !isFree; await sleep(20))
    isFree = (await server.parts.metrics.registry.metrics()).includes('tessera_live_clients 2');
  t.ok(await hear(c!), 'who leaves makes room');
  t.match(await hear({}).catch((error: unknown) => error), { status: 401 });
  const asked = await server.app.inject({ method: 'HEAD', url: '/api/v1/events', headers: a! });
  t.equal(asked.statusCode, 405, 'a stream has no head that could be asked for alone');
});

t.test('a hundred clients share one change stream, and the last one who leaves takes it along', async (t) => {
  const { server, hear } = await serving(t, { live: { lingerMs: 50 } });
  const { id: shop } = await server.house.addShop({ platform: 'pos', domain: 'a' });
  const headers = await server.authorise(shop);
  t.same(await changeStreams(server), [], 'none before the first');
  const crowd = await Promise.all(Array.from({ length: 100 }, () => hear(headers)));
  await appear(server, shop, 'seen');
  await Promise.all(crowd.map((listener) => listener.until(isCustomer('seen'))));
  t.equal((await changeStreams(server)).length, 1);
  const metrics = await server.parts.metrics.registry.metrics();
  t.match(metrics, /^tessera_live_clients 100$/m);
  t.ok(Number(/^tessera_live_events_total (\d+)$/m.exec(metrics)?.[1]) >= 100);
  for (const listener of crowd) listener.hangUp();
  while ((await changeStreams(server)).length > 0) await sleep(30);
  await appear(server, shop, 'unseen');
  const next = await hear(headers);
  await next.until(isCustomer('unseen'));
  t.equal((await changeStreams(server)).length, 1, 'and the next one begins anew, a little before it came');
});

t.test('whoever does not read is cut off, and costs no memory', async (t) => {
  const { server, port } = await serving(t, { live: { batchMax: 100_000, beatMs: 200 } });
  const { id: shop } = await server.house.addShop({ platform: 'pos', domain: 'a' });
  const { authorization } = await server.authorise(shop);
  const accepted = new Promise<Socket>((resolve) => server.app.server.once('connection', resolve));
  const deaf = connect(port, '127.0.0.1').pause();
  t.teardown(() => deaf.destroy());
  deaf.on('error', () => undefined);
  deaf.write(head('GET', '/api/v1/events', [['Authorization', authorization]]));
  const clients = async () =>
    Number(/^tessera_live_clients (\d+)$/m.exec(await server.parts.metrics.registry.metrics())?.[1]);
  while ((await clients()) === 0) await sleep(20);
  const { writableLength: before } = await accepted;
  let held = before;
  for (let round = 0; (await clients()) > 0; round++) {
    await appear(server, shop, ...Array.from({ length: 500 }, (_, i) => `${round}-${i}-${'x'.repeat(2000)}`));
    held = Math.max(held, (await accepted).writableLength);
    await sleep(100);
  }
  t.equal(await clients(), 0);
  t.ok(held < 4 << 20, `${held} bytes waited for it at most`);
});

t.test('a stream outlives the time that a request may take, and says where it stands', async (t) => {
  const lines: { msg: string; route?: string; status?: number }[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const { server, hear } = await serving(t, { logger, config: { requestTimeoutMs: 300 }, live: { beatMs: 100 } });
  const { id: shop } = await server.house.addShop({ platform: 'pos', domain: 'a' });
  const { id: another } = await server.house.addShop({ platform: 'pos', domain: 'b' });
  const listener = await hear(await server.authorise(shop));
  const before = listener.lastId ?? '';
  await sleep(800);
  await appear(server, another, 'stranger');
  while ((listener.lastId ?? '') <= before) await sleep(50);
  t.match(listener.text, /^: here\nid: [0-9a-f]{16}-[0-9a-f]{6}\n\n/, 'a comment with an id');
  t.notOk(customersIn(listener).includes('stranger'), 'which goes on with what is not told here');
  await appear(server, shop, 'late');
  await listener.until(isCustomer('late'));
  const hungUp = await hear(await server.authorise(shop));
  hungUp.hangUp();
  await hungUp.over;
  await server.app.close();
  await listener.over;
  t.match(
    lines.find(({ msg }) => msg === 'stream'),
    { route: '/api/v1/events', status: 200 },
  );
  t.same(
    lines.filter(({ msg }) => /premature/.test(msg)),
    [],
  );
  const metrics = await server.parts.metrics.registry.metrics();
  t.notMatch(metrics, /tessera_http_request_seconds_count\{[^}]*events/, 'no request that took so long');
});

t.test('a server that stops ends its streams at once', async (t) => {
  const { server, port, hear } = await serving(t, { config: { drainMs: 600_000 } });
  const { id: shop } = await server.house.addShop({ platform: 'pos', domain: 'a' });
  const headers = await server.authorise(shop);
  const listeners = await Promise.all([hear(headers), hear(headers)]);
  const deaf = connect(port, '127.0.0.1').pause();
  t.teardown(() => deaf.destroy());
  deaf.write(head('GET', '/api/v1/events', [['Authorization', headers.authorization]]));
  await sleep(200);
  const isClosed = server.app.close().then(() => 'closed');
  t.equal(await Promise.race([isClosed, sleep(60_000, 'waits', { ref: false })]), 'closed');
  t.same(await Promise.all(listeners.map(({ over }) => over)), [true, true], 'in order, so that clients know');
  await t.rejects(
    server.parts.live.stop().then(() => server.parts.live.subscribe({ shop, names: new Set(), lastId: undefined })),
    {
      code: 'shutting_down',
    },
  );
});

t.test('the admin misses nothing while the server is restarted', async (t) => {
  const { server, port } = await serving(t);
  const { id: shop } = await server.house.addShop({ platform: 'pos', domain: 'a' });
  const { authorization } = await server.authorise(shop);
  const events: LiveEvent[] = [];
  const seen = () => events.flatMap(({ name, data }) => (name === 'customer' ? [data.id] : []));
  const close = openLive({
    url: `http://127.0.0.1:${port}/api/v1/events`,
    token: async () => authorization.slice('Bearer '.length),
    onEvent: (event) => void events.push(event),
    onState: () => {},
    times: { pauseMinMs: 50 },
  });
  t.teardown(close);
  while (events.length === 0) await sleep(20); // the shop itself is news
  await appear(server, shop, 'before');
  while (!seen().includes('before')) await sleep(20);
  await server.app.close();
  await server.parts.live.stop();
  await appear(server, shop, 'meanwhile');
  const { store, states } = server.house;
  const live = new LiveEvents({ store, states, metrics: server.parts.metrics, logger: server.parts.logger });
  const next = await buildApp({ ...server.parts, live });
  t.teardown(async () => {
    await next.close();
    await live.stop();
  });
  await next.listen({ port, host: '127.0.0.1' });
  await appear(server, shop, 'after');
  while (!seen().includes('after')) await sleep(20);
  t.same(seen(), ['before', 'meanwhile', 'after']);
  t.notOk(events.some(({ name }) => name === 'reset'));
});

t.test('the change stream goes on where it was; where it cannot, everybody is told reset', async (t) => {
  const { server, hear } = await serving(t);
  const { id: shop } = await server.house.addShop({ platform: 'pos', domain: 'a' });
  const { db } = server.house.store;
  const listener = await hear(await server.authorise(shop));
  await appear(server, shop, 'a');
  await listener.until(isCustomer('a'));
  const [open] = await changeStreams(server);
  const killed = await db.command({ killCursors: '$cmd.aggregate', cursors: [open] });
  t.same(killed['cursorsKilled'], [open]);
  await appear(server, shop, 'b');
  await listener.until(isCustomer('b'));
  t.notOk(listener.names().includes('reset'), 'a cursor that is gone is opened again');

  await db.dropDatabase(); // which no change stream survives
  const { id } = await listener.until(({ event }) => event === 'reset');
  await appear(server, shop, 'c');
  const after = await listener.until(isCustomer('c'));
  t.ok(after.id > id);
});
