import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import type { Platform } from '../../src/adapters/adapter.ts';
import type { InstallationId, ShopId } from '../../src/model.ts';
import { revokeApiKey } from '../../src/server/api-keys.ts';
import { rotateSecret } from '../../src/server/installations.ts';
import { newSecret, SecretBox } from '../../src/server/secrets.ts';
import { mintHandoff } from '../../src/server/staff/handoff.ts';
import { mintSignInLink } from '../../src/server/staff/sessions.ts';
import { signOwn } from '../../src/server/staff/tokens.ts';
import type { InstallationDocument } from '../../src/server/store/documents.ts';
import { type TestApp, testApp } from '../support/app.ts';
import { signIn } from '../support/staff.ts';

/** How somebody gets in, for how long, and what does not let anybody in. */

const MINUTE = 60_000;
const SECOND = newSecret();
const THIRD = newSecret();

interface Desk {
  readonly server: TestApp;
  readonly shop: ShopId;
  readonly connection: InstallationDocument;
  readonly secret: string;
  /** The clock of the server goes on. */
  pass(milliseconds: number): void;
  now(): number;
  /** The status of `POST /session`, and the body. */
  begin(payload: object): Promise<{ status: number; body: any }>;
  /** The status of `GET /me` with this bearer, and the body. */
  me(token: string): Promise<{ status: number; body: any }>;
  /** A handoff of the host's, with some of it said differently. */
  forge(claims?: JWTPayload, options?: { readonly header?: object; readonly secret?: string }): Promise<string>;
}

async function desk(t: Test, platform: Platform = 'woocommerce', domain = 'tiem.example.vn'): Promise<Desk> {
  // It stands still but for what a test lets pass, so that a slow machine changes nothing.
  let clock = Date.now();
  const now = () => clock;
  const server = await testApp(t, { now });
  const { app, house } = server;
  const { id: shop, installation, secret } = await house.addShop({ platform, domain });
  const connection = await connectionOf(server, installation);
  return {
    server,
    shop,
    connection,
    secret,
    now,
    pass(milliseconds) {
      clock += milliseconds;
    },
    async begin(payload) {
      const answer = await app.inject({ method: 'POST', url: '/api/v1/session', payload });
      return { status: answer.statusCode, body: answer.json() };
    },
    async me(token) {
      const answer = await app.inject({ url: '/api/v1/me', headers: { authorization: `Bearer ${token}` } });
      return { status: answer.statusCode, body: answer.json() };
    },
    forge(claims = {}, { header = {}, secret: other = secret } = {}) {
      const iat = Math.floor(now() / 1000);
      const usual = { iss: domain, aud: 'tessera', sub: '7', iat, exp: iat + 60, jti: randomUUID() };
      return new SignJWT({ ...usual, ...claims })
        .setProtectedHeader({ alg: 'HS256', kid: installation, ...header })
        .sign(Buffer.from(other));
    },
  };
}

async function connectionOf({ house }: TestApp, id: InstallationId): Promise<InstallationDocument> {
  const found = await house.store.system.installations.findOne({ _id: id });
  if (!found) throw new Error('no such connection');
  return found;
}

/** How often each status was answered. */
function counted(answers: readonly { readonly status: number }[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

t.test("a host's handoff opens a session of ten minutes, for its shop and for whom it names", async (t) => {
  const { begin, me, forge, now, shop, connection } = await desk(t);
  const begun = await begin({ handoff: await forge({ name: ' Lan \u001b[31m Anh\u0000 ', email: 'Lan@Example.vn' }) });
  t.equal(begun.status, 200);
  t.same(Object.keys(begun.body).sort(), ['expiresAt', 'next', 'token']);
  const lasts = Date.parse(begun.body.expiresAt) - now();
  t.ok(lasts > 9 * MINUTE && lasts <= 10 * MINUTE, 'ten minutes');
  t.match(await me(begun.body.token), {
    status: 200,
    body: {
      principal: { kind: 'staff', id: `${connection._id}:7`, name: 'Lan [31m Anh', role: 'owner' },
      shop: { id: shop, currency: 'VND', locale: 'vi' },
      host: { connection: connection._id, platform: 'woocommerce', domain: 'tiem.example.vn' },
    },
  });
  for (const iss of [
    'https://tiem.example.vn',
    'https://tiem.example.vn/',
    'HTTPS://Tiem.Example.VN',
    'https://tiem.example.vn/shop/',
  ])
    t.equal((await begin({ handoff: await forge({ iss }) })).status, 200, iss);
  const iat = Math.floor(now() / 1000);
  t.equal((await begin({ handoff: await forge({ iat: iat + 4, exp: iat + 64 }) })).status, 200, 'a clock ahead');
  t.equal((await begin({ handoff: await forge({ iat: iat - 63, exp: iat - 3 }) })).status, 200, 'a clock behind');
  t.equal((await begin({ handoff: await forge({ exp: iat + 120 }) })).status, 200, 'as long as it may be');
});

t.test('what is not exactly such a handoff is refused, with one and the same message', async (t) => {
  const { begin, forge, now, server, connection, secret } = await desk(t);
  const other = await server.house.addShop({ platform: 'woocommerce', domain: 'khac.example.vn' });
  const iat = Math.floor(now() / 1000);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const usual = () => ({ iss: 'tiem.example.vn', aud: 'tessera', sub: '7', iat, exp: iat + 60, jti: randomUUID() });
  const header = { kid: connection._id };
  const unsecured = new UnsecuredJWT(usual()).encode();
  const none = [Buffer.from(JSON.stringify({ alg: 'none', ...header })).toString('base64url'), unsecured.split('.')[1]];
  const refused: Record<string, string | Promise<string>> = {
    'signed by another shop': forge({}, { secret: other.secret }),
    'in the name of another store': forge({ iss: 'khac.example.vn' }),
    'in the name of a store below': forge({ iss: 'https://tiem.example.vn.evil.example' }),
    'in no name': forge({ iss: '' }),
    "with this shop's secret, in the name of another": forge({}, { header: { kid: other.installation } }),
    'of a connection that does not exist': forge({}, { header: { kid: 'zzzz' } }),
    'without a connection': forge({}, { header: { kid: undefined } }),
    'with a question for a connection': forge({}, { header: { kid: { $ne: null } } }),
    'as if it were ours': forge({}, { header: { kid: 'own' } }),
    'for somebody else': forge({ aud: 'another' }),
    'for nobody': forge({ aud: undefined as never }),
    'run out': forge({ iat: iat - 120, exp: iat - 6 }),
    'not begun': forge({ iat: iat + 30, exp: iat + 60 }),
    'good for longer than two minutes': forge({ exp: iat + 121 }),
    'made long ago, though it has not run out': forge({ iat: iat - 200, exp: iat + 30 }),
    'without an end': forge({ exp: undefined as never }),
    'without a beginning': forge({ iat: undefined as never }),
    'without a number of its own': forge({ jti: undefined as never }),
    'with a number that can be guessed': forge({ jti: '1' }),
    'about nobody': forge({ sub: undefined as never }),
    'about somebody with a slash': forge({ sub: 'a/b' }),
    'about somebody with a space': forge({ sub: 'a b' }),
    'from nobody': forge({ iss: undefined as never }),
    'not signed (alg none)': `${none.join('.')}.`,
    'not signed, with a signature': `${none.join('.')}.${(await forge()).split('.')[2]}`,
    RS256: new SignJWT(usual()).setProtectedHeader({ alg: 'RS256', ...header }).sign(privateKey),
    HS512: new SignJWT(usual()).setProtectedHeader({ alg: 'HS512', ...header }).sign(Buffer.from(secret.repeat(2))),
    'signed with nothing': new SignJWT(usual())
      .setProtectedHeader({ alg: 'HS256', ...header })
      .sign(Buffer.from(connection.secrets[0] ?? '')),
    'of a changed person': forge().then((token) => {
      const [head, body = '', signature] = token.split('.');
      const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
      return [head, Buffer.from(JSON.stringify({ ...claims, sub: '1' })).toString('base64url'), signature].join('.');
    }),
    'no token': 'a.b.c',
    nothing: '',
  };
  const messages = new Set<string>();
  for (const [name, handoff] of Object.entries(refused)) {
    const { status, body } = await begin({ handoff: await handoff });
    t.match({ status, code: body.code }, { status: 401, code: 'unauthorized' }, name);
    messages.add(body.message);
  }
  t.equal(messages.size, 1, 'which of the reasons it was is not told');
  for (const payload of [
    {},
    { handoff: 7 },
    { handoff: 'x', apiKey: 'y' },
    { token: 'x' },
    { handoff: 'x'.repeat(5000) },
  ])
    t.equal((await begin(payload)).status, 422);
  t.equal(await server.house.store.forShop(other.id).staff.count(), 0, 'nobody got into the other shop');
  t.equal(await server.house.store.system.installations.countDocuments(), 2);
});

t.test('a handoff is used once, also by twenty at the same moment', async (t) => {
  const { begin, forge } = await desk(t);
  const handoff = await forge();
  const at = await Promise.all(Array.from({ length: 20 }, () => begin({ handoff })));
  t.same(counted(at), { 200: 1, 401: 19 });
  t.equal((await begin({ handoff })).status, 401);
  const jti = randomUUID();
  t.same(
    [(await begin({ handoff: await forge({ jti }) })).status, (await begin({ handoff: await forge({ jti }) })).status],
    [200, 401],
    'it is the number that counts',
  );
});

t.test('a session is renewed by its `next`, each once and for half an hour, for twelve hours in all', async (t) => {
  const { begin, me, forge, pass } = await desk(t);
  const first = (await begin({ handoff: await forge() })).body;
  pass(9 * MINUTE);
  t.equal((await me(first.token)).status, 200);
  pass(MINUTE);
  t.match(await me(first.token), { status: 401, body: { code: 'unauthorized' } }, 'after ten minutes');

  const renewals = await Promise.all(Array.from({ length: 20 }, () => begin({ handoff: first.next })));
  t.same(counted(renewals), { 200: 1, 401: 19 }, 'once');
  const second = renewals.find(({ status }) => status === 200)?.body;
  t.equal((await me(second.token)).status, 200);
  pass(31 * MINUTE);
  t.equal((await begin({ handoff: second.next })).status, 401, 'not after half an hour');

  let { body: session, status } = await begin({ handoff: await forge() });
  const begun = Date.parse(session.expiresAt) - 10 * MINUTE;
  let last = session;
  for (let renewed = 0; renewed < 40 && status === 200; renewed++) {
    last = session;
    pass(25 * MINUTE);
    ({ body: session, status } = await begin({ handoff: session.next }));
  }
  t.equal(status, 401, 'the host has to vouch for them again');
  t.ok(Date.parse(last.expiresAt) <= begun + 12 * 60 * MINUTE, 'no token lives past the twelve hours');
  t.ok(Date.parse(last.expiresAt) > begun + 11 * 60 * MINUTE, 'and the last ones reach to about there');
});

t.test('a token is good for what it was made for, and is nobody else\u2019s', async (t) => {
  const { begin, me, forge, server, now, shop } = await desk(t);
  const { token, next } = (await begin({ handoff: await forge() })).body;
  t.equal((await me(next)).status, 401, 'a renewal is no bearer');
  t.equal((await begin({ handoff: token })).status, 401, 'a bearer is no handoff');
  t.equal((await begin({ apiKey: token })).status, 401);
  t.equal((await me(await forge())).status, 401, "nor is a host's handoff a bearer");
  t.equal(
    (
      await server.app.inject({
        url: '/metrics',
        remoteAddress: '192.0.2.1',
        headers: { authorization: `Bearer ${token}` },
      })
    ).statusCode,
    401,
  );

  const [head, body = '', signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
  const other = await server.house.addShop({ platform: 'woocommerce', domain: 'khac.example.vn' });
  const changed = Buffer.from(JSON.stringify({ ...claims, shop: other.id })).toString('base64url');
  t.equal((await me([head, changed, signature].join('.'))).status, 401, 'another shop written into it');
  const unsigned = Buffer.from(JSON.stringify({ alg: 'none', kid: 'own' })).toString('base64url');
  for (const signed of ['', signature]) t.equal((await me([unsigned, body, signed].join('.'))).status, 401, 'alg none');

  const subject = { shop, kind: 'staff', id: claims.sub.slice('staff '.length), until: null } as const;
  const times = { now: now(), expiresAt: now() + MINUTE };
  const { box } = server.house;
  t.equal((await me(await signOwn(box, 'session', subject, times))).status, 200, 'as ours are');
  t.equal(
    (await me(await signOwn(new SecretBox(randomBytes(32)), 'session', subject, times))).status,
    401,
    'with the key of another server',
  );
  t.equal(
    (await me(await signOwn(box, 'session', { ...subject, shop: other.id }, times))).status,
    401,
    'who is nobody in that shop',
  );
});

t.test('who is removed, and whose connection is, is out within a second, signed in or not', async (t) => {
  const { begin, me, forge, pass, server, connection, shop } = await desk(t);
  await signIn(server, shop, { sub: '1' });
  const { token, next } = (await begin({ handoff: await forge() })).body;
  const scope = server.house.store.forShop(shop);
  t.equal((await me(token)).status, 200);
  await scope.staff.updateOne({ _id: `${shop}/${connection._id}:7` }, { $set: { removedAt: 1 } });
  pass(1000);
  t.equal((await me(token)).status, 401, 'the token');
  t.equal((await begin({ handoff: next })).status, 401, 'the renewal');
  t.equal((await begin({ handoff: await forge() })).status, 401, 'and what the host says');

  const boss = (await begin({ handoff: await forge({ sub: '1' }) })).body;
  t.equal((await me(boss.token)).status, 200);
  await scope.installations.updateOne({ _id: connection._id }, { $set: { state: 'uninstalled' } });
  pass(1000);
  t.equal((await me(boss.token)).status, 401, 'the token');
  t.equal((await begin({ handoff: boss.next })).status, 401, 'the renewal');
  t.equal((await begin({ handoff: await forge({ sub: '1' }) })).status, 401, 'and what the host says');
});

t.test('a rotated secret stays good until the next one, a session stays good', async (t) => {
  const { begin, me, forge, server, connection } = await desk(t);
  const { token } = (await begin({ handoff: await forge() })).body;
  const { store, box } = server.house;
  await rotateSecret(store, box, connection, SECOND);
  t.equal((await begin({ handoff: await forge() })).status, 200, 'the host has not been told yet');
  t.equal((await begin({ handoff: await forge({}, { secret: SECOND }) })).status, 200);
  await rotateSecret(store, box, await connectionOf(server, connection._id), THIRD);
  t.equal((await begin({ handoff: await forge() })).status, 401);
  t.equal((await begin({ handoff: await forge({}, { secret: THIRD }) })).status, 200);
  t.equal((await me(token)).status, 200);
});

t.test('a secret that somebody can have thought up signs nobody in', async (t) => {
  const { begin, forge, server, connection } = await desk(t);
  const { store, box } = server.house;
  for (const [secret, status] of [
    ['x'.repeat(31), 401],
    ['x'.repeat(32), 200],
  ] as const) {
    await rotateSecret(store, box, connection, secret);
    t.equal((await begin({ handoff: await forge({}, { secret }) })).status, status, `${secret.length} characters`);
  }
});

t.test('the secret of a till, which lies on every till, and of a Shopify app signs nobody in', async (t) => {
  for (const platform of ['pos', 'shopify'] as const) {
    const domain = 'tiem.myshopify.com';
    const { begin, forge, server, shop } = await desk(t, platform, domain);
    t.equal((await begin({ handoff: await forge({ admin: true }) })).status, 401, platform);
    t.equal(await server.house.store.forShop(shop).staff.count(), 0);
  }
});

t.test('an API key signs in as itself, and its session ends with it', async (t) => {
  const { begin, me, pass, server, shop, now } = await desk(t, 'pos', 'quay.example.vn');
  const { authorization } = await server.authorise(shop, 'orders:read');
  const apiKey = authorization.slice('Bearer '.length);
  const { status, body } = await begin({ apiKey });
  t.equal(status, 200);
  const { body: me1 } = await me(body.token);
  t.match(me1, { principal: { kind: 'key', role: null, scopes: ['orders:read'] }, host: null });
  t.same((await me(apiKey)).body.principal, me1.principal, 'the same principal as the key itself');
  const get = (path: string) =>
    server.app.inject({ url: `/api/v1${path}`, headers: { authorization: `Bearer ${body.token}` } });
  t.equal((await get('/orders')).statusCode, 200);
  t.equal((await get('/customers')).statusCode, 403);
  t.equal((await begin({ handoff: body.next })).status, 200);
  for (const wrong of ['', 'tsk_', `tsk_${'A'.repeat(43)}`, `${apiKey}x`])
    t.equal((await begin({ apiKey: wrong })).status, 401, wrong.slice(0, 6));

  const { next } = (await begin({ apiKey })).body;
  await revokeApiKey(server.house.store.forShop(shop), me1.principal.id, now());
  pass(1000);
  t.equal((await me(body.token)).status, 401);
  t.equal((await begin({ handoff: next })).status, 401);
  t.equal((await begin({ apiKey })).status, 401);
});

t.test('a link of the command line signs in who is meant by it, once, within ten minutes', async (t) => {
  const { begin, me, pass, server, shop, now } = await desk(t, 'pos', 'quay.example.vn');
  const scope = server.house.store.forShop(shop);
  const userId = 'lan';
  const member = { installation: null, userId, name: 'Lan', role: 'owner', createdAt: 1, lastSeenAt: 1 } as const;
  await scope.staff.insert([{ _id: `${shop}/own:lan`, shop, ...member }]);
  const link = () =>
    mintSignInLink({ box: server.house.box, publicUrl: 'https://crm.example' }, shop, 'own:lan', now());
  const [address, handoff = ''] = (await link()).split('#handoff=');
  t.equal(address, 'https://crm.example/app', 'what is secret stands where no server sees it');
  const { status, body } = await begin({ handoff });
  t.equal(status, 200);
  t.match((await me(body.token)).body, { principal: { id: 'own:lan', role: 'owner' }, host: null });
  t.equal((await begin({ handoff })).status, 401);
  const late = (await link()).split('#handoff=')[1];
  pass(10 * MINUTE);
  t.equal((await begin({ handoff: late })).status, 401);
});

t.test('nobody is signed in to a shop that was erased', async (t) => {
  const { begin, me, forge, server, shop } = await desk(t);
  const { token, next } = (await begin({ handoff: await forge() })).body;
  await server.house.store.system.shops.deleteOne({ _id: shop });
  server.house.states.forget(shop);
  t.equal((await begin({ handoff: await forge() })).status, 401);
  t.equal((await begin({ handoff: next })).status, 401);
  t.equal((await me(token)).status, 401);
});

t.test('signing in is counted by address, and nothing that signs in is ever logged', async (t) => {
  const lines: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const server = await testApp(t, { logger, config: { rateLimitPerMinute: 5 } });
  const { id: shop, installation } = await server.house.addShop({ platform: 'woocommerce', domain: 'x.example.vn' });
  const connection = await connectionOf(server, installation);
  const post = (payload: object, remoteAddress: string) =>
    server.app.inject({ method: 'POST', url: '/api/v1/session', payload, remoteAddress });
  const handoff = await mintHandoff(server.house.box, connection, { sub: '7', name: 'Lan' }, Date.now());
  const session = (await post({ handoff }, '192.0.2.1')).json();
  const used = [handoff, session.token, session.next];
  for (const headers of [{ authorization: `Bearer ${session.token}` }, { authorization: `Bearer ${session.token}x` }])
    await server.app.inject({ url: '/api/v1/me', headers });
  await post({ handoff }, '192.0.2.1');
  await post({ handoff: [session.token] }, '192.0.2.1');
  await server.app.inject({
    method: 'POST',
    url: '/api/v1/session',
    remoteAddress: '192.0.2.1',
    headers: { 'content-type': 'application/json' },
    payload: `{"handoff":"${session.token}`,
  });
  t.ok(lines.length >= 4);
  for (const secret of used) t.notOk(lines.join('').includes(secret.split('.')[2]), 'no signature in the log');

  const { authorization } = await server.authorise(shop);
  for (let i = 0; i < 5; i++) t.equal((await post({ apiKey: `tsk_${'A'.repeat(43)}` }, '192.0.2.9')).statusCode, 401);
  t.equal((await post({ apiKey: authorization.slice(7) }, '192.0.2.9')).statusCode, 429, 'right or wrong');
  t.equal((await post({ apiKey: authorization.slice(7) }, '192.0.2.10')).statusCode, 200);
});
