import type { Frame } from 'playwright-core';
import t from 'tap';
import { TIKME } from '../../src/loyalty/index.ts';
import { publishProgramme } from '../../src/server/loyalty/publish.ts';
import { accessible, adminHouse, fits, openAdmin, PHONE, picture } from '../support/browser.ts';

const house = await adminHouse(t);
await house.segmentsReady();
const scope = house.house.store.forShop(house.shop);
const PATH = '/loyalty/back-test';

const SAYS = {
  vi: {
    start: 'Chạy thử',
    against: 'So sánh với',
    preset: /^Mẫu/,
    table: 'Xem bảng',
    report: 'Kết quả',
    cost: 'Chi phí',
    past: 'Những lần thử gần đây',
  },
  en: {
    start: 'Run the back-test',
    against: 'Compared with',
    preset: /^Preset/,
    table: 'See the table',
    report: 'Report',
    cost: 'Cost',
    past: 'Recent back-tests',
  },
};

const heading = (frame: Frame, name: string) => frame.getByRole('heading', { name, exact: true });

t.test('before there is a programme, a preset is tried: vi, desktop, light', async (t) => {
  const says = SAYS.vi;
  const open = await openAdmin(t, house, { path: PATH });
  const { frame, faults } = open;
  await heading(frame, 'Chưa có lần thử nào').waitFor();
  await accessible(t, open, 'nothing yet');
  await frame.getByRole('button', { name: says.start }).click();
  await heading(frame, says.report).waitFor();
  await frame.getByRole('application').first().waitFor();
  await accessible(t, open, 'with a report');
  await fits(t, open, 'with a report');
  await picture(open, 'back-test-vi-1280-light');
  t.equal(await heading(frame, 'Ai đổi hạng').count(), 0, 'nothing was compared');
  const { report } = (await scope.backTests.findOne({ state: 'done' })) ?? {};
  const customers = await scope.customers.count();
  t.equal(report?.customers, customers);
  const everybody = frame.getByRole('row', { name: /^Tất cả khách hàng/ });
  t.match(await everybody.innerText(), new RegExp(`${customers}`));
  t.ok((await frame.getByRole('row').count()) > 8, 'and the saved segments');
  t.same(faults, []);
});

t.test('two programmes are compared: en, phone, dark', async (t) => {
  await publishProgramme(
    house.parts,
    house.shop,
    { programme: { ...TIKME, redeeming: { ...TIKME.redeeming, pointMinor: 500 } }, after: 0 },
    'test',
  );
  await new Promise((resolve) => setTimeout(resolve, 1100)); // versions begin when every process knows of them
  const says = SAYS.en;
  const open = await openAdmin(t, house, { path: PATH, locale: 'en', size: PHONE, theme: 'dark' });
  const { frame, faults } = open;
  const against = frame.getByLabel(says.against);
  await against.waitFor();
  const preset = await against.locator('option').filter({ hasText: says.preset }).first().getAttribute('value');
  await against.selectOption(preset);
  await frame.getByRole('button', { name: says.start }).click();
  await heading(frame, says.report).waitFor();
  await heading(frame, 'Who changes tier').waitFor();
  await frame.getByRole('button', { name: says.table }).click();
  await accessible(t, open, 'with tables');
  await fits(t, open, 'with tables');
  await picture(open, 'back-test-en-390-dark');
  await heading(frame, 'Who gains and who loses').scrollIntoViewIfNeeded();
  await picture(open, 'back-test-en-390-dark-groups');
  t.ok(await frame.getByText(/^against /).count(), 'the other programme stands under each figure');
  t.same(faults, []);

  const address = await frame.evaluate(() => location.search);
  t.match(address, /^\?id=\w+$/, 'the report is in the address');
  await heading(frame, says.past).waitFor();
  await frame
    .getByRole('button', { name: /^See the back-test of/ })
    .first()
    .click();
  await frame.waitForFunction((before) => location.search !== before, address);
  await heading(frame, says.report).waitFor();
  t.equal(await heading(frame, 'Who changes tier').count(), 0, 'the one before had nothing to compare with');
});

t.test('one that waits its turn is stopped, and one that nobody knows is not found', async (t) => {
  const asked = { programme: TIKME, against: null, fromDay: 20_000, redeemPercent: 60, redeemAfterDays: 30 };
  for (let i = 0; i < 5; i++) await house.parts.backTests.start(scope, `key ${i}`, asked);
  const open = await openAdmin(t, house, { path: PATH });
  const { frame, faults } = open;
  await frame.getByRole('button', { name: SAYS.vi.start }).click();
  await frame.getByRole('button', { name: 'Dừng lại' }).waitFor();
  await accessible(t, open, 'under way');
  await frame.getByRole('button', { name: 'Dừng lại' }).click();
  await heading(frame, 'Lần thử đã dừng').waitFor();
  await accessible(t, open, 'stopped');
  t.same(faults, []);

  const lost = await openAdmin(t, house, { path: `${PATH}?id=nothing`, role: 'viewer' });
  await heading(lost.frame, 'Không tìm thấy').waitFor();
  await accessible(t, lost, 'not found');
});
