import t from 'tap';
import { checkGrant, createApiKey, listApiKeys, revokeApiKey, SCOPES } from '../../src/server/api-keys.ts';
import type { App } from '../../src/server/app-parts.ts';
import { recordAudit } from '../../src/server/audit.ts';
import { testApp } from '../support/app.ts';

/** Who may ask, for which shop, and how often. */

function whoami(api: App): void {
  for (const scope of ['customers:read', 'segments:write'] as const) {
    api.get(`/x/${scope.replace(':', '-')}`, { config: { scope } }, async (request) => {
      const { shop } = await request.shopState();
      return { shop: request.scope.shop, name: shop.name, actor: request.actor };
    });
  }
}

t.test('a key opens its own shop, as far as its scopes go', async (t) => {
  const { app, house, authorise } = await testApp(t, { routes: whoami });
  const [one, two] = [
    await house.addShop({ platform: 'pos', domain: 'one' }),
    await house.addShop({ platform: 'pos', domain: 'two' }),
  ];
  const get = async (headers: Record<string, string>, path = 'customers-read') => {
    const answer = await app.inject({ url: `/api/v1/x/${path}`, headers });
    return { status: answer.statusCode, ...answer.json() };
  };
  for (const shop of [one, two]) {
    const headers = await authorise(shop.id);
    const id = (await listApiKeys(shop.scope))[0]?.id;
    t.same(await get(headers), { status: 200, shop: shop.id, name: shop === one ? 'one' : 'two', actor: `key ${id}` });
    t.same(
      (await get({ authorization: headers.authorization.replace('Bearer', 'bearer ') })).shop,
      shop.id,
      'the word Bearer in any case',
    );
  }
  const reader = await authorise(one.id, 'customers:read');
  t.match(await get(reader), { status: 200 });
  t.match(await get(reader, 'segments-write'), {
    status: 403,
    code: 'forbidden',
    message: /needs the scope segments:write/,
  });
  const { authorization } = await authorise(one.id);
  for (const wrong of [
    undefined,
    '',
    'Bearer',
    'Bearer tsk_',
    `Basic ${authorization.slice(7)}`,
    authorization.slice(7),
    `${authorization}x`,
    authorization.slice(0, -1),
    `${authorization} x`,
    `Bearer tsk_${'A'.repeat(43)}`,
  ]) {
    t.match(
      await get(wrong === undefined ? {} : { authorization: wrong }),
      { status: 401, code: 'unauthorized' },
      `not with ${wrong?.slice(0, 12)}`,
    );
  }
});

t.test(
  'a key is stored as a hash, shown once, listed without it, and refused within a second of being revoked',
  async (t) => {
    let now = Date.UTC(2026, 10, 22);
    const { app, house } = await testApp(t, { routes: whoami, now: () => now });
    const { scope } = await house.addShop({ platform: 'pos', domain: 'one' });
    const other = (await house.addShop({ platform: 'pos', domain: 'two' })).scope;
    const { id, key } = await createApiKey(scope, { name: 'till', scopes: ['customers:read'] }, now);
    t.match(key, /^tsk_[A-Za-z0-9]{43}$/);
    t.notMatch(JSON.stringify(await scope.apiKeys.find().toArray()), key.slice(4), 'the key itself is nowhere');
    t.same(await listApiKeys(scope), [{ id, name: 'till', scopes: ['customers:read'], createdAt: now }]);
    t.same(await listApiKeys(other), []);
    const status = async () =>
      (await app.inject({ url: '/api/v1/x/customers-read', headers: { authorization: `Bearer ${key}` } })).statusCode;
    t.equal(await status(), 200);
    t.equal(await revokeApiKey(other, id, now), false, 'another shop cannot revoke it');
    t.equal(await revokeApiKey(scope, id, now), true);
    now += 1000;
    t.equal(await status(), 401);
    t.equal(await revokeApiKey(scope, id, now), true, 'revoking twice is revoking once');
    t.equal((await listApiKeys(scope))[0]?.revokedAt, now - 1000);
    t.equal(await revokeApiKey(scope, 'nobody', now), false);
  },
);

t.test('a key of a shop that was erased is refused', async (t) => {
  let now = Date.UTC(2026, 10, 22);
  const { app, house, authorise } = await testApp(t, { routes: whoami, now: () => now });
  const shop = await house.addShop({ platform: 'pos', domain: 'one' });
  const headers = await authorise(shop.id);
  await house.store.system.shops.deleteOne({ _id: shop.id });
  t.equal(
    (await app.inject({ url: '/api/v1/x/customers-read', headers })).statusCode,
    401,
    'also before its keys are gone',
  );
  await shop.scope.apiKeys.deleteMany();
  now += 1000;
  t.equal((await app.inject({ url: '/api/v1/x/customers-read', headers })).statusCode, 401);
});

t.test('nobody hands on a scope that they do not hold', async (t) => {
  t.doesNotThrow(() => checkGrant(['*'], ['*', 'keys:write', 'privacy:write']));
  t.doesNotThrow(() => checkGrant(['keys:write', 'orders:read'], ['orders:read']));
  t.throws(() => checkGrant(['keys:write'], ['customers:read']), { code: 'forbidden', message: /customers:read/ });
  t.throws(() => checkGrant([...SCOPES], ['*']), { code: 'forbidden' }, 'all of today is not all of tomorrow');
  t.throws(
    () => checkGrant(['*'], ['metrics:read']),
    { code: 'forbidden', message: /metrics:read/ },
    "the server's figures are not a shop's to give",
  );
});

t.test('requests are limited by key, and without one by address', async (t) => {
  const { app, house, authorise } = await testApp(t, { routes: whoami, config: { rateLimitPerMinute: 3 } });
  const shop = await house.addShop({ platform: 'pos', domain: 'one' });
  const [mine, yours] = [await authorise(shop.id), await authorise(shop.id)];
  const get = (headers: Record<string, string>, remoteAddress = '192.0.2.1') =>
    app.inject({ url: '/api/v1/x/customers-read', headers, remoteAddress });
  for (let i = 0; i < 3; i++)
    t.match(await get(mine), {
      statusCode: 200,
      headers: { 'x-ratelimit-limit': '3', 'x-ratelimit-remaining': String(2 - i) },
    });
  const refused = await get(mine);
  t.match({ status: refused.statusCode, code: refused.json().code }, { status: 429, code: 'rate_limited' });
  t.ok(Number(refused.headers['retry-after']) > 0 && Number(refused.headers['retry-after']) <= 60);
  t.equal((await get(mine, '192.0.2.2')).statusCode, 429, 'the same key from another address too');
  t.equal((await get(yours)).statusCode, 200, 'another key from the same address not');

  for (let i = 0; i < 3; i++)
    t.equal((await get({ authorization: `Bearer tsk_${'A'.repeat(42)}${i}` }, '192.0.2.3')).statusCode, 401);
  t.equal(
    (await get({ authorization: `Bearer tsk_${'A'.repeat(42)}9` }, '192.0.2.3')).statusCode,
    429,
    'each invented key counts for its address',
  );
  t.equal(
    (await app.inject({ url: '/guessed', remoteAddress: '192.0.2.3' })).statusCode,
    429,
    'and so does each guessed address',
  );
  t.equal((await get(yours, '192.0.2.3')).statusCode, 200, 'a key in force works from there all the same');
  t.equal((await app.inject({ url: '/healthz', remoteAddress: '192.0.2.3' })).statusCode, 200);
});

t.test('the client behind trusted proxies is the one that is counted', async (t) => {
  const ask = async (trustProxy: false | number | string[], forwarded: string[]) => {
    const { app } = await testApp(t, { config: { rateLimitPerMinute: 1, trustProxy } });
    const statuses: number[] = [];
    for (const address of forwarded)
      statuses.push(
        (await app.inject({ url: '/guessed', remoteAddress: '10.0.0.1', headers: { 'x-forwarded-for': address } }))
          .statusCode,
      );
    return statuses;
  };
  t.same(
    await ask(false, ['192.0.2.1', '192.0.2.2']),
    [404, 429],
    'without a proxy the header is only what somebody says',
  );
  t.same(await ask(1, ['192.0.2.1', '192.0.2.2', '192.0.2.1']), [404, 404, 429]);
  t.same(
    await ask(1, ['192.0.2.8, 192.0.2.1', '192.0.2.9, 192.0.2.1']),
    [404, 429],
    'what stands before the last is only what somebody says',
  );
  t.same(await ask(['10.0.0.0/8'], ['192.0.2.1', '192.0.2.2', '192.0.2.1']), [404, 404, 429]);
});

t.test('an administrative act is written down in its own shop, newest first', async (t) => {
  const { house } = await testApp(t);
  const [one, two] = [
    await house.addShop({ platform: 'pos', domain: 'one' }),
    await house.addShop({ platform: 'pos', domain: 'two' }),
  ];
  await recordAudit(one.scope, { at: 1, actor: 'cli', action: 'api_key.created', target: 'k1' });
  await recordAudit(one.scope, {
    at: 2,
    actor: 'key k1',
    action: 'settings.changed',
    target: 'shop',
    details: { fields: ['timeZone'] },
  });
  const acts = await one.scope.audit.find().sort({ at: -1 }).toArray();
  t.match(acts, [
    { at: 2, actor: 'key k1', details: { fields: ['timeZone'] } },
    { at: 1, actor: 'cli', action: 'api_key.created', target: 'k1' },
  ]);
  t.equal(await two.scope.audit.count(), 0);
});
