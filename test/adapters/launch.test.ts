import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import t from 'tap';
import { haravanLaunch } from '../../src/adapters/haravan/launch.ts';
import { isLaunchFresh, type LaunchReader } from '../../src/adapters/launch.ts';
import { sapoLaunch } from '../../src/adapters/sapo/launch.ts';
import { propertyRun } from '../segments/seed.ts';

const SECRET = 'app-secret-1';
const AT = Date.UTC(2026, 10, 22, 3, 0, 0);
const SECONDS = AT / 1000;

const hmac = (text: string, form: 'hex' | 'base64' = 'hex', secret = SECRET) =>
  createHmac('sha256', secret).update(text).digest(form);

t.test('Haravan: hex over the other parameters as they stand', async (t) => {
  const plain = `orgid=200000123456&shop=tiem-mau.myharavan.com&timestamp=${SECONDS}`;
  const other = `timestamp=${SECONDS}&shop=tiem-mau&orgid=200000123456`;
  const encoded = `orgid=200000123456&shop=tiem-mau&timestamp=${SECONDS}&locale=vi%2DVN&name=Ti%E1%BB%87m+M%E1%BA%ABu`;
  const decoded = `orgid=200000123456&shop=tiem-mau&timestamp=${SECONDS}&locale=vi-VN&name=Tiệm Mẫu`;
  const cases: readonly [name: string, query: string, verified: boolean][] = [
    ['as documented', `${plain}&hmac=${hmac(plain)}`, true],
    ['the signature first', `hmac=${hmac(plain)}&${plain}`, true],
    ['in capitals', `${plain}&hmac=${hmac(plain).toUpperCase()}`, true],
    ['another order, signed in that order', `${other}&hmac=${hmac(other)}`, true],
    ['another order than was signed', `${other}&hmac=${hmac(plain)}`, false],
    ['signed as it stands in the address', `${encoded}&hmac=${hmac(encoded)}`, true],
    ['signed before it was encoded', `${encoded}&hmac=${hmac(decoded)}`, true],
    ['in base 64', `${plain}&hmac=${encodeURIComponent(hmac(plain, 'base64'))}`, false],
    ['another secret', `${plain}&hmac=${hmac(plain, 'hex', 'other-secret')}`, false],
    ['the empty secret', `${plain}&hmac=${hmac(plain, 'hex', '')}`, false],
    ['without a signature', plain, false],
    ['with an empty one', `${plain}&hmac=`, false],
    ['with another parameter put in', `${plain}&admin=1&hmac=${hmac(plain)}`, false],
    ['with one taken out', `orgid=200000123456&timestamp=${SECONDS}&hmac=${hmac(plain)}`, false],
    ['a second organisation', `${plain}&orgid=2&hmac=${hmac(`${plain}&orgid=2`)}`, false],
    ['a second one in disguise', `${plain}&%6Frgid=2&hmac=${hmac(`${plain}&orgid=2`)}`, false],
  ];
  for (const [name, query, verified] of cases) {
    t.equal(haravanLaunch.verify(query, [SECRET, '']), verified, name);
    if (verified) t.same(haravanLaunch.identify(query)?.signature, /hmac=(\w+)/.exec(query)?.[1]?.toLowerCase(), name);
  }
  t.ok(haravanLaunch.verify(`${plain}&hmac=${hmac(plain)}`, ['new', SECRET]), 'while the secret is being changed');
  t.same(haravanLaunch.identify(`${plain}&hmac=${hmac(plain)}`), {
    shops: ['200000123456', 'tiem-mau.myharavan.com'],
    adminOrigin: 'https://tiem-mau.myharavan.com',
    at: AT,
    signature: hmac(plain),
  });
});

t.test('Haravan: parameters cannot be put together anew under one signature', async (t) => {
  const signed = `orgid=1&shop=a&timestamp=${SECONDS}&note=x`;
  const moved = [
    `orgid=1%26shop=a&shop=b&timestamp=${SECONDS}&note=x`,
    `orgid=1&shop=a%26timestamp=${SECONDS}&note=x`,
    `orgid=1&shop=a&timestamp=${SECONDS}%26note%3Dx`,
    `orgid=1&shop%3Da=&timestamp=${SECONDS}&note=x`,
  ];
  for (const query of moved) t.notOk(haravanLaunch.verify(`${query}&hmac=${hmac(signed)}`, [SECRET]), query);
});

t.test('Sapo: sorted by name, in base 64 or hex', async (t) => {
  const sorted = `code=abc&store=tiem-mau.mysapo.net&timestamp=${SECONDS}`;
  const mixed = `timestamp=${SECONDS}&store=tiem-mau.mysapo.net&code=abc`;
  const prefixes = `a=1&a1=2&store=x.mysapo.net&timestamp=${SECONDS}`;
  const cases: readonly [name: string, query: string, verified: boolean][] = [
    ['base 64', `${sorted}&hmac=${encodeURIComponent(hmac(sorted, 'base64'))}`, true],
    ['base 64 whose plus and slash were not encoded', `${sorted}&hmac=${hmac(sorted, 'base64')}`, true],
    ['hex', `${sorted}&hmac=${hmac(sorted)}`, true],
    ['in any order', `${mixed}&hmac=${hmac(sorted)}`, true],
    ['names that begin alike', `a1=2&timestamp=${SECONDS}&store=x.mysapo.net&a=1&hmac=${hmac(prefixes)}`, true],
    ['signed unsorted', `${mixed}&hmac=${hmac(mixed)}`, false],
    ['another secret', `${sorted}&hmac=${hmac(sorted, 'hex', 'other-secret')}`, false],
    ['a store of somebody else', `${sorted.replace('tiem-mau', 'tiem-khac')}&hmac=${hmac(sorted)}`, false],
    ['two stores', `${sorted}&store=b.mysapo.net&hmac=${hmac(`${sorted}&store=b.mysapo.net`)}`, false],
  ];
  for (const [name, query, verified] of cases) t.equal(sapoLaunch.verify(query, [SECRET]), verified, name);
  const claim = sapoLaunch.identify(`${sorted}&hmac=${encodeURIComponent(hmac(sorted, 'base64'))}`);
  t.same(claim, {
    shops: ['tiem-mau.mysapo.net', 'tiem-mau.bizwebvietnam.net'],
    adminOrigin: 'https://tiem-mau.mysapo.net',
    at: AT,
    signature: hmac(sorted),
  });
  const inHex = sapoLaunch.identify(`${sorted}&hmac=${hmac(sorted).toUpperCase()}`);
  t.equal(inHex?.signature, claim?.signature, 'one signature is one launch, however it is written');
});

t.test('what does not name a shop and a time is no launch', async (t) => {
  const haravan = ['', 'x', 'orgid=1&timestamp=1763780400', `orgid=0&timestamp=${SECONDS}&hmac=00`];
  haravan.push(
    `orgid=1&timestamp=yesterday&hmac=00`,
    `orgid=1&timestamp=${SECONDS}&timestamp=1&hmac=00`,
    `orgid=%&hmac=0`,
  );
  for (const query of haravan) t.equal(haravanLaunch.identify(query), null, query);
  const sapo = ['', `timestamp=${SECONDS}&hmac=00`, `store=evil.example&timestamp=${SECONDS}&hmac=00`];
  sapo.push(
    `store=a.mysapo.net.evil.example&timestamp=${SECONDS}&hmac=00`,
    `store=a.mysapo.net&hmac=00`,
    `store=a.mysapo.net&timestamp=${SECONDS}&hmac=`,
  );
  for (const query of sapo) t.equal(sapoLaunch.identify(query), null, query);
  const unknownShop = haravanLaunch.identify(`orgid=1&shop=evil.example&timestamp=${SECONDS}&hmac=00`);
  t.match(unknownShop, { shops: ['1'], adminOrigin: null }, 'a shop that is none of Haravan’s may frame nothing');
});

t.test('a launch is good for five minutes, on clocks that differ as well', async (t) => {
  const claim = haravanLaunch.identify(`orgid=1&timestamp=${SECONDS}&hmac=00`)!;
  const ages: readonly [seconds: number, fresh: boolean][] = [
    [0, true],
    [300, true],
    [301, false],
    [-300, true],
    [-301, false],
    [86_400, false],
  ];
  for (const [seconds, fresh] of ages) t.equal(isLaunchFresh(claim, AT + seconds * 1000), fresh, `${seconds} s`);
  const inMilliseconds = haravanLaunch.identify(`orgid=1&timestamp=${AT}&hmac=00`);
  t.equal(inMilliseconds?.at, AT);
});

t.test('no text is a launch by chance, and none throws', async (t) => {
  const readers: readonly LaunchReader[] = [haravanLaunch, sapoLaunch];
  const query = fc.oneof(
    fc.string(),
    fc
      .array(fc.tuple(fc.constantFrom('orgid', 'shop', 'store', 'timestamp', 'hmac', 'x'), fc.string()), {
        maxLength: 6,
      })
      .map((pairs) => pairs.map((pair) => pair.join('=')).join('&')),
  );
  const run = propertyRun(t, 2000);
  const property = fc.property(query, (text) => {
    const claims = readers.map((reader) => reader.identify(text));
    if (readers.some((reader) => reader.verify(text, [SECRET]))) throw new Error('verified');
    for (const claim of claims)
      if (claim && (claim.shops.length === 0 || claim.signature === '')) throw new Error('empty');
  });
  t.doesNotThrow(() => fc.assert(property, run));
});
