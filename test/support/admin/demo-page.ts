import type { Page } from 'playwright-core';
import type { Test } from 'tap';
import { type DemoHost, startDemoHost } from '../../../src/server/demo/host/index.ts';
import { DEMO_USERS } from '../../../src/server/demo/host/users.ts';
import { WEB_STORE } from '../../../src/server/demo/host/web-store.ts';
import { DEMO_SHOP } from '../../../src/server/demo/index.ts';
import type { Role } from '../../../src/server/staff/roles.ts';
import { type AdminHouse, type AdminHouseOptions, adminHouse, DESKTOP, faultsOf, type OpenAdmin } from '../browser.ts';
import { refuseThirdPartyCookies } from '../chromium.ts';

/** The house with the demo store beside it, as `npm start` shows them. */
export interface DemoHouse extends AdminHouse {
  readonly demo: DemoHost;
  /** Where a web store's webhooks go, and what they are signed with. */
  readonly webStore: { readonly url: string; readonly secret: string };
}

export async function demoHouse(t: Test, options: AdminHouseOptions = {}): Promise<DemoHouse> {
  const house = await adminHouse(t, options);
  const { store, box } = house.house;
  const { id: shop, name: shopName } = DEMO_SHOP;
  const now = options.now ?? Date.now;
  const demo = await startDemoHost({ url: house.url, store, box, shop, shopName, port: 0, now });
  t.teardown(() => demo.stop());
  const connection = await store.system.installations.findOne({ _id: WEB_STORE.id });
  const secret = box.open(connection?.secrets[0] ?? '', WEB_STORE.id);
  return { ...house, demo, webStore: { url: house.url, secret } };
}

export interface DemoOpening {
  /** Where in the admin, or `/?view=orders` for the store's own pages. */
  readonly path?: string;
  readonly role?: Role;
  readonly locale?: 'vi' | 'en';
  readonly theme?: 'light' | 'dark';
  readonly size?: { readonly width: number; readonly height: number };
}

/** The demo store's page with the admin in it; the end of `t` closes it. */
export async function openDemo(
  t: Test,
  house: DemoHouse,
  opening: DemoOpening = {},
): Promise<Omit<OpenAdmin, 'heard'>> {
  const { path = '/', role = 'owner', locale = 'vi', theme = 'light', size = DESKTOP } = opening;
  const context = await house.browser.newContext({
    viewport: size,
    reducedMotion: 'reduce',
    ...(size.width < 500 ? { hasTouch: true, isMobile: true } : {}),
  });
  t.teardown(() => context.close());
  const page = await context.newPage();
  await refuseThirdPartyCookies(page);
  page.setDefaultTimeout(30_000);
  const faults = faultsOf(page, [house.url, house.demo.url]);
  const user = DEMO_USERS.find((one) => one.role === role)?.sub ?? '';
  await page.goto(`${house.demo.url}/?${new URLSearchParams({ path, lang: locale, theme, user })}`);
  return { page, frame: await adminIn(page), faults };
}

/** The admin within the demo store's page, once its menu is there. */
export async function adminIn(page: Page): Promise<OpenAdmin['frame']> {
  const frame = await (await page.waitForSelector('#frame')).contentFrame();
  if (!frame) throw new Error('there is no frame');
  await frame.getByRole('navigation').first().waitFor();
  return frame;
}
