import t from 'tap';
import { accessible, adminHouse, DESKTOP, fits, openAdmin, PHONE, picture } from '../support/browser.ts';
import { sampleOf, sign } from '../support/samples.ts';
import { askAboutDeletion } from '../support/till.ts';

const house = await adminHouse(t);
const { inbox } = house.house.store.forShop(house.shop);

// A question, and a body that is not JSON.
await askAboutDeletion(house, { shop: house.shop }, 'https://other.example');
const installation = await house.house.store.system.installations.findOne({ _id: house.till });
const secret = house.house.box.open(installation?.secrets[0] ?? '', house.till);
const broken = {
  ...sampleOf('pos', 'invoice.saved', {}),
  body: Buffer.from('{"id": 12345678901234567890, "phone": "0912345678"'),
};
await house.house.receive('pos', sign('pos', broken, secret), house.till);
await house.house.settled();

for (const locale of ['vi', 'en'] as const) {
  for (const size of [DESKTOP, PHONE]) {
    t.test(`the inbox and one delivery, ${locale}, ${size.width} px`, async (t) => {
      const theme = locale === 'vi' ? 'light' : 'dark';
      const open = await openAdmin(t, house, { path: '/deliveries', locale, size, theme });
      const { frame, faults } = open;
      await frame.getByRole('row').nth(2).waitFor();
      await frame.waitForFunction(() => document.querySelectorAll('[class*=Skeleton-root]').length === 0);
      await accessible(t, open, 'inbox');
      await fits(t, open, 'inbox');
      await picture(open, `deliveries-${locale}-${size.width}-${theme}`);
      await frame.getByRole('button', { name: locale === 'vi' ? 'Xem bảng' : 'Show the table' }).click();
      await accessible(t, open, 'the table behind the chart');

      await frame.getByRole('row').last().getByRole('link').click();
      await frame.getByRole('region', { name: locale === 'vi' ? 'Nội dung gốc' : 'Raw body' }).waitFor();
      await accessible(t, open, 'one');
      await fits(t, open, 'one');
      await picture(open, `delivery-${locale}-${size.width}-${theme}`);
      t.same(faults, []);
    });
  }
}

t.test('filters are in the address, and going back keeps them', async (t) => {
  const { frame, page } = await openAdmin(t, house, { path: '/deliveries?state=parked' });
  await frame.getByRole('row').nth(1).waitFor();
  t.equal(await frame.getByRole('row').count(), 1 + (await inbox.count({ state: 'parked' })));
  await frame.getByRole('combobox', { name: 'Nền tảng' }).selectOption('pos');
  await frame.waitForFunction(() => document.querySelectorAll('[role=row]').length === 2);
  await frame.getByRole('row').nth(1).click();
  await frame.getByRole('region', { name: 'Nội dung gốc' }).waitFor();
  await page.goBack();
  await frame.waitForFunction(() => document.querySelectorAll('[role=row]').length === 2);
  t.match(frame.url(), /state=parked&platform=pos/);
  await frame.getByRole('textbox', { name: 'Loại' }).fill('khong.co');
  await frame.getByRole('heading', { name: 'Không có thông báo nào khớp' }).waitFor();
  await frame.getByRole('button', { name: 'Bỏ lọc' }).click();
  await frame.getByRole('row').nth(3).waitFor();
});

t.test('a body is masked until one asks, and that one asked is in the audit log', async (t) => {
  const { frame } = await openAdmin(t, house, { path: '/deliveries?state=parked&platform=pos' });
  await frame.getByRole('row').nth(1).click();
  const body = frame.getByRole('region', { name: 'Nội dung gốc' });
  await body.waitFor();
  t.notMatch(await body.textContent(), '0912345678', 'the phone is not shown');
  await frame.getByRole('button', { name: 'Hiện thông tin cá nhân' }).click();
  await frame.getByText('Đang hiện thông tin cá nhân').waitFor();
  t.match(await body.textContent(), '0912345678');
  t.match(await body.textContent(), '12345678901234567890', 'to the letter');
  const looked = await house.house.store.forShop(house.shop).audit.find({ action: 'delivery.read' }).toArray();
  t.match(looked, [{ actor: /staff/ }]);
});

t.test('what was decided in one page leaves the other without reloading', async (t) => {
  const other = await openAdmin(t, house, { path: '/deliveries' });
  await other.frame.getByRole('alert').or(other.frame.getByText('Xóa không rõ lúc nào')).first().waitFor();
  const open = await openAdmin(t, house, { path: '/deliveries?state=parked&platform=woocommerce' });
  await open.frame.getByRole('row').nth(1).click();
  await open.frame.getByText('Đơn này còn ở cửa hàng không?').waitFor();
  await accessible(t, open, 'a question');
  await picture(open, 'delivery-question-vi-1280-light');
  await open.frame.getByRole('button', { name: 'Mở đơn ở cửa hàng' }).click();
  t.match((await open.heard()).at(-1), { type: 'open', kind: 'order', hostId: '54' });
  await open.frame.getByRole('button', { name: 'Đơn vẫn còn' }).click();
  await open.frame.getByText('Đã ghi nhận').waitFor();
  await other.frame.waitForFunction(() => !document.body.textContent?.includes('Xóa không rõ lúc nào · '));
  t.equal(await inbox.count({ 'parked.reason': 'deletion_undated', state: 'parked' }), 0);
});

t.test('who may only look applies nothing again', async (t) => {
  const { frame } = await openAdmin(t, house, { path: '/deliveries', role: 'viewer' });
  await frame.getByRole('row').nth(1).waitFor();
  t.equal(await frame.getByRole('button', { name: /Áp dụng lại/ }).count(), 0);
});
