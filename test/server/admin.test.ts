import { createHmac, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import t, { type Test } from 'tap';
import type { Platform } from '../../src/adapters/adapter.ts';
import type { InstallationDocument } from '../../src/server/store/documents.ts';
import { type TestApp, type TestAppOptions, testApp } from '../support/app.ts';

const API_KEY = 'shopify-client-id';
const SCRIPT = `console.log(${JSON.stringify('x'.repeat(2000))})`;
const HTML = `<!doctype html>
<html lang="vi">
  <head>
    <meta charset="utf-8" />
    <script type="module" crossorigin src="/app/assets/index-Ab12.js"></script>
  </head>
  <body><div id="root"></div></body>
</html>
`;

/** A build as `scripts/build-ui.mjs` leaves it, beside a file that is none of its own. */
async function builtAdmin(t: Test): Promise<string> {
  const { brotliCompressSync, gzipSync } = await import('node:zlib');
  const folder = mkdtempSync(join(tmpdir(), 'tessera-admin-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'dist/assets'), { recursive: true });
  const files: readonly [string, string | Buffer][] = [
    ['secret.txt', 'a file beside the build'],
    ['dist/index.html', HTML],
    ['dist/.built', 'c0ffee00c0ffee00'],
    ['dist/assets/index-Ab12.js', SCRIPT],
    ['dist/assets/index-Ab12.js.br', brotliCompressSync(SCRIPT)],
    ['dist/assets/index-Ab12.js.gz', gzipSync(SCRIPT)],
    ['dist/assets/mark-Cd34.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['dist/assets/.hidden', 'hidden'],
  ];
  for (const [name, content] of files) writeFileSync(join(folder, name), content);
  return join(folder, 'dist');
}

async function adminApp(t: Test, options: TestAppOptions = {}) {
  const adminBuildDir = await builtAdmin(t);
  const server = await testApp(t, { ...options, config: { adminBuildDir, shopifyApiKey: API_KEY, ...options.config } });
  const { store } = server.house;
  const connected = async (platform: Platform, domain: string, change: Partial<InstallationDocument> = {}) => {
    const { id, installation, secret } = await server.house.addShop({ platform, domain });
    await store.system.installations.updateOne({ _id: installation }, { $set: change });
    return { shop: id, connection: installation, secret };
  };
  return { ...server, connected };
}

/** What a page of the admin answered, taken apart. */
async function open({ app }: TestApp, url: string) {
  const { statusCode: status, headers, body } = await app.inject({ url });
  const csp = Object.fromEntries(
    String(headers['content-security-policy'])
      .split('; ')
      .map((directive) => {
        const [name = '', ...values] = directive.split(' ');
        return [name, values.join(' ')];
      }),
  );
  const boot = /<script type="application\/json" id="boot">(.*?)<\/script>/.exec(body)?.[1];
  return { status, headers, body, csp, boot: boot === undefined ? null : JSON.parse(boot) };
}

t.test('the page may be framed by exactly the store that it was opened for', async (t) => {
  const server = await adminApp(t);
  const { connected } = server;
  const shopify = await connected('shopify', 'tiem-mau.myshopify.com');
  await connected('shopify', 'khac.myshopify.com', { clientId: 'another-app' });
  await connected('shopify', 'gone.myshopify.com', { state: 'uninstalled' });
  const cases: readonly [name: string, url: string, ancestors: string, boot: object][] = [
    ['on its own', '/app', "'none'", { base: '/app', host: 'standalone', connection: null, shopifyApiKey: null }],
    ['at a page of it', '/app/customers/ab12?sort=name', "'none'", { base: '/app', host: 'standalone' }],
    [
      'in Shopify',
      '/app?shop=tiem-mau.myshopify.com&host=YWRtaW4',
      'https://tiem-mau.myshopify.com https://admin.shopify.com',
      { host: 'shopify', connection: shopify.connection, domain: 'tiem-mau.myshopify.com', hostOrigin: null },
    ],
    [
      'at a page of it in Shopify, spelt otherwise',
      '/app/customers?shop=TIEM-mau.myshopify.com',
      'https://tiem-mau.myshopify.com https://admin.shopify.com',
      { base: '/app', host: 'shopify', shopifyApiKey: API_KEY },
    ],
    [
      'by a Shopify app of its own',
      '/app?shop=khac.myshopify.com',
      'https://khac.myshopify.com https://admin.shopify.com',
      { shopifyApiKey: 'another-app' },
    ],
    ['a Shopify shop that is not known', '/app?shop=stranger.myshopify.com', "'none'", { host: 'standalone' }],
    ['one that was uninstalled', '/app?shop=gone.myshopify.com', "'none'", { host: 'standalone', domain: null }],
    ['two shops', '/app?shop=tiem-mau.myshopify.com&shop=khac.myshopify.com', "'none'", { host: 'standalone' }],
  ];
  for (const [name, url, ancestors, boot] of cases) {
    const page = await open(server, url);
    t.equal(page.status, 200, name);
    t.equal(page.csp['frame-ancestors'], ancestors, name);
    t.match(page.boot, boot, name);
    t.equal(page.headers['x-frame-options'], ancestors === "'none'" ? 'DENY' : undefined, name);
  }

  const at: readonly [name: string, Platform, domain: string, Partial<InstallationDocument>, string | null][] = [
    ['WooCommerce', 'woocommerce', 'shop.example', {}, 'https://shop.example'],
    ['WooCommerce below a path', 'woocommerce', 'shop.example/vi', {}, 'https://shop.example'],
    ['WooCommerce on a port', 'woocommerce', 'port.example:8443', {}, 'https://port.example:8443'],
    ['WooCommerce in letters of another script', 'woocommerce', 'bücher.example', {}, 'https://xn--bcher-kva.example'],
    [
      'an admin elsewhere',
      'woocommerce',
      'a.example',
      { embedOrigin: 'http://127.0.0.1:3001' },
      'http://127.0.0.1:3001',
    ],
    ['Haravan by its store', 'haravan', 'tiem-mau.myharavan.com', {}, 'https://tiem-mau.myharavan.com'],
    ['Haravan by its number', 'haravan', '200000123456', {}, null],
    ['Haravan after a launch', 'haravan', '7', { embedOrigin: 'https://a.myharavan.com' }, 'https://a.myharavan.com'],
    ['Sapo', 'sapo', 'tiem-mau.mysapo.net', {}, 'https://tiem-mau.mysapo.net'],
    ['tills', 'pos', 'tills.example', {}, null],
    ['a domain that is none', 'woocommerce', "x'; script-src *", {}, null],
    ['a domain with a list in it', 'woocommerce', 'a.example https://evil.example', {}, null],
    ['a wildcard', 'woocommerce', '*.example', {}, null],
    ['an origin that is none', 'woocommerce', 'b.example', { embedOrigin: '* data:' }, null],
    ['an origin of another scheme', 'woocommerce', 'c.example', { embedOrigin: 'javascript:alert(1)' }, null],
  ];
  for (const [name, platform, domain, change, origin] of at) {
    const { connection } = await connected(platform, domain, change);
    for (const path of ['', '/', '/segments/new?from=1']) {
      const page = await open(server, `/app/at/${connection}${path}`);
      t.equal(page.status, 200, name);
      t.equal(page.csp['frame-ancestors'], origin ?? "'none'", name);
      t.match(
        page.boot,
        { base: `/app/at/${connection}`, connection, domain, hostOrigin: origin, host: platform },
        name,
      );
      t.equal(page.headers['x-frame-options'], origin === null ? 'DENY' : undefined, name);
    }
  }
  const foreign = await open(server, `/app/at/${shopify.connection}`);
  t.match(foreign.boot, { host: 'standalone', hostOrigin: null }, 'App Bridge is only where Shopify opens us');
  t.equal(foreign.csp['frame-ancestors'], "'none'");
});

t.test('a connection that is not there, or not any more, is one page that says what to do', async (t) => {
  const server = await adminApp(t);
  const gone = await server.connected('woocommerce', 'gone.example', { state: 'uninstalled' });
  const ids = ['nobody', gone.connection, 'a'.repeat(300), '%00', '..%2f', "x'%3E%3Cscript%3E", '%7B%22$ne%22:1%7D'];
  for (const id of ids) {
    const page = await open(server, `/app/at/${id}/customers`);
    t.equal(page.status, 404, id);
    t.equal(page.csp['frame-ancestors'], "'none'", id);
    t.equal(page.boot, null);
    t.match(page.body, /<section lang="vi">.*<section lang="en">.*Open Tessera/s);
    t.notMatch(page.body, /gone\.example|<script/);
  }
});

t.test('the policy lets nothing in that the page does not need', async (t) => {
  const server = await adminApp(t);
  await server.connected('shopify', 'tiem-mau.myshopify.com');
  const first = await open(server, '/app');
  const nonce = first.boot.styleNonce;
  t.match(nonce, /^[\w+/]{22}==$/);
  t.same(first.csp, {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': `'self' 'nonce-${nonce}'`,
    'img-src': "'self' data:",
    'font-src': "'self'",
    'connect-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  });
  t.not((await open(server, '/app')).boot.styleNonce, nonce, 'a nonce is for one answer');
  const { csp, body } = await open(server, '/app?shop=tiem-mau.myshopify.com');
  t.equal(csp['script-src'], "'self' https://cdn.shopify.com");
  const scripts = [...body.matchAll(/<script[^>]*>/g)].map(([tag]) => tag);
  t.match(scripts[0], 'https://cdn.shopify.com/shopifycloud/app-bridge.js', 'App Bridge comes first');
  t.match(body, `<meta name="shopify-api-key" content="${API_KEY}">`);
  t.notMatch(first.body, /shopify\.com/, 'and nowhere else');
  t.equal(first.headers['cache-control'], 'no-store');
  t.match(first.headers, { 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' });
});

t.test('what the page is told cannot end its element, and the page knows what it is told', async (t) => {
  const server = await adminApp(t);
  const domain = 'x.example/</script><script>alert(1)</script>\u2028&';
  const { connection } = await server.connected('woocommerce', domain);
  const { body, boot } = await open(server, `/app/at/${connection}`);
  t.equal(boot.domain, domain);
  t.notMatch(body, 'alert(1)</script>');
  t.notMatch(body, '\u2028');
  t.equal(boot.version, 'c0ffee00c0ff');
  const declared = readFileSync('extension-ui/src/bridge/boot.ts', 'utf8');
  const fields = [...(/interface Boot \{(.*?)\n\}/s.exec(declared)?.[1]?.matchAll(/readonly (\w+):/g) ?? [])];
  t.same(new Set(Object.keys(boot)), new Set(fields.map(([, name]) => name)), 'as extension-ui declares it');
});

t.test('files are sent as they lie, compressed where the browser takes it, and kept for a year', async (t) => {
  const { app } = await adminApp(t);
  const asset = (url: string, encoding = '') =>
    app.inject({ url: `/app/assets/${url}`, headers: encoding === '' ? {} : { 'accept-encoding': encoding } });
  const plain = await asset('index-Ab12.js');
  t.match(plain.headers, { 'content-type': /javascript/, 'cache-control': 'public, max-age=31536000, immutable' });
  t.equal(plain.body, SCRIPT);
  const br = await asset('index-Ab12.js', 'gzip, deflate, br');
  t.match(br.headers, { 'content-encoding': 'br', vary: /accept-encoding/i, 'content-type': /javascript/ });
  t.equal(brotliDecompressSync(br.rawPayload).toString(), SCRIPT);
  const gzip = await asset('index-Ab12.js', 'gzip');
  t.equal(gzip.headers['content-encoding'], 'gzip');
  t.equal(gunzipSync(gzip.rawPayload).toString(), SCRIPT);
  t.match((await asset('mark-Cd34.svg', 'br')).headers, { 'content-type': /svg/, 'content-encoding': undefined });

  const none = [
    'nothing.js',
    '',
    '.hidden',
    '..%2f..%2fsecret.txt',
    '%2e%2e/%2e%2e/secret.txt',
    '..%5c..%5csecret.txt',
  ];
  for (const url of [...none, '....//secret.txt', '%00', 'index-Ab12.js%00.svg']) {
    const refused = await asset(url);
    t.ok([400, 403, 404].includes(refused.statusCode), `${url}: ${refused.statusCode}`);
    t.notMatch(refused.body, /a file beside|hidden/);
  }
  t.equal((await app.inject({ method: 'POST', url: '/app' })).statusCode, 405);
});

t.test('without a build there is a page that says how to make one', async (t) => {
  const adminBuildDir = join(tmpdir(), `tessera-unbuilt-${randomBytes(4).toString('hex')}`);
  const server = await adminApp(t, { config: { adminBuildDir } });
  t.teardown(() => rmSync(adminBuildDir, { recursive: true, force: true }));
  const { connection } = await server.connected('woocommerce', 'shop.example');
  for (const url of ['/app', `/app/at/${connection}`]) {
    const page = await open(server, url);
    t.equal(page.status, 503);
    t.match(page.body, 'npm run build');
  }
  mkdirSync(adminBuildDir);
  writeFileSync(join(adminBuildDir, 'index.html'), HTML);
  t.equal((await open(server, '/app')).boot.version, 'dev', 'a build is seen without a restart');
});

t.test('a launch of Haravan opens the admin once, as whoever its store lets in', async (t) => {
  let now = Date.UTC(2026, 10, 22, 3);
  const server = await adminApp(t, { now: () => now });
  const { app, house } = server;
  const { shop, connection, secret } = await server.connected('haravan', '200000123456');
  const gone = await server.connected('haravan', '99', { state: 'uninstalled' });
  const signed = (text: string, key = secret) => `${text}&hmac=${createHmac('sha256', key).update(text).digest('hex')}`;
  const parameters = (seconds: number) => `orgid=200000123456&shop=tiem-mau.myharavan.com&timestamp=${seconds}`;
  const launch = (query: string, page = '') => app.inject({ url: `/app/launch/haravan${page}?${query}` });
  const at = now / 1000;

  const refused: readonly [name: string, query: string][] = [
    ['another secret', signed(parameters(at), 'wrong-secret')],
    ['the secret of nobody', signed(parameters(at), '')],
    ['unsigned', parameters(at)],
    ['parameters in another order', signed(parameters(at)).replace(/^(orgid=\d+)&(shop=[^&]+)/, '$2&$1')],
    ['another organisation', signed(parameters(at)).replace('200000123456', '200000123457')],
    ['an organisation that left', signed(`orgid=99&timestamp=${at}`, gone.secret)],
    ['nothing', ''],
  ];
  for (const [name, query] of refused) {
    const answer = await launch(query);
    t.equal(answer.statusCode, 401, name);
    t.match(answer.headers['content-security-policy'], "frame-ancestors 'none'", name);
    t.equal(answer.headers.location, undefined, name);
  }
  t.equal((await open(server, `/app/at/${connection}`)).csp['frame-ancestors'], "'none'", 'nobody learns a domain so');

  const query = signed(parameters(at));
  const opened = await launch(query, '/customers/ab12');
  t.equal(opened.statusCode, 302);
  const [address, handoff] = String(opened.headers.location).split('#handoff=');
  t.equal(address, `/app/at/${connection}/customers/ab12`);
  t.equal(opened.headers['cache-control'], 'no-store');
  const session = await app.inject({ method: 'POST', url: '/api/v1/session', payload: { handoff } });
  t.equal(session.statusCode, 200);
  const authorization = `Bearer ${session.json().token}`;
  const me = await app.inject({ url: '/api/v1/me', headers: { authorization } });
  t.match(me.json(), {
    principal: { kind: 'staff', name: 'Haravan', role: 'owner' },
    shop: { id: shop },
    host: { connection, platform: 'haravan' },
  });
  const page = await open(server, String(address));
  t.equal(page.csp['frame-ancestors'], 'https://tiem-mau.myharavan.com', 'the launch told the store’s domain');
  t.equal((await house.store.system.installations.findOne({ _id: connection }))?.domain, '200000123456');

  for (const again of [query, query.replace(/hmac=.*/, (text) => `hmac=${text.slice(5).toUpperCase()}`)]) {
    const replayed = await launch(again);
    t.equal(replayed.statusCode, 401, 'a launch opens once');
    t.match(replayed.body, /has been used or is too old/);
    t.match(replayed.headers['content-security-policy'], 'frame-ancestors https://tiem-mau.myharavan.com');
  }
  const both = await Promise.all([1, 2].map(() => launch(signed(parameters(at + 1)))));
  t.same(new Set(both.map(({ statusCode }) => statusCode)), new Set([302, 401]), 'also of two at the same moment');
  now += 301_000;
  t.equal((await launch(signed(parameters(at + 0.5)))).statusCode, 401, 'not a time');
  t.equal((await launch(signed(`${parameters(at)}&x=1`))).statusCode, 401, 'too old');
  t.equal((await launch(signed(parameters(now / 1000)))).statusCode, 302, 'the next one opens');
});

t.test('a launch of Sapo opens its store’s admin and no other', async (t) => {
  const server = await adminApp(t);
  const { app } = server;
  const one = await server.connected('sapo', 'tiem-mau.mysapo.net');
  const other = await server.connected('sapo', 'tiem-khac.mysapo.net');
  const at = Math.floor(Date.now() / 1000);
  const launch = (store: string, secret: string, form: 'hex' | 'base64') => {
    const sorted = `store=${store}&timestamp=${at}`;
    const hmac = createHmac('sha256', secret).update(sorted).digest(form);
    return app.inject({
      url: `/app/launch/sapo/segments?hmac=${encodeURIComponent(hmac)}&timestamp=${at}&store=${store}`,
    });
  };
  const opened = await launch('tiem-mau.mysapo.net', one.secret, 'base64');
  t.equal(opened.statusCode, 302);
  t.match(opened.headers.location, `/app/at/${one.connection}/segments#handoff=`);
  const inHex = await launch('tiem-mau.mysapo.net', one.secret, 'hex');
  t.equal(inHex.statusCode, 401, 'the same signature in another spelling is the same launch');
  t.equal((await launch('tiem-khac.mysapo.net', one.secret, 'hex')).statusCode, 401, 'by the secret of another store');
  t.match((await launch('tiem-khac.mysapo.net', other.secret, 'hex')).headers.location, other.connection);
  t.equal((await app.inject({ url: '/app/launch/shopify?shop=x' })).statusCode, 200, 'no launch: a page of the admin');
});
