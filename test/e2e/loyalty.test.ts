import type { Frame, Locator } from 'playwright-core';
import t from 'tap';
import { applyBegunVersions } from '../../src/server/loyalty/publish.ts';
import { rebuildDerived } from '../../src/server/rebuild.ts';
import { texts } from '../support/admin/texts.ts';
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
import { sheet } from '../support/loyalty/sheet.ts';

const house = await adminHouse(t);
const scope = house.house.store.forShop(house.shop);

const SAYS = {
  vi: {
    invitation: 'Bắt đầu tích điểm cho khách',
    begin: 'Bắt đầu với mẫu này',
    example: 'Ví dụ',
    tiers: 'Khách theo hạng',
    see: 'Xem bảng',
    flows: 'Bảng: Điểm ra vào',
    changes: /Xem thay đổi của phiên bản 2/,
    ledger: 'Sổ điểm',
    list: 'Danh sách Sổ điểm',
    on: 'Đang bật',
    earns: /Đơn 1\.250\.000\s₫ của khách hạng Vàng được 237 điểm/,
  },
  en: {
    invitation: 'Reward customers who come back',
    begin: 'Begin with this one',
    example: 'Example',
    tiers: 'Customers by tier',
    see: 'See the table',
    flows: 'Table: points in and out',
    changes: /See what changed in version 2/,
    ledger: 'Ledger',
    list: 'List of Ledger',
    on: 'On',
    earns: /An order of .1,250,000 by a Gold customer earns 237 points/,
  },
} as const;
const WAYS = (['vi', 'en'] as const).flatMap((locale) => [DESKTOP, PHONE].map((size) => ({ locale, size })));
/** Light and dark are each seen in both widths. */
const themeOf = (locale: Locale, size: { readonly width: number }) =>
  (locale === 'vi') === (size === DESKTOP) ? ('light' as const) : ('dark' as const);
type Size = (typeof WAYS)[number]['size'];

for (const { locale, size } of WAYS) {
  t.test(
    `a shop without a programme is invited, and begins with the preset: ${locale}, ${size.width} px`,
    async (t) => {
      const open = await openAdmin(t, house, { path: '/loyalty', locale, size, theme: themeOf(locale, size) });
      const { frame } = open;
      const says = SAYS[locale];
      await frame.getByRole('heading', { name: says.invitation }).waitFor();
      await looked(t, open, 'invitation', locale, size);
      await frame.getByRole('link', { name: says.begin }).click();
      const sheet = frame.getByRole('button', { name: locale === 'vi' ? 'Chi tiết' : 'Details' });
      if (size === PHONE) await sheet.click();
      await frame
        .getByRole('combobox', { name: locale === 'vi' ? 'Hạng của khách' : 'Tier of the customer' })
        .selectOption('gold');
      await frame.getByText(says.earns).waitFor();
      if (size === PHONE) {
        await looked(t, open, 'example', locale, size);
        await open.page.keyboard.press('Escape');
        await frame.getByRole('dialog').waitFor({ state: 'detached' });
      }
      await looked(t, open, 'editor', locale, size);
      for (const [index, section] of (await frame.getByRole('region').all()).entries()) {
        await section.evaluate((element) => element.scrollIntoView({ block: 'start' }));
        await frame.evaluate(() => window.scrollBy(0, -60));
        await picture(open, `loyalty-editor-${index}-${locale}-${size.width}`);
      }
      t.same(open.faults, []);
    },
  );
}

t.test(
  'a first programme: a problem stands at its field, it is published with the orders since a day, and figures follow',
  async (t) => {
    const open = await openAdmin(t, house, { path: '/loyalty/programme?begin=tikme' });
    const { frame } = open;
    const silver = frame.getByRole('group', { name: 'Hạng 2: Bạc' });
    const entry = silver.getByRole('textbox', { name: 'Lên hạng khi hơn' });
    await entry.fill('6.000');
    await frame.getByText('Phải cao hơn ngưỡng của hạng trước.').waitFor();
    await entry.fill('');
    await frame.getByRole('button', { name: 'Xuất bản chương trình' }).click();
    await silver.getByText('Chưa điền.').waitFor();
    t.ok(await entry.evaluate((element) => element === document.activeElement), 'the field has the focus');
    await accessible(t, open, 'a programme with a problem');
    await picture(open, 'loyalty-problem-vi-1280');
    await entry.fill('500');

    await frame.getByRole('button', { name: 'Thêm quy tắc' }).click();
    await frame.getByRole('menuitem', { name: 'Đơn hàng đầu tiên' }).click();
    const rule = frame.getByRole('group', { name: 'Đơn hàng đầu tiên' });
    await rule.getByRole('textbox').first().fill('50');
    await rule.getByText(/Khách hàng nhận/).waitFor();
    await frame.getByRole('checkbox', { name: 'Là đơn đầu tiên' }).check();
    await frame.getByRole('region', { name: 'Ví dụ' }).getByText('Đơn hàng đầu tiên', { exact: true }).waitFor();

    await frame.evaluate(() => window.location.reload());
    await frame.getByText('Bản nháp chưa xuất bản đã được khôi phục.').waitFor();
    await frame.getByRole('group', { name: 'Đơn hàng đầu tiên' }).waitFor();

    await frame.getByRole('button', { name: 'Xuất bản chương trình' }).click();
    const dialog = frame.getByRole('dialog', { name: 'Xuất bản chương trình' });
    await dialog.getByRole('radio', { name: 'Tính cả đơn từ ngày' }).check();
    await dialog.getByRole('textbox', { name: 'Tính cả đơn từ ngày' }).fill('01/01/2020');
    await dialog.getByRole('textbox', { name: /Ghi chú/ }).fill('Khai trương');
    await accessible(t, open, 'publishing');
    await picture(open, 'loyalty-publish-first-vi-1280');
    await dialog.getByRole('button', { name: 'Xuất bản', exact: true }).click();

    await frame.getByRole('progressbar', { name: 'Đang tính điểm cho mọi khách hàng' }).waitFor({ state: 'attached' });
    await picture(open, 'loyalty-recount-vi-1280');
    await settled();
    await frame.getByText('Đã tính xong điểm cho mọi khách hàng').waitFor();
    const { available } = await ask('/api/v1/loyalty/liability');
    t.ok(available > 0);
    t.equal(await becomes(() => figure(frame, 'Điểm dùng được'), available), available, 'what the ledger says');
    t.equal((await scope.programmes.findOne({}))?.note, 'Khai trương');
    t.same(open.faults, []);
  },
);

t.test('a change is a new version: the dialog says what is different, and the history does too', async (t) => {
  const open = await openAdmin(t, house, { path: '/loyalty/programme' });
  const { frame } = open;
  const gold = frame.getByRole('group', { name: 'Hạng 3: Vàng' });
  await gold.getByRole('textbox', { name: 'Số tiền cho 1 điểm' }).fill('2000');
  await frame.getByText(/Chi phí của hạng .*Vàng.* vượt mức/).waitFor();
  await picture(open, 'loyalty-costs-vi-1280');
  await frame.getByRole('button', { name: 'Lưu', exact: true }).click();
  const dialog = frame.getByRole('dialog', { name: 'Xuất bản phiên bản mới' });
  t.match(await plain(dialog), /Vàng:.*5\.000 ₫ được 1 điểm.*thành.*2\.000 ₫ được 1 điểm/s);
  await accessible(t, open, 'publishing a change');
  await picture(open, 'loyalty-publish-vi-1280');
  await dialog.getByRole('button', { name: 'Xuất bản', exact: true }).click();
  await frame.getByText('Đã xuất bản phiên bản 2').waitFor();
  await frame.getByRole('button', { name: SAYS.vi.changes }).click();
  t.match(await plain(frame.getByRole('region', { name: 'Các phiên bản' })), /thành/);
  await settled();
  t.equal(await scope.programmes.count({}), 2);
  t.same(open.faults, []);
});

t.test('who edits what somebody else has published meanwhile is told so', async (t) => {
  const open = await openAdmin(t, house, { path: '/loyalty/programme' });
  const { frame } = open;
  await frame.getByRole('textbox', { name: 'Tiêu ít nhất' }).fill('60');
  const { versions } = await ask('/api/v1/loyalty/programme');
  const headers = await house.authorise(house.shop, 'programme:write');
  const answer = await house.app.inject({
    method: 'POST',
    url: '/api/v1/loyalty/programme',
    headers,
    payload: { programme: versions[0].programme, after: versions.length },
  });
  t.equal(answer.statusCode, 201);
  await frame.getByRole('button', { name: 'Lưu', exact: true }).click();
  await frame.getByRole('dialog').getByRole('button', { name: 'Xuất bản', exact: true }).click();
  await frame.getByText(/Người khác vừa xuất bản/).waitFor();
  await settled();
});

t.test('points of their own for the tier, Sapo’s days of review, and the way back', async (t) => {
  const open = await openAdmin(t, house, { path: '/loyalty/programme' });
  const { frame } = open;
  await frame.getByRole('switch', { name: /Điểm xét hạng tách khỏi điểm tiêu/ }).press('Space');
  await frame.getByRole('group', { name: 'Loại điểm 2' }).waitFor();
  await frame.getByRole('combobox', { name: 'Xét lại hạng' }).selectOption('halves');
  await frame
    .getByRole('group', { name: 'Hạng 2: Bạc' })
    .getByRole('textbox', { name: 'Giữ hạng khi đạt' })
    .fill('900');
  await frame.getByText('Không được cao hơn ngưỡng lên hạng.').waitFor();
  await accessible(t, open, 'more choices');
  await fits(t, open, 'more choices');
  await frame.getByRole('button', { name: 'Bỏ thay đổi' }).click();
  t.equal(await frame.getByRole('combobox', { name: 'Xét lại hạng' }).inputValue(), 'none');
});

t.test('a draft goes to the back-test as it is, and is there again on the way back', async (t) => {
  const open = await openAdmin(t, house, { path: '/loyalty/programme' });
  const { frame } = open;
  const least = frame.getByRole('textbox', { name: 'Tiêu ít nhất' });
  await least.fill('75');
  await frame.getByRole('button', { name: 'Thử trên đơn cũ' }).click();
  await frame.waitForURL(/\/loyalty\/back-test/);
  const given = await frame.evaluate(() => window.history.state?.usr?.programme?.redeeming?.minimumPoints);
  t.equal(given, 75);
  await frame.evaluate(() => window.history.back());
  await frame.getByText('Bản nháp chưa xuất bản đã được khôi phục.').waitFor();
  t.equal(await least.inputValue(), '75');
});

for (const { locale, size } of WAYS) {
  t.test(`overview and ledger: ${locale}, ${size.width} px`, async (t) => {
    const says = SAYS[locale];
    const open = await openAdmin(t, house, { path: '/loyalty', locale, size, theme: themeOf(locale, size) });
    const { frame } = open;
    await frame.getByText(says.on, { exact: true }).waitFor();
    await frame.getByRole('table', { name: says.tiers }).waitFor();
    await frame.getByRole('application').waitFor();
    await looked(t, open, 'overview', locale, size);
    await frame
      .getByRole('table', { name: says.tiers })
      .evaluate((element) => element.scrollIntoView({ block: 'end' }));
    await picture(open, `loyalty-overview-below-${locale}-${size.width}`);
    await frame.getByRole('button', { name: says.see }).click();
    await frame.getByRole('table', { name: says.flows }).waitFor();
    await looked(t, open, 'flows', locale, size);
    await frame.getByRole('link', { name: says.ledger }).click();
    await frame.getByRole('table').getByRole('row').nth(3).waitFor();
    await looked(t, open, 'ledger', locale, size);
    t.same(open.faults, []);
  });
}

t.test('the ledger is narrowed by reason and days, and leads to customers', async (t) => {
  const open = await openAdmin(t, house, { path: '/loyalty/ledger' });
  const { frame } = open;
  await frame.getByRole('combobox', { name: 'Lý do' }).selectOption('earned');
  const rows = frame.getByRole('table').getByRole('row');
  await rows.filter({ hasText: 'Hết hạn' }).first().waitFor({ state: 'detached' });
  await rows.nth(2).waitFor();
  const { items } = await ask('/api/v1/loyalty/ledger?reason=earned&limit=1');
  t.match(await plain(rows.nth(1)), `+${items[0].change}`);
  await frame.getByRole('textbox', { name: 'Đến hết ngày' }).fill('01/01/2020');
  await frame.getByRole('textbox', { name: 'Đến hết ngày' }).press('Enter');
  await frame.getByText('Không có dòng nào khớp').waitFor();
  await accessible(t, open, 'nothing found');
  await frame.getByRole('button', { name: 'Bỏ bộ lọc' }).click();
  await rows.nth(1).getByRole('link').first().click();
  await frame.waitForURL(/\/customers\//);
});

t.test('a viewer reads the programme and has nothing to change it with', async (t) => {
  const open = await openAdmin(t, house, { path: '/loyalty/programme', role: 'viewer' });
  const { frame } = open;
  await frame.getByText('Bạn xem được chương trình nhưng không sửa được.').waitFor();
  await frame
    .getByText(/theo số tiền mua và hạng thành viên/)
    .first()
    .waitFor();
  t.equal(await frame.getByRole('textbox').count(), 0);
  t.equal(await frame.getByRole('button', { name: /Xuất bản|Thêm quy tắc/ }).count(), 0);
  await accessible(t, open, 'viewer');
  await picture(open, 'loyalty-shown-viewer');
  t.same(open.faults, []);
});

t.test('a cashier has the till, and nothing of the figures of the shop', async (t) => {
  const open = await openAdmin(t, house, { path: '/loyalty', role: 'cashier' });
  const { frame } = open;
  await frame.getByRole('link', { name: 'Quầy', exact: true }).waitFor();
  await frame.waitForURL(/\/loyalty\/till/);
  for (const name of ['Chương trình', 'Sổ điểm', 'Thử trước'])
    t.equal(await frame.getByRole('link', { name, exact: true }).count(), 0, name);
  await accessible(t, open, 'cashier');
  const other = await openAdmin(t, house, { path: '/loyalty/programme', role: 'cashier' });
  await other.frame.getByText('Bạn chưa có quyền xem mục này').waitFor();
});

t.test('a list of points is shown before it is booked, without its problems, and is never booked twice', async (t) => {
  const headers = await house.authorise(house.shop, 'customers:write');
  for (const [phone, name] of [
    ['0903777001', 'Bà Khách Cũ'],
    ['0903777002', 'Ông Khách Cũ'],
  ])
    await house.app.inject({ method: 'POST', url: '/api/v1/customers', headers, payload: { phone, name } });
  const list = sheet([
    ['Số điện thoại', 'Số điểm', 'Lý do'],
    ['0903 777 001', 120, 'Số dư cũ'],
    ['0903777002', 80, null],
    ['0903777002', 5, 'Lặp lại'],
    ['không có số', 7, 'x'],
  ]);
  const file = { name: 'so-du.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from(list, 'base64') };
  for (const { locale, size } of WAYS.filter(({ locale, size }) => (locale === 'vi') === (size === DESKTOP))) {
    const say = texts(locale);
    const isFirst = locale === 'vi';
    const open = await openAdmin(t, house, { path: '/loyalty/bulk', locale, size, theme: themeOf(locale, size) });
    const { frame } = open;
    const press = (name: string) => frame.getByRole('button', { name, exact: true }).click();
    await press(say('loyalty-bulk.preview'));
    await frame.getByText(say('loyalty-bulk.noFile')).waitFor();
    await frame.locator('input[type=file]').setInputFiles({ ...file, name: 'so-du.csv' });
    await frame.getByText(say('loyalty-bulk.notXlsx')).waitFor();
    await frame.locator('input[type=file]').setInputFiles(file);
    await frame.getByText(file.name).waitFor();
    await frame.getByText(say('loyalty-bulk.opened'), { exact: true }).click();
    await press(say('loyalty-bulk.preview'));
    await frame.getByRole('heading', { name: say('loyalty-bulk.previewTitle') }).waitFor();
    if (isFirst) {
      await frame.getByText('Thiếu lý do').waitFor();
      await frame.getByRole('textbox', { name: say('loyalty-bulk.reason') }).fill('Sổ tay cũ');
      await press(say('loyalty-bulk.preview'));
      await frame.getByText('Thiếu lý do').waitFor({ state: 'detached' });
      await frame.getByText('Khách hàng này đã có ở dòng trên').waitFor();
      await looked(t, open, 'bulk-preview', locale, size);
      const { length: before } = (await ask('/api/v1/loyalty/ledger?reason=opened')).items;
      t.equal(before, 0, 'nothing is booked by looking');
      await press(say('loyalty-bulk.apply', { count: 2, formatted: 2 }));
      await frame.getByText(/Không thể hoàn tác cả danh sách/).waitFor();
      await accessible(t, open, 'bulk: asked');
      await frame
        .getByRole('dialog')
        .getByRole('button', { name: say('loyalty-bulk.apply', { count: 2, formatted: 2 }) })
        .click();
      await frame.getByRole('heading', { name: say('loyalty-bulk.resultTitle', { formatted: 2 }) }).waitFor();
      await looked(t, open, 'bulk-result', locale, size);
    } else {
      await frame.getByRole('textbox', { name: say('loyalty-bulk.reason') }).fill('Sổ tay cũ');
      await press(say('loyalty-bulk.preview'));
      await frame.getByText(say('loyalty-bulk.appliedBefore')).first().waitFor();
      await frame.getByText(say('loyalty-bulk.nothingToDo')).waitFor();
      await looked(t, open, 'bulk-again', locale, size);
    }
    t.same(open.faults, []);
  }
  const { items } = await ask('/api/v1/loyalty/ledger?reason=opened');
  t.same(items.map(({ change }: { change: number }) => change).sort(), [120, 80]);
});

t.test('what cannot be loaded can be asked for again', async (t) => {
  let isBroken = true;
  const open = await openAdmin(t, house, {
    path: '/loyalty',
    prepare: (page) =>
      page.route('**/api/v1/loyalty/programme', (route) =>
        isBroken
          ? route.fulfill({ status: 503, json: { code: 'unavailable', message: 'x', requestId: 'r1' } })
          : route.continue(),
      ),
  });
  const again = open.frame.getByRole('button', { name: 'Thử lại' });
  await again.waitFor();
  isBroken = false;
  await again.click();
  await open.frame.getByText('Đang bật', { exact: true }).waitFor();
});

async function looked(t: Parameters<typeof accessible>[0], open: OpenAdmin, name: string, locale: Locale, size: Size) {
  await accessible(t, open, name);
  await fits(t, open, name);
  await picture(open, `loyalty-${name}-${locale}-${size.width}`);
}

/** The jobs that settle every account by a version that has begun, as the service runs them each minute. */
async function settled(): Promise<void> {
  for (let i = 0; i < 100; i++) {
    await applyBegunVersions({ store: house.house.store, now: Date.now });
    await rebuildDerived(house.parts, house.shop);
    if (!(await scope.programmes.findOne({ applied: { $exists: false } }))) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('a version was not applied');
}

async function ask(url: string): Promise<any> {
  const headers = await house.authorise(house.shop);
  return (await house.app.inject({ url, headers })).json();
}

/** What stands under the name of a figure. */
async function figure(frame: Frame, name: string): Promise<number> {
  const text = await frame.getByText(name, { exact: true }).locator('xpath=following-sibling::div[1]').innerText();
  return Number(text.replaceAll(/\D/g, ''));
}

/** The figure when it is as wanted, or what it is after fifteen seconds. */
async function becomes(read: () => Promise<number>, wanted: number): Promise<number> {
  let last = await read();
  for (let i = 0; i < 150 && last !== wanted; i++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    last = await read();
  }
  return last;
}

/** Without the spaces that keep figures together. */
async function plain(locator: Locator): Promise<string> {
  return (await locator.innerText()).replaceAll(/[\u00a0\u202f]/g, ' ');
}
