import t from 'tap';
import { voucherDue, voucherKey } from '../../src/loyalty/index.ts';
import { type BirthDate, formatDay, parseBirthDate, parseDay } from '../../src/model.ts';

const born = (text: string) => parseBirthDate(text) as BirthDate;
const on = (text: string) => parseDay(text) as number;

function due(birth: string, today: string, leadDays = 7, validDays: number | null = null): string | null {
  const voucher = voucherDue(born(birth), on(today), { leadDays, validDays });
  return (
    voucher &&
    `${voucher.year}: ${formatDay(voucher.birthday)}, from ${formatDay(voucher.from)} until ${formatDay(voucher.until)}`
  );
}

t.test('a birthday voucher is due from so many days before to the day itself (P10, D13)', (t) => {
  const rows: [string, string, string | null][] = [
    ['1990-05-17', '2026-05-09', null],
    ['1990-05-17', '2026-05-10', '2026: 2026-05-17, from 2026-05-10 until 2026-06-01'],
    ['--05-17', '2026-05-17', '2026: 2026-05-17, from 2026-05-17 until 2026-06-01'],
    ['1990-05-17', '2026-05-18', null],
    // Those of the first week of January are issued in December, for the year of the birthday.
    ['1990-01-01', '2025-12-24', null],
    ['1990-01-01', '2025-12-25', '2026: 2026-01-01, from 2025-12-25 until 2026-02-01'],
    ['1990-01-03', '2025-12-27', '2026: 2026-01-03, from 2025-12-27 until 2026-02-01'],
    ['1990-01-07', '2025-12-31', '2026: 2026-01-07, from 2025-12-31 until 2026-02-01'],
    ['1990-01-08', '2025-12-31', null],
    ['1990-01-08', '2026-01-01', '2026: 2026-01-08, from 2026-01-01 until 2026-02-01'],
    ['1990-01-03', '2026-01-02', '2026: 2026-01-03, from 2026-01-02 until 2026-02-01'],
    ['1990-12-31', '2025-12-24', '2025: 2025-12-31, from 2025-12-24 until 2026-01-01'],
    ['1990-12-31', '2026-01-01', null],
    // Of 29 February in common years and in leap years.
    ['2000-02-29', '2026-02-20', null],
    ['2000-02-29', '2026-02-21', '2026: 2026-02-28, from 2026-02-21 until 2026-03-01'],
    ['2000-02-29', '2026-02-28', '2026: 2026-02-28, from 2026-02-28 until 2026-03-01'],
    ['2000-02-29', '2026-03-01', null],
    ['2000-02-29', '2028-02-21', null],
    ['2000-02-29', '2028-02-22', '2028: 2028-02-29, from 2028-02-22 until 2028-03-01'],
    ['2000-02-29', '2028-02-29', '2028: 2028-02-29, from 2028-02-29 until 2028-03-01'],
  ];
  for (const [birth, today, answer] of rows) t.equal(due(birth, today), answer, `${birth} on ${today}`);
  t.end();
});

t.test('the lead and the days after the birthday are settings', (t) => {
  t.equal(due('1990-05-17', '2026-05-16', 0), null);
  t.equal(due('1990-05-17', '2026-05-17', 0), '2026: 2026-05-17, from 2026-05-17 until 2026-06-01');
  t.equal(due('1990-05-17', '2026-05-10', 7, 0), '2026: 2026-05-17, from 2026-05-10 until 2026-05-18');
  t.equal(due('1990-01-30', '2025-12-01', 60, 3), '2026: 2026-01-30, from 2025-12-01 until 2026-02-03');
  t.equal(due('1990-12-31', '2025-12-31', 7, 90), '2025: 2025-12-31, from 2025-12-31 until 2026-04-01');
  t.end();
});

t.test('whatever day is looked at, each birthday year has one voucher, on leadDays + 1 days in a row', (t) => {
  for (const birth of ['2000-02-29', '--01-01', '--12-31', '1985-07-03']) {
    const days = new Map<number, number>();
    for (let day = on('2024-06-01'); day < on('2033-06-01'); day++) {
      const voucher = voucherDue(born(birth), day, { leadDays: 7, validDays: null });
      if (voucher) days.set(voucher.year, (days.get(voucher.year) ?? 0) + 1);
    }
    t.equal(days.size, 9, birth);
    t.ok([...days.values()].every((count) => count === 8));
  }
  t.end();
});

t.test('a birth date that is changed brings no second voucher of the year', (t) => {
  const key = (birth: string, today: string) => {
    const voucher = voucherDue(born(birth), on(today), { leadDays: 7, validDays: null });
    return voucher && voucherKey('birthday', 'c1', voucher.year);
  };
  t.equal(key('1990-05-17', '2026-05-12'), 'birthday/c1/2026');
  t.equal(key('1990-09-17', '2026-09-12'), 'birthday/c1/2026');
  t.equal(key('1990-01-02', '2026-12-30'), 'birthday/c1/2027');
  t.end();
});
