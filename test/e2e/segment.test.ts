import type { Frame } from 'playwright-core';
import t from 'tap';
import { createSegment } from '../../src/server/segments/saved.ts';
import { settled } from '../support/admin/settled.ts';
import { texts } from '../support/admin/texts.ts';
import { accessible, adminHouse, DESKTOP, fits, LOOKS, openAdmin, PHONE, picture, WIDTHS } from '../support/browser.ts';

const house = await adminHouse(t);
const { segments } = house.house.store.forShop(house.shop);
await house.segmentsReady();
const vip = await segments.findOne({ name: 'Khách VIP' });
const loyal = await segments.findOne({ name: 'Khách trung thành' });
const care = await segments.findOne({ name: 'Cần chăm sóc' });
const say = texts('vi');
const openTab = (frame: Frame, name: string) => frame.getByRole('tab', { name, exact: true }).click();
const idOf = (segment: typeof vip) => segment?._id.slice(house.shop.length + 1) ?? '';

const TABS = ['members', 'growth', 'composition', 'calendar', 'hands', 'group', 'history', 'versions'];

for (const { locale, theme, size } of WIDTHS) {
  t.test(`every tab, ${locale}, ${size.width} px`, async (t) => {
    const open = await openAdmin(t, house, { path: `/segments/${idOf(care)}`, locale, size, theme });
    const { frame, faults } = open;
    for (const [index, tab] of TABS.entries()) {
      await frame.getByRole('tab').nth(index).click();
      await frame.locator('[role=tabpanel]:visible').first().waitFor();
      if (tab === 'growth' || tab === 'calendar') await frame.getByRole('application').first().waitFor();
      await settled(frame);
      await accessible(t, open, tab);
      await fits(t, open, tab);
      await picture(open, `segment-${tab}-${locale}-${size.width}-${theme}`);
    }
    t.same(faults, []);
  });

  t.test(`why somebody is in it, ${locale}, ${size.width} px`, async (t) => {
    const open = await openAdmin(t, house, { path: `/segments/${idOf(care)}`, locale, size, theme });
    const { frame, faults } = open;
    const said = texts(locale);
    await frame
      .getByRole('button', { name: said('segment-explain.why') })
      .first()
      .click();
    const drawer = frame.getByRole('dialog');
    await drawer.getByText(said('segment-explain.dueTo')).waitFor();
    await settled(frame);
    await accessible(t, open, 'why');
    await fits(t, open, 'why');
    await picture(open, `segment-why-${locale}-${size.width}-${theme}`);
    t.same(faults, []);
  });
}

t.test(
  'why: what it is due to comes first, with the actual value, the least change and the verdict in words',
  async (t) => {
    const open = await openAdmin(t, house, { path: `/segments/${idOf(care)}` });
    const { frame } = open;
    await frame
      .getByRole('button', { name: /^Vì sao\?/ })
      .first()
      .click();
    const drawer = frame.getByRole('dialog', { name: say('segment-explain.why') });
    await drawer.getByText(/đang thuộc “Cần chăm sóc”/).waitFor();
    const first = drawer.getByRole('listitem').first();
    t.match(await first.innerText(), /Đạt[\s\S]*30 ngày[\s\S]*Thực tế[\s\S]*\d+ ngày/, 'the days since the last order');
    const label = drawer.getByLabel(say('segment-explain.asOf'));
    const day = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10).split('-').reverse().join('/');
    await label.fill(day);
    await label.press('Enter');
    await drawer.getByText(`Ngày ${day}`, { exact: false }).first().waitFor();
    await accessible(t, open, 'as of a day to come');
    await open.page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
  },
);

t.test('why not: on the customer’s page, of a segment that they are not in', async (t) => {
  const scope = house.house.store.forShop(house.shop);
  const customer = await scope.customers.findOne({
    memberOf: [],
    'stats.orders': { $gte: 1 },
    name: { $exists: true },
  });
  const id = customer?._id.slice(-12) ?? '';
  for (const size of [DESKTOP, PHONE]) {
    const open = await openAdmin(t, house, { path: `/customers/${id}`, size });
    const { frame, faults } = open;
    const choice = frame.getByRole('combobox', { name: say('segment-explain.other') });
    await choice.click();
    await frame.getByRole('option', { name: 'Khách VIP' }).click();
    const drawer = frame.getByRole('dialog', { name: say('segment-explain.why') });
    await drawer.getByText(/không thuộc “Khách VIP”/).waitFor();
    const said = await drawer.getByRole('listitem').first().innerText();
    t.match(said, /Chưa đạt[\s\S]*Thực tế[\s\S]*Để đổi kết quả/, said);
    await settled(frame);
    await accessible(t, open, 'why not');
    await fits(t, open, 'why not');
    await picture(open, `customer-why-vi-${size.width}-light`);
    t.same(faults, []);
  }
});

t.test('growth: the days add up to what the list shows, and the table is behind the chart', async (t) => {
  const { frame } = await openAdmin(t, house, { path: `/segments/${idOf(loyal)}?tab=growth` });
  await frame.getByRole('application').nth(1).waitFor();
  await frame.getByRole('combobox', { name: say('segment-growth.period') }).selectOption('90');
  await frame
    .getByRole('button', { name: say('parts.seeTable') })
    .first()
    .click();
  const table = frame.getByRole('table', { name: say('segment-growth.sizeTable') });
  await table.getByRole('row').nth(90).waitFor();
  t.equal(await table.getByRole('row').count(), 91, 'a row for each day, and the head');
  const size = await house.house.store.forShop(house.shop).segments.findOne({ name: 'Khách trung thành' });
  t.equal(await table.getByRole('cell').first().innerText(), String(size?.size), 'today comes first');
  t.equal(await table.getByRole('cell').nth(30).innerText(), '0', 'ten days ago it was not there');
  await frame.getByRole('button', { name: say('segment-growth.fill') }).click();
  await frame.getByText(/được tính lại từ lịch sử/).waitFor();
  t.ok(Number(await table.getByRole('cell').nth(30).innerText()) > 0, 'and yet that day is told from history');
});

t.test('composition: beside another segment, with how many are in both', async (t) => {
  for (const size of [DESKTOP, PHONE]) {
    const open = await openAdmin(t, house, { path: `/segments/${idOf(loyal)}?tab=composition`, size });
    const { frame, faults } = open;
    await frame.getByRole('combobox', { name: say('segment-composition.by') }).selectOption('tier');
    const others = frame.getByRole('combobox', { name: say('segment-composition.compareWith') });
    await others.click();
    await frame.getByRole('option', { name: 'Khách VIP' }).click();
    await open.page.keyboard.press('Escape');
    await frame.getByRole('heading', { name: say('segment-composition.overlap') }).waitFor();
    await settled(frame);
    const shares = frame.getByRole('table', { name: /^Thành viên theo/ });
    t.equal(await shares.getByRole('columnheader').count(), 3);
    const scope = house.house.store.forShop(house.shop);
    const [one, other] = [`${idOf(loyal)}.1`, `${idOf(vip)}.1`];
    const both = await scope.customers.count({ $and: [{ memberOf: one }, { memberOf: other }] });
    const overlap = frame.getByRole('table', { name: say('segment-composition.overlap') });
    t.equal(await overlap.getByRole('cell').first().innerText(), String(both));
    await accessible(t, open, 'compared');
    await fits(t, open, 'compared');
    await picture(open, `segment-compared-vi-${size.width}-light`);
    t.same(faults, []);
  }
});

t.test('calendar: a day to come opens the people whom time alone brings in or out', async (t) => {
  const open = await openAdmin(t, house, { path: `/segments/${idOf(care)}?tab=calendar` });
  const { frame } = open;
  const days = frame.getByRole('button', { name: /^\d+ khách vào ngày/ });
  await days.first().waitFor();
  const count = Number(/^(\d+)/.exec((await days.first().getAttribute('aria-label')) ?? '')?.[1]);
  await days.first().click();
  const drawer = frame.getByRole('dialog', { name: /^Khách sẽ vào ngày/ });
  await drawer.getByRole('link').first().waitFor();
  t.equal(await drawer.getByRole('link').count(), count);
  await settled(frame);
  await accessible(t, open, 'people of a day');
  await picture(open, 'segment-calendar-people-vi-1280-light');
});

t.test('a definition without a condition on days says that time moves nobody', async (t) => {
  const { frame } = await openAdmin(t, house, { path: `/segments/${idOf(loyal)}` });
  await openTab(frame, say('segment.tabCalendar'));
  await frame.getByRole('heading', { name: say('segment-calendar.stillTitle') }).waitFor();
});

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

t.test('what rests on a segment is shown, and named before it is archived', async (t) => {
  const scope = house.house.store.forShop(house.shop);
  const definition = {
    include: [{ all: [{ kind: 'in_segment', mode: 'any', segments: [idOf(loyal)] } as never] }],
    exclude: [],
  };
  const made = await createSegment(scope, {
    name: 'Dựa vào',
    description: '',
    definition,
    by: 'test',
    now: Date.now(),
  });
  house.parts.builder.requestBuild(house.shop, made._id);
  await house.segmentsReady();
  const open = await openAdmin(t, house, { path: `/segments/${idOf(loyal)}` });
  const { frame } = open;
  await frame.getByText(say('segment.usedIn')).waitFor();
  t.equal(await frame.getByRole('link', { name: 'Dựa vào' }).count(), 1);
  await frame.getByRole('button', { name: 'Thao tác khác' }).click();
  await frame.getByRole('menuitem', { name: 'Lưu trữ' }).click();
  const dialog = frame.getByRole('dialog', { name: /^Lưu trữ “Khách trung thành”/ });
  await dialog.getByRole('link', { name: 'Dựa vào' }).waitFor();
  await accessible(t, open, 'before it is archived');
  await picture(open, 'segment-archive-vi-1280-light');
  await dialog.getByRole('button', { name: say('parts.cancel') }).click();
  t.match(await segments.findOne({ _id: loyal?._id ?? '' }), { state: 'ready' });
});

t.test('a count that takes too long is stopped, says so, and begins again', async (t) => {
  await segments.updateOne({ _id: care?._id ?? '' }, { $set: { state: 'building', progress: 0.4 } });
  t.teardown(() => segments.updateOne({ _id: care?._id ?? '' }, { $set: { state: 'ready' }, $unset: { error: '' } }));
  for (const { locale, theme, size } of WIDTHS) {
    const said = texts(locale);
    await segments.updateOne({ _id: care?._id ?? '' }, { $set: { state: 'building' } });
    const open = await openAdmin(t, house, { path: `/segments/${idOf(care)}`, locale, size, theme });
    const { frame } = open;
    await frame.getByRole('progressbar').waitFor();
    await accessible(t, open, 'building');
    await frame.getByRole('button', { name: said('segment.callOff') }).click();
    const alert = frame.getByRole('alert').filter({ hasText: said('segment.calledOffTitle') });
    await alert.waitFor();
    await settled(frame);
    await accessible(t, open, 'called off');
    await fits(t, open, 'called off');
    await picture(open, `segment-called-off-${locale}-${size.width}-${theme}`);
    t.match(await segments.findOne({ _id: care?._id ?? '' }), { state: 'failed', error: 'called_off' });
    await alert.getByRole('button', { name: said('segment.rebuild') }).click();
    await alert.waitFor({ state: 'detached' });
    await house.segmentsReady();
    t.equal((await segments.findOne({ _id: care?._id ?? '' }))?.state, 'ready');
  }
});

t.test('a check that found a difference is an alarm on the page and on the overview', async (t) => {
  await segments.updateOne({ _id: care?._id ?? '' }, { $set: { state: 'failed', error: 'audit_difference' } });
  for (const { locale, theme, size } of LOOKS.slice(0, 2)) {
    const open = await openAdmin(t, house, { path: `/segments/${idOf(care)}`, locale, size, theme });
    await open.frame.getByText(say('segment.auditTitle')).waitFor();
    await settled(open.frame);
    await accessible(t, open, 'alarm');
    await fits(t, open, 'alarm');
    await picture(open, `segment-alarm-${locale}-${size.width}-${theme}`);
  }
  const { frame } = await openAdmin(t, house, { path: '/overview' });
  await frame.getByRole('link', { name: /không khớp: Cần chăm sóc/ }).click();
  await frame
    .getByRole('alert')
    .getByRole('button', { name: say('segment.rebuild') })
    .click();
  await frame.getByText(say('segment.auditTitle')).waitFor({ state: 'hidden' });
  await house.segmentsReady();
  t.match(await segments.findOne({ _id: care?._id ?? '' }), { state: 'ready' });
});

t.test(
  'from the archive it is deleted for ever, after what is lost was said; not while another rests on it',
  async (t) => {
    const used = await openAdmin(t, house, { path: `/segments/${idOf(loyal)}` });
    await used.frame.getByRole('button', { name: 'Thao tác khác' }).click();
    await used.frame.getByRole('menuitem', { name: 'Lưu trữ' }).click();
    await used.frame
      .getByRole('dialog')
      .getByRole('button', { name: say('segment.archive') })
      .click();
    await used.frame.getByText(say('segment.archivedUsed')).waitFor();
    t.equal(await used.frame.getByRole('button', { name: say('segment.deleteForever') }).count(), 0);
    await accessible(t, used, 'archived and used');

    const open = await openAdmin(t, house, { path: `/segments/${idOf(vip)}` });
    const { frame } = open;
    await frame.getByRole('button', { name: 'Thao tác khác' }).click();
    await frame.getByRole('menuitem', { name: 'Lưu trữ' }).click();
    await frame.getByRole('button', { name: say('segment.deleteForever') }).click();
    const dialog = frame.getByRole('dialog', { name: say('segment.deleteTitle', { name: 'Khách VIP' }) });
    await dialog.getByText(say('segment.losesHistory')).waitFor();
    await settled(frame);
    await accessible(t, open, 'before it is deleted');
    await picture(open, 'segment-delete-vi-1280-light');
    await dialog.getByRole('button', { name: say('segment.deleteForever') }).click();
    await frame.getByRole('heading', { level: 1, name: say('segments.title') }).waitFor();
    t.equal(await segments.findOne({ _id: vip?._id ?? '' }), null);
  },
);
