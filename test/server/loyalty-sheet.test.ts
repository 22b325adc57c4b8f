import t from 'tap';
import { readRows } from '../../src/server/loyalty/sheet.ts';
import { archive, sheet } from '../support/loyalty/sheet.ts';

/** Sheets of points, as shops keep them. */

const REFUSED = { code: 'invalid' };

t.test('columns are found by what people call them, and rows keep their numbers', async (t) => {
  const rows = await readRows(
    sheet([
      [null, null, null],
      ['Tên', 'Số điện thoại', 'Số điểm', 'Lý do'],
      ['An', '0912 345 671', 100, 'Số dư cũ'],
      [null, null, null, null],
      ['Bình', 912345672, -5, null],
      ['Chi', '0912345673', 1.5, 'x'],
      ['Dũng', '0912345674', 'nhiều', 'x'],
    ]),
  );
  t.same(rows, [
    { row: 3, phone: '0912 345 671', points: 100, reason: 'Số dư cũ' },
    { row: 5, phone: '912345672', points: -5, reason: '' },
    { row: 6, phone: '0912345673', points: null, reason: 'x' },
    { row: 7, phone: '0912345674', points: null, reason: 'x' },
  ]);
});

t.test('what is no sheet of points is refused', async (t) => {
  await t.rejects(readRows(sheet([['phone'], ['0912345671']])), REFUSED, 'no column of points');
  await t.rejects(readRows(sheet([])), REFUSED);
  await t.rejects(readRows(Buffer.from('phone,points').toString('base64')), REFUSED);
  await t.rejects(readRows(archive({ 'a.txt': 'x' }).toString('base64')), REFUSED, 'an archive of something else');
  await t.rejects(readRows(Buffer.alloc((5 << 20) + 1).toString('base64')), { code: 'payload_too_large' });
});

t.test('a file that unpacks to far more than a sheet is refused before it is read', async (t) => {
  const bomb = archive({ 'xl/worksheets/sheet1.xml': Buffer.alloc(60 << 20, ' ') });
  t.ok(bomb.length < 100_000);
  await t.rejects(readRows(bomb.toString('base64')), REFUSED);
  const hidden = archive({ 'xl/workbook.xml': '<workbook/>', 'x.xml': 'x' }, bomb);
  await t.rejects(readRows(hidden.toString('base64')), REFUSED, 'nor hides it between the entries');
});
