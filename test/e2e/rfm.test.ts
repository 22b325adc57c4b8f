import type { Frame } from 'playwright-core';
import t from 'tap';
import { dayOf, formatDay, parseDay } from '../../src/model.ts';
import { readRfm } from '../../src/server/rfm/current.ts';
import { distributionOf } from '../../src/server/rfm/distribution.ts';
import { settled } from '../support/admin/settled.ts';
import { texts } from '../support/admin/texts.ts';
import { accessible, adminHouse, DESKTOP, fits, LOOKS, openAdmin, PHONE, picture } from '../support/browser.ts';

const PATH = '/segments/rfm';
const house = await adminHouse(t);
const scope = house.house.store.forShop(house.shop);
const shop = await house.house.store.system.shops.findOne({ _id: house.shop });
if (!shop) throw new Error('there is no shop');
const today = dayOf(Date.now(), shop.timeZone);
const key = await house.authorise(house.shop);
const ask = async (path: string) => (await house.app.inject({ url: `/api/v1${path}`, headers: key })).json();
await house.segmentsReady();

/** Ends of four months, the newest first, as the job at midnight would have kept them. */
const ENDS = monthEndsBefore(formatDay(today), 4);
const rfm = await readRfm(scope, shop.currency);
for (const end of ENDS) {
  const day = parseDay(end) ?? Number.NaN;
  const { customers, noPurchase, cells } = await distributionOf(scope, shop, rfm, day);
  await scope.rfmSnapshots.upsert(`${house.shop}/${day}`, {
    $setOnInsert: { shop: house.shop, day, version: 0, at: Date.now(), customers, noPurchase, cells },
  });
}

for (const { locale, theme, size } of LOOKS)
  t.test(`groups, moves, months and model: ${locale}, ${theme}, ${size.width} px`, async (t) => {
    const say = texts(locale);
    const open = await openAdmin(t, house, { path: PATH, locale, theme, size });
    const { frame, faults } = open;
    const look = async (name: string) => {
      await settled(frame);
      await accessible(t, open, name);
      await fits(t, open, name);
      await picture(open, `rfm-${name}-${locale}-${size.width}-${theme}`);
    };
    await frame.getByRole('heading', { name: say('rfm.care') }).waitFor();
    await look('groups');
    await frame.getByRole('heading', { name: say('rfm.care') }).scrollIntoViewIfNeeded();
    await picture(open, `rfm-care-${locale}-${size.width}-${theme}`);
    await frame.getByRole('button', { name: say('parts.seeTable') }).click();
    await look('groups-table');

    await view(frame, say('rfm.view_moves'));
    await frame.getByRole('combobox', { name: say('rfm.span') }).selectOption('90');
    await look('moves');
    await firstMove(frame, size === PHONE).click();
    await frame.getByRole('dialog').waitFor();
    await look('move');
    await open.page.keyboard.press('Escape');

    await view(frame, say('rfm.view_months'));
    await frame.getByRole('application').waitFor();
    await look('months');
    await frame.getByRole('button', { name: say('parts.seeTable') }).click();
    await look('months-table');

    await view(frame, say('rfm.view_model'));
    await look('model');
    await frame.getByRole('heading', { name: say('rfm.grid') }).scrollIntoViewIfNeeded();
    await picture(open, `rfm-grid-${locale}-${size.width}-${theme}`);
    await frame.getByRole('radio', { name: /^(Năm bậc|Fifths)/ }).check();
    await frame.getByRole('heading', { name: say('rfm.grid') }).scrollIntoViewIfNeeded();
    await look('model-fifths');
    t.same(faults, []);
  });

t.test('the figures are those of the server, and a group opens as a segment that finds it', async (t) => {
  const say = texts('vi');
  const spread = await ask('/rfm/distribution');
  const { frame, faults } = await openAdmin(t, house, { path: PATH });
  await frame.getByRole('heading', { name: say('rfm.care') }).waitFor();
  for (const { name, customers } of spread.labels)
    t.match(
      await frame.getByRole('article', { name: name.vi }).innerText(),
      new RegExp(`\\b${customers} khách`),
      name.vi,
    );
  const largest = [...spread.labels].sort((a, b) => b.customers - a.customers)[0];
  await frame.getByRole('button', { name: say('rfm.openOf', { name: largest.name.vi }) }).click();
  const editor = frame
    .getByRole('textbox')
    .filter({ hasText: 'rfm' })
    .or(frame.getByText(`"${largest.label}"`));
  await editor.first().waitFor();
  t.match(await frame.evaluate(() => decodeURIComponent(location.search)), /text=rfm/);
  await frame
    .getByText(new RegExp(`^${largest.customers} khách hàng`))
    .first()
    .waitFor();
  t.same(faults, []);
});

t.test('a cell of the matrix tells why, and opens as the segment of that move', async (t) => {
  const say = texts('vi');
  const { frame, faults } = await openAdmin(t, house, { path: `${PATH}?view=moves` });
  await frame.getByRole('heading', { name: /^Khách chuyển nhóm/ }).waitFor();
  await frame.getByRole('combobox', { name: say('rfm.span') }).selectOption(ENDS[0] ?? '');
  await settled(frame);
  const [to, from] = ENDS;
  t.same(new URLSearchParams(await frame.evaluate(() => location.search)).get('from'), from, 'days are in the address');
  const matrix = await ask(`/rfm/matrix?from=${from}&to=${to}`);
  const move = matrix.cells.find((cell: { from: string; to: string }) => cell.from !== cell.to);
  const nameOf = (label: string) =>
    [...matrix.rows, ...matrix.columns].find((one: { label: string }) => one.label === label).name.vi;
  const table = frame.getByRole('table', { name: say('rfm.matrix') });
  t.equal(
    await table.getByRole('button').count(),
    matrix.cells.length,
    'every cell with somebody in it, and no other, can be opened',
  );
  await table.getByRole('button', { name: `${nameOf(move.from)} → ${nameOf(move.to)}:` }).click();
  const dialog = frame.getByRole('dialog');
  const acted = dialog.getByRole('row', { name: new RegExp(`^${say('rfm.why_acted')}`) });
  t.match(await acted.innerText(), new RegExp(`\\b${move.why.acted}\\b`));
  await dialog.getByRole('button', { name: say('rfm.open') }).click();
  await frame.waitForFunction(() => location.pathname.endsWith('/segments/new'));
  await frame
    .getByText(new RegExp(`^${move.customers} khách hàng`))
    .first()
    .waitFor();
  t.same(faults, []);
});

t.test('a care play is written down, and undone', async (t) => {
  const say = texts('vi');
  const open = await openAdmin(t, house, { path: PATH });
  const { frame, faults } = open;
  const { model: before } = await ask('/rfm/model');
  const { name, id } = before.labels[0];
  const card = frame.getByRole('article', { name: name.vi });
  await card.getByRole('button', { name: say('rfm.careEditOf', { name: name.vi }) }).click();
  const what = say('rfm.care_message');
  const dialog = frame.getByRole('dialog');
  await accessible(t, open, 'care');
  await picture(open, 'rfm-care-dialog-vi-1280-light');
  await dialog.getByRole('textbox', { name: say('rfm.careIn_vi', { what }) }).fill('Gửi thiệp\nviết tay');
  await dialog.getByRole('button', { name: say('parts.save') }).click();
  await card.getByText('Gửi thiệp viết tay').waitFor();
  const { model, version } = await ask('/rfm/model');
  t.equal(version, 1);
  t.equal(model.labels.find((one: { id: string }) => one.id === id).care.message.vi, 'Gửi thiệp viết tay');
  await frame.getByRole('button', { name: say('parts.undo') }).click();
  await card.getByText(before.labels[0].care.message.vi).waitFor();
  const undone = await ask('/rfm/model');
  t.same([undone.version, undone.model], [2, before], 'Undo is a version of its own');
  t.same(faults, []);
});

t.test('cells are put into another group, seen before and after, saved and undone', async (t) => {
  const say = texts('vi');
  const open = await openAdmin(t, house, { path: `${PATH}?view=model` });
  const { frame, faults } = open;
  const { version, model } = await ask('/rfm/model');
  await frame.getByRole('heading', { name: say('rfm.grid') }).waitFor();
  await frame.getByRole('radio', { name: /^6\. / }).check();
  const spread = await ask('/rfm/distribution');
  const cell = [...spread.cells].sort((a, b) => b.customers - a.customers).find(({ label }) => label !== 'lost');
  const [r, f, m] = [...cell.cell];
  const spot = frame.getByRole('button', { name: say('rfm.spot', { r, f, m }) });
  await spot.click();
  t.match(await spot.innerText(), /Đã rời bỏ/);
  const lost = spread.labels.find(({ label }: { label: string }) => label === 'lost').customers;
  const row = frame.getByRole('table', { name: say('rfm.preview') }).getByRole('row', { name: /^Đã rời bỏ/ });
  t.match(await row.innerText(), new RegExp(`${lost}\\s+${lost + cell.customers}\\s+\\+${cell.customers}`));
  await picture(open, 'rfm-edited-vi-1280-light');

  await view(frame, say('rfm.view_groups'));
  await view(frame, say('rfm.view_model'));
  t.match(await spot.innerText(), /Đã rời bỏ/, 'what is edited stays while another view is looked at');

  await frame.getByRole('button', { name: say('parts.save'), exact: true }).click();
  const saved = async (wanted: number) => {
    for (;;) {
      const now = await ask('/rfm/model');
      if (now.version === wanted) return now.model;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  t.equal((await saved(version + 1)).grid[cell.cell], 'lost');
  await frame.getByRole('button', { name: say('parts.undo') }).click();
  t.same(await saved(version + 2), model);
  t.same(faults, []);
});

t.test(
  'thresholds in the wrong order are told at their field and not saved; a viewer has no model to edit',
  async (t) => {
    const say = texts('vi');
    const open = await openAdmin(t, house, { path: `${PATH}?view=model` });
    const { frame } = open;
    const { version } = await ask('/rfm/model');
    const days = frame.getByRole('group', { name: say('rfm.axis_recency') }).getByRole('textbox');
    await days.first().fill('45');
    await frame.getByText(say('rfm.order_recency')).waitFor();
    await accessible(t, open, 'thresholds in the wrong order');
    t.equal((await ask('/rfm/model')).version, version);

    const viewer = await openAdmin(t, house, { path: PATH, role: 'viewer', size: DESKTOP });
    await viewer.frame.getByRole('heading', { name: say('rfm.care') }).waitFor();
    t.equal(await viewer.frame.getByRole('tab', { name: say('rfm.view_model') }).count(), 0);
    t.equal(await viewer.frame.getByRole('button', { name: say('rfm.open') }).count(), 0);
    t.same(viewer.faults, []);
  },
);

const view = (frame: Frame, name: string) => frame.getByRole('tab', { name }).click();

/** On a phone the pairs, elsewhere the cells. */
function firstMove(frame: Frame, isPhone: boolean) {
  const main = frame.getByRole('main');
  return (isPhone ? main.getByRole('listitem') : main.getByRole('cell')).getByRole('button').first();
}

function monthEndsBefore(day: string, count: number): string[] {
  const [year = 0, month = 0] = day.split('-').map(Number);
  return Array.from({ length: count }, (_, i) => new Date(Date.UTC(year, month - 1 - i, 0)).toISOString().slice(0, 10));
}
