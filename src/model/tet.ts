import { type DayNumber, dayNumber } from './day.ts';

/**
 * The first day of the Vietnamese lunar year (Tết Nguyên Đán) as month and day, a decade a line. Reckoned from new moons and the
 * winter solstice in UTC+7, so it is a day before the Chinese one in 2007, 2030 and 2053, and a month before it in 1985 (ADR 11).
 */
const FIRST_DAYS = [
  '0206 0127 0215 0203 0123 0211 0131 0218 0207 0128', // 1970
  '0216 0205 0125 0213 0202 0121 0209 0129 0217 0206', // 1980
  '0127 0215 0204 0123 0210 0131 0219 0207 0128 0216', // 1990
  '0205 0124 0212 0201 0122 0209 0129 0217 0207 0126', // 2000
  '0214 0203 0123 0210 0131 0219 0208 0128 0216 0205', // 2010
  '0125 0212 0201 0122 0210 0129 0217 0206 0126 0213', // 2020
  '0202 0123 0211 0131 0219 0208 0128 0215 0204 0124', // 2030
  '0212 0201 0122 0210 0130 0217 0206 0126 0214 0202', // 2040
  '0123 0211 0201 0218 0208 0128 0215 0204 0124 0212', // 2050
  '0202 0121 0209 0129 0217 0205 0126 0214 0203 0123', // 2060
  '0211 0131 0219 0207 0127 0215 0205 0124 0212 0202', // 2070
  '0122 0209 0129 0217 0206 0126 0214 0203 0124 0210', // 2080
  '0130 0218 0207 0127 0215 0205 0125 0212 0201 0121', // 2090
  '0209', // 2100
]
  .join(' ')
  .split(' ');

const FIRST_YEAR = 1970;

/** The first day of Tết in a Gregorian year; undefined before 1970 and after 2100, which the table does not reach. */
export function tetDay(year: number): DayNumber | undefined {
  const monthDay = FIRST_DAYS[year - FIRST_YEAR];
  return monthDay === undefined ? undefined : dayNumber(year, Number(monthDay.slice(0, 2)), Number(monthDay.slice(2)));
}
