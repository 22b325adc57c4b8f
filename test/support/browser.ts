import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Frame, Page } from 'playwright-core';
import type { Test } from 'tap';
import type { InstallationId, ShopId } from '../../src/model.ts';
import { dayOf } from '../../src/model.ts';
import { DEMO_SHOP, makeDemoShop } from '../../src/server/demo/index.ts';
import { DEMO_SEGMENTS } from '../../src/server/demo/segments.ts';
import { createSegment } from '../../src/server/segments/saved.ts';
import { mintHandoff } from '../../src/server/staff/handoff.ts';
import type { Role } from '../../src/server/staff/roles.ts';
import { type TestApp, testApp } from './app.ts';
import { launchChromium, refuseThirdPartyCookies } from './chromium.ts';
import { type HostPage, hostPage } from './host-page.ts';
import { sampleOf, sign, wooCaptures } from './samples.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Every picture that a test takes when it is asked for them (`PICTURES=1 npm test -- test/e2e/…`); not in the repository. */
export const SCREENSHOTS = join(ROOT, '.screenshots');
const WANTS_PICTURES = process.env.PICTURES !== undefined;

/** Enough for several pages of a list; small enough to go through ingest in a few seconds. */
const CUSTOMERS = 150;

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 800 };
export type Locale = 'vi' | 'en';
/** Each language, theme and width meets each of the others once; `pages.test.ts` has all eight of every page. */
export const LOOKS = [
  { locale: 'vi', theme: 'light', size: DESKTOP },
  { locale: 'vi', theme: 'dark', size: PHONE },
  { locale: 'en', theme: 'dark', size: DESKTOP },
  { locale: 'en', theme: 'light', size: PHONE },
] as const;
/** A desk and a phone, one in each language: for a long way through a page whose states `pages.test.ts` has in all looks. */
export const WIDTHS = [LOOKS[0], LOOKS[3]] as const;

/** A real server with the demo shop and the recorded WooCommerce deliveries, a host page of another site around its admin, and a real browser. */
export interface AdminHouse extends TestApp {
  readonly url: string;
  readonly host: HostPage;
  readonly browser: Browser;
  readonly shop: ShopId;
  /** The WooCommerce connection, which the admin is framed by. */
  readonly connection: InstallationId;
  /** The till's, which orders are posted to. */
  readonly till: InstallationId;
  /** Posts a till's invoice by HTTP as the till does, signed; resolves when it is applied. */
  postInvoice(body: object): Promise<void>;
  /** Resolves when the members of every saved segment have been found. */
  segmentsReady(): Promise<void>;
}

export interface AdminHouseOptions {
  /** The server's clock; the browser keeps its own. */
  readonly now?: () => number;
  /** What the host calls its people; their role unless told. */
  readonly nameOf?: (role: string) => string;
}

export async function adminHouse(t: Test, options: AdminHouseOptions = {}): Promise<AdminHouse> {
  const { now = Date.now, nameOf = (role) => role } = options;
  const built = spawnSync(process.execPath, ['scripts/build-ui.mjs'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (built.status !== 0) throw new Error('the admin could not be built');
  const server = await testApp(t, { now });
  const { house, parts, app } = server;
  const { store, box, states, reception } = house;
  await app.listen({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;

  const until = dayOf(Date.now(), DEMO_SHOP.timeZone);
  await makeDemoShop({ store, box, states, reception, now: Date.now, log: () => {}, customers: CUSTOMERS, until });
  const { installation: connection } = await house.connect(DEMO_SHOP.id, 'woocommerce', 'shop.example');
  const secret = box.open(await secretOf(connection), connection);
  for (const capture of wooCaptures().filter(({ signature }) => signature !== null))
    await house.receive('woocommerce', sign('woocommerce', capture, secret), connection);
  await house.settled();
  const scope = store.forShop(DEMO_SHOP.id);
  for (const segment of DEMO_SEGMENTS) {
    const { _id } = await createSegment(scope, { ...segment, by: 'demo', now: Date.now() });
    parts.builder.requestBuild(DEMO_SHOP.id, _id);
  }

  const host = await hostPage({
    adminUrl: () => `${url}/app/at/${connection}`,
    handoff: async (user) => {
      const installation = await store.system.installations.findOne({ _id: connection });
      if (!installation) throw new Error('the connection is gone');
      return mintHandoff(box, installation, { sub: `test-${user}`, name: nameOf(user) }, now());
    },
  });
  t.teardown(() => host.close());
  await store.system.installations.updateOne({ _id: connection }, { $set: { embedOrigin: host.origin } });
  await scope.staff.insert(
    (['owner', 'manager', 'viewer', 'cashier'] satisfies Role[]).map((role) => ({
      _id: `${DEMO_SHOP.id}/${connection}:test-${role}`,
      shop: DEMO_SHOP.id,
      installation: connection,
      userId: `test-${role}`,
      name: nameOf(role),
      role,
      createdAt: Date.now(),
      lastSeenAt: Date.now(),
    })),
  );
  const browser = await launchChromium();
  t.teardown(() => browser.close());

  async function secretOf(id: InstallationId): Promise<string> {
    const installation = await store.system.installations.findOne({ _id: id });
    return installation?.secrets[0] ?? '';
  }

  return {
    ...server,
    parts,
    url,
    host,
    browser,
    shop: DEMO_SHOP.id,
    connection,
    till: DEMO_SHOP.installationId,
    async postInvoice(body) {
      const { headers, rawBody } = sign(
        'pos',
        sampleOf('pos', 'invoice.saved', body),
        box.open(await secretOf(DEMO_SHOP.installationId), DEMO_SHOP.installationId),
      );
      const answer = await fetch(`${url}/webhooks/pos/${DEMO_SHOP.installationId}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(headers as Record<string, string>) },
        body: new Uint8Array(rawBody),
      });
      if (answer.status !== 200) throw new Error(`the webhook answered ${answer.status}`);
      await house.settled();
    },
    async segmentsReady() {
      while (await scope.segments.findOne({ state: { $in: ['queued', 'building'] } }))
        await new Promise((resolve) => setTimeout(resolve, 50));
    },
  };
}

export interface Opening {
  /** Where in the admin: `/customers`. Default: its start. */
  readonly path?: string;
  readonly role?: Role;
  readonly locale?: Locale;
  readonly theme?: 'light' | 'dark';
  readonly size?: { readonly width: number; readonly height: number };
  readonly context?: BrowserContextOptions;
  /** Before the page is opened. */
  readonly prepare?: (page: Page) => Promise<unknown>;
}

/** The admin in the host's page. */
export interface OpenAdmin {
  /** The host's page: keyboard, mouse, pictures. */
  readonly page: Page;
  /** The admin inside of it: locators. */
  readonly frame: Frame;
  /** What went wrong in the page: errors of scripts and of the console, requests to foreign addresses. */
  readonly faults: string[];
  /** Messages that the admin has sent to its host. */
  heard(): Promise<{ type: string; [field: string]: unknown }[]>;
}

/** Opens the admin in a fresh browser profile, which the end of `t` closes. */
export async function openAdmin(t: Test, house: AdminHouse, opening: Opening = {}): Promise<OpenAdmin> {
  const { path = '/', role = 'owner', locale = 'vi', theme = 'light', size = DESKTOP } = opening;
  const context = await house.browser.newContext({
    viewport: size,
    reducedMotion: 'reduce',
    ...(size.width < 500 ? { hasTouch: true, isMobile: true } : {}),
    ...opening.context,
  });
  t.teardown(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await refuseThirdPartyCookies(page);
  await opening.prepare?.(page);
  const faults = faultsOf(page, [house.url, house.host.origin]);
  await page.goto(`${house.host.origin}/?${new URLSearchParams({ user: role, path, locale, theme })}`);
  const element = await page.waitForSelector('#admin');
  const frame = await element.contentFrame();
  if (!frame) throw new Error('there is no frame');
  await frame
    .locator('nav')
    .first()
    .waitFor()
    .catch((error: unknown) => {
      throw new Error(`the admin did not open: ${faults.join('; ') || 'no fault was seen'}`, { cause: error });
    });
  return { page, frame, faults, heard: () => page.evaluate('window.heard') };
}

/** What goes wrong in a page from now on: errors of scripts and of the console, refused requests, requests to addresses other than its `own`. */
export function faultsOf(page: Page, own: readonly string[]): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`);
  });
  page.on('request', (request) => {
    if (!own.some((origin) => request.url().startsWith(origin)) && !/^(data|blob):/.test(request.url()))
      faults.push(`foreign: ${request.url()}`);
  });
  return faults;
}

/**
 * No violation of axe's rules, in the host's page and in the frame. Each document is looked at by itself, and axe stays in it: to carry it
 * in anew for each look and to have frames report to one another takes ten times as long, and on a busy machine too long.
 */
export async function accessible(t: Test, { page }: Pick<OpenAdmin, 'page'>, state: string): Promise<void> {
  const found: object[] = [];
  for (const frame of page.frames()) {
    if (frame.url() === 'about:blank') continue;
    if (!(await frame.evaluate(() => 'axe' in window))) await frame.evaluate(axe.source);
    found.push(...(await frame.evaluate(violations)));
  }
  t.same(found, [], `axe finds nothing: ${state}`);
}

async function violations(): Promise<object[]> {
  const { axe: here } = window as unknown as { axe: typeof axe };
  const { violations } = await here.run(document, { resultTypes: ['violations'], iframes: false });
  return violations.map(({ id, nodes }) => ({
    id,
    nodes: nodes.map(({ target, failureSummary }) => ({ target, failureSummary })),
  }));
}

/** Everything in the frame is within its width: nothing cut, no scrolling sideways. */
export async function fits(t: Test, { frame }: Pick<OpenAdmin, 'frame'>, state: string): Promise<void> {
  const wide = await frame.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    const out = [
      ...document.querySelectorAll('main *, header *, nav *, [role=dialog] *, [role=menu] *, [role=listbox] *'),
    ]
      .filter(
        (element) => element.getBoundingClientRect().right > clientWidth + 1 && element.getClientRects().length > 0,
      )
      .filter((element) => !element.closest('[data-scrolls]'))
      .map(
        (element) =>
          `${element.tagName.toLowerCase()}.${element.className}: ${(element.textContent ?? '').slice(0, 40)}`,
      );
    return { isWide: scrollWidth > clientWidth, out: out.slice(0, 5) };
  });
  t.same(wide, { isWide: false, out: [] }, `nothing is cut: ${state}`);
}

/** A picture for people to look at, in {@link SCREENSHOTS}. Hundreds of them take minutes of a run in which nobody looks. */
export async function picture({ page }: Pick<OpenAdmin, 'page'>, name: string): Promise<void> {
  if (!WANTS_PICTURES) return;
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}
