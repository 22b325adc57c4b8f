import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { readSheet } from 'read-excel-file/node';
import t, { type Test } from 'tap';
import { settled } from '../support/admin/settled.ts';
import { texts } from '../support/admin/texts.ts';
import { accessible, adminHouse, fits, type OpenAdmin, openAdmin, picture, WIDTHS } from '../support/browser.ts';

/** Fixed lists, hands on a segment, and what is done to everybody in it, as people do them. */
const house = await adminHouse(t);
const scope = house.house.store.forShop(house.shop);
const key = await house.authorise(house.shop);
const api = async (method: 'GET' | 'POST', path: string, payload?: object) =>
  (await house.app.inject({ method, url: `/api/v1${path}`, headers: key, ...(payload ? { payload } : {}) })).json();
await house.segmentsReady();
const own = (id: string | undefined) => id?.slice(id.lastIndexOf('/') + 1) ?? '';
const loyal = own((await scope.segments.findOne({ name: 'Khách trung thành' }))?._id);
const sizeOf = async (id: string): Promise<number> => (await api('GET', `/segments/${id}`)).size;

const PEOPLE = {
  first: await api('POST', '/customers', { name: 'Đặng Thùy Trâm', phone: '0909000111' }),
  second: await api('POST', '/customers', { name: 'Trần Trùng Tên', phone: '0909000222' }),
  third: await api('POST', '/customers', { name: 'Tran Trung Ten', phone: '0909000333' }),
  fourth: await api('POST', '/customers', { name: 'Lý Thị Gõ Tìm', phone: '0909000444' }),
};
await house.house.settled();
const pinsOf = async (list: string): Promise<string[]> =>
  (await api('GET', `/segments/${list}/pins?limit=200`)).items.map(({ id }: { id: string }) => id).sort();
const withTag = async (tag: string): Promise<number> =>
  (await scope.customers.find({ 'tagNames.name': tag }).toArray()).length;

/** What is looked at in each look of a page. */
async function look(t: Test, open: OpenAdmin, name: string): Promise<void> {
  await settled(open.frame);
  await accessible(t, open, name);
  await fits(t, open, name);
  await picture(open, `segment-lists-${name}`);
}

const idIn = (frame: Frame) => /\/segments\/([^/?]+)/.exec(new URL(frame.url()).pathname)?.[1] ?? '';
const item = (frame: Frame, name: string) => frame.getByRole('status').getByRole('article', { name }).first();
const choose = async (frame: Frame, more: string, name: string) => {
  await frame.getByRole('button', { name: more }).click();
  await frame.getByRole('menuitem', { name }).click();
};
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}

for (const [index, { locale, theme, size }] of WIDTHS.entries()) {
  const say = texts(locale);
  const suffix = `${locale}-${size.width}-${theme}`;

  t.test(`a list is made, filled by paste, by search and emptied with Undo, ${suffix}`, async (t) => {
    const open = await openAdmin(t, house, { path: '/segments', locale, theme, size });
    const { frame, faults } = open;
    await frame.getByRole('button', { name: say('segments.createList') }).click();
    await frame.getByRole('dialog').waitFor();
    await look(t, open, `new-${suffix}`);
    await frame
      .getByRole('dialog')
      .getByRole('button', { name: say('segment-list.create') })
      .click();
    await frame.getByText(say('segment-list.nameMissing')).waitFor();
    await frame
      .getByRole('dialog')
      .getByRole('textbox', { name: say('segment-list.name') })
      .fill(`Danh sách ${index}`);
    await frame
      .getByRole('dialog')
      .getByRole('button', { name: say('segment-list.create') })
      .click();
    await frame.getByRole('heading', { name: say('segment-list.emptyTitle') }).waitFor();
    await look(t, open, `empty-${suffix}`);
    const list = idIn(frame);

    await frame.getByRole('link', { name: say('segment-list.addMany') }).click();
    await frame
      .getByRole('textbox', { name: say('segment-list.pasted') })
      .fill(['0909 000 111', '+84909000111', 'tran trung ten', '', 'không có ai như vậy'].join('\n'));
    await frame.getByRole('button', { name: say('segment-list.preview') }).click();
    await frame.getByRole('heading', { name: say('segment-list.previewTitle') }).waitFor();
    await look(t, open, `preview-${suffix}`);
    t.same(await pinsOf(list), [], 'a preview adds nobody');
    for (const [label, figure] of [
      ['countFound', '1'],
      ['countTwice', '1'],
      ['countAmbiguous', '1'],
      ['countNotFound', '1'],
    ] as const) {
      const tile = frame.getByText(say(`segment-list.${label}`), { exact: true }).locator('..');
      t.ok((await tile.textContent())?.endsWith(figure), `${label} is ${figure}`);
    }
    const ambiguous = frame.getByRole('combobox', {
      name: say('segment-list.chooseFor', { line: 3, text: 'tran trung ten' }),
    });
    await ambiguous.selectOption(PEOPLE.third.id);
    await frame.getByRole('button', { name: say('segment-list.add', { count: 2, formatted: 2 }), exact: true }).click();
    await frame.getByRole('link', { name: 'Đặng Thùy Trâm' }).waitFor();
    t.same(new Set(await pinsOf(list)), new Set([PEOPLE.first.id, PEOPLE.third.id]), 'the two who were shown');

    await frame.getByRole('textbox', { name: say('segment-list.find') }).fill('ly thi go');
    await frame.getByRole('option', { name: /Lý Thị Gõ Tìm/ }).waitFor();
    await look(t, open, `search-${suffix}`);
    await frame.getByRole('textbox', { name: say('segment-list.find') }).press('Enter');
    await frame.getByRole('link', { name: 'Lý Thị Gõ Tìm' }).waitFor();
    await look(t, open, `list-${suffix}`);

    await frame.getByRole('button', { name: say('segment-list.remove', { name: 'Lý Thị Gõ Tìm' }) }).click();
    await frame.getByText(say('segment-list.removed', { name: 'Lý Thị Gõ Tìm' })).waitFor();
    await frame.getByRole('link', { name: 'Lý Thị Gõ Tìm' }).waitFor({ state: 'detached' });
    t.equal((await pinsOf(list)).length, 2);
    await frame
      .getByRole('button', { name: say('parts.undo') })
      .last()
      .click();
    await frame.getByRole('link', { name: 'Lý Thị Gõ Tìm' }).waitFor();
    t.equal((await pinsOf(list)).length, 3, 'Undo puts them back');

    await frame
      .getByRole('link', { name: say('segment.segments') })
      .first()
      .click();
    await frame.getByRole('combobox', { name: say('segments.kind') }).selectOption('fixed');
    await frame.getByRole('link', { name: `Danh sách ${index}` }).waitFor();
    t.equal(await frame.getByRole('link', { name: 'Khách trung thành' }).count(), 0, 'lists alone');
    await look(t, open, `all-${suffix}`);
    t.same(faults, []);
  });

  t.test(`somebody is kept in a segment and another out of it, with Undo, ${suffix}`, async (t) => {
    const open = await openAdmin(t, house, { path: `/segments/${loyal}`, locale, theme, size });
    const { frame, faults } = open;
    const before = await sizeOf(loyal);
    const [member] = (await api('GET', `/segments/${loyal}/members?limit=1`)).items;
    await frame.getByRole('textbox', { name: say('segment.searchMembers') }).fill(member.phone);
    const menu = frame.getByRole('button', { name: say('segment-list.hand', { name: member.name }) });
    await menu.click();
    await look(t, open, `hand-${suffix}`);
    await frame.getByRole('menuitem', { name: say('segment-list.ban') }).click();
    await menu.waitFor({ state: 'detached' });
    await until(async () => (await sizeOf(loyal)) === before - 1);
    await frame.getByRole('tab', { name: say('segment.tabHands') }).click();
    await frame.getByText(say('segment-list.bans'), { exact: true }).first().click();
    await frame.getByRole('link', { name: member.name }).waitFor();
    await look(t, open, `bans-${suffix}`);
    await frame
      .getByRole('button', { name: say('parts.undo') })
      .last()
      .click();
    await frame.getByRole('heading', { name: say('segment-list.noBansTitle') }).waitFor();
    t.equal(await sizeOf(loyal), before, 'Undo lets them in again');

    await frame.getByText(say('segment-list.pins'), { exact: true }).first().click();
    await frame.getByRole('textbox', { name: say('segment-list.findPin') }).fill('0909000444');
    await frame.getByRole('option', { name: /Lý Thị Gõ Tìm/ }).click();
    await frame.getByRole('link', { name: 'Lý Thị Gõ Tìm' }).waitFor();
    t.equal(await sizeOf(loyal), before + 1, 'they are in whatever the conditions say');
    await look(t, open, `pins-${suffix}`);
    await frame.getByRole('button', { name: say('segment-list.release', { name: 'Lý Thị Gõ Tìm' }) }).click();
    await frame.getByRole('heading', { name: say('segment-list.noPinsTitle') }).waitFor();
    t.equal(await sizeOf(loyal), before);
    t.same(faults, []);
  });

  t.test(`a group is tagged and untagged by Undo, also after the page was left, ${suffix}`, async (t) => {
    const open = await openAdmin(t, house, { path: `/segments/${loyal}`, locale, theme, size });
    const { frame, faults } = open;
    const tag = `Mời dùng thử ${index}`;
    const title = say('segment-group.add_tag', { tag });
    const members = await sizeOf(loyal);
    const count = { count: members, formatted: members };
    await choose(frame, say('segment.more'), say('segment-group.tag'));
    await frame.getByText(say('segment-group.concerned', count)).waitFor();
    await frame.getByRole('dialog').locator('input:not([type=radio])').fill(tag);
    await look(t, open, `tag-${suffix}`);
    await frame.getByRole('button', { name: say('segment-group.addFor', count), exact: true }).click();
    await item(frame, title).getByText(say('segment-group.done'), { exact: true }).waitFor();
    t.equal(await withTag(tag), members, 'everybody has it');
    await look(t, open, `tagged-${suffix}`);

    await frame
      .getByRole('link', { name: say('segment.segments') })
      .first()
      .click();
    await frame.getByRole('link', { name: 'Khách trung thành' }).click();
    await frame.getByRole('tab', { name: say('segment.tabGroup') }).click();
    const past = frame.getByRole('article', { name: title }).first();
    await past.waitFor();
    t.match(await past.textContent(), /owner/, 'who did it');
    await look(t, open, `past-${suffix}`);
    await past.getByRole('button', { name: say('segment-group.undoWhat', { what: title }) }).click();
    await frame
      .getByRole('article', { name: title })
      .getByText(say('segment-group.undone'), { exact: true })
      .first()
      .waitFor();
    t.equal(await withTag(tag), 0, 'nobody has it any more');
    t.same(faults, []);
  });

  t.test(`the file that is exported holds everybody in it, ${suffix}`, async (t) => {
    const format = index % 2 === 0 ? 'xlsx' : 'csv';
    const open = await openAdmin(t, house, { path: `/segments/${loyal}`, locale, theme, size });
    const { frame, faults, page } = open;
    const members = await sizeOf(loyal);
    await choose(frame, say('segment.more'), say('segment-group.export'));
    await frame
      .getByRole('dialog')
      .getByText(format === 'csv' ? 'CSV' : 'Excel (XLSX)', { exact: true })
      .click();
    await frame.getByRole('button', { name: say('segment-group.none') }).click();
    const titles = { vi: ['Họ tên', 'Điện thoại', 'Số đơn'], en: ['Name', 'Phone', 'Orders'] }[locale];
    for (const title of titles) await frame.getByRole('checkbox', { name: title, exact: true }).check();
    await look(t, open, `export-${suffix}`);
    // One set is kept for the person, whichever look of the page comes first.
    const save = frame.getByRole('button', { name: say('segment-group.saveSet') });
    if ((await save.count()) > 0) {
      await save.click();
      await frame.getByRole('textbox', { name: say('segment-group.setName') }).fill('Gọi điện');
      await frame.getByRole('textbox', { name: say('segment-group.setName') }).press('Enter');
    }
    await frame.getByRole('button', { name: 'Gọi điện', exact: true, pressed: true }).waitFor();
    const count = { count: members, formatted: members };
    await frame.getByRole('button', { name: say('segment-group.exportAll', count), exact: true }).click();
    const link = frame.getByRole('link', { name: /khach-trung-thanh.*\.(xlsx|csv)$/ }).first();
    await link.waitFor();
    await look(t, open, `exported-${suffix}`);
    const rows = await rowsOf(t, page, () => link.click(), format);
    const wanted = (await api('GET', `/segments/${loyal}/members?limit=200`)).items;
    t.same(rows[0], titles);
    t.same(
      rows.slice(1).map(String).sort(),
      wanted
        .map(({ name, phoneDisplay, stats }: { name: string; phoneDisplay: string; stats: { orders: number } }) =>
          String([name, phoneDisplay, stats.orders]),
        )
        .sort(),
      'each with what is known of them',
    );
    const title = say('segment-group.exported', { format: format.toUpperCase(), formatted: 3 });
    await item(frame, title)
      .getByRole('button', { name: say('segment-group.deleteWhat', { what: title }) })
      .click();
    await look(t, open, `delete-${suffix}`);
    await frame
      .getByRole('dialog')
      .getByRole('button', { name: say('segment-group.deleteFile') })
      .click();
    await frame.getByText(say('segment-group.deleted'), { exact: true }).first().waitFor();

    // What was chosen last stands there the next time, and the set is kept.
    await choose(frame, say('segment.more'), say('segment-group.export'));
    await frame.getByRole('button', { name: 'Gọi điện', exact: true, pressed: true }).waitFor();
    t.same(faults, []);
  });
}

t.test('members are copied to a new list, which an undo empties again', async (t) => {
  const say = texts('vi');
  const open = await openAdmin(t, house, { path: `/segments/${loyal}` });
  const { frame, faults } = open;
  const members = await sizeOf(loyal);
  await choose(frame, say('segment.more'), say('segment-group.copy'));
  await look(t, open, 'copy');
  await frame.getByRole('textbox', { name: say('segment-group.listName') }).fill('Khách VIP');
  const count = { count: members, formatted: members };
  await frame.getByRole('button', { name: say('segment-group.copyAll', count), exact: true }).click();
  await frame.getByText(say('segment-group.nameTaken')).waitFor();
  await frame.getByRole('textbox', { name: say('segment-group.listName') }).fill('Chép từ trung thành');
  await frame.getByRole('button', { name: say('segment-group.copyAll', count), exact: true }).click();
  const title = say('segment-group.copied');
  await item(frame, title).getByText(say('segment-group.done'), { exact: true }).waitFor();
  const list = own((await scope.segments.findOne({ name: 'Chép từ trung thành' }))?._id);
  t.equal((await pinsOf(list)).length, members);
  await item(frame, title)
    .getByRole('button', { name: say('segment-group.undoWhat', { what: title }) })
    .click();
  await item(frame, title).getByText(say('segment-group.undone'), { exact: true }).waitFor();
  t.same(await pinsOf(list), []);
  t.same(
    faults.filter((fault) => !/\b409\b/.test(fault)),
    [],
    'but for the name that was refused',
  );
});

t.test('a file of people is read, and its lines are shown first', async (t) => {
  const say = texts('vi');
  const list = (await api('POST', '/segments', { name: 'Từ tệp', kind: 'fixed' })).id;
  await house.segmentsReady();
  const open = await openAdmin(t, house, { path: `/segments/${list}/add` });
  const { frame, page, faults } = open;
  await frame.getByText(say('segment-list.fromFile'), { exact: true }).click();
  await frame.getByRole('button', { name: say('segment-list.preview') }).click();
  await frame.getByText(say('segment-list.noFile')).waitFor();
  const file = join(t.testdir(), 'khach.csv');
  writeFileSync(file, 'Họ tên;Điện thoại;Ghi chú\nai đó;0909000111;0909000222\n');
  const chooser = page.waitForEvent('filechooser');
  await frame.getByRole('button', { name: say('segment-list.chooseFile') }).click();
  await (await chooser).setFiles(file);
  await look(t, open, 'file');
  await frame.getByRole('button', { name: say('segment-list.preview') }).click();
  await frame.getByRole('button', { name: say('segment-list.add', { formatted: 1 }), exact: true }).click();
  await frame.getByText(say('segment-list.addedMany', { formatted: 1 })).waitFor();
  t.same(await pinsOf(list), [PEOPLE.first.id], 'columns that are not asked about name nobody');
  await frame
    .getByRole('button', { name: say('parts.undo') })
    .last()
    .click();
  await frame.getByRole('heading', { name: say('segment-list.emptyTitle') }).waitFor();
  t.same(await pinsOf(list), []);
  t.same(faults, []);
});

t.test('whoever may only look has none of it', async (t) => {
  const say = texts('vi');
  const { frame } = await openAdmin(t, house, { path: `/segments/${loyal}`, role: 'viewer' });
  await frame.getByRole('row').nth(2).waitFor();
  for (const name of ['segment.more', 'segment.edit'])
    t.equal(await frame.getByRole('button', { name: say(name) }).count(), 0, name);
  t.equal(await frame.getByRole('button', { name: /^Thao tác với/ }).count(), 0, 'no hand on a member');
  await frame.getByRole('tab', { name: say('segment.tabGroup') }).click();
  await frame.getByRole('heading', { name: say('segment-group.actions') }).waitFor();
  t.equal(await frame.getByRole('heading', { name: say('segment-group.exports') }).count(), 0);
  t.equal(await frame.getByRole('button', { name: /^Hoàn tác/ }).count(), 0);
  await frame.getByRole('tab', { name: say('segment.tabHands') }).click();
  await frame.getByRole('heading', { name: say('segment-list.noPinsTitle') }).waitFor();
  t.equal(await frame.getByRole('textbox', { name: say('segment-list.findPin') }).count(), 0);
});

/** Rows of the file that a press downloads. */
async function rowsOf(t: Test, page: Page, press: () => Promise<void>, format: string): Promise<unknown[][]> {
  const downloading = page.waitForEvent('download');
  await press();
  const path = join(t.testdir(), `file.${format}`);
  await (await downloading).saveAs(path);
  const bytes = readFileSync(path);
  if (format === 'xlsx') return readSheet(bytes);
  const lines = bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trim()
    .split('\r\n');
  return lines.map((line) => line.split(',').map((cell) => cell.replace(/^"(.*)"$/, '$1')));
}
