/** A birth date in parts: many customers give day and month only, and a fake year would make a fake age. */
export interface BirthDate {
  readonly month: number;
  readonly day: number;
  readonly year?: number;
}

const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Checked parts, or null: 30 February is nobody's birthday, 29 February needs a leap year when a year is given. */
export function birthDate(year: number | null, month: number, day: number): BirthDate | null {
  if (!Number.isInteger(month) || !Number.isInteger(day) || month < 1 || month > 12) return null;
  if (day < 1 || day > (LONGEST[month - 1] ?? 0)) return null;
  if (year === null) return { month, day };
  if (!Number.isInteger(year) || year < 1900 || year > 2200) return null;
  if (month === 2 && day === 29 && !isLeapYear(year)) return null;
  return { month, day, year };
}

/** Reads `1990-05-17`, `1990-05-17T00:00:00…`, and `--05-17` (no year). Hosts send the first two. */
export function parseBirthDate(value: unknown): BirthDate | null {
  if (typeof value !== 'string') return null;
  const match = /^(?:(\d{4})|-)-(\d{2})-(\d{2})(?:[T ].*)?$/.exec(value.trim());
  if (!match) return null;
  return birthDate(match[1] === undefined ? null : Number(match[1]), Number(match[2]), Number(match[3]));
}

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
