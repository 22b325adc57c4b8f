import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import type { Frame, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import type { Platform } from '../../src/adapters/adapter.ts';
import type { ShopId } from '../../src/model.ts';
import { createApiKey } from '../../src/server/api-keys.ts';
import { mintHandoff } from '../../src/server/staff/handoff.ts';
import { testApp } from '../support/app.ts';
import { bridgePages, framingPage } from '../support/bridge-page.ts';
import { launchChromium, refuseThirdPartyCookies } from '../support/chromium.ts';

/**
 * What every host's bridge does, in a real browser and against the real API. The hosts differ in what they have of their own; the table
 * says in what.
 */
const HOSTS = {
  shopify: { platform: 'shopify', isFramed: false, tells: 'nothing', toastsItself: true },
  woocommerce: { platform: 'woocommerce', isFramed: true, tells: 'everything', toastsItself: false },
  haravan: { platform: 'haravan', isFramed: true, tells: 'nothing', toastsItself: false },
  sapo: { platform: 'sapo', isFramed: true, tells: 'nothing', toastsItself: false },
  standalone: { platform: 'woocommerce', isFramed: false, tells: 'nothing', toastsItself: false },
  fake: { platform: 'pos', isFramed: false, tells: 'everything', toastsItself: true },
} as const satisfies Record<
  string,
  { platform: Platform; isFramed: boolean; tells: 'everything' | 'nothing'; toastsItself: boolean }
>;
type Host = keyof typeof HOSTS;

/** As each host calls a shop; another one for each test. */
const DOMAINS: Readonly<Record<Platform, (random: string) => string>> = {
  shopify: (random) => `${random}.myshopify.com`,
  woocommerce: (random) => `${random}.example`,
  haravan: (random) => `2000${Number.parseInt(random, 16)}`,
  sapo: (random) => `${random}.mysapo.net`,
  pos: (random) => `till-${random}`,
};
const SHOPIFY_KEY = 'shopify-client-id';

const server = await testApp(t, { config: { shopifyApiKey: SHOPIFY_KEY } });
await server.app.listen({ port: 0, host: '127.0.0.1' });
const api = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`;
const browser = await launchChromium();
t.teardown(() => browser.close());

interface Opened {
  /** The document that the bridge is in: the page itself or the frame of it. */
  readonly admin: Page | Frame;
  /** What is around it, or the same page. */
  readonly around: Page;
  readonly exchanges: () => number;
  /** What the host gives when it is asked for a handoff next; null: nobody is signed in there. */
  signOutAtHost(): void;
}

async function open(t: Test, host: Host, { arrival = true }: { readonly arrival?: boolean } = {}): Promise<Opened> {
  const { platform, isFramed, tells } = HOSTS[host];
  const {
    id: shop,
    installation,
    secret,
  } = await server.house.addShop({
    platform,
    domain: DOMAINS[platform](randomUUID().slice(0, 8)),
  });
  const connection = await server.house.store.system.installations.findOne({ _id: installation });
  if (!connection) throw new Error('no connection');
  let isSignedIn = true;
  const handoff = async () =>
    isSignedIn ? mintHandoff(server.house.box, connection, { sub: '7', name: 'Lan' }, Date.now()) : null;
  const pages = await bridgePages(api, async () => shopifyToken(connection.domain, secret));
  const frame = await framingPage(handoff);
  const context = await browser.newContext();
  t.teardown(async () => {
    await context.close();
    await pages.close();
    await frame.close();
  });
  const around = await context.newPage();
  await refuseThirdPartyCookies(around);
  const boot = {
    base: '/app',
    host,
    hostOrigin: isFramed ? frame.origin : null,
    domain: connection.domain,
    connection: connection._id,
    shopifyApiKey: platform === 'shopify' ? SHOPIFY_KEY : null,
  };
  const query = new URLSearchParams({ boot: JSON.stringify(boot), token: await apiKey(shop) });
  if (host === 'shopify') query.set('shopify', '1');
  const fragment =
    arrival && host !== 'shopify' && host !== 'fake' ? `#handoff=${await handoff()}&locale=vi&theme=light` : '';
  const address = `${pages.origin}/page?${query}${fragment}`;
  await around.goto(
    isFramed
      ? `${frame.origin}/?${new URLSearchParams({ src: address, ...(tells === 'nothing' ? { silent: '1' } : {}) })}`
      : address,
  );
  const admin = isFramed ? await frameIn(around) : around;
  await admin.waitForFunction('window.isUp');
  return {
    admin,
    around,
    exchanges: pages.exchanges,
    signOutAtHost: () => {
      isSignedIn = false;
    },
  };
}

async function frameIn(page: Page): Promise<Frame> {
  const frame = await (await page.waitForSelector('#admin')).contentFrame();
  if (!frame) throw new Error('no frame');
  return frame;
}

function shopifyToken(domain: string, secret: string): Promise<string> {
  const claims = { iss: `https://${domain}/admin`, dest: `https://${domain}`, sub: '42', sid: 's', jti: randomUUID() };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience(SHOPIFY_KEY)
    .setIssuedAt()
    .setNotBefore('0s')
    .setExpirationTime('60s')
    .sign(Buffer.from(secret));
}

async function apiKey(shop: ShopId): Promise<string> {
  return (await createApiKey(server.house.store.forShop(shop), { name: 'fake', scopes: ['*'] }, Date.now())).key;
}

async function statusOf(token: string): Promise<number> {
  return (await fetch(`${api}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } })).status;
}

/** What the page or its host was asked to show. */
interface Drawn {
  readonly what: string;
  readonly on?: boolean;
  readonly message?: string;
  readonly toast?: { readonly message: string };
}

const run = (admin: Page | Frame, script: string): Promise<any> => admin.evaluate(script);

for (const host of Object.keys(HOSTS) as Host[]) {
  const { isFramed, tells, toastsItself } = HOSTS[host];

  t.test(host, async (t) => {
    const { admin, around, exchanges, signOutAtHost } = await open(t, host);

    t.equal(await run(admin, 'bridge.host'), host, 'it says which host it is of');
    await run(admin, 'bridge.ready()');
    const context = await run(admin, 'bridge.context()');
    t.match(context, { locale: /^(vi|en)$/, theme: /^(light|dark)$/ }, 'it knows language and theme when it is ready');
    if (host === 'woocommerce')
      t.same(context, { locale: 'en', theme: 'dark' }, 'the host’s choice goes before the one in the address');

    t.equal(await run(admin, 'location.hash'), '', 'what came in the fragment is out of the address');
    t.equal(
      await run(admin, 'history.length'),
      await run(around, 'history.length'),
      'and left no entry in the history',
    );

    const before = exchanges();
    const [first, second] = await run(admin, 'Promise.all([bridge.token(), bridge.token()])');
    t.equal(await statusOf(first), 200, 'its token is accepted');
    if (host !== 'shopify') t.equal(second, first, 'two who ask at once get the same');
    t.ok(exchanges() - before <= 1, 'from one exchange');
    const third = await run(admin, `bridge.token(${JSON.stringify(first)})`);
    if (host !== 'fake') t.not(third, first, 'a token that was refused is not given again');
    t.equal(await statusOf(third), 200, 'the other one is accepted');

    t.equal(
      await run(admin, 'document.cookie + Object.keys({ ...localStorage, ...sessionStorage }).join()').catch(() => ''),
      '',
      'nothing of it is kept in the browser',
    );

    await run(admin, `bridge.navigated('/customers?sort=name', { replace: false })`);
    await run(admin, `bridge.openHostResource('customer', '12')`).catch(() => undefined);
    await run(admin, `bridge.toast({ message: 'Xong' })`);
    await run(admin, `bridge.loading(true)`);
    await run(admin, `bridge.modal(true)`);
    await run(admin, `bridge.title('Khách hàng')`);
    await run(admin, `bridge.saveBar({ onSave() { window.saved = true }, onDiscard() {} })`);
    const drawn: Drawn[] = await run(admin, 'drawn');
    const asked: Drawn[] = await run(admin, 'window.asked ?? bridge.asked ?? []');
    const toasts = [...drawn, ...asked]
      .filter(({ what }) => what === 'toast')
      .map((toast) => toast.message ?? toast.toast?.message);
    t.same(toasts, ['Xong'], 'a message is shown once');
    t.equal(
      asked.some(({ what }) => what === 'toast'),
      toastsItself,
      toastsItself ? 'by the host' : 'in our own page',
    );
    t.ok(
      [...drawn, ...asked].some(({ what, on }) => what === 'loading' && on),
      'loading is shown',
    );
    if (host !== 'fake') {
      await run(admin, 'bar.onSave()');
      t.equal(await run(admin, 'window.saved'), true, 'the save bar saves');
      if (!(isFramed && tells === 'everything')) await isWarned(t, host, admin, around);
    }
    await run(admin, 'bridge.saveBar(null)');
    if (host !== 'fake') t.equal(await run(admin, 'bar'), null, 'and goes');

    if (isFramed && tells === 'everything') {
      await around.waitForFunction(`heard.some(({ type, on }) => type === 'unsaved' && on === false)`);
      const heard: { type: string; [field: string]: unknown }[] = await run(around, 'heard');
      for (const message of [
        { type: 'ready' },
        { type: 'navigated', path: '/customers?sort=name', replace: false },
        { type: 'loading', on: true },
        { type: 'modal', on: true },
        { type: 'unsaved', on: true },
        { type: 'title', text: 'Khách hàng' },
      ])
        t.ok(
          heard.some((said) => Object.entries(message).every(([key, value]) => said[key] === value)),
          `the host hears ${message.type}`,
        );
      t.equal(await run(admin, `bridge.canOpen('order')`), true, 'it can open what the host says');
      t.equal(await run(admin, `bridge.canOpen('product')`), false, 'and nothing else');

      await run(around, `tell({ type: 'context', locale: 'vi', theme: 'light' , opens: [] })`);
      await admin.waitForFunction('contexts.length > 1');
      t.same(await run(admin, 'bridge.context()'), { locale: 'vi', theme: 'light' }, 'it follows the host');
      await run(around, `tell({ type: 'navigate', path: '/segments' })`);
      await admin.waitForFunction('navigations.length > 0');
      await run(around, `strangerTells({ type: 'navigate', path: '/stolen' })`);
      await run(admin, `window.postMessage({ tessera: 1, type: 'navigate', path: '/own' }, '*')`);
      await run(around, `tell({ type: 'navigate', path: 'https://evil.example/' })`);
      await run(around, `tell({ type: 'navigate', path: '/customers' })`);
      await admin.waitForFunction(`navigations.includes('/customers')`);
      t.same(
        await run(admin, 'navigations'),
        ['/segments', '/customers'],
        'it goes where the host sends it, and where nobody else does',
      );
    }
    if (host === 'fake') {
      await run(admin, `bridge.change({ locale: 'en' }); bridge.go('/segments')`);
      t.same(await run(admin, '[contexts, navigations]'), [[{ locale: 'en', theme: 'light' }], ['/segments']]);
    }

    signOutAtHost();
    if (isFramed || host === 'standalone') {
      // The renewal that came with the session still holds: a lost answer of the host signs nobody out.
      const renewed = await run(admin, `tokenOr(${JSON.stringify(third)})`);
      t.equal(await statusOf(renewed), 200, 'it renews without its host');
    }
  });
}

async function isWarned(t: Test, host: Host, admin: Page | Frame, around: Page): Promise<void> {
  if (HOSTS[host].isFramed) return;
  let isAsked = false;
  around.once('dialog', (dialog) => {
    isAsked = dialog.type() === 'beforeunload';
    void dialog.dismiss();
  });
  await around.mouse.click(5, 5);
  await run(admin, `setTimeout(() => location.reload(), 0)`);
  await around.waitForTimeout(300);
  t.ok(isAsked, 'leaving asks first');
}

t.test('nobody is signed in: the bridge says so, and asks again when it is asked again', async (t) => {
  for (const host of ['woocommerce', 'haravan', 'sapo', 'standalone'] as const) {
    const { admin, signOutAtHost } = await open(t, host, { arrival: false });
    signOutAtHost();
    await run(admin, 'bridge.ready()');
    t.equal(await run(admin, 'tokenOr()'), 'signed out', host);
  }
});

t.test('a frame that is reloaded asks its host for a new handoff', async (t) => {
  const { admin } = await open(t, 'woocommerce', { arrival: false });
  await run(admin, 'bridge.ready()');
  t.equal(await statusOf(await run(admin, 'bridge.token()')), 200);
});

t.test('standalone: an API key opens it, a wrong one does not', async (t) => {
  const { admin } = await open(t, 'standalone', { arrival: false });
  const key = new URL(await run(admin, 'location.href')).searchParams.get('token');
  t.equal(await run(admin, `bridge.signIn('tsk_wrong')`), false);
  t.equal(await run(admin, `bridge.signIn(${JSON.stringify(key)})`), true);
  t.equal(await statusOf(await run(admin, 'bridge.token()')), 200);
  await run(admin, `bridge.setContext({ locale: 'en', theme: 'dark' })`);
  t.same(
    await run(admin, 'contexts.at(-1)'),
    { locale: 'en', theme: 'dark' },
    'it has its own choices of language and theme',
  );
});

t.test('the server cannot be reached: nobody is signed out for it', async (t) => {
  const { admin, around } = await open(t, 'haravan');
  await run(admin, 'bridge.ready()');
  const token = await run(admin, 'bridge.token()');
  await around.context().setOffline(true);
  t.equal(await run(admin, `tokenOr(${JSON.stringify(token)})`), 'failed', 'it says that it failed');
  await around.context().setOffline(false);
  t.equal(await statusOf(await run(admin, 'tokenOr()')), 200, 'and renews when the server is back');
});
