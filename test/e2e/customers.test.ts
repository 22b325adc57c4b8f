import type { Frame } from 'playwright-core';
import t from 'tap';
import { fold } from '../../src/model.ts';
import { accessible, adminHouse, DESKTOP, fits, LOOKS, openAdmin, PHONE, picture } from '../support/browser.ts';
import { invoice } from '../support/till.ts';

const house = await adminHouse(t);
const { customers } = house.house.store.forShop(house.shop);
await house.segmentsReady();
const everybody = await customers.find({}).toArray();
const known = everybody.filter(({ name, phone }) => name !== undefined && phone !== undefined);
const buyer = known.find(({ stats, name }) => stats.orders > 0 && /[^a-z ]/i.test(name ?? '')) ?? known[0];
if (!buyer?.name || !buyer.phone) throw new Error('the demo shop has somebody with a name and a phone');
const national = `0${buyer.phone.slice(3)}`;
const spaced = `${national.slice(0, 4)} ${national.slice(4, 7)} ${national.slice(7)}`;

const rows = (frame: Frame) => frame.locator('[role=row][data-index]');
const firstName = (frame: Frame) => rows(frame).first().getByRole('link').first().textContent();
const listed = async (frame: Frame) => {
  await frame.locator('[role=table][aria-busy=false]').waitFor();
  await rows(frame).first().waitFor();
};
const count = (frame: Frame, text: string | RegExp) => frame.getByRole('status').filter({ hasText: text }).first();
const shopCount = new RegExp(`^${everybody.length} khách$`);

for (const { locale, theme, size } of LOOKS) {
  t.test(`the list and what opens over it, ${locale}, ${theme}, ${size.width} px`, async (t) => {
    const open = await openAdmin(t, house, { path: '/customers', locale, theme, size });
    const { frame, page, faults } = open;
    const words = locale === 'vi' ? VI : EN;
    await listed(frame);
    await accessible(t, open, 'list');
    await fits(t, open, 'list');
    await picture(open, `customers-${locale}-${size.width}-${theme}`);

    if (size === PHONE) {
      await frame.getByRole('button', { name: words.filters }).click();
      await frame.getByRole('dialog').getByLabel(words.spentFrom).first().waitFor();
      await accessible(t, open, 'filters');
      await fits(t, open, 'filters');
      await picture(open, `customers-filters-${locale}-${size.width}-${theme}`);
      await page.keyboard.press('Escape');
    } else {
      await frame.getByRole('button', { name: words.lastOrder, exact: true }).click();
      await frame.getByRole('dialog', { name: words.lastOrder }).waitFor();
      await accessible(t, open, 'one filter');
      await picture(open, `customers-filter-${locale}-${size.width}-${theme}`);
      await page.keyboard.press('Escape');
      await frame.getByRole('button', { name: words.columns }).click();
      await frame.getByRole('dialog', { name: words.columns }).waitFor();
      await accessible(t, open, 'columns');
      await picture(open, `customers-columns-${locale}-${size.width}-${theme}`);
      await page.keyboard.press('Escape');
    }
    await frame.getByRole('button', { name: words.add }).click();
    await frame.getByRole('dialog', { name: words.addTitle }).getByLabel(words.phone).waitFor();
    await accessible(t, open, 'quick add');
    await fits(t, open, 'quick add');
    await picture(open, `customers-add-${locale}-${size.width}-${theme}`);
    await page.keyboard.press('Escape');

    await frame.getByRole('searchbox').fill('0912 000 000');
    await frame.getByRole('heading', { name: words.noMatch }).waitFor();
    await accessible(t, open, 'nobody found');
    await fits(t, open, 'nobody found');
    await picture(open, `customers-none-${locale}-${size.width}-${theme}`);
    t.same(faults, []);
  });
}

t.test('somebody is found by an unaccented name, a phone with spaces and its last digits', async (t) => {
  const open = await openAdmin(t, house, { path: '/customers' });
  const { frame, faults } = open;
  await count(frame, shopCount).waitFor();
  const search = frame.getByRole('searchbox');
  for (const text of [spaced, `+84 ${national.slice(1)}`, `${fold(buyer.name ?? '')} ${national.slice(-4)}`]) {
    await search.fill(text);
    await count(frame, /^1 khách$/).waitFor();
    t.equal(await firstName(frame), buyer.name, text);
  }
  await search.fill(fold(buyer.name ?? ''));
  await frame.waitForFunction(
    (name) => document.querySelector('[role=row][data-index="0"] a')?.textContent === name,
    buyer.name,
  );
  t.match(frame.url(), /search=/, 'the address says so');
  await search.press('Escape');
  await count(frame, shopCount).waitFor();
  t.same(faults, []);
});

t.test('filters narrow, stand as chips and in the address; back takes the last one away', async (t) => {
  const open = await openAdmin(t, house, { path: '/customers' });
  const { frame, page, faults } = open;
  await listed(frame);
  await frame.getByRole('button', { name: 'Số đơn', exact: true }).click();
  await frame.getByRole('dialog', { name: 'Số đơn' }).getByLabel('Từ').fill('3');
  const often = everybody.filter(({ stats }) => stats.orders >= 3);
  await count(frame, new RegExp(`^${often.length} khách$`)).waitFor();
  await page.keyboard.press('Escape');
  await frame.getByRole('button', { name: 'Liên hệ, giới tính' }).click();
  await frame.getByRole('dialog', { name: 'Liên hệ, giới tính' }).getByLabel('E-mail').selectOption('false');
  const unreachable = often.filter(({ email }) => email === undefined);
  await count(frame, new RegExp(`^${unreachable.length} khách$`)).waitFor();
  await page.keyboard.press('Escape');
  t.match(frame.url(), /ordersFrom=3&hasEmail=false/);
  await frame.getByRole('group', { name: 'Đang lọc theo' }).getByText('Số đơn từ 3').waitFor();
  await accessible(t, open, 'chips');
  await picture(open, 'customers-chips');

  await page.goBack();
  await count(frame, new RegExp(`^${often.length} khách$`)).waitFor();
  await page.goForward();
  await count(frame, new RegExp(`^${unreachable.length} khách$`)).waitFor();
  await frame.getByRole('button', { name: 'Bỏ lọc: Số đơn từ 3' }).click();
  await count(frame, new RegExp(`^${everybody.filter(({ email }) => email === undefined).length} khách$`)).waitFor();
  await frame.getByRole('button', { name: 'Bỏ hết bộ lọc' }).click();
  await count(frame, shopCount).waitFor();

  await frame.getByRole('button', { name: 'Thẻ', exact: true }).click();
  await frame.getByRole('dialog', { name: 'Thẻ' }).getByRole('combobox', { name: 'Thẻ' }).fill('vip');
  await page.keyboard.press('Enter');
  await count(frame, new RegExp(`^${everybody.filter(({ tags }) => tags.includes('vip')).length} khách$`)).waitFor();
  t.same(faults, []);
});

t.test('the list is sorted by its headings, either way', async (t) => {
  const { frame } = await openAdmin(t, house, { path: '/customers' });
  await listed(frame);
  const bySpent = frame.getByRole('button', { name: 'Sắp xếp theo Đã chi' });
  await bySpent.click();
  const most = Math.max(...everybody.map(({ stats }) => stats.spentMinor));
  const richest = everybody.filter(({ stats }) => stats.spentMinor === most).map(({ name }) => name);
  await frame.waitForFunction(
    (names) => names.includes(document.querySelector('[role=row][data-index="0"] a')?.textContent ?? ''),
    richest,
  );
  await bySpent.click();
  await frame.waitForFunction(
    (names) => !names.includes(document.querySelector('[role=row][data-index="0"] a')?.textContent ?? ''),
    richest,
  );
  t.match(frame.url(), /sort=spent/);
});

t.test('a list is saved by name, opened, brought up to date, renamed and deleted', async (t) => {
  const open = await openAdmin(t, house, { path: '/customers?ordersFrom=2&sort=-spent' });
  const { frame, faults } = open;
  await listed(frame);
  const views = frame.getByRole('group', { name: 'Danh sách đã lưu' });
  await views.getByRole('button', { name: 'Lưu danh sách này' }).click();
  await frame.getByLabel('Tên danh sách').fill('Mua lại');
  await accessible(t, open, 'naming a list');
  await frame.getByLabel('Tên danh sách').press('Enter');
  await views.getByRole('button', { name: 'Mua lại', exact: true, pressed: true }).waitFor();
  await views.getByRole('button', { name: 'Tất cả' }).click();
  await count(frame, shopCount).waitFor();

  // The server keeps it: a fresh browser has it too.
  const again = await openAdmin(t, house, { path: '/customers' });
  const there = again.frame.getByRole('group', { name: 'Danh sách đã lưu' });
  await there.getByRole('button', { name: 'Mua lại', exact: true }).click();
  await count(
    again.frame,
    new RegExp(`^${everybody.filter(({ stats }) => stats.orders >= 2).length} khách$`),
  ).waitFor();
  t.match(again.frame.url(), /ordersFrom=2&sort=-spent/);
  await picture(again, 'customers-view');
  await again.frame.getByRole('button', { name: 'Sắp xếp theo Tên' }).click();
  await there.getByRole('button', { name: 'Cập nhật “Mua lại”' }).click();
  await there.getByRole('button', { name: 'Mua lại', exact: true, pressed: true }).waitFor();
  await there.getByRole('button', { name: 'Sửa “Mua lại”' }).click();
  await again.frame.getByLabel('Tên danh sách').fill('Khách quen');
  await again.frame.getByRole('button', { name: 'Lưu tên' }).click();
  await there.getByRole('button', { name: 'Khách quen', exact: true, pressed: true }).waitFor();
  await there.getByRole('button', { name: 'Sửa “Khách quen”' }).click();
  await again.frame.getByRole('button', { name: 'Xóa danh sách' }).click();
  await there.getByRole('button', { name: 'Khách quen', exact: true }).waitFor({ state: 'detached' });
  await again.frame.getByRole('alert').filter({ hasText: 'Đã xóa' }).getByRole('button', { name: 'Hoàn tác' }).click();
  await there.getByRole('button', { name: 'Khách quen', exact: true, pressed: true }).waitFor();
  t.same([...faults, ...again.faults], []);
});

t.test('columns are chosen and ordered, and stay so', async (t) => {
  const first = await openAdmin(t, house, { path: '/customers' });
  await listed(first.frame);
  await first.frame.getByRole('button', { name: 'Cột' }).click();
  const chooser = first.frame.getByRole('dialog', { name: 'Cột' });
  await chooser.getByRole('checkbox', { name: 'E-mail' }).click();
  await chooser.getByRole('checkbox', { name: 'Thẻ' }).click();
  await chooser.getByRole('button', { name: 'Đưa cột E-mail lên trước' }).click();
  const headings = (frame: Frame) => frame.getByRole('columnheader').allTextContents();
  const expected = ['Tên', 'Điện thoại', 'Số đơn', 'Đã chi', 'E-mail', 'Mua gần nhất'];
  await first.frame.waitForFunction(
    () => document.querySelectorAll('[role=columnheader]')[4]?.textContent === 'E-mail',
  );
  t.same(await headings(first.frame), expected);
  const second = await openAdmin(t, house, { path: '/customers' });
  await listed(second.frame);
  t.same(await headings(second.frame), expected, 'also in another browser');
});

t.test('quick add: the phone first, Enter; who is there already is shown; who may not add has no button', async (t) => {
  const cashier = await openAdmin(t, house, { path: '/customers?search=0987000111', role: 'cashier' });
  const { frame, page } = cashier;
  await frame.getByRole('button', { name: 'Thêm khách với số 0987000111' }).waitFor();
  await frame.getByRole('heading', { level: 1 }).click(); // the keys are the frame's once one has been in it
  await page.keyboard.press('F4');
  const dialog = frame.getByRole('dialog', { name: 'Thêm khách hàng' });
  const phone = dialog.getByLabel('Số điện thoại');
  await phone.waitFor();
  t.equal(await phone.inputValue(), '0987000111', 'what was searched stands there');
  await phone.fill('12');
  await phone.press('Enter');
  await dialog.getByText('Số này không gọi được').waitFor();
  await phone.fill('');
  await phone.press('Enter');
  await dialog.getByText('Nhập số điện thoại hoặc e-mail.').waitFor();
  await accessible(t, cashier, 'what is wrong');
  await phone.fill(spaced);
  await phone.press('Enter');
  await dialog.getByText('Khách này đã có').waitFor();
  t.match(await dialog.getByRole('link', { name: 'Mở hồ sơ' }).getAttribute('href'), buyer._id.slice(-12));
  await accessible(t, cashier, 'there already');
  await picture(cashier, 'customers-add-exists');
  await phone.fill('0987 000 111');
  await dialog.getByLabel('Họ và tên').fill('Phan Thị Mới');
  await page.keyboard.press('Enter');
  await frame.getByRole('heading', { name: 'Phan Thị Mới' }).waitFor();
  t.match(await customers.findOne({ phone: '+84987000111' }), { name: 'Phan Thị Mới' });
  t.same(
    cashier.faults.filter((fault) => !/422/.test(fault)),
    [],
    'but for the number that is none',
  );

  const viewer = await openAdmin(t, house, { path: '/customers', role: 'viewer' });
  await listed(viewer.frame);
  t.equal(await viewer.frame.getByRole('button', { name: 'Thêm khách' }).count(), 0);
  await viewer.frame.getByRole('heading', { level: 1 }).click();
  await viewer.page.keyboard.press('F4');
  t.equal(await viewer.frame.getByRole('dialog').count(), 0);
});

t.test('by keyboard alone: search, move, open, and back to where one was', async (t) => {
  const { frame, page } = await openAdmin(t, house, { path: '/customers' });
  await listed(frame);
  await frame.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('/');
  await page.keyboard.type(national);
  await page.keyboard.press('Enter');
  await frame.getByRole('heading', { level: 1, name: buyer.name ?? '' }).waitFor();
  await page.goBack();
  await listed(frame);
  await frame.getByRole('searchbox').focus();
  await page.keyboard.press('Escape');
  await count(frame, /khách$/).waitFor();
  await frame.waitForFunction(() => document.querySelectorAll('[role=row][data-index]').length > 10);
  await page.keyboard.press('ArrowDown');
  const active = () => frame.evaluate(() => document.activeElement?.getAttribute('data-index'));
  const reaches = (index: string) =>
    frame.waitForFunction((wanted) => document.activeElement?.getAttribute('data-index') === wanted, index);
  t.equal(await active(), '0');
  await page.keyboard.press('j');
  await reaches('1');
  await page.keyboard.press('ArrowDown');
  await reaches('2');
  await page.keyboard.press('k');
  await reaches('1');
  await page.keyboard.press('PageDown');
  await reaches('11');
  await page.keyboard.press('End');
  await frame.waitForFunction(() => Number(document.activeElement?.getAttribute('data-index')) >= 99);
  t.ok((await rows(frame).count()) < 60, 'only rows near the view are in the page');
  const name = await frame.evaluate(() => document.activeElement?.querySelector('a')?.textContent);
  const top = await frame.evaluate(() => window.scrollY);
  await page.keyboard.press('Enter');
  await frame.getByRole('heading', { level: 1, name: name ?? '' }).waitFor();
  await page.goBack();
  await listed(frame);
  await frame.waitForFunction((before) => Math.abs(window.scrollY - before) < 100, top);
  await page.keyboard.press('/');
  t.equal(await frame.evaluate(() => document.activeElement?.getAttribute('type')), 'search');
});

t.test('somebody new does not move the rows: a button says so and brings them', async (t) => {
  const open = await openAdmin(t, house, { path: '/customers' });
  const { frame, faults } = open;
  await listed(frame);
  const before = await firstName(frame);
  await house.postInvoice(invoice({ id: 'NEW-1', phone: '0987000222', at: new Date().toISOString() }));
  const news = frame.getByRole('button', { name: /khách mới hoặc vừa thay đổi/ });
  await news.waitFor();
  t.equal(await firstName(frame), before, 'nothing has moved');
  await accessible(t, open, 'news');
  await picture(open, 'customers-news');
  await news.click();
  await news.waitFor({ state: 'detached' });
  await frame
    .getByText('098 700 02 22')
    .or(frame.getByText(/0987.?000.?222/))
    .first()
    .waitFor();
  t.same(faults, []);
});

t.test('while it loads, when it fails, and before there is anybody', async (t) => {
  const list = /\/api\/v1\/customers(\?|$)/;
  for (const size of [DESKTOP, PHONE]) {
    let answer: 'never' | 'fail' | 'nobody' = 'never';
    const open = await openAdmin(t, house, {
      path: '/customers',
      size,
      prepare: (page) =>
        page.route(list, async (route) => {
          const given = { code: 'internal', message: 'it broke', requestId: 'r1' };
          if (answer === 'fail') return route.fulfill({ status: 400, json: given });
          if (answer === 'nobody')
            return route.fulfill({ json: { items: [], nextCursor: null, total: { value: 0, isExact: true } } });
        }),
    });
    const { frame, page } = open;
    await frame.locator('[role=table][aria-busy=true]').waitFor();
    await accessible(t, open, 'loading');
    await fits(t, open, 'loading');
    await picture(open, `customers-loading-${size.width}`);
    answer = 'fail';
    await frame.getByRole('searchbox').fill('a');
    await frame.getByRole('alert').getByText('Mã yêu cầu: r1').waitFor();
    await accessible(t, open, 'failed');
    await fits(t, open, 'failed');
    await picture(open, `customers-failed-${size.width}`);
    answer = 'nobody';
    await frame.getByRole('searchbox').press('Escape');
    await frame.getByRole('heading', { name: 'Chưa có khách hàng nào' }).waitFor();
    await accessible(t, open, 'nobody yet');
    await picture(open, `customers-nobody-${size.width}`);
    await page.unroute(list);
  }
});

const VI = {
  filters: 'Bộ lọc',
  spentFrom: 'Từ',
  lastOrder: 'Mua gần nhất',
  columns: 'Cột',
  add: 'Thêm khách',
  addTitle: 'Thêm khách hàng',
  phone: 'Số điện thoại',
  noMatch: 'Không tìm thấy khách nào',
};
const EN = {
  filters: 'Filters',
  spentFrom: 'From',
  lastOrder: 'Last purchase',
  columns: 'Columns',
  add: 'Add a customer',
  addTitle: 'Add a customer',
  phone: 'Phone',
  noMatch: 'No customer was found',
};
