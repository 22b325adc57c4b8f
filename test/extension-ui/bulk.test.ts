import t from 'tap';
import { countsOf, FIRST_WISH, faultOf } from '../../extension-ui/src/pages/loyalty/bulk/bulk.ts';
import { pastedRows } from '../../extension-ui/src/pages/loyalty/bulk/pasted-rows.ts';

t.test('rows are read as spreadsheets copy them and as people type them', async (t) => {
  const text = [
    'Số điện thoại\tSố điểm\tLý do',
    '0912 345 671\t1.200\tQuà; sinh nhật',
    '',
    '0912345672; −5',
    '912345673;1,000;',
  ].join('\r\n');
  t.same(pastedRows(text), {
    rows: [
      { phone: '0912 345 671', points: 1200, reason: 'Quà; sinh nhật' },
      { phone: '0912345672', points: -5 },
      { phone: '912345673', points: 1000 },
    ],
  });
});

t.test('a line that is no phone and whole number of points is named, and never guessed', async (t) => {
  for (const line of ['0912345671', '0912345671;1.5', '0912345671;nhiều', '0912345671,100', ';100'])
    t.same(pastedRows(`0912345670;1\n${line}`), { unreadable: 2 }, line);
});

t.test('what cannot be sent is told before it is', async (t) => {
  const file = (name: string, size = 10) => faultOf({ ...FIRST_WISH, file: { name, size } as File });
  t.equal(faultOf(FIRST_WISH), 'noFile');
  t.equal(file('diem.csv'), 'notXlsx');
  t.equal(file('ĐIỂM.XLSX', (5 << 20) + 1), 'fileTooLarge');
  t.equal(file('ĐIỂM.XLSX', 5 << 20), null);
  const pasted = (pasted: string) => faultOf({ ...FIRST_WISH, from: 'paste', pasted });
  t.equal(pasted(' \n'), 'noRows');
  t.same(pasted('0912345671'), { unreadable: 1 });
  t.equal(pasted('0912345671;1\n'.repeat(5000)), null);
  t.equal(pasted('0912345671;1\n'.repeat(5001)), 'tooManyRows');
});

t.test('only rows that will be booked are counted', async (t) => {
  const row = { row: 1, phone: '', customer: null, message: null, before: null, after: null };
  const rows = [
    { ...row, points: 100, problem: null, applied: false },
    { ...row, points: -30, problem: null, applied: false },
    { ...row, points: 7, problem: null, applied: true },
    { ...row, points: 9, problem: 'customer_unknown' as const, applied: false },
  ];
  const outcome = { upload: 'u', dryRun: true, rows, applied: 1, problems: 1, totalPoints: 77 };
  t.same(countsOf(outcome), { ready: 2, given: 100, taken: 30 });
});
