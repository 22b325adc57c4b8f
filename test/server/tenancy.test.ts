import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { buildApp } from '../../src/server/app.ts';
import { registerApi } from '../../src/server/routes/api/index.ts';
import { ScopedCollection } from '../../src/server/store/scope.ts';
import { testApp } from '../support/app.ts';
import { dumpOf, SHOP_COLLECTION_NAMES, tellsOf, twins } from '../support/twins.ts';
import { COLLECTION_CASES } from './tenancy/collection-cases.ts';
import { FUNCTION_CASES } from './tenancy/function-cases.ts';
import { OPEN_ADDRESSES, ROUTE_CASES } from './tenancy/route-cases.ts';

/**
 * Two shops with equal host ids: whatever A asks with whatever ids of B, it sees and changes only its own. What there is to ask is
 * read from the code, so a method, a function or a route that has no case here fails.
 */

t.test('every method of every collection', async (t) => {
  const server = await testApp(t);
  const { a, b } = await twins(server);
  const { store } = server.house;
  const methods = Object.getOwnPropertyNames(ScopedCollection.prototype).filter((name) => name !== 'constructor');
  t.same([...methods].sort(), Object.keys(COLLECTION_CASES).sort(), 'each method has its case');
  for (const name of SHOP_COLLECTION_NAMES) {
    const before = await dumpOf(store, b.shop);
    const [own, others] = await Promise.all([a.scope[name].find().toArray(), b.scope[name].find().toArray()]);
    t.ok(own.length > 0 && own.length === others.length, `${name}: both have ${own.length}`);
    for (const [method, check] of Object.entries(COLLECTION_CASES)) {
      await t.test(`${name}.${method}`, (t) =>
        check(t, { name, collection: a.scope[name], shop: a.shop, otherShop: b.shop, own, others }),
      );
    }
    t.same(await dumpOf(store, b.shop), before, `${name}: nothing of B was touched`);
  }
});

t.test('every function that reads or writes a shop', async (t) => {
  const server = await testApp(t);
  const { a, b } = await twins(server);
  const { store } = server.house;
  t.same(Object.keys(FUNCTION_CASES).sort(), functionsOfShops().sort(), 'each function has its case');
  for (const [name, check] of Object.entries(FUNCTION_CASES)) {
    const before = await dumpOf(store, b.shop);
    await t.test(name, async (t) => {
      const seen = await check(t, { server, a, b });
      t.notOk(tellsOf(b, JSON.stringify(seen ?? null)), 'what A sees tells nothing of B');
    });
    t.same(await dumpOf(store, b.shop), before, `${name}: nothing of B was touched`);
  }
});

t.test('every route', async (t) => {
  const server = await testApp(t);
  const { a, b } = await twins(server);
  const { store } = server.house;
  const routes: string[] = [];
  const table = await buildApp(server.parts, (api, parts) => {
    api.addHook('onRoute', ({ method, url }) => {
      if (method !== 'HEAD') routes.push(`${String(method)} ${url.slice('/api/v1'.length)}`);
    });
    registerApi(api, parts);
  });
  t.same(Object.keys(ROUTE_CASES).sort(), routes.sort(), 'each route has its case');
  const addresses = addressesIn(table.printRoutes({ commonPrefix: false }));
  const api = new Set(routes.map((route) => `/api/v1${route.slice(route.indexOf(' ') + 1)}`));
  t.same(
    addresses.filter((address) => !namesOf(address).some((name) => api.has(name))).sort(),
    Object.keys(OPEN_ADDRESSES).sort(),
    'and each other address a reason',
  );
  await table.close();

  for (const path of ['/customers', '/segments', '/connections', '/api-keys', '/privacy-requests']) {
    t.ok(
      tellsOf(b, JSON.stringify((await b.ask('GET', path)).body)),
      `${path}: what B sees of itself would be noticed`,
    );
  }
  for (const [route, check] of Object.entries(ROUTE_CASES)) {
    const before = await dumpOf(store, b.shop);
    await t.test(route, async (t) => {
      const [method, path] = route.split(' ') as [Parameters<typeof a.ask>[0], string];
      await check(t, {
        server,
        a,
        b,
        async ask(ids, body, query = '') {
          const names = [ids].flat();
          const left = [...names];
          const address = path.replace(/:\w+/g, () => encodeURIComponent(left.shift() ?? ''));
          const answer = await a.ask(method, `${address}${query}`, body);
          // A refusal may repeat what was asked for; nothing else of B.
          const asked = [...names, ...new URLSearchParams(query).values()].filter((value) => value !== '');
          const told = asked.reduce(
            (text, value) => (answer.status < 400 ? text : text.replaceAll(value, '')),
            JSON.stringify(answer.body),
          );
          t.notOk(tellsOf(b, told), 'the answer tells nothing of B');
          return answer;
        },
      });
    });
    await server.house.settled();
    t.same(await dumpOf(store, b.shop), before, `${route}: nothing of B was touched`);
  }
});

t.test('webhooks: a delivery for B needs the secret of B', async (t) => {
  const server = await testApp(t);
  const { a, b } = await twins(server);
  const { sampleOf, sign } = await import('../support/samples.ts');
  const { house } = server;
  const secretOf = async (shop: typeof a) =>
    house.box.open((await shop.scope.installations.findOne({ platform: 'pos' }))?.secrets[0] ?? '', shop.installation);
  const before = await dumpOf(house.store, b.shop);
  const sample = sampleOf('pos', 'customer.saved', {
    phone: '0912345671',
    name: 'Intruder',
    updatedAt: '2026-11-30T00:00:00Z',
  });
  const refused = await server.deliver('pos', sign('pos', sample, await secretOf(a)), b.installation);
  t.equal(refused.statusCode, 401);
  t.equal((await server.deliver('pos', sign('pos', sample, await secretOf(a)), a.installation)).statusCode, 200);
  await house.settled();
  t.same(await dumpOf(house.store, b.shop), before);
  t.equal((await a.ask('GET', '/customers?search=Intruder')).body.items.length, 1, 'it is A who changed');
});

/** Exported functions of the server that are given a shop, or its data, by name of file and function. */
function functionsOfShops(): string[] {
  const root = join(import.meta.dirname, '../../src/server');
  return globSync('**/*.ts', { cwd: root }).flatMap((file) =>
    [
      ...readFileSync(join(root, file), 'utf8').matchAll(
        /^export (?:async )?function\*? ?(\w+)(?:<[^>]*>)?\(([\s\S]*?)\)(?=: |\s\{)/gm,
      ),
    ]
      .filter((match) => /\bShopStore\b|\bshop(?:Id)?: ShopId\b/.test(match[2] ?? ''))
      .map((match) => `${file} ${match[1]}`),
  );
}

/** Where two routes call one place by two names the tree shows both: `:customer|:id`. */
function namesOf(address: string): string[] {
  const [, both, one = '', other = ''] = /((:\w+)\|(:\w+))/.exec(address) ?? [];
  return both === undefined ? [address] : [one, other].map((name) => address.replace(both, name));
}

/** Fastify's tree of addresses, one a line, each below the one it goes on from. */
function addressesIn(tree: string): string[] {
  const above: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const match = /^([│ ]*)[├└]── (\S+) \(/.exec(line);
    if (!match) return [];
    const depth = (match[1] ?? '').length / 4;
    // The tree drops the slash before a wildcard below an address of its own.
    const part = match[2] === '*' && depth > 0 && !above[depth - 1]?.endsWith('/') ? '/*' : match[2];
    const address = `${above[depth - 1] ?? ''}${part}`;
    above[depth] = address;
    return [address];
  });
}
