import t, { type Test } from 'tap';
import { createApiKey } from '../../src/server/api-keys.ts';
import { recordAudit } from '../../src/server/audit.ts';
import type { Role } from '../../src/server/staff/roles.ts';
import {
  accessible,
  adminHouse,
  DESKTOP,
  fits,
  type OpenAdmin,
  openAdmin,
  PHONE,
  picture,
  WIDTHS,
} from '../support/browser.ts';

const NAMES = { owner: 'Nguyễn Thị Hoa', manager: 'Trần Minh', viewer: 'Lê Quang', cashier: 'Phạm Thu' } as const;
const nameOf = (role: Role): string => NAMES[role];

const house = await adminHouse(t, { nameOf: (role) => NAMES[role as Role] });
const scope = house.house.store.forShop(house.shop);
await house.segmentsReady();
await furnish();

const TITLES = {
  vi: {
    shop: 'Cửa hàng',
    connections: 'Kết nối',
    staff: 'Nhân viên',
    keys: 'Khóa API',
    privacy: 'Yêu cầu riêng tư',
    jobs: 'Tác vụ tự động',
    audit: 'Nhật ký',
  },
  en: {
    shop: 'Shop',
    connections: 'Connections',
    staff: 'Staff',
    keys: 'API keys',
    privacy: 'Privacy requests',
    jobs: 'Jobs',
    audit: 'Audit log',
  },
} as const;
type SectionName = keyof typeof TITLES.vi;
const SECTIONS = Object.keys(TITLES.vi) as SectionName[];

for (const { locale, size } of WIDTHS) {
  t.test(`every section, ${locale}, ${size.width} px`, async (t) => {
    const theme = locale === 'vi' ? 'light' : 'dark';
    const open = await openAdmin(t, house, { path: '/settings', locale, size, theme });
    const { frame, faults } = open;
    const links = frame.locator(`nav[aria-label="${locale === 'vi' ? 'Các mục cài đặt' : 'Settings sections'}"] a`);
    await links.first().waitFor();
    t.equal(await links.count(), SECTIONS.length);
    if (size === PHONE) await looked(t, open, `settings-list-${locale}-390-${theme}`);
    for (const section of SECTIONS) {
      await goTo(open, `/settings/${section}`);
      await drawn(open, TITLES[locale][section]);
      await looked(t, open, `settings-${section}-${locale}-${size.width}-${theme}`);
    }
    t.same(faults, []);
  });
}

t.test('the shop: what a change of spend does is said, done with its progress, and taken back', async (t) => {
  const open = await openAdmin(t, house, { path: '/settings/shop' });
  const { frame } = open;
  const spend = frame.getByRole('row', { name: /Tính vào chi tiêu/ });
  t.match(await plain(spend), /450\.000/);
  await frame.getByRole('switch', { name: 'Tính cả phí giao hàng vào chi tiêu' }).click();
  t.match(await plain(spend), /480\.000/, 'the example follows at once');
  await frame.getByText('Lưu thay đổi này sẽ tính lại số liệu').waitFor();
  await accessible(t, open, 'before saving');
  await picture(open, 'settings-shop-dirty');
  await frame.getByRole('button', { name: 'Lưu', exact: true }).click();
  // A bar at 0 % has no width, which counts as hidden.
  await frame.getByRole('progressbar', { name: 'Đang tính lại số liệu' }).waitFor({ state: 'attached' });
  await picture(open, 'settings-shop-rebuilding');
  await frame.getByText('Đã tính lại xong mọi số liệu').waitFor();
  await frame.getByText(/Số liệu được tính lại lần gần nhất/).waitFor();
  t.equal((await house.house.store.system.shops.findOne({ _id: house.shop }))?.settings.spend.includeShipping, true);
  await frame.getByRole('button', { name: 'Hoàn tác' }).click();
  await frame.getByText('Đã trở lại như trước').waitFor();
  t.match(await plain(spend), /450\.000/);
  await settled(async () => {
    const shop = await house.house.store.system.shops.findOne({ _id: house.shop });
    return shop?.settings.spend.includeShipping === false && shop.rebuild?.state === 'done';
  });
});

t.test('outside of a host the admin speaks the language of the shop', async (t) => {
  const { key } = await createApiKey(scope, { name: 'x', scopes: ['customers:read'] }, Date.now());
  const context = await house.browser.newContext({ locale: 'en-GB', viewport: DESKTOP });
  t.teardown(() => context.close());
  const page = await context.newPage();
  await page.goto(`${house.url}/app`);
  await page.getByLabel('API key').fill(key);
  await page.getByRole('button', { name: 'Enter' }).click();
  await page.getByRole('link', { name: 'Khách hàng' }).first().waitFor();
  await page.getByText('EN', { exact: true }).click();
  await page.getByRole('link', { name: 'Customers' }).first().waitFor();
  t.pass('until somebody chooses another');
});

t.test('the shop: zone, rates and contacts are read as people write them, by keyboard alone', async (t) => {
  const open = await openAdmin(t, house, { path: '/settings/shop', size: PHONE });
  const { page, frame } = open;
  const zone = frame.getByRole('combobox', { name: 'Múi giờ' });
  await zone.focus();
  await page.keyboard.type('nhat ban');
  await frame.getByRole('option', { name: /Tokyo/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  t.equal(await zone.inputValue(), 'Asia/Tokyo');
  await frame.getByRole('button', { name: 'Bỏ thay đổi' }).click();
  t.equal(await zone.inputValue(), 'Asia/Ho Chi Minh');

  await frame.getByRole('button', { name: 'Thêm tỷ giá' }).press('Enter');
  await frame.getByRole('combobox', { name: 'Loại tiền 1' }).focus();
  await page.keyboard.type('USD');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const rate = frame.getByRole('textbox', { name: 'Tỷ giá của USD' });
  await rate.fill('không');
  await frame.getByText('Hãy nhập một số lớn hơn 0.').waitFor();
  await rate.fill('25.400');
  t.match(await plain(frame.getByText(/Đơn .* được tính là/)), /2\.540\.000/);
  const contacts = frame
    .getByRole('combobox', { name: /Số điện thoại và e-mail không của riêng ai/ })
    .or(frame.getByRole('textbox', { name: /Số điện thoại và e-mail không của riêng ai/ }));
  await contacts.focus();
  await page.keyboard.type('quầy số 1');
  await page.keyboard.press('Enter');
  await frame.getByText(/không phải số điện thoại/).waitFor();
  await contacts.fill('');
  await page.keyboard.type('0900 000 001');
  await page.keyboard.press('Enter');
  await accessible(t, open, 'a form that is filled in');
  await fits(t, open, 'a form that is filled in');
  await frame.getByRole('button', { name: 'Lưu', exact: true }).press('Enter');
  await frame.getByText('Đã lưu cài đặt').waitFor();
  const shop = await house.house.store.system.shops.findOne({ _id: house.shop });
  t.match(shop?.settings, { exchangeRates: { USD: '25400' }, sharedContacts: ['+84900000001'] });
});

t.test('leaving with unsaved changes asks first', async (t) => {
  const { frame } = await openAdmin(t, house, { path: '/settings/shop' });
  await frame.getByRole('textbox', { name: 'Tên cửa hàng' }).fill('Khác');
  await frame.getByRole('link', { name: 'Kết nối' }).click();
  const question = frame.getByRole('dialog', { name: 'Rời trang mà không lưu?' });
  await question.getByRole('button', { name: 'Ở lại' }).click();
  t.equal(await frame.getByRole('textbox', { name: 'Tên cửa hàng' }).inputValue(), 'Khác');
  await frame.getByRole('link', { name: 'Kết nối' }).click();
  await question.getByRole('button', { name: 'Rời trang' }).click();
  await frame.getByRole('heading', { level: 1, name: 'Kết nối' }).waitFor();
});

t.test('connections: what is wrong with each, another one with its secret shown once, a new secret', async (t) => {
  const open = await openAdmin(t, house, { path: '/settings/connections' });
  const { frame } = open;
  const web = frame.getByRole('region', { name: 'shop.example' });
  await frame.getByRole('region', { name: 'im-lang.example' }).getByText('Im lặng', { exact: true }).waitFor();
  await web.getByRole('button', { name: 'Từng loại thông báo' }).click();
  await web.getByRole('button', { name: 'Cách kết nối' }).click();
  await web.getByRole('cell', { name: 'order.updated' }).waitFor();

  await frame.getByRole('button', { name: 'Thêm kết nối' }).click();
  const dialog = frame.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Nơi bán hàng' }).selectOption('shopify');
  await dialog.getByRole('button', { name: 'Tạo kết nối' }).click();
  await dialog.getByText(/Nơi này tự tạo mã bí mật/).waitFor();
  await accessible(t, open, 'a new connection, filled in wrongly');
  await picture(open, 'settings-connect-wrong');
  await dialog.getByRole('combobox', { name: 'Nơi bán hàng' }).selectOption('woocommerce');
  await dialog.getByRole('textbox', { name: 'Tên miền của cửa hàng' }).fill('shop.example');
  await dialog.getByRole('button', { name: 'Tạo kết nối' }).click();
  await dialog.getByText('Nơi này đã được kết nối rồi.').waitFor();
  open.faults.length = 0; // the server's 409 is what was asked for
  await dialog.getByRole('textbox', { name: 'Tên miền của cửa hàng' }).fill('https://moi.example/');
  await dialog.getByRole('button', { name: 'Tạo kết nối' }).click();
  const secret = dialog.getByRole('textbox', { name: 'Mã bí mật' });
  await dialog.getByText(/chỉ hiện một lần/).waitFor();
  const made = await secret.inputValue();
  t.match(made, /^.{40,}$/);
  t.match(
    await dialog.getByRole('textbox', { name: 'Địa chỉ nhận webhook' }).inputValue(),
    /\/webhooks\/woocommerce\/\w+$/,
  );
  await open.page.keyboard.press('Escape');
  t.equal(await secret.inputValue(), made, 'a key pressed by mistake does not lose it');
  await dialog.getByRole('button', { name: 'Chép Mã bí mật' }).click();
  await dialog.getByText('Đã chép').first().waitFor();
  await accessible(t, open, 'a secret, shown once');
  await picture(open, 'settings-connect-secret');
  await dialog.getByRole('button', { name: 'Tôi đã lưu mã' }).click();
  const created = frame.getByRole('region', { name: 'moi.example' });
  await created.getByText('Chưa nhận được gì', { exact: true }).waitFor();

  await created.getByRole('button', { name: 'Đổi mã bí mật' }).click();
  await picture(open, 'settings-rotate');
  await dialog.getByRole('button', { name: 'Đổi mã' }).click();
  await dialog.getByText(/chỉ hiện một lần/).waitFor();
  t.not(await secret.inputValue(), made);
  await dialog.getByRole('button', { name: 'Tôi đã lưu mã' }).click();
  t.same(open.faults, []);
});

t.test('connections follow what is delivered', async (t) => {
  const { frame } = await openAdmin(t, house, { path: '/settings/connections' });
  const till = frame.getByRole('region').filter({ has: frame.getByText('Máy bán hàng (POS)') });
  await till.getByRole('button', { name: 'Từng loại thông báo' }).click();
  const count = () =>
    till
      .getByRole('table', { name: 'Đã nhận những gì' })
      .getByRole('row')
      .nth(1)
      .getByRole('cell')
      .nth(2)
      .textContent();
  const before = Number(await count());
  await house.postInvoice({
    id: 'SET-1',
    number: 'SET-1',
    updatedAt: new Date().toISOString(),
    placedAt: new Date().toISOString(),
    status: 'open',
    items: [],
    totals: { goods: '0', tax: '0', total: '0' },
  });
  await settled(async () => Number(await count()) === before + 1);
  t.pass('without a reload');
});

t.test('a key is made, works and is refused after it was revoked', async (t) => {
  const open = await openAdmin(t, house, { path: '/settings/keys', size: PHONE });
  const { frame, page } = open;
  await frame.getByRole('button', { name: 'Tạo khóa' }).click();
  const dialog = frame.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Tạo khóa' }).click();
  await dialog.getByText(/Hãy đặt tên/).waitFor();
  await dialog.getByRole('textbox', { name: 'Tên khóa' }).fill('Máy tính tiền');
  await dialog.getByRole('radio', { name: 'Tự chọn' }).check();
  await dialog.getByRole('checkbox', { name: 'Xem khách hàng' }).check();
  await dialog.getByRole('checkbox', { name: 'Xem cài đặt, kết nối và nhật ký' }).check();
  t.equal(
    await dialog.getByRole('checkbox', { name: 'Số liệu kỹ thuật của cả máy chủ' }).count(),
    0,
    'nobody gives what they have not',
  );
  await accessible(t, open, 'a new key');
  await fits(t, open, 'a new key');
  await picture(open, 'settings-key-form');
  await dialog.getByRole('button', { name: 'Tạo khóa' }).click();
  const shown = dialog.getByRole('textbox', { name: 'Khóa API' });
  await shown.waitFor();
  const key = await shown.inputValue();
  await accessible(t, open, 'a key, shown once');
  await picture(open, 'settings-key-once');
  const ask = (path: string) =>
    fetch(`${house.url}/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } }).then(({ status }) => status);
  t.equal(await ask('/customers?limit=1'), 200);
  t.equal(await ask('/orders?limit=1'), 403, 'and no more than it was given');
  await dialog.getByRole('button', { name: 'Tôi đã lưu khóa' }).click();
  const row = frame.getByRole('listitem').filter({ hasText: 'Máy tính tiền' });
  await row.getByText(/Xem khách hàng và Xem cài đặt/).waitFor();
  t.notOk(await frame.evaluate((text) => document.body.innerHTML.includes(text), key), 'the key is nowhere any more');

  await row.getByRole('button', { name: /Thu hồi/ }).press('Enter');
  await dialog.getByText(/bị từ chối trong vòng một giây/).waitFor();
  await picture(open, 'settings-key-revoke');
  await page.keyboard.press('Escape');
  t.equal(await ask('/customers?limit=1'), 200, 'who thinks better of it has lost nothing');
  await row.getByRole('button', { name: /Thu hồi/ }).click();
  await dialog.getByRole('button', { name: 'Thu hồi' }).click();
  await frame.getByText('Đã thu hồi khóa Máy tính tiền').waitFor();
  await settled(async () => (await ask('/customers?limit=1')) === 401);
  t.same(open.faults, []);
});

t.test('a role is changed with Undo, somebody is removed and let in again, and the last owner stays', async (t) => {
  const open = await openAdmin(t, house, { path: '/settings/staff' });
  const { frame } = open;
  const row = (name: string) => frame.getByRole('listitem').filter({ hasText: name });
  const cashier = nameOf('cashier');
  const role = frame.getByRole('combobox', { name: `Vai trò của ${cashier}` });
  await role.selectOption('viewer');
  await frame.getByText(`${cashier} giờ là Chỉ xem`).waitFor();
  t.equal(await roleOf('cashier'), 'viewer');
  await frame.getByRole('button', { name: 'Hoàn tác' }).click();
  await frame.getByText(`${cashier} lại là Thu ngân`).waitFor();
  t.equal(await roleOf('cashier'), 'cashier');

  await row(cashier)
    .getByRole('button', { name: `Gỡ ${cashier}` })
    .click();
  await frame.getByRole('button', { name: /Đã gỡ 1 người/ }).click();
  await accessible(t, open, 'somebody removed');
  await picture(open, 'settings-staff-removed');
  await frame.getByRole('button', { name: `Cho vào lại: ${cashier}` }).click();
  await role.waitFor();
  t.equal(await roleOf('cashier'), 'cashier');

  t.equal(await frame.getByRole('combobox', { name: `Vai trò của ${nameOf('owner')}` }).count(), 0);
  await row(nameOf('owner'))
    .getByText(/Chủ cửa hàng duy nhất/)
    .waitFor();
  await row(nameOf('owner')).getByText('Bạn', { exact: true }).waitFor();

  await frame.getByRole('combobox', { name: `Vai trò của ${nameOf('manager')}` }).selectOption('owner');
  const own = frame.getByRole('combobox', { name: `Vai trò của ${nameOf('owner')}` });
  await own.selectOption('viewer');
  await frame
    .getByRole('dialog')
    .getByText(/không tự lấy lại được/)
    .waitFor();
  await picture(open, 'settings-staff-give-up');
  await frame.getByRole('dialog').getByRole('button', { name: 'Hủy' }).click();
  await frame.getByRole('combobox', { name: `Vai trò của ${nameOf('manager')}` }).selectOption('manager');
  await settled(async () => (await roleOf('manager')) === 'manager');
  t.same(open.faults, []);
});

t.test('a role that somebody else changes takes buttons away while one looks', async (t) => {
  const { frame } = await openAdmin(t, house, { path: '/settings/connections', role: 'manager' });
  await scope.staff.updateOne({ _id: idOf('manager') }, { $set: { role: 'owner' } });
  await frame.getByRole('button', { name: 'Thêm kết nối' }).waitFor();
  await scope.staff.updateOne({ _id: idOf('manager') }, { $set: { role: 'manager' } });
  await frame.getByRole('button', { name: 'Thêm kết nối' }).waitFor({ state: 'detached' });
  t.pass('without a reload');
});

t.test('a viewer sees no control that changes, a cashier no settings at all', async (t) => {
  const viewer = await openAdmin(t, house, { path: '/settings', role: 'viewer' });
  const links = viewer.frame.locator('nav[aria-label="Các mục cài đặt"] a');
  await links.first().waitFor();
  t.same(await links.allTextContents(), ['Cửa hàng', 'Kết nối', 'Nhân viên', 'Tác vụ tự động', 'Nhật ký']);
  for (const section of ['shop', 'connections', 'staff', 'jobs', 'audit'] as const) {
    await goTo(viewer, `/settings/${section}`);
    await drawn(viewer, TITLES.vi[section]);
    const controls = viewer.frame
      .locator('main')
      .getByRole('switch')
      .or(viewer.frame.locator('main').getByRole('button', { name: /Thêm|Đổi|Gỡ|Tạo|Lưu|Cho .* vào/ }));
    t.equal(await controls.count(), 0, section);
    await looked(t, viewer, `settings-viewer-${section}`);
  }
  for (const section of ['keys', 'privacy']) {
    await goTo(viewer, `/settings/${section}`);
    await viewer.frame.getByText('Bạn chưa có quyền xem mục này').waitFor();
  }
  t.same(viewer.faults, []);

  const cashier = await openAdmin(t, house, { path: '/settings/shop', role: 'cashier' });
  await cashier.frame.getByText('Bạn chưa có quyền xem mục này').waitFor();
  t.equal(await cashier.frame.getByRole('link', { name: 'Cài đặt' }).count(), 0);
  t.same(cashier.faults, []);
});

t.test('the audit log by who, what and days; an act without words is shown as its code', async (t) => {
  const open = await openAdmin(t, house, { path: '/settings/audit' });
  const { frame } = open;
  const rows = frame.getByRole('row');
  await frame.getByRole('cell', { name: 'something.new' }).waitFor();
  await frame.getByRole('combobox', { name: 'Việc' }).selectOption('settings.changed');
  await frame.getByRole('cell', { name: 'something.new' }).waitFor({ state: 'detached' });
  t.match(await rows.nth(1).textContent(), /Đổi cài đặt: /);
  await frame.getByRole('combobox', { name: 'Ai' }).selectOption({ label: 'Dòng lệnh trên máy chủ' });
  await frame.getByText('Không có việc nào khớp').waitFor();
  await accessible(t, open, 'nothing matches');
  await frame.getByRole('button', { name: 'Bỏ lọc' }).click();
  await frame.getByRole('cell', { name: 'something.new' }).waitFor();
  await frame.getByLabel('Đến ngày').fill('2020-01-31');
  await frame.getByText('Không có việc nào khớp').waitFor();
  await frame.getByRole('button', { name: 'Bỏ lọc' }).click();
  await recordAudit(scope, { at: Date.now(), actor: 'cli', action: 'something.newer', target: 'settings' });
  await frame.getByRole('cell', { name: 'something.newer' }).waitFor();
  t.same(open.faults, []);
});

t.test(
  'privacy: an export is read once it is asked for and saved; the owner decides about the whole shop',
  async (t) => {
    const open = await openAdmin(t, house, { path: '/settings/privacy' });
    const { frame, page } = open;
    await frame.getByRole('link', { name: 'Xuất dữ liệu' }).first().click();
    const drawer = frame.getByRole('dialog');
    await drawer.getByRole('button', { name: 'Xem dữ liệu' }).waitFor();
    t.equal(await scope.audit.count({ action: 'privacy_export.read' }), 0, 'opening it is not reading it');
    await drawer.getByRole('button', { name: 'Xem dữ liệu' }).click();
    await drawer.getByText(/Lan: 1 đơn hàng, 0 ghi chú/).waitFor();
    await accessible(t, open, 'an export');
    await picture(open, 'settings-privacy-export');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      drawer.getByRole('button', { name: 'Tải tệp JSON' }).click(),
    ]);
    t.match(file.suggestedFilename(), /^privacy-request-.+\.json$/);
    t.equal(await scope.audit.count({ action: 'privacy_export.read' }), 1, 'and it is written down once');
    await drawer.getByRole('button', { name: 'Đóng' }).click();

    await frame.getByRole('button', { name: 'Quyết định' }).click();
    const dialog = frame.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Xóa toàn bộ' }).click();
    t.ok(await dialog.getByRole('button', { name: 'Xóa toàn bộ' }).isDisabled(), 'not before the name is typed');
    await accessible(t, open, 'erasing the shop');
    await picture(open, 'settings-privacy-erase');
    await dialog.getByRole('button', { name: 'Hủy' }).click();
    await frame.getByRole('button', { name: 'Quyết định' }).click();
    await dialog.getByRole('button', { name: 'Giữ dữ liệu' }).click();
    await frame.getByText('Đã giữ dữ liệu của cửa hàng').waitFor();
    await frame.getByRole('button', { name: 'Quyết định' }).waitFor({ state: 'detached' });
    t.same(open.faults, []);
  },
);

t.test('jobs: a failure tells its code', async (t) => {
  const { frame } = await openAdmin(t, house, { path: '/settings/jobs' });
  const failed = frame.getByRole('listitem').filter({ hasText: 'Xóa dữ liệu xuất đã hết hạn' });
  await failed.getByText(/Lỗi 3 lần liên tiếp.*WriteConflict/).waitFor();
  t.pass('with words for what it is');
});

for (const [section, path] of [
  ['shop', '**/api/v1/settings'],
  ['connections', '**/api/v1/connections'],
  ['staff', '**/api/v1/staff'],
  ['keys', '**/api/v1/api-keys'],
  ['privacy', '**/api/v1/privacy-requests'],
  ['audit', '**/api/v1/audit'],
] as const) {
  t.test(`what cannot be loaded can be asked for again: ${section}`, async (t) => {
    const open = await openAdmin(t, house, { path: '/settings/jobs' });
    const { page, frame } = open;
    const body = { code: 'bad_request', message: 'a fault that was made', requestId: 'req-1' };
    await page.route(path, (route) => route.fulfill({ status: 400, json: body }));
    await goTo(open, `/settings/${section}`);
    await frame.getByText('Mã yêu cầu: req-1').waitFor();
    await accessible(t, open, 'an error');
    await page.unroute(path);
    await frame.getByRole('button', { name: 'Thử lại' }).click();
    await frame.getByText('Mã yêu cầu: req-1').waitFor({ state: 'detached' });
    t.pass('and then it is there');
  });
}

/** What a shop has after some time: a silent host, a few keys, somebody's export, a host that wants everything erased, failing jobs. */
async function furnish(): Promise<void> {
  const { house: inner } = house;
  const now = Date.now();
  const DAY = 86_400_000;
  const { installation: silent } = await inner.connect(house.shop, 'haravan', 'im-lang.example');
  const [sample] = await scope.inbox.find({ installation: house.connection }).limit(1).toArray();
  if (!sample) throw new Error('nothing was delivered');
  await scope.inbox.insert(
    Array.from({ length: 12 }, (_, index) => ({
      ...sample,
      _id: `${house.shop}/${silent}/${index}`,
      installation: silent,
      platform: 'haravan' as const,
      topic: index % 2 === 0 ? 'orders/updated' : 'customers/update',
      state: 'done' as const,
      receivedAt: now - (3 + index) * DAY,
    })),
  );
  await createApiKey(
    scope,
    { name: 'Trang báo cáo', scopes: ['customers:read', 'orders:read', 'overview:read'] },
    now - 9 * DAY,
  );
  await createApiKey(scope, { name: 'Toàn quyền', scopes: ['*'] }, now - 30 * DAY);
  await recordAudit(scope, { at: now - DAY, actor: 'cli', action: 'something.new', target: 'a thing' });
  await recordAudit(scope, {
    at: now - DAY,
    actor: `staff ${idOf('owner').slice(house.shop.length + 1)}`,
    action: 'settings.changed',
    target: 'settings',
    details: { fields: ['name', 'exchangeRates'] },
  });
  await recordAudit(scope, {
    at: now - 2 * DAY,
    actor: `staff ${idOf('owner').slice(house.shop.length + 1)}`,
    action: 'staff.role_changed',
    target: `staff ${idOf('cashier').slice(house.shop.length + 1)}`,
    details: { from: 'viewer', to: 'cashier' },
  });
  const somebody = await scope.customers.findOne({});
  if (!somebody) throw new Error('there are no customers');
  const request = { shop: house.shop, hostRequestId: null, customers: [], doneAt: now };
  const source = `${house.shop}/${house.connection}/x`;
  await scope.privacyRequests.insert([
    { ...request, _id: `${house.shop}/whole`, at: now - DAY, kind: 'erase_shop', source, state: 'waiting_for_owner' },
    {
      ...request,
      _id: `${house.shop}/nobody`,
      at: now - 2 * DAY,
      kind: 'erase',
      source: 'crm privacy',
      state: 'nobody_found',
    },
    {
      ...request,
      _id: `${house.shop}/lan`,
      at: now - 3 * DAY,
      kind: 'export',
      source,
      state: 'done',
      hostRequestId: 'R-77',
      customers: [somebody._id],
      export: [{ profile: { name: 'Lan' }, orders: [{ id: '1' }], notes: [], changes: [] }],
      expiresAt: now + 20 * DAY,
    },
  ]);
  const job = {
    nextRunAt: new Date(now + 60_000),
    lastRunAt: new Date(now - 5000),
    lastFinishedAt: new Date(now - 4970),
  };
  await inner.store.system.jobs.insertMany(
    ['segments at midnight', 'finish rebuilds', 'resume segment builds', 'drop old exports'].map((name) => ({
      ...job,
      name,
      ...(name === 'drop old exports'
        ? { failedAt: job.lastFinishedAt, failCount: 3, failReason: 'WriteConflict' }
        : {}),
    })) as never,
  );
}

function idOf(role: Role): string {
  return `${house.shop}/${house.connection}:test-${role}`;
}

async function roleOf(role: Role): Promise<string | undefined> {
  return (await scope.staff.findOne({ _id: idOf(role) }))?.role;
}

/** By the host's own menu, as its admin does. */
async function goTo({ page, frame }: Pick<OpenAdmin, 'page' | 'frame'>, path: string): Promise<void> {
  await page.evaluate((to) => (window as unknown as { sendTo(to: string): void }).sendTo(to), path);
  await frame.waitForURL(new RegExp(`${path}$`));
}

/** Nothing stands for what is still to come. */
async function drawn({ frame }: Pick<OpenAdmin, 'frame'>, title: string): Promise<void> {
  await frame.getByRole('heading', { level: 1, name: title }).waitFor();
  await frame.waitForFunction(
    () => document.querySelectorAll('main [aria-busy="true"], main [class*=Skeleton-root]').length === 0,
  );
}

async function looked(t: Test, open: OpenAdmin, name: string): Promise<void> {
  await accessible(t, open, name);
  await fits(t, open, name);
  await picture(open, name);
}

async function settled(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 100));
}

/** Text as one would type it: Intl puts spaces that do not break. */
async function plain(locator: { textContent(): Promise<string | null> }): Promise<string> {
  return ((await locator.textContent()) ?? '').replaceAll(/\s/g, ' ');
}
