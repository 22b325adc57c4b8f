import t from 'tap';
import { dayNumber, formatDay, tetDay } from '../../src/model.ts';

t.test('Tết falls on the days that calendars in Vietnam printed', (t) => {
  const known = [
    '1985-01-21',
    '1990-01-27',
    '2000-02-05',
    '2007-02-17',
    '2015-02-19',
    '2020-01-25',
    '2023-01-22',
    '2024-02-10',
    '2025-01-29',
    '2026-02-17',
    '2027-02-06',
    '2028-01-26',
    '2030-02-02',
  ];
  for (const day of known) t.equal(formatDay(tetDay(Number(day.slice(0, 4))) ?? 0), day);
  t.end();
});

t.test('every year of the table is that of the Vietnamese lunar calendar, reckoned from new moons in UTC+7', (t) => {
  for (let year = 1970; year <= 2100; year += 1) t.equal(tetDay(year), lunarNewYear(year, 7), String(year));
  t.end();
});

t.test('it differs from the Chinese new year, the same reckoning in UTC+8, in four years', (t) => {
  const differing: number[] = [];
  for (let year = 1970; year <= 2100; year += 1) if (tetDay(year) !== lunarNewYear(year, 8)) differing.push(year);
  t.strictSame(differing, [1985, 2007, 2030, 2053]);
  t.end();
});

t.test('a year outside the table has no Tết', (t) => {
  t.strictSame([1969, 2101, 2026.5, -1].map(tetDay), [undefined, undefined, undefined, undefined]);
  t.end();
});

/** Hồ Ngọc Đức's algorithm (after Meeus, Astronomical Algorithms, 1998); Julian day 2440587.5 is day 0. */
function lunarNewYear(year: number, hoursEast: number): number {
  const [eleventh, next] = [eleventhMonth(year - 1, hoursEast), eleventhMonth(year, hoursEast)];
  const moon = Math.floor((eleventh + 2_440_588 - 2_415_021.076998695) / 29.530588853 + 0.5);
  const starts = (index: number) => newMoonDay(moon + index, hoursEast);
  if (next - eleventh <= 365) return starts(2);
  const sectors = Array.from({ length: 4 }, (_, index) => sunSector(starts(index), hoursEast));
  // The leap month is the first after the eleventh in which the sun enters no new sector.
  const leapBeforeNewYear = sectors[1] === sectors[2] || sectors[2] === sectors[3];
  return starts(leapBeforeNewYear ? 3 : 2);
}

/** The month in which the winter solstice falls. */
function eleventhMonth(year: number, hoursEast: number): number {
  const yearEnd = dayNumber(year, 12, 31);
  const moon = Math.floor((yearEnd + 2_440_588 - 2_415_021) / 29.530588853);
  const day = newMoonDay(moon, hoursEast);
  return sunSector(day, hoursEast) >= 9 ? newMoonDay(moon - 1, hoursEast) : day;
}

function newMoonDay(moon: number, hoursEast: number): number {
  const rad = Math.PI / 180;
  const T = moon / 1236.85;
  const mean =
    2_415_020.75933 +
    29.53058868 * moon +
    0.0001178 * T * T -
    0.000000155 * T * T * T +
    0.00033 * Math.sin((166.56 + 132.87 * T - 0.009173 * T * T) * rad);
  const M = (359.2242 + 29.10535608 * moon - 0.0000333 * T * T - 0.00000347 * T * T * T) * rad;
  const P = (306.0253 + 385.81691806 * moon + 0.0107306 * T * T + 0.00001236 * T * T * T) * rad;
  const F = (21.2964 + 390.67050646 * moon - 0.0016528 * T * T - 0.00000239 * T * T * T) * rad;
  const correction =
    (0.1734 - 0.000393 * T) * Math.sin(M) +
    0.0021 * Math.sin(2 * M) -
    0.4068 * Math.sin(P) +
    0.0161 * Math.sin(2 * P) -
    0.0004 * Math.sin(3 * P) +
    0.0104 * Math.sin(2 * F) -
    0.0051 * Math.sin(M + P) -
    0.0074 * Math.sin(M - P) +
    0.0004 * Math.sin(2 * F + M) -
    0.0004 * Math.sin(2 * F - M) -
    0.0006 * Math.sin(2 * F + P) +
    0.001 * Math.sin(2 * F - P) +
    0.0005 * Math.sin(2 * P + M);
  const slowing = -0.000278 + 0.000265 * T + 0.000262 * T * T; // of the earth's rotation, in days
  return Math.floor(mean + correction - slowing + 0.5 + hoursEast / 24) - 2_440_588;
}

/** Which twelfth of the ecliptic the sun stands in at the beginning of the day; 9 begins at the winter solstice. */
function sunSector(day: number, hoursEast: number): number {
  const rad = Math.PI / 180;
  const T = (day + 2_440_588 - 0.5 - hoursEast / 24 - 2_451_545) / 36_525;
  const M = (357.5291 + 35_999.0503 * T - 0.0001559 * T * T - 0.00000048 * T * T * T) * rad;
  const centre =
    (1.9146 - 0.004817 * T - 0.000014 * T * T) * Math.sin(M) +
    (0.019993 - 0.000101 * T) * Math.sin(2 * M) +
    0.00029 * Math.sin(3 * M);
  const longitude = 280.46645 + 36_000.76983 * T + 0.0003032 * T * T + centre;
  return Math.floor((((longitude % 360) + 360) % 360) / 30);
}
