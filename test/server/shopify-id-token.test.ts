import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import t from 'tap';
import type { InstallationId } from '../../src/model.ts';
import { rotateSecret } from '../../src/server/installations.ts';
import { Principals } from '../../src/server/principals.ts';
import { newSecret } from '../../src/server/secrets.ts';
import { testApp } from '../support/app.ts';

t.test("Shopify's ID token is a bearer by itself, for the shop that it names and that signed it", async (t) => {
  const server = await testApp(t, { config: { shopifyApiKey: 'our-app' } });
  const { house } = server;
  const connectionOf = async (id: InstallationId) => {
    const found = await house.store.system.installations.findOne({ _id: id });
    if (!found) throw new Error('no such connection');
    return found;
  };
  const one = await house.addShop({ platform: 'shopify', domain: 'tiem-mot.myshopify.com' });
  const two = await house.addShop({ platform: 'shopify', domain: 'tiem-hai.myshopify.com' });
  const me = async (token: string | Promise<string>) => {
    const headers = { authorization: `Bearer ${await token}` };
    const answer = await server.app.inject({ url: '/api/v1/me', headers });
    return { status: answer.statusCode, body: answer.json() };
  };
  const idToken = (claims: JWTPayload = {}, secret = one.secret, header: object = {}) => {
    const now = Math.floor(Date.now() / 1000);
    const dest = 'https://tiem-mot.myshopify.com';
    const usual = { iss: `${dest}/admin`, dest, aud: 'our-app', sub: '42', nbf: now, iat: now, exp: now + 60 };
    return new SignJWT({ ...usual, jti: randomUUID(), sid: 's', ...claims })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT', ...header })
      .sign(Buffer.from(secret));
  };
  t.match(await me(idToken()), {
    status: 200,
    body: {
      principal: { id: `${one.installation}:42`, name: '#42', role: 'owner' },
      shop: { id: one.id },
      host: { platform: 'shopify', domain: 'tiem-mot.myshopify.com' },
    },
  });
  t.match((await me(idToken({ sub: '43' }))).body, { principal: { role: 'viewer' } }, 'the second is not the first');

  const now = Math.floor(Date.now() / 1000);
  const away = 'https://evil.example';
  const unsigned = new UnsecuredJWT(
    JSON.parse(Buffer.from((await idToken()).split('.')[1] ?? '', 'base64url').toString()),
  );
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const elsewhere = 'https://tiem-hai.myshopify.com';
  const refused: Record<string, string | Promise<string>> = {
    'signed by another shop': idToken({}, two.secret),
    'for another shop, by this one': idToken({ dest: elsewhere, iss: `${elsewhere}/admin` }),
    'whose issuer is another shop': idToken({ iss: `${elsewhere}/admin` }),
    'whose issuer is another shop, signed by that': idToken({ iss: `${elsewhere}/admin` }, two.secret),
    'for a foreign destination': idToken({ dest: away }),
    'for a foreign destination and issuer': idToken({ dest: away, iss: `${away}/admin` }),
    'with the destination in a part of the address': idToken({ dest: `${away}/tiem-mot.myshopify.com` }),
    'for a shop that we do not have': idToken({
      dest: 'https://nobody.myshopify.com',
      iss: 'https://nobody.myshopify.com/admin',
    }),
    'for another app': idToken({ aud: 'another-app' }),
    'run out': idToken({ exp: now - 30, nbf: now - 90 }),
    'not begun': idToken({ nbf: now + 60 }),
    'without an end': idToken({ exp: undefined as never }),
    'about nobody': idToken({ sub: undefined as never }),
    'about what is no number': idToken({ sub: 'x:y' }),
    'not signed': unsigned.encode(),
    RS256: new SignJWT({ dest: 'https://tiem-mot.myshopify.com', aud: 'our-app', sub: '42', exp: now + 60 })
      .setProtectedHeader({ alg: 'RS256' })
      .sign(privateKey),
  };
  for (const [name, token] of Object.entries(refused))
    t.match(await me(token), { status: 401, body: { code: 'unauthorized' } }, name);
  t.equal(await house.store.forShop(two.id).staff.count(), 0);

  const own = await house.addShop({ platform: 'shopify', domain: 'app-rieng.myshopify.com', clientId: 'own-app' });
  const dest = 'https://app-rieng.myshopify.com';
  const ofOwn = (aud: string) => me(idToken({ dest, iss: `${dest}/admin`, aud }, own.secret));
  t.equal((await ofOwn('own-app')).status, 200, 'a connection may have an app of its own');
  t.equal((await ofOwn('our-app')).status, 401);

  const { store, box } = house;
  const [second, third] = [newSecret(), newSecret()];
  await rotateSecret(store, box, await connectionOf(one.installation), second);
  await rotateSecret(store, box, await connectionOf(one.installation), third);
  await new Promise((resolve) => setTimeout(resolve, 1050)); // the memory of connections
  t.equal((await me(idToken())).status, 401, 'a secret that was rotated out');
  t.equal((await me(idToken({}, second))).status, 200);
  await store.forShop(one.id).staff.updateOne({ userId: '42' }, { $set: { removedAt: 1 } });
  await store.system.installations.updateOne({ _id: two.installation }, { $set: { state: 'uninstalled' } });
  await new Promise((resolve) => setTimeout(resolve, 1050));
  t.equal((await me(idToken({}, third))).status, 401, 'who was removed does not come back by it');
  t.equal((await me(idToken({ sub: '43' }, third))).status, 200);
  t.equal((await me(idToken({ dest: elsewhere, iss: `${elsewhere}/admin` }, two.secret))).status, 401, 'uninstalled');

  const without = new Principals({ ...house, config: { shopifyApiKey: null }, now: Date.now });
  t.equal(await without.read(await idToken({ sub: '43' }, third)), null, 'without an app nobody is meant');
});
