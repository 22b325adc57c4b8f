import type { Frame } from 'playwright-core';
import t from 'tap';
import type { Scope } from '../../src/server/api-keys.ts';
import { deliveryIdOf } from '../../src/server/queries/deliveries-page.ts';
import { ROLE_NAMES, type Role } from '../../src/server/staff/roles.ts';
import { settled } from '../support/admin/settled.ts';
import { texts } from '../support/admin/texts.ts';
import { accessible, adminHouse, type OpenAdmin, openAdmin, picture } from '../support/browser.ts';
import { sampleOf, sign } from '../support/samples.ts';

/**
 * What somebody may not do is not on their pages, and pages they may not see say so without having asked for anything. What each role may
 * do is written here and not taken from the roles.
 */
const MAY: Readonly<Record<Role, (scope: Scope) => boolean>> = {
  owner: () => true,
  manager: (scope) => !['keys:write', 'staff:write', 'settings:write', 'privacy:write'].includes(scope),
  viewer: (scope) => scope.endsWith(':read'),
  cashier: (scope) =>
    ['customers:read', 'customers:write', 'orders:read', 'loyalty:read', 'loyalty:redeem'].includes(scope),
};

const house = await adminHouse(t);
const say = texts('vi');
const scope = house.house.store.forShop(house.shop);
await house.segmentsReady();

// One that could not be read, which somebody may apply again.
const till = await house.house.store.system.installations.findOne({ _id: house.till });
const secret = house.house.box.open(till?.secrets[0] ?? '', house.till);
const broken = sampleOf('pos', 'invoice.saved', Buffer.from('{"id": 1, "phone": "0912345678"'));
await house.house.receive('pos', sign('pos', broken, secret), house.till);
await house.house.settled();

const own = (key: string | undefined) => key?.slice(key.lastIndexOf('/') + 1) ?? '';
const customer = own(
  (await scope.customers.findOne({ tags: { $exists: true, $ne: [] }, 'stats.orders': { $gt: 1 } }))?._id,
);
const segment = own((await scope.segments.findOne({ name: 'Khách trung thành' }))?._id);
const parked = deliveryIdOf((await scope.inbox.findOne({ state: 'parked', installation: house.till }))?._id ?? '');

/** Something on a page that changes something, or shows what not everybody may see. */
interface Action {
  readonly needs: Scope;
  readonly is: (frame: Frame) => ReturnType<Frame['getByRole']>;
}

const button = (needs: Scope, ...names: readonly string[]): Action[] =>
  names.map((name) => ({ needs, is: (frame) => frame.getByRole('button', { name: say(name) }) }));
const link = (needs: Scope, ...names: readonly string[]): Action[] =>
  names.map((name) => ({ needs, is: (frame) => frame.getByRole('main').getByRole('link', { name: say(name) }) }));

interface PageCase {
  readonly path: string;
  readonly needs: Scope;
  readonly actions?: readonly Action[];
  /** Shows what is folded away. */
  readonly unfold?: (frame: Frame) => Promise<void>;
}

const PAGES: readonly PageCase[] = [
  { path: '/overview', needs: 'overview:read' },
  { path: '/customers', needs: 'customers:read', actions: button('customers:write', 'customers.add') },
  {
    path: `/customers/${customer}`,
    needs: 'customers:read',
    actions: [
      ...button('customers:write', 'customer.addTag', 'customer.editProfile'),
      { needs: 'customers:write', is: (frame) => frame.getByRole('textbox', { name: say('customer.addNote') }) },
      ...button('privacy:write', 'customer.moreActions'),
      ...['customer.orders', 'customer.products'].map(
        (name): Action => ({ needs: 'orders:read', is: (frame) => frame.getByRole('tab', { name: say(name) }) }),
      ),
    ],
  },
  { path: '/segments', needs: 'segments:read', actions: link('segments:write', 'segments.create') },
  {
    path: '/segments/rfm',
    needs: 'segments:read',
    actions: [{ needs: 'segments:write', is: (frame) => frame.getByRole('tab', { name: say('rfm.view_model') }) }],
  },
  {
    path: `/segments/${segment}`,
    needs: 'segments:read',
    actions: [...link('segments:write', 'segment.edit'), ...button('segments:write', 'segment.more')],
  },
  { path: '/segments/new', needs: 'segments:write' },
  { path: `/segments/${segment}/edit`, needs: 'segments:write' },
  { path: `/segments/${segment}/add`, needs: 'segments:write' },
  { path: '/loyalty/programme', needs: 'programme:read' },
  { path: '/loyalty/ledger', needs: 'programme:read' },
  { path: '/loyalty/back-test', needs: 'programme:read' },
  { path: '/loyalty/bulk', needs: 'loyalty:write' },
  { path: '/loyalty/till', needs: 'loyalty:redeem' },
  {
    path: '/deliveries',
    needs: 'deliveries:read',
    actions: [
      { needs: 'deliveries:write', is: (frame) => frame.getByRole('button', { name: /^Áp dụng lại/ }).first() },
    ],
  },
  {
    path: `/deliveries/${parked}`,
    needs: 'deliveries:read',
    actions: [...button('deliveries:write', 'deliveries.replay'), ...button('customers:read', 'deliveries.unmask')],
  },
  {
    path: '/settings/shop',
    needs: 'settings:read',
    actions: [
      ...button('settings:write', 'settings-shop.rateAdd'),
      { needs: 'settings:write', is: (frame) => frame.getByRole('textbox', { name: say('settings-shop.name') }) },
      { needs: 'settings:write', is: (frame) => frame.getByRole('switch').first() },
    ],
  },
  {
    path: '/settings/connections',
    needs: 'settings:read',
    unfold: (frame) =>
      frame
        .getByRole('button', { name: say('settings-connections.setUp') })
        .first()
        .click(),
    actions: [
      ...button('settings:write', 'settings-connections.connect'),
      {
        needs: 'settings:write',
        is: (frame) => frame.getByRole('button', { name: say('settings-connections.rotate') }).first(),
      },
    ],
  },
  {
    path: '/settings/staff',
    needs: 'staff:read',
    actions: [
      { needs: 'staff:write', is: (frame) => frame.getByRole('combobox', { name: /^Vai trò của/ }).first() },
      { needs: 'staff:write', is: (frame) => frame.getByRole('button', { name: /^Gỡ / }).first() },
    ],
  },
  { path: '/settings/keys', needs: 'keys:write', actions: button('keys:write', 'settings-keys.create') },
  { path: '/settings/privacy', needs: 'privacy:write' },
  { path: '/settings/jobs', needs: 'jobs:read' },
  { path: '/settings/audit', needs: 'settings:read' },
];

/** What an address within the admin needs, for the links that pages show. */
function needsOf(path: string): Scope | null {
  const [, place = '', rest] = path.split('/');
  if (path === '/loyalty') return 'loyalty:read';
  if (path === '/loyalty/till') return 'loyalty:redeem';
  if (path === '/loyalty/bulk') return 'loyalty:write';
  if (place === 'settings' && rest) return PAGES.find((page) => page.path === `/settings/${rest}`)?.needs ?? null;
  if (place === 'segments' && /(^new|\/edit)$/.test(path.slice('/segments/'.length))) return 'segments:write';
  const found = PAGES.find((page) => page.path.split('/')[1] === place);
  return found?.needs ?? null;
}

for (const role of ROLE_NAMES) {
  t.test(role, { timeout: 300_000 }, async (t) => {
    const may = MAY[role];
    const open = await openAdmin(t, house, { role });
    const { frame, faults } = open;
    await settled(frame);
    const menu = await frame
      .getByRole('navigation', { name: say('shell.menu') })
      .getByRole('link')
      .allTextContents();
    const places = ['overview', 'customers', 'segments', 'loyalty', 'deliveries', 'settings'] as const;
    t.same(
      menu,
      places.filter((place) => may(`${place}:read`)).map((place) => say(`shell.${place}`)),
      'the menu has what they may see',
    );

    for (const { path, needs, actions = [], unfold } of PAGES.filter(({ needs }) => may(needs))) {
      await goTo(open, path);
      await unfold?.(frame);
      t.equal(await frame.getByText(say('parts.forbiddenTitle')).count(), 0, `${path}: may be seen`);
      for (const { needs: right, is } of actions) {
        const action = is(frame);
        if (may(right)) await action.waitFor();
        t.equal(
          await action.count(),
          may(right) ? 1 : 0,
          `${path}: ${String(action)} ${may(right) ? 'is' : 'is not'} there`,
        );
      }
      const links = await linksOf(frame);
      t.same(
        links.filter((to) => !may(needsOf(to) ?? needs)),
        [],
        `${path}: no link leads where they may not go`,
      );
    }

    for (const { path } of PAGES.filter(({ needs }) => !may(needs))) {
      await goTo(open, path);
      await frame.getByRole('heading', { name: say('parts.forbiddenTitle') }).waitFor();
      await accessible(t, open, `forbidden: ${path}`);
      if (path === '/segments/new') await picture(open, `role-${role}-forbidden`);
    }
    t.same(faults, [], 'and the pages never asked for what would be refused');
  });
}

t.test('an address opened by hand by somebody who may not see it says so, as their first page too', async (t) => {
  for (const [role, path] of [
    ['cashier', '/overview'],
    ['cashier', '/settings/shop'],
    ['viewer', `/segments/${segment}/edit`],
    ['manager', '/settings/keys'],
  ] as const) {
    const { frame, faults } = await openAdmin(t, house, { role, path });
    await frame.getByRole('heading', { name: say('parts.forbiddenTitle') }).waitFor();
    await settled(frame);
    t.same(faults, [], `${role}: ${path}`);
  }
});

/** As the host's own address bar does, without loading the admin anew. */
async function goTo({ page, frame }: OpenAdmin, path: string): Promise<void> {
  await page.evaluate((path) => (window as unknown as { sendTo(path: string): void }).sendTo(path), path);
  await frame.waitForURL((url) => url.pathname.endsWith(path));
  await settled(frame);
}

/** Where the links of the page lead, from the admin's root. */
function linksOf(frame: Frame): Promise<string[]> {
  return frame.evaluate(() => {
    const base = /^\/app\/at\/\w+/;
    const links = [...document.querySelectorAll<HTMLAnchorElement>('a[href^="/app"]')];
    return [...new Set(links.map(({ pathname }) => pathname.replace(base, '')))].filter((path) => path.length > 1);
  });
}
