import type { Frame, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import {
  type AdminHouse,
  accessible,
  adminHouse,
  DESKTOP,
  fits,
  LOOKS,
  openAdmin,
  PHONE,
  picture,
} from '../support/browser.ts';

const house = await adminHouse(t);
const DAY_MS = 86_400_000;
/** The demo shop's calendar. */
const dayOf = (at: number | string) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date(at));
const digitsOf = (text: string) => Number(text.replaceAll(/[^\d]/g, ''));

/** What stands under the name of a figure. */
async function figure(frame: Frame, name: string): Promise<string> {
  const label = frame.getByRole('button', { name, exact: true });
  return label.locator('xpath=../following-sibling::div[1]').innerText();
}

/** True as soon as it is, false when it is not within fifteen seconds. */
async function becomes(isSo: () => Promise<boolean>): Promise<boolean> {
  for (let i = 0; i < 150; i++) {
    if (await isSo()) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

const SAYS = {
  vi: { table: 'Xem bảng', trend: 'Diễn biến', channels: 'Theo kênh bán', attention: 'Cần chú ý' },
  en: { table: 'See the table', trend: 'Over time', channels: 'By channel', attention: 'Needs attention' },
};

for (const { locale, theme, size } of LOOKS) {
  t.test(`figures, charts and tables: ${locale}, ${size.width} px, ${theme}`, async (t) => {
    const says = SAYS[locale];
    const open = await openAdmin(t, house, { path: '/overview?period=90d', locale, size, theme });
    const { frame, faults } = open;
    const name = `overview-${locale}-${size.width}-${theme}`;
    await frame.getByRole('application').nth(1).waitFor();
    await accessible(t, open, 'with charts');
    await fits(t, open, 'with charts');
    await picture(open, name);
    await frame.getByRole('heading', { name: says.trend }).evaluate((element) => element.scrollIntoView());
    await frame.evaluate(() => window.scrollBy(0, -60));
    await picture(open, `${name}-charts`);
    for (let i = 0; i < 2; i++) await frame.getByRole('button', { name: says.table }).first().click();
    t.equal(await frame.getByRole('table').count(), 3, 'two behind charts, and the channels');
    await accessible(t, open, 'with tables');
    await fits(t, open, 'with tables');
    await picture(open, `${name}-tables`);
    await frame.getByRole('row').last().scrollIntoViewIfNeeded();
    await picture(open, `${name}-channels`);
    t.same(faults, []);
  });
}

/** Counted order by order over the API of orders, for the last thirty days and each of them. */
async function plainSums({
  app,
  authorise,
  shop,
}: AdminHouse): Promise<{ revenue: number; orders: number; byDay: Map<string, number> }> {
  const headers = await authorise(shop, 'orders:read');
  const since = dayOf(Date.now() - 29 * DAY_MS);
  const byDay = new Map<string, number>();
  let [revenue, orders, cursor] = [0, 0, ''];
  do {
    const query = new URLSearchParams({ counts: 'true', limit: '200', ...(cursor ? { cursor } : {}) });
    const page = (await app.inject({ url: `/api/v1/orders?${query}`, headers })).json();
    for (const order of page.items) {
      const day = dayOf(order.content.paidAt ?? order.content.placedAt);
      if (day < since || day > dayOf(Date.now())) continue;
      orders++;
      revenue += order.spentMinor;
      byDay.set(day, (byDay.get(day) ?? 0) + order.spentMinor);
    }
    cursor = page.nextCursor ?? '';
  } while (cursor);
  return { revenue, orders, byDay };
}

t.test('figures, and the table behind the chart, are the plain sums of the orders that count', async (t) => {
  const sums = await plainSums(house);
  t.ok(sums.orders > 10);
  const { frame, page } = await openAdmin(t, house, { path: '/overview' });
  await frame.getByRole('button', { name: 'Xem bảng' }).first().click();
  t.equal(digitsOf(await figure(frame, 'Doanh thu')), sums.revenue);
  t.equal(digitsOf(await figure(frame, 'Đơn hàng')), sums.orders);
  const rows = await frame.getByRole('table', { name: 'Bảng: Doanh thu' }).getByRole('row').all();
  t.equal(rows.length, 31, 'a heading and thirty days');
  const told = await Promise.all(rows.slice(1).map((row) => row.getByRole('cell').first().innerText()));
  const days = Array.from({ length: 30 }, (_, index) => dayOf(Date.now() - (29 - index) * DAY_MS));
  t.same(
    told.map(digitsOf),
    days.map((day) => sums.byDay.get(day) ?? 0),
  );

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    frame.getByRole('button', { name: 'Tải CSV' }).first().click(),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  const lines = Buffer.concat(chunks).toString().trimEnd().split('\r\n');
  t.equal(lines[0], '\uFEFFNgày,Doanh thu,Đơn hàng,Giá trị đơn trung bình,Hoàn tiền');
  t.same(
    lines.slice(1).map((line) => line.split(',').slice(0, 2)),
    days.map((day) => [day, String(sums.byDay.get(day) ?? 0)]),
    'and so is the file',
  );
});

t.test('all of it by keyboard, and the place is in the address', async (t) => {
  const { frame, page, heard } = await openAdmin(t, house, { path: '/overview' });
  const chart = frame.getByRole('application').first();
  await chart.waitFor();
  await frame.getByRole('combobox', { name: 'Thời gian' }).focus();
  await page.keyboard.press('ArrowDown'); // 90 days
  // Weeks fit ninety days.
  await frame.getByRole('radio', { name: 'Tuần', checked: true }).waitFor({ state: 'attached' });
  await frame.getByRole('radio', { name: 'Tuần' }).focus();
  await page.keyboard.press('ArrowRight');
  await frame.getByRole('radio', { name: 'Tháng', checked: true }).waitFor({ state: 'attached' });
  await page.waitForFunction("window.heard.some((m) => String(m.path).includes('by=month'))");
  const path = (await heard()).map((message) => String(message['path'])).findLast((said) => said.includes('/overview'));
  t.match(path, /period=90d/);
  t.match(path, /by=month/);

  await chart.focus();
  await page.keyboard.press('ArrowRight');
  await frame.locator('.recharts-tooltip-wrapper').first().waitFor();
  t.match(await frame.locator('.recharts-tooltip-wrapper').first().innerText(), /Doanh thu: [\d.]+/, 'a point is told');

  await tabTo(page, frame, 'Xem bảng');
  await page.keyboard.press('Enter');
  await frame.getByRole('table', { name: /^Bảng/ }).first().waitFor();

  await tabTo(page, frame, 'Tỷ lệ mua lại', true);
  // That of a button on the way may still be going.
  await frame.getByRole('tooltip', { name: /đã từng mua trước kỳ, hoặc mua ít nhất hai lần trong kỳ/ }).waitFor();
});

async function tabTo(page: Page, frame: Frame, name: string, isBack = false): Promise<void> {
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press(isBack ? 'Shift+Tab' : 'Tab');
    const found = await frame.evaluate(() => document.activeElement?.textContent ?? '');
    if (found.includes(name)) return;
  }
  throw new Error(`the keyboard does not come to ${name}`);
}

t.test('days of one’s own, and one channel', async (t) => {
  const open = await openAdmin(t, house, { path: '/overview?period=last-month' });
  const { frame, faults } = open;
  await frame.getByRole('combobox', { name: 'Thời gian' }).selectOption({ label: 'Tùy chọn…' });
  const days = frame.getByRole('button', { name: /^Từ ngày đến ngày/ });
  await days.click();
  await accessible(t, open, 'with the calendar');
  await picture(open, 'overview-calendar');
  for (const day of [/^2$/, /^25$/])
    await frame.locator('.mantine-DatePickerInput-day').filter({ hasText: day }).click();
  await frame.waitForURL(/from=\d{4}-\d\d-02&to=\d{4}-\d\d-25/);
  t.ok(
    await becomes(
      async () => (await frame.locator('main').innerText()).match(/\b0?2\/\d+\/\d+ – 25\/\d+\/\d+/) !== null,
    ),
  );
  const all = digitsOf(await figure(frame, 'Đơn hàng'));
  await frame.getByRole('combobox', { name: 'Kênh bán' }).selectOption({ label: 'Tại quầy' });
  await frame.waitForURL(/channel=pos/);
  t.ok(await becomes(async () => digitsOf(await figure(frame, 'Đơn hàng')) < all));
  t.ok((await frame.getByRole('table').last().getByRole('row').count()) > 2, 'all channels stay to be compared');
  t.same(faults, []);
});

t.test('an order that comes in is counted without reloading', async (t) => {
  const { frame } = await openAdmin(t, house, { path: '/overview?period=7d' });
  const before = digitsOf(await figure(frame, 'Đơn hàng'));
  await frame.getByLabel('Đang cập nhật trực tiếp').waitFor();
  const at = new Date().toISOString();
  await house.postInvoice({
    id: 'TQ1',
    updatedAt: at,
    placedAt: at,
    paidAt: at,
    status: 'paid',
    customer: { phone: '0987000111' },
    items: [{ name: 'Cà phê', quantity: 1, amount: '90000' }],
    totals: { total: '90000' },
  });
  t.ok(await becomes(async () => digitsOf(await figure(frame, 'Đơn hàng')) === before + 1));
});

t.test('what needs attention stands first and leads there; nothing when all is well', async (t) => {
  const scope = house.house.store.forShop(house.shop);
  const at = new Date().toISOString();
  const dollars = { id: 'TQ2', updatedAt: at, placedAt: at, paidAt: at, status: 'paid', currency: 'USD' };
  await house.postInvoice({ ...dollars, items: [{ name: 'Áo', quantity: 1, amount: '5' }], totals: { total: '5' } });
  const open = await openAdmin(t, house, { path: '/overview' });
  const list = open.frame.getByRole('region', { name: 'Cần chú ý' });
  await list.waitFor();
  await accessible(t, open, 'with something to look at');
  await fits(t, open, 'with something to look at');
  await picture(open, 'overview-attention');
  const link = list.getByRole('link', { name: /1 bản tin từ cửa hàng chưa xử lý được: chưa có tỷ giá/ });
  t.match(await link.getAttribute('href'), /\/deliveries\?state=parked/);
  await scope.inbox.deleteMany({ 'parked.reason': 'currency_unknown' });
});

t.test('figures that cannot be loaded say so, and are asked for again', async (t) => {
  const open = await openAdmin(t, house, { path: '/customers' });
  const { frame, page } = open;
  await page.route('**/api/v1/overview?*', (route) =>
    route.fulfill({
      status: 400,
      contentType: 'application/json',
      body: '{"code":"bad_request","message":"x","requestId":"r-1"}',
    }),
  );
  await frame.getByRole('link', { name: 'Tổng quan' }).click();
  await frame.getByText('Mã yêu cầu: r-1').waitFor();
  await accessible(t, open, 'failed');
  await page.unroute('**/api/v1/overview?*');
  await frame.getByRole('button', { name: 'Thử lại' }).click();
  await frame.getByRole('button', { name: 'Doanh thu', exact: true }).waitFor();
});

t.test('a shop that nothing has come from yet is told what to do', async (t) => {
  const empty = await house.house.addShop({ platform: 'pos', domain: 'empty.example.vn' });
  for (const size of [DESKTOP, PHONE]) {
    const { page, frame } = await standalone(
      t,
      size,
      (await house.authorise(empty.id)).authorization.slice('Bearer '.length),
    );
    await frame.getByRole('heading', { name: 'Bắt đầu' }).waitFor();
    await frame.getByText('Đã kết nối empty.example.vn.').waitFor();
    await accessible(t, { page }, 'first steps');
    await fits(t, { frame }, 'first steps');
    await picture({ page }, `overview-first-steps-${size.width}`);
  }
});

/** The admin in a tab of its own, entered with an API key. */
async function standalone(t: Test, size: typeof DESKTOP, key: string): Promise<{ page: Page; frame: Frame }> {
  const context = await house.browser.newContext({ viewport: size, locale: 'vi' });
  t.teardown(() => context.close());
  const page = await context.newPage();
  await page.goto(`${house.url}/app`);
  await page.getByLabel('Khóa API').fill(key);
  await page.getByRole('button', { name: 'Vào' }).click();
  return { page, frame: page.mainFrame() };
}
