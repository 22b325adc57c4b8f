import type { Frame, Page } from 'playwright-core';
import t from 'tap';
import { sendTestOrder } from '../../src/server/demo/host/test-order.ts';
import { adminIn, demoHouse, openDemo } from '../support/admin/demo-page.ts';
import { settled } from '../support/admin/settled.ts';
import { texts } from '../support/admin/texts.ts';
import { accessible, fits, openAdmin, PHONE, picture } from '../support/browser.ts';
import { hostPage } from '../support/host-page.ts';

/** What is around every page: the place, the host's choices, the session, the connection, and who may show it. */
let aheadMs = 0;
const house = await demoHouse(t, { now: () => Date.now() + aheadMs });
const [say, english] = [texts('vi'), texts('en')];
const scope = house.house.store.forShop(house.shop);
await house.segmentsReady();
const loyal = (await scope.segments.findOne({ name: 'Khách trung thành' }))?._id.slice(house.shop.length + 1) ?? '';
const owner = await house.authorise(house.shop);

const heading = (frame: Frame, name: string) => frame.getByRole('heading', { level: 1, name, exact: true });
const menu = (frame: Frame, place: string) => frame.getByRole('navigation').getByRole('link', { name: place });
/** Until the page around the admin keeps this place in its address. */
const kept = (page: Page, path: string) => page.waitForURL((url) => url.searchParams.get('path') === path);

t.test('back, forward and reload keep the place: in the store’s page, and in the frame alone', async (t) => {
  const { page, frame, faults } = await openDemo(t, house);
  await kept(page, '/overview');
  await menu(frame, say('shell.customers')).click();
  await kept(page, '/customers');
  await menu(frame, say('shell.segments')).click();
  await frame.getByRole('link', { name: 'Khách trung thành' }).click();
  await frame.getByRole('tab', { name: say('segment.tabVersions') }).click();
  const place = `/segments/${loyal}?tab=versions`;
  await kept(page, place);

  await page.goBack();
  await heading(frame, say('segments.title')).waitFor();
  await kept(page, '/segments');
  await page.goBack();
  await kept(page, '/customers');
  await page.goForward();
  await page.goForward();
  await heading(frame, 'Khách trung thành').waitFor();
  await kept(page, place);

  await frame.evaluate(() => window.location.reload());
  await frame.getByRole('tab', { name: say('segment.tabVersions'), selected: true }).waitFor();
  await page.reload();
  const again = await adminIn(page);
  await again.getByRole('tab', { name: say('segment.tabVersions'), selected: true }).waitFor();
  t.match(new URL(again.url()).pathname, /^\/app\/at\/w00c0m\/segments\/\w{8}$/);
  t.equal(new URL(again.url()).hash, '', 'no handoff stays in an address');

  await page.getByRole('link', { name: 'Đơn hàng' }).click();
  await page.getByRole('heading', { level: 1, name: 'Đơn hàng' }).waitFor();
  await page.goBack();
  await again.getByRole('tab', { name: say('segment.tabVersions'), selected: true }).waitFor();
  await kept(page, place);
  t.same(faults, []);
});

t.test('a link from elsewhere leads to its page, for somebody who has just come', async (t) => {
  const path = '/deliveries?state=parked';
  const { page, frame } = await openDemo(t, house, { path });
  await frame.getByRole('combobox', { name: say('deliveries.state') }).waitFor();
  t.equal(await frame.getByRole('combobox', { name: say('deliveries.state') }).inputValue(), 'parked');
  await kept(page, path);
});

t.test('language and theme are the host’s to choose, and change without loading again', async (t) => {
  const open = await openDemo(t, house, { path: '/segments' });
  const { page, frame, faults } = open;
  await heading(frame, say('segments.title')).waitFor();
  await frame.evaluate(() => Object.assign(window, { isFirstLoad: true }));
  await page.locator('#lang').selectOption('en');
  await heading(frame, english('segments.title')).waitFor();
  await page.locator('#theme').selectOption('dark');
  await frame.waitForFunction(() => document.documentElement.dataset['mantineColorScheme'] === 'dark');
  t.equal(await frame.evaluate(() => document.documentElement.lang), 'en');
  t.equal(await frame.evaluate(() => 'isFirstLoad' in window), true);
  await accessible(t, open, 'changed');
  await picture(open, 'shell-en-dark');
  await page.reload();
  await heading(await adminIn(page), english('segments.title')).waitFor();
  t.same(faults, []);
});

t.test('cookies and storage of third parties are refused in the frame, and nothing needs them', async (t) => {
  const { frame } = await openAdmin(t, house, { path: '/segments' });
  await frame.getByRole('row').nth(1).waitFor();
  const cookie = await frame.evaluate(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: that it is refused is what is tested
    document.cookie = 'a=1; SameSite=None; Secure';
    return document.cookie;
  });
  t.equal(cookie, '');
});

t.test('a session that has ended is renewed, and nobody notices', async (t) => {
  const { page, frame, faults, heard } = await openAdmin(t, house, { path: '/segments' });
  t.teardown(() => {
    aheadMs = 0;
  });
  await frame.getByRole('row').nth(1).waitFor();
  const sessions: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/api/v1/session')) sessions.push(request.url());
  });
  for (const [minutes, how, place] of [
    [11, 'by what came with it', 'shell.deliveries'],
    [50, 'by the host, when that has ended too', 'shell.customers'],
  ] as const) {
    const before = sessions.length;
    aheadMs = minutes * 60_000;
    await menu(frame, say(place)).click();
    await heading(frame, say(place)).waitFor();
    await settled(frame);
    await frame.getByRole('row').nth(1).waitFor();
    t.ok(sessions.length > before, how);
  }
  t.ok((await heard()).some(({ type }) => type === 'handoff-request'));
  t.same(
    faults.filter((fault) => !/\b401\b/.test(fault)),
    [],
  );
});

t.test('who is removed is shown the way out, at once where they look and at the next step elsewhere', async (t) => {
  for (const role of ['viewer', 'cashier'] as const) {
    const open = await openAdmin(t, house, { path: '/customers', role });
    const { frame } = open;
    await settled(frame);
    const url = `/api/v1/staff/${house.connection}:test-${role}`;
    t.equal((await house.app.inject({ method: 'DELETE', url, headers: owner })).statusCode, 204);
    // A viewer may see the staff, so theirs hears of it; a cashier's has to ask for something.
    if (role === 'cashier') await frame.getByRole('searchbox').fill('nguyen');
    await heading(frame, say('shell.signedOutTitle')).waitFor();
    t.equal(await frame.getByRole('navigation').count(), 0, 'nothing of the shop is left on it');
    await accessible(t, open, 'signed out');
    await picture(open, `shell-signed-out-${role}`);
    const back = await house.app.inject({ method: 'PATCH', url, headers: owner, payload: { role } });
    t.equal(back.statusCode, 200);
  }
});

t.test('a stranger’s page that frames it gets nothing', async (t) => {
  const stranger = await hostPage({
    adminUrl: () => `${house.url}/app/at/${house.connection}`,
    handoff: async () => 'none',
  });
  const context = await house.browser.newContext();
  t.teardown(async () => {
    await context.close();
    await stranger.close();
  });
  for (const address of ['/app/at/w00c0m', `/app/at/${house.connection}`, '/app', '/app/at/nothing']) {
    const page = await context.newPage();
    const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'));
    await page.goto(stranger.origin);
    await page.locator('#admin').evaluate((frame, src) => {
      (frame as HTMLIFrameElement).src = src;
    }, house.url + address);
    t.match((await refused).text(), /frame-ancestors/, `${address}: the browser says why`);
    const frame = page.frames()[1];
    await page.waitForFunction(() => true);
    t.equal(await frame?.locator('#root, nav, main').count(), 0, `${address}: nothing of it is there`);
    t.notMatch(frame?.url(), '/app', `${address}: nor is it at its address`);
    await page.close();
  }
});

t.test('offline: it says so, and what happened meanwhile is there when the network is back', async (t) => {
  const open = await openAdmin(t, house, { path: `/segments/${loyal}` });
  const { page, frame } = open;
  await frame.getByLabel(say('shell.live')).waitFor();
  await frame.getByRole('row').nth(1).waitFor();
  await page.context().setOffline(true);
  await frame.getByText(say('parts.offline')).waitFor();
  await accessible(t, open, 'offline');
  await picture(open, 'shell-offline');
  await frame.getByRole('textbox').first().fill('Hồ Thị Ngoại Tuyến');
  const buyer = { name: 'Hồ Thị Ngoại Tuyến', phone: '0964777001' };
  for (let order = 0; order < 3; order++) await sendTestOrder(house.webStore, buyer, 100_000, Date.now());
  await house.house.settled();
  t.equal(await frame.getByRole('link', { name: buyer.name }).count(), 0);
  await page.context().setOffline(false);
  await frame.getByRole('link', { name: buyer.name }).waitFor();
  await frame.getByText(say('parts.offline')).waitFor({ state: 'detached' });
  await frame.getByLabel(say('shell.live')).waitFor();
});

t.test('a page that was never opened does not come without a network, and can be had again after', async (t) => {
  const open = await openAdmin(t, house, { path: '/segments' });
  const { page, frame } = open;
  await frame.getByRole('row').nth(1).waitFor();
  await page.context().setOffline(true);
  await frame.getByText(say('parts.offline')).waitFor();
  await menu(frame, say('shell.deliveries')).click();
  await heading(frame, say('parts.crashed')).waitFor();
  await accessible(t, open, 'no code');
  await page.context().setOffline(false);
  await frame.getByRole('button', { name: say('parts.reload') }).click();
  await heading(frame, say('deliveries.title')).waitFor();
});

t.test('a slow server: one sees that something is being done, then whose fault it is, then the answer', async (t) => {
  const open = await openAdmin(t, house, { path: '/deliveries', size: PHONE });
  const { page, frame, faults, heard } = open;
  await settled(frame);
  await page.route('**/api/v1/segments?*', later);
  await page.route('**/api/v1/segments', later);
  await menu(frame, say('shell.segments')).click();
  await frame.getByRole('progressbar', { name: say('parts.loading') }).waitFor();
  await frame.getByText(say('parts.slow')).waitFor();
  t.ok(
    (await heard()).some(({ type, on }) => type === 'loading' && on === true),
    'the host is told as well',
  );
  await accessible(t, open, 'slow');
  await fits(t, open, 'slow');
  await picture(open, 'shell-slow');
  await frame.getByRole('row').first().waitFor();
  await frame.getByText('Khách trung thành').waitFor();
  await frame.getByText(say('parts.slow')).waitFor({ state: 'detached' });
  t.same(faults, []);
});

t.test('a server under pressure is asked again', async (t) => {
  const { page, frame } = await openAdmin(t, house, { path: '/deliveries' });
  let refusals = 0;
  await page.route(/\/api\/v1\/segments(\?|$)/, (route) =>
    refusals++ < 2
      ? route.fulfill({ status: 503, json: { code: 'overloaded', message: 'busy', requestId: 'r1' } })
      : route.continue(),
  );
  await menu(frame, say('shell.segments')).click();
  await frame.getByText('Khách trung thành').waitFor();
  t.equal(refusals, 3, 'twice refused, then answered');
});

t.test('an address that leads nowhere says so and leads back', async (t) => {
  for (const path of ['/khong-co', '/settings/khong-co', '/segments/00000000', '/deliveries/khong-co']) {
    const open = await openAdmin(t, house, { path });
    await open.frame.getByRole('heading', { name: say('parts.notFoundTitle') }).waitFor();
    await accessible(t, open, path);
    await open.frame.getByRole('link', { name: say('parts.toOverview') }).click();
    await heading(open.frame, say('shell.overview')).waitFor();
  }
});

t.test('what is not saved is not left without asking: by our own links, and by those around us', async (t) => {
  const open = await openDemo(t, house, { path: '/segments/new' });
  const { page, frame, faults } = open;
  await frame.getByRole('textbox', { name: say('segment-builder.name') }).pressSequentially('Nháp');
  await menu(frame, say('shell.customers')).click();
  const question = frame.getByRole('dialog', { name: say('parts.leaveTitle') });
  await question.waitFor();
  await accessible(t, open, 'asked');
  await picture(open, 'shell-unsaved');
  await page.keyboard.press('Enter'); // staying is what the focus is on
  await question.waitFor({ state: 'detached' });
  t.equal(await frame.getByRole('textbox', { name: say('segment-builder.name') }).inputValue(), 'Nháp');

  const asked = page.waitForEvent('dialog');
  // One that was called off never ends.
  const reloading = page.reload({ timeout: 5000 }).catch(() => null);
  const dialog = await asked;
  t.equal(dialog.type(), 'beforeunload', 'the store’s page asks before it goes');
  await dialog.dismiss();
  await reloading;

  await menu(frame, say('shell.customers')).click();
  await question.getByRole('button', { name: say('parts.leave'), exact: true }).click();
  await heading(frame, say('shell.customers')).waitFor();
  await page.waitForURL(/customers/); // the store's page hears of it a moment later
  await page.reload();
  await heading(await adminIn(page), say('shell.customers')).waitFor();
  t.same(faults, []);
});

async function later(route: { continue(): Promise<void> }): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 7000));
  await route.continue();
}
