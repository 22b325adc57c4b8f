import t from 'tap';
import { accessible, adminHouse, DESKTOP, fits, openAdmin, PHONE, picture } from '../support/browser.ts';

const house = await adminHouse(t);
const { segments } = house.house.store.forShop(house.shop);
await house.segmentsReady();
const vip = await segments.findOne({ name: 'Khách VIP' });
const loyal = await segments.findOne({ name: 'Khách trung thành' });
const idOf = (segment: typeof vip) => segment?._id.slice(house.shop.length + 1) ?? '';

for (const locale of ['vi', 'en'] as const) {
  for (const size of [DESKTOP, PHONE]) {
    t.test(`members, history and versions, ${locale}, ${size.width} px`, async (t) => {
      const theme = locale === 'vi' ? 'light' : 'dark';
      const open = await openAdmin(t, house, { path: `/segments/${idOf(loyal)}`, locale, size, theme });
      const { frame, faults } = open;
      for (const tab of [0, 1, 2]) {
        const opened = frame.getByRole('tab').nth(tab);
        await opened.click();
        await frame.locator('[role=tabpanel]:visible').first().waitFor();
        await frame.waitForFunction(() => document.querySelectorAll('[class*=Skeleton-root]').length === 0);
        await accessible(t, open, `tab ${tab}`);
        await fits(t, open, `tab ${tab}`);
        await picture(open, `segment-${['members', 'history', 'versions'][tab]}-${locale}-${size.width}-${theme}`);
      }
      t.same(faults, []);
    });
  }
}

t.test('members are searched without accents and by a phone with spaces, and sorted', async (t) => {
  const { frame } = await openAdmin(t, house, { path: `/segments/${idOf(loyal)}` });
  const rows = frame.getByRole('row');
  await rows.nth(2).waitFor();
  const spent = async () => (await frame.getByRole('cell').nth(3).textContent()) ?? '';
  const most = await spent();
  await frame.getByRole('button', { name: 'Sắp xếp theo Đã chi' }).click();
  await frame.waitForFunction((before) => document.querySelectorAll('[role=cell]')[3]?.textContent !== before, most);
  t.not(await spent(), most, 'the least comes first');

  const phone = (await frame.getByRole('cell').nth(1).textContent()) ?? '';
  const name = (await frame.getByRole('cell').nth(0).textContent()) ?? '';
  const search = frame.getByRole('textbox', { name: /Tìm trong phân khúc/ });
  await search.fill(phone);
  await frame.getByText('1 khách', { exact: true }).waitFor();
  t.equal(await frame.getByRole('cell').nth(0).textContent(), name);
  await search.fill('khongcoai');
  await frame.getByRole('heading', { name: /Không tìm thấy/ }).waitFor();
});

t.test('archived, taken back by Undo, and archived again: what it says each time', async (t) => {
  const open = await openAdmin(t, house, { path: `/segments/${idOf(vip)}` });
  const { frame } = open;
  const archive = async () => {
    await frame.getByRole('button', { name: 'Thao tác khác' }).click();
    await frame.getByRole('menuitem', { name: 'Lưu trữ' }).click();
    await frame.getByText(/Phân khúc này đã được lưu trữ/).waitFor();
  };
  await archive();
  await accessible(t, open, 'archived');
  await frame.getByRole('button', { name: 'Hoàn tác' }).click();
  await frame.getByRole('link', { name: 'Sửa' }).waitFor();
  await frame.getByText(/Tính xong/).waitFor();
  t.match(await segments.findOne({ _id: vip?._id ?? '' }), { state: 'ready', version: 2, name: 'Khách VIP' });
});

t.test('who may only look sees no button that changes', async (t) => {
  const { frame } = await openAdmin(t, house, { path: `/segments/${idOf(loyal)}`, role: 'viewer' });
  await frame.getByRole('row').nth(1).waitFor();
  t.equal(await frame.getByRole('link', { name: 'Sửa' }).count(), 0);
  t.equal(await frame.getByRole('button', { name: 'Thao tác khác' }).count(), 0);
});

t.test('a segment that does not exist', async (t) => {
  const open = await openAdmin(t, house, { path: '/segments/nothing1' });
  await open.frame.getByRole('heading', { name: 'Không tìm thấy' }).waitFor();
  await accessible(t, open, 'missing');
});
