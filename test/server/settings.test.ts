import t from 'tap';
import { createApiKey, listApiKeys, revokeApiKey } from '../../src/server/api-keys.ts';
import { recordAudit } from '../../src/server/audit.ts';
import { staffIdOf } from '../../src/server/principal.ts';
import { eraseShops } from '../../src/server/privacy.ts';
import { testApp } from '../support/app.ts';
import { sampleOf, sign } from '../support/samples.ts';
import { signIn } from '../support/staff.ts';
import { invoice, member, till } from '../support/till.ts';

/** What the settings of the admin ask: how connections do, when keys were used, who did what, what waits for the owner. */

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 22, 5);
const iso = (at: number) => new Date(at).toISOString();

t.test('a connection tells what has come, what came in a day and how much of it went through', async (t) => {
  let now = NOW - 2 * DAY;
  const server = await testApp(t, { now: () => now });
  const shop = await till(server, 'till.example.vn');
  const health = async () => (await shop.ask('GET', '/connections')).body.items[0].health;
  t.same(await health(), {
    lastDeliveryAt: null,
    silentSince: null,
    pending: 0,
    parked: 0,
    lastDay: { received: 0, done: 0, parked: 0 },
    topics: [],
  });
  await shop.send('customer.saved', member({ phone: '0912345671' }));
  await shop.send('invoice.saved', { id: 'broken long ago' });
  now = NOW;
  await shop.send('invoice.saved', invoice({ id: 'A1' }), invoice({ id: 'A2' }), { id: 'broken' });
  await shop.send('stock.counted', { any: 'thing' });
  t.same(await health(), {
    lastDeliveryAt: iso(NOW),
    silentSince: null,
    pending: 0,
    parked: 2,
    lastDay: { received: 4, done: 3, parked: 1 },
    topics: [
      { topic: 'customer.saved', kind: 'customers', lastAt: iso(NOW - 2 * DAY), lastDay: 0 },
      { topic: 'invoice.saved', kind: 'orders', lastAt: iso(NOW), lastDay: 3 },
      { topic: 'stock.counted', kind: 'other', lastAt: iso(NOW), lastDay: 1 },
    ],
  });
  const [connection] = (await shop.ask('GET', '/connections')).body.items;
  t.match(connection.topics.slice(0, 3), [
    { topic: 'invoice.saved', kind: 'orders' },
    { topic: 'invoice.deleted', kind: 'orders' },
    { topic: 'customer.saved', kind: 'customers' },
  ]);
});

t.test('a connection that used to send daily and is heard no more is silent; one that never did is not', async (t) => {
  const server = await testApp(t, { now: () => NOW });
  const shop = await till(server, 'till.example.vn');
  await shop.send('invoice.saved', invoice({ id: 'A1' }));
  const [sample] = await shop.scope.inbox.find().toArray();
  if (!sample) return t.fail('there is a delivery');
  const send = (days: readonly number[]) =>
    shop.scope.inbox.insert(
      days.map((day) => ({ ...sample, _id: `${sample._id}${day}`, receivedAt: NOW - day * DAY - 3_600_000 })),
    );
  await shop.scope.inbox.deleteOne({ _id: sample._id });
  const silentSince = async () => (await shop.ask('GET', '/connections')).body.items[0].health.silentSince;
  await send([3, 4, 5, 6, 7, 8, 9, 10, 11]);
  t.equal(await silentSince(), null, 'nine days are no habit');
  await send([12]);
  t.equal(await silentSince(), iso(NOW - 3 * DAY - 3_600_000));
  await send([1]);
  t.equal(await silentSince(), null, 'it was heard yesterday');
});

t.test('several spellings of a topic are one', async (t) => {
  const server = await testApp(t, { now: () => NOW });
  const shop = await till(server, 'till.example.vn');
  const { installation, secret } = await server.house.connect(shop.shop, 'haravan', 'tiem.myharavan.com');
  for (const topic of ['orders/update', 'orders/updated', 'orders/confirmed'])
    await server.house.receive(
      'haravan',
      sign('haravan', sampleOf('haravan', topic, { id: topic }), secret),
      installation,
    );
  await server.house.settled();
  const { health, topics } = (await shop.ask('GET', '/connections')).body.items.find(
    ({ id }: { id: string }) => id === installation,
  );
  t.match(health.topics, [{ topic: 'orders/updated', kind: 'orders', lastAt: iso(NOW) }]);
  t.equal(health.topics.length, 1);
  t.equal(health.topics[0].lastDay, health.lastDay.received);
  const names = topics.map(({ topic }: { topic: string }) => topic);
  t.ok(names.includes('orders/updated') && !names.includes('orders/update'), 'and one to be registered');
});

t.test('a key tells when it was used last, to the minute', async (t) => {
  let now = NOW;
  const { app, house } = await testApp(t, { now: () => now });
  const { scope } = await house.addShop({ platform: 'pos', domain: 'one' });
  const { id, key } = await createApiKey(scope, { name: 'till', scopes: ['*'] }, now);
  const ask = async () => {
    const answer = await app.inject({ url: '/api/v1/api-keys', headers: { authorization: `Bearer ${key}` } });
    return answer.json().items?.[0].lastUsedAt;
  };
  const used = async () => (await listApiKeys(scope))[0]?.lastUsedAt;
  t.equal(await used(), undefined);
  t.equal(await ask(), iso(NOW), 'the very request that asks is a use');
  now += 59_000;
  await ask();
  t.equal(await used(), NOW);
  now += 1000;
  await Promise.all([ask(), ask(), ask()]);
  t.equal(await used(), NOW + 60_000);
  await revokeApiKey(scope, id, now);
  now += 120_000;
  t.equal(await ask(), undefined, 'a revoked key is refused');
  t.equal(await used(), NOW + 60_000, 'and that is no use of it');
});

t.test('the audit log by who, what and when, with names', async (t) => {
  const server = await testApp(t, { now: () => NOW });
  const shop = await till(server, 'till.example.vn');
  await signIn(server, shop.shop, { sub: '7', name: 'Lan', admin: true });
  const lan = await shop.scope.staff.findOne({ userId: '7' });
  if (!lan) return t.fail('signed in');
  const staff = `staff ${staffIdOf(lan)}`;
  await shop.scope.audit.deleteMany();
  const acts = [
    { at: NOW - 3 * DAY, actor: staff, action: 'settings.changed', target: 'settings' },
    { at: NOW - 2 * DAY, actor: 'cli', action: 'staff.role_changed', target: staff },
    { at: NOW - DAY, actor: staff, action: 'connection.rotated', target: `connection ${shop.installation}` },
    { at: NOW, actor: 'key gone', action: 'settings.changed', target: 'customer 1234' },
  ];
  for (const act of acts) await recordAudit(shop.scope, act);
  const ask = async (query = '') => (await shop.ask('GET', `/audit${query}`)).body.items;
  const times = async (query: string) =>
    (await ask(query)).map(({ at }: { at: string }) => (NOW - Date.parse(at)) / DAY);

  t.match(await ask(), [
    { author: { kind: 'key', id: 'gone', name: null }, targetName: null },
    { author: { kind: 'staff', name: 'Lan' }, targetName: 'till.example.vn' },
    { author: { kind: 'system', id: 'cli' }, targetName: 'Lan' },
    { author: { kind: 'staff', name: 'Lan' }, target: 'settings', targetName: null },
  ]);
  t.equal(new Set((await ask()).map(({ id }: { id: string }) => id)).size, 4);
  t.same(await times(`?actor=${encodeURIComponent(staff)}`), [1, 3]);
  t.same(await times('?action=settings.changed'), [0, 3]);
  t.same(await times(`?action=settings.changed&actor=${encodeURIComponent(staff)}`), [3]);
  t.same(await times('?from=2026-11-20&to=2026-11-21'), [1, 2], 'both days are in it');
  await shop.scope.audit.updateOne({ at: NOW - DAY }, { $set: { at: Date.parse('2026-11-21T17:30:00Z') } });
  t.same((await ask('?from=2026-11-22')).length, 2, 'half past five in London is the next day in Vietnam');
  t.same((await ask('?to=2026-11-21')).length, 2);
  t.same(await times('?actor=nobody'), []);

  for (const filter of ['', '&action=settings.changed', `&actor=${encodeURIComponent(staff)}`]) {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body }: { body: { items: { id: string }[]; nextCursor: string | null } } = await shop.ask(
        'GET',
        `/audit?limit=1${filter}${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      seen.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor;
    }
    t.same(
      seen,
      (await ask(`?limit=100${filter}`)).map(({ id }: { id: string }) => id),
      `page by page${filter}`,
    );
  }
  t.match((await shop.ask('GET', '/audit/choices')).body, {
    actors: [{ actor: 'cli' }, { actor: 'key gone' }, { actor: staff, author: { name: 'Lan' } }],
    actions: ['connection.rotated', 'settings.changed', 'staff.role_changed'],
  });
});

t.test('the owner says what becomes of a shop that its host wants erased', async (t) => {
  const server = await testApp(t, { now: () => NOW });
  const { store } = server.house;
  const [kept, gone] = [await till(server, 'kept.example.vn'), await till(server, 'gone.example.vn')];
  for (const { scope, shop } of [kept, gone])
    await scope.privacyRequests.insert(
      ['whole', 'other'].map((id) => ({
        _id: `${shop}/${id}`,
        shop,
        at: NOW,
        kind: id === 'whole' ? ('erase_shop' as const) : ('erase' as const),
        source: 'key x',
        hostRequestId: null,
        customers: [],
        state: id === 'whole' ? ('waiting_for_owner' as const) : ('done' as const),
        doneAt: NOW,
      })),
    );
  const waiting = async (shop: typeof kept) =>
    (await shop.ask('GET', '/privacy-requests?state=waiting_for_owner')).body.items.map(({ id }: { id: string }) => id);
  t.same(await waiting(kept), ['whole']);
  const decide = (shop: typeof kept, id: string, decision: string) =>
    shop.ask('POST', `/privacy-requests/${id}/decide`, { decision });
  t.equal((await decide(kept, 'other', 'erase')).status, 409, 'what is done is no question');
  t.equal((await decide(kept, 'none', 'erase')).status, 404);
  t.equal((await decide(kept, 'whole', 'perhaps')).status, 422);
  t.match(await decide(kept, 'whole', 'keep'), { status: 200, body: { state: 'declined' } });
  t.equal((await decide(kept, 'whole', 'erase')).status, 409, 'it is decided once');
  t.same(await waiting(kept), []);
  t.match(await decide(gone, 'whole', 'erase'), { status: 200, body: { state: 'pending' } });
  t.match((await gone.ask('GET', '/audit')).body.items[0], {
    action: 'shop_erasure.decided',
    details: { decision: 'erase' },
  });
  await eraseShops(store, () => NOW, 0);
  t.same(
    (await store.system.shops.find().toArray()).map(({ _id }) => _id),
    [kept.shop],
  );
});

t.test('a privacy request tells who asked', async (t) => {
  const server = await testApp(t, { now: () => NOW });
  const shop = await till(server, 'till.example.vn');
  await shop.send('customer.saved', member({ phone: '0912345671', name: 'An' }));
  await shop.send('privacy.export', { phone: '0912345671', requestId: 'R1' });
  const { id } = (await shop.ask('GET', '/customers')).body.items[0];
  await shop.ask('GET', `/customers/${id}/export`);
  const { body } = await shop.ask('GET', '/privacy-requests');
  const authors = body.items.map(({ author }: { author: { kind: string; name: string } }) => [
    author.kind,
    author.name,
  ]);
  t.same(authors.sort(), [
    ['host', 'till.example.vn'],
    ['key', 'test'],
  ]);
});
