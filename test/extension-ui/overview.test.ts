import t from 'tap';
import { formats } from '../../extension-ui/src/format/formats.ts';
import { changeOf } from '../../extension-ui/src/pages/overview/change.ts';
import { readView, stepsOf, writeView } from '../../extension-ui/src/pages/overview/period.ts';
import { csvOf, pasteOf } from '../../extension-ui/src/pages/overview/table-text.ts';

const TODAY = '2028-03-01';
const viewOf = (search: string, today = TODAY) => readView(new URLSearchParams(search), today);

t.test('the days of each named period, by the shop’s today', async (t) => {
  const rows: [string, string, string, string][] = [
    ['', '2028-02-01', '2028-03-01', 'day'],
    ['period=7d', '2028-02-24', '2028-03-01', 'day'],
    ['period=90d', '2027-12-03', '2028-03-01', 'week'],
    ['period=month', '2028-03-01', '2028-03-01', 'day'],
    ['period=last-month', '2028-02-01', '2028-02-29', 'day'],
    ['period=year', '2028-01-01', '2028-03-01', 'week'],
    ['period=custom&from=2024-01-01&to=2028-02-29', '2024-01-01', '2028-02-29', 'month'],
  ];
  for (const [search, from, to, by] of rows) t.match(viewOf(search), { from, to, by }, search);
});

t.test('an address that makes no sense is read as the plain page', async (t) => {
  for (const search of [
    'period=yesterday',
    'period=custom',
    'period=custom&from=2028-02-30&to=2028-03-01',
    'period=custom&from=2028-03-02&to=2028-03-01',
    'period=custom&from=1999-01-01&to=2028-03-01',
    'period=custom&from=x&to=y',
    'by=hour',
    'channel=',
  ])
    t.match(viewOf(search), { period: '30d', from: '2028-02-01', to: TODAY, by: 'day', channel: null }, search);
  t.equal(viewOf('period=7d&by=month').by, 'day', 'a step that the days do not have');
  t.same(stepsOf({ from: '2026-01-01', to: '2028-03-01' }), ['week', 'month'], 'too many days to be told apart');
});

t.test('what is chosen is written into the address, and what is the default is not', async (t) => {
  const write = (search: string, change: Parameters<typeof writeView>[1]) =>
    String(writeView(new URLSearchParams(search), change));
  t.equal(write('', { period: '90d' }), 'period=90d');
  t.equal(
    write('period=90d&by=month&channel=pos', { period: '30d' }),
    'channel=pos',
    'another period chooses its own step',
  );
  t.equal(write('period=90d', { by: 'month' }), 'period=90d&by=month');
  t.equal(write('channel=pos', { channel: null }), '');
  t.equal(
    write('period=7d', { period: 'custom', from: '2028-01-01', to: '2028-01-09' }),
    'period=custom&from=2028-01-01&to=2028-01-09',
  );
  t.equal(write('period=custom&from=2028-01-01&to=2028-01-09', { period: 'month' }), 'period=month');
});

t.test('a change is told against what was before, and a rate by its difference', async (t) => {
  t.match(changeOf(150, 100), { kind: 'up', by: 0.5 });
  t.match(changeOf(50, 100), { kind: 'down', by: 0.5 });
  t.match(changeOf(100_001, 100_000), { kind: 'same' }, 'what would read 0 %');
  t.match(changeOf(5, 0), { kind: 'new' });
  t.match(changeOf(0, 0), { kind: 'same' });
  t.match(changeOf(null, 4), { kind: 'none' });
  t.match(changeOf(0.5, 0.4, true), { kind: 'up' });
  t.ok(Math.abs(changeOf(0.5, 0.4, true).by - 0.1) < 1e-9);
  t.match(changeOf(0.5, 0, true), { kind: 'up', by: 0.5 });
});

t.test('a table for a spreadsheet: quoted, without formulas, numbers plain', async (t) => {
  const table = {
    columns: ['Kênh, bán', 'Tiền'],
    rows: [
      ['=HYPERLINK("x")', 1234.5],
      ['a\n"b"', null],
      ['-1+1', -2],
    ],
  };
  t.equal(csvOf(table), '\uFEFF"Kênh, bán",Tiền\r\n"\'=HYPERLINK(""x"")",1234.5\r\n"a\n""b""",\r\n\'-1+1,-2\r\n');
  t.equal(pasteOf(table), 'Kênh, bán\tTiền\n\'=HYPERLINK("x")\t1234.5\na "b"\t\n\'-1+1\t-2');
});

t.test('short figures as merchants write them', async (t) => {
  const vi = formats('vi', { timeZone: 'Asia/Ho_Chi_Minh', currency: 'VND' });
  const rows: [number, string][] = [
    [0, '0'],
    [999, '999'],
    [1200, '1,2k'],
    [999_949, '999,9k'],
    [999_960, '1\u00a0tr'],
    [1_250_000, '1,3\u00a0tr'],
    [-2_000_000_000, '-2\u00a0tỷ'],
    [4_709_540_001, '4,7\u00a0tỷ'],
  ];
  for (const [value, text] of rows) t.equal(vi.numberShort(value), text);
  t.equal(vi.moneyShort(1_200_000), '1,2\u00a0tr\u00a0₫');
  t.match(formats('en', { timeZone: 'UTC', currency: 'USD' }).moneyShort(120_000_000), /1\.2m/i);
});
