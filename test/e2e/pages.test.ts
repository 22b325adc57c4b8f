import type { Frame, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { deliveryIdOf } from '../../src/server/queries/deliveries-page.ts';
import { settled } from '../support/admin/settled.ts';
import { texts } from '../support/admin/texts.ts';
import { Language, type Pair } from '../support/admin/untranslated.ts';
import {
  accessible,
  adminHouse,
  DESKTOP,
  fits,
  type Locale,
  type OpenAdmin,
  openAdmin,
  PHONE,
  picture,
} from '../support/browser.ts';
import { sampleOf, sign } from '../support/samples.ts';
import { askAboutDeletion } from '../support/till.ts';

/**
 * Every page and what it can look like, in both languages, on a desk and on a phone, light and dark: nothing that axe finds, nothing cut,
 * nothing left in the other language, no error, nothing asked of anybody else, and nothing that moves while a page comes.
 */
const PEOPLE: Readonly<Record<string, string>> = { owner: 'Lan', manager: 'Minh', viewer: 'Hương', cashier: 'Tuấn' };
const house = await adminHouse(t, { nameOf: (role) => PEOPLE[role] ?? role });
const say = texts('vi');
const scope = house.house.store.forShop(house.shop);
const key = await house.authorise(house.shop);
const ask = async (path: string) => (await house.app.inject({ url: `/api/v1${path}`, headers: key })).json();
await house.segmentsReady();

const own = (id: string | undefined) => id?.slice(id.lastIndexOf('/') + 1) ?? '';
const parkedFor = async (reason: string) =>
  deliveryIdOf((await scope.inbox.findOne({ 'parked.reason': reason }))?._id ?? '');
const ids = {
  customer: own((await scope.customers.findOne({ phone: '+84912345678' }))?._id),
  erased: own((await scope.customers.findOne({ 'stats.orders': 1, phone: { $exists: true } }))?._id),
  segment: own((await scope.segments.findOne({ name: 'Khách trung thành' }))?._id),
};
await makeTrouble();
const deliveries = { broken: await parkedFor('not_json'), question: await parkedFor('deletion_undated') };
const language = await theLanguages();

/** A page as it comes, and what it looks like after something was done on it. */
interface PageCase {
  readonly name: string;
  readonly path: string;
  /** Something that is there when the page is, where no skeleton says so. */
  readonly there?: (frame: Frame) => Promise<void>;
  readonly states?: readonly State[];
  /** It asks nothing of the server that could be late or fail. */
  readonly isStill?: boolean;
}

interface State {
  readonly name: string;
  /** From the state before; the page speaks Vietnamese. */
  readonly act: (open: OpenAdmin, isPhone: boolean) => Promise<void>;
  /** In both languages and themes instead of one of each. */
  readonly isMain?: true;
  /** A phone has nothing of the kind. */
  readonly isWide?: true;
}

const press = (name: string) => async (frame: Frame) =>
  frame
    .getByRole('button', { name: say(name) })
    .first()
    .click();
const state = (
  name: string,
  act: (frame: Frame, open: OpenAdmin, isPhone: boolean) => Promise<unknown>,
  isMain?: true,
): State => ({
  name,
  act: async (open, isPhone) => void (await act(open.frame, open, isPhone)),
  ...(isMain ? { isMain } : {}),
});
const tab = (name: string, isMain?: true) =>
  state(name.split('.')[1] ?? '', (frame) => frame.getByRole('tab', { name: say(name) }).click(), isMain);
const away = state('closed', (_, { page }) => page.keyboard.press('Escape'));
const search = (text: string) => (frame: Frame) => frame.getByRole('main').locator('input').first().fill(text);

const PAGES: readonly PageCase[] = [
  {
    name: 'overview',
    path: '/overview?period=90d',
    there: (frame) => frame.getByRole('application').nth(1).waitFor(),
    states: [
      state('charts', (frame) => frame.getByRole('application').last().scrollIntoViewIfNeeded(), true),
      state('tables', press('parts.seeTable')),
    ],
  },
  {
    name: 'customers',
    path: '/customers',
    states: [
      state('filters', (frame, _, isPhone) =>
        isPhone
          ? press('customers.filters')(frame)
          : frame
              .getByRole('group', { name: say('customers.filters') })
              .getByRole('button')
              .first()
              .click(),
      ),
      away,
      { ...state('columns', press('customers.columns')), isWide: true },
      away,
      state('add', press('customers.add')),
      away,
      state('found', search('nguyen'), true),
      state('nobody', search('khong co ai nhu vay')),
    ],
  },
  {
    name: 'customer',
    path: `/customers/${ids.customer}`,
    states: [
      tab('customer.activity', true),
      tab('customer.orders', true),
      state('order', (frame) => frame.getByRole('tabpanel').getByRole('button').first().click()),
      tab('customer.products', true),
      state('menu', press('customer.moreActions')),
      state('erase', (frame) => frame.getByRole('menuitem', { name: say('customer.erase') }).click()),
      away,
      state('edit', async (frame, _, isPhone) => {
        if (isPhone) await frame.getByRole('tab', { name: say('customer.about') }).click();
        await press('customer.editProfile')(frame);
      }),
    ],
  },
  { name: 'customer-erased', path: `/customers/${ids.erased}` },
  { name: 'customer-missing', path: '/customers/000000000000' },
  {
    name: 'segments',
    path: '/segments',
    states: [state('list', press('segments.createList')), away, state('none', search('khong co'))],
  },
  {
    name: 'rfm',
    path: '/segments/rfm',
    states: [
      state('table', press('parts.seeTable')),
      tab('rfm.view_moves', true),
      state('move', (frame, _, isPhone) =>
        frame
          .getByRole('main')
          .getByRole(isPhone ? 'listitem' : 'cell')
          .getByRole('button')
          .first()
          .click(),
      ),
      away,
      tab('rfm.view_months'),
      tab('rfm.view_model', true),
    ],
  },
  {
    name: 'segment',
    path: `/segments/${ids.segment}`,
    states: [
      state('why', press('segment-explain.why')),
      away,
      tab('segment.tabGrowth', true),
      tab('segment.tabComposition', true),
      tab('segment.tabCalendar'),
      tab('segment.tabHands'),
      tab('segment.tabGroup', true),
      tab('segment.tabHistory', true),
      tab('segment.tabVersions', true),
      state('menu', press('segment.more')),
      state('export', (frame) => frame.getByRole('menuitem', { name: say('segment-group.export') }).click(), true),
      away,
      state('tag', async (frame) => {
        await press('segment.more')(frame);
        await frame.getByRole('menuitem', { name: say('segment-group.tag') }).click();
      }),
      away,
    ],
  },
  {
    name: 'segment-add',
    path: `/segments/${ids.segment}/add`,
    states: [
      state('preview', async (frame) => {
        await frame.getByRole('textbox', { name: say('segment-list.pasted') }).fill('0912345678\nkhong co ai');
        await press('segment-list.preview')(frame);
        await frame.getByRole('heading', { name: say('segment-list.previewTitle') }).waitFor();
      }),
    ],
  },
  {
    name: 'segment-new',
    path: '/segments/new',
    states: [
      state('template', (frame) => frame.getByRole('button', { name: /^Khách VIP/ }).click(), true),
      state('conditions', press('segment-builder.addExclude')),
      away,
      state('details', async (frame, _, isPhone) => {
        await frame
          .getByText(say('segment-builder.exact'))
          .or(frame.getByText(/^\d.* khách hàng$/))
          .first()
          .waitFor();
        if (isPhone) await press('segment-builder.openPreview')(frame);
      }),
      away,
      state('fault', async (frame, { page }) => {
        await frame.getByRole('textbox', { name: 'Tổng chi tiêu' }).fill('nhiều');
        await page.keyboard.press('Tab');
      }),
    ],
  },
  { name: 'segment-edit', path: `/segments/${ids.segment}/edit` },
  {
    name: 'deliveries',
    path: '/deliveries',
    states: [
      state('table', press('deliveries.rateTable')),
      state('none', (frame) => frame.getByRole('textbox', { name: say('deliveries.topic') }).fill('khong.co')),
    ],
  },
  { name: 'delivery', path: `/deliveries/${deliveries.broken}` },
  { name: 'delivery-question', path: `/deliveries/${deliveries.question}` },
  { name: 'settings', path: '/settings', isStill: true },
  { name: 'settings-shop', path: '/settings/shop' },
  {
    name: 'settings-connections',
    path: '/settings/connections',
    states: [state('connect', press('settings-connections.connect')), away],
  },
  { name: 'settings-staff', path: '/settings/staff' },
  { name: 'settings-keys', path: '/settings/keys', states: [state('create', press('settings-keys.create')), away] },
  { name: 'settings-privacy', path: '/settings/privacy' },
  { name: 'settings-jobs', path: '/settings/jobs' },
  { name: 'settings-audit', path: '/settings/audit' },
  { name: 'missing', path: '/khong-co', isStill: true },
];

const LOOKS = (['vi', 'en'] as const).flatMap((locale) =>
  (['light', 'dark'] as const).map((theme) => ({ locale, theme })),
);
type Look = (typeof LOOKS)[number];

for (const size of [DESKTOP, PHONE])
  for (const page of PAGES)
    t.test(`${page.name}, ${size.width} px`, { timeout: 300_000 }, (t) => lookAt(t, page, size));

async function lookAt(
  t: Test,
  { name, path, there, states = [], isStill = false }: PageCase,
  size: typeof DESKTOP,
): Promise<void> {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const open = await openAdmin(t, house, { path, size, prepare: (page) => prepare(page, isStill ? null : held) });
  const { frame, faults } = open;
  const look = async (of: string, looks: readonly Look[]) => {
    for (const { locale, theme } of looks) {
      await change(open, { locale, theme });
      const what = [name, of, locale, size.width, theme].filter(Boolean).join('-');
      // What axe looks at depends on the language or on the theme, never on both: two of the four hold all of it.
      if ((locale === 'vi') === (theme === 'light')) await accessible(t, open, what);
      await fits(t, open, what);
      t.same(await language.wrong(frame, locale), [], `all of it is in its language: ${what}`);
      t.same(await language.cut(frame, locale), [], `no text of ours is cut: ${what}`);
      await picture(open, what);
    }
    await change(open, { locale: 'vi', theme: 'light' });
  };
  if (!isStill) {
    await frame.locator('[class*=Skeleton-root]').first().waitFor();
    await accessible(t, open, `${name}-loading`);
    await fits(t, open, `${name}-loading`);
    await picture(open, `${name}-loading-vi-${size.width}-light`);
  }
  release();
  await there?.(frame);
  await settled(frame);
  const shifts = await shiftsOf(frame);
  t.ok(sum(shifts) <= 0.02, `nothing moved while it came (${sum(shifts).toFixed(4)}) ${JSON.stringify(shifts)}`);
  await look('', LOOKS);
  for (const { name: of, act, isMain, isWide } of states) {
    if (isWide && size === PHONE) continue;
    await act(open, size === PHONE);
    await settled(frame);
    if (of !== 'closed') await look(of, isMain ? LOOKS : [LOOKS[0], LOOKS[3]].flatMap((one) => one ?? []));
  }
  t.same(faultsOfAnothers(faults, name), []);
}

/** One that is not there was asked for, and the browser says so. */
function faultsOfAnothers(faults: readonly string[], name: string): string[] {
  return faults.filter((fault) => !(name === 'customer-missing' && /\b404\b/.test(fault)));
}

t.test(
  'every page whose data cannot be had says so, and gets them when asked again',
  { timeout: 300_000 },
  async (t) => {
    for (const { name, path, there, isStill } of PAGES) {
      if (isStill || name === 'customer-missing') continue;
      let isBroken = true;
      const open = await openAdmin(t, house, {
        path,
        prepare: async (page) => {
          await page.route(isData, (route) =>
            isBroken
              ? route.fulfill({ status: 400, json: { code: 'bad_request', message: 'broken', requestId: 'r-1' } })
              : route.continue(),
          );
        },
      });
      const { frame } = open;
      await frame
        .getByText(say('parts.request', { id: 'r-1' }))
        .first()
        .waitFor();
      await accessible(t, open, `${name}-failed`);
      await picture(open, `${name}-failed-vi-1280-light`);
      isBroken = false;
      // A page may be made of several answers, each of which says for itself that it is missing.
      const again = frame.getByRole('button', { name: say('parts.retry') });
      while ((await again.count()) > 0) {
        await again.first().click();
        await settled(frame);
      }
      t.equal(await frame.getByText(say('parts.request', { id: 'r-1' })).count(), 0, `${name}: it is whole again`);
      await there?.(frame);
      await open.page.context().close();
    }
  },
);

t.test('without a host: the way in, and a shop that nothing has come from', async (t) => {
  const empty = await house.house.addShop({ platform: 'pos', domain: 'empty.example.vn' });
  const apiKey = (await house.authorise(empty.id)).authorization.slice('Bearer '.length);
  for (const size of [DESKTOP, PHONE])
    for (const { locale, theme } of LOOKS) {
      const said = texts(locale);
      const context = await house.browser.newContext({
        viewport: size,
        locale,
        colorScheme: theme,
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      const open = { page, frame: page.mainFrame() };
      const look = async (name: string) => {
        await settled(open.frame);
        const what = `${name}-${locale}-${size.width}-${theme}`;
        await accessible(t, open, what);
        await fits(t, open, what);
        t.same(await language.wrong(open.frame, locale), [], `all of it is in its language: ${what}`);
        await picture(open, what);
      };
      await page.goto(`${house.url}/app`);
      await page.getByRole('heading', { level: 1, name: said('shell.signInTitle') }).waitFor();
      await look('sign-in');
      await page.getByLabel(said('shell.apiKey')).fill(apiKey);
      await page.getByRole('button', { name: said('shell.signIn'), exact: true }).click();
      await page.getByRole('heading', { level: 1 }).waitFor();
      // The shop is Vietnamese, and so is its admin until somebody chooses.
      await page.getByText(locale.toUpperCase(), { exact: true }).click();
      await page.getByRole('heading', { name: said('overview.startTitle') }).waitFor();
      await look('first-steps');
      await context.close();
    }
});

/** What seldom happens: deliveries that cannot be applied, people who ask about their data, a job that fails. */
async function makeTrouble(): Promise<void> {
  await askAboutDeletion(house, { shop: house.shop }, 'https://other.example');
  const till = await house.house.store.system.installations.findOne({ _id: house.till });
  const secret = house.house.box.open(till?.secrets[0] ?? '', house.till);
  const broken = sampleOf('pos', 'invoice.saved', Buffer.from('{"id": 1, "phone": "0912345678"'));
  await house.house.receive('pos', sign('pos', broken, secret), house.till);
  await house.house.settled();
  await ask(`/customers/${ids.customer}/export`);
  await house.app.inject({ method: 'POST', url: `/api/v1/customers/${ids.erased}/erase`, headers: key });
  const at = new Date();
  await house.house.store.system.jobs.insertMany([
    { name: 'segments at midnight', lastRunAt: at, lastFinishedAt: at, nextRunAt: at },
    {
      name: 'finish rebuilds',
      lastRunAt: at,
      failedAt: at,
      failCount: 2,
      failReason: 'internal',
    },
  ] as never[]);
}

async function theLanguages(): Promise<Language> {
  const pairs: Pair[] = [];
  collect(await ask('/segments/conditions'), pairs);
  const { items: segments } = await ask('/segments');
  const data = segments.flatMap(({ name, description }: { name: string; description: string }) => [name, description]);
  for (const { tagNames } of await scope.customers.find({ 'tagNames.0': { $exists: true } }).toArray())
    data.push(...(tagNames ?? []).map(({ name }) => name));
  for (const { name } of await scope.apiKeys.find({}).toArray()) data.push(name);
  return new Language(pairs, [...data, ...Object.values(PEOPLE)]);
}

function collect(value: unknown, pairs: Pair[]): void {
  if (Array.isArray(value)) for (const item of value) collect(item, pairs);
  else if (typeof value === 'object' && value !== null) {
    const { vi, en } = value as Partial<Pair>;
    if (typeof vi === 'string' && typeof en === 'string') pairs.push({ vi, en });
    else for (const item of Object.values(value)) collect(item, pairs);
  }
}

/** What pages show is asked for here; who looks is not. */
function isData(url: URL): boolean {
  return url.pathname.startsWith('/api/v1/') && !/\/(me|session|events)$/.test(url.pathname);
}

/** Notes what moves, and keeps the answers back until what the page shows meanwhile has been looked at. */
async function prepare(page: Page, held: Promise<void> | null): Promise<void> {
  await page.addInitScript(() => {
    const shifts: { value: number; of: string[] }[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
        sources: { node: Node | null }[];
      })[])
        if (!entry.hadRecentInput)
          shifts.push({
            value: entry.value,
            of: entry.sources.map(({ node }) => `${node?.nodeName} ${(node?.textContent ?? '').slice(0, 30)}`),
          });
    }).observe({ type: 'layout-shift', buffered: true });
  });
  if (held)
    await page.route(isData, async (route) => {
      await held;
      await route.continue();
    });
}

async function shiftsOf(frame: Frame): Promise<{ value: number; of: string[] }[]> {
  return frame.evaluate(() => (window as unknown as { shifts: { value: number; of: string[] }[] }).shifts);
}

const sum = (shifts: readonly { value: number }[]) => shifts.reduce((total, { value }) => total + value, 0);

async function change(
  { page, frame }: OpenAdmin,
  look: { readonly locale: Locale; readonly theme: string },
): Promise<void> {
  await page.evaluate((look) => (window as unknown as { tellContext(look: object): void }).tellContext(look), look);
  await frame.waitForFunction(
    ({ locale, theme }) =>
      document.documentElement.lang === locale &&
      document.documentElement.getAttribute('data-mantine-color-scheme') === theme,
    look,
  );
  await settled(frame);
}
