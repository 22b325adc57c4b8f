import { Temporal } from 'temporal-polyfill';

/**
 * Calendar days in the shop's IANA zone (D1). A day is a number: days since 1970-01-01, so that "30 days ago" is a
 * subtraction and a window is two integers. An instant is milliseconds since the epoch. Nothing here reads a clock.
 */
export type DayNumber = number;
export type Instant = number;

const MS_PER_DAY = 86_400_000;

/** True when this runtime knows the zone. Checked wherever a zone enters the house (settings, command line). */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return /^[A-Za-z]/.test(zone); // offsets such as +07:00 pass Intl but say nothing about daylight saving
  } catch {
    return false;
  }
}

/** Offset of the zone at an instant, in milliseconds. Kept by quarter-hour: no zone changes within one. */
const offsets = new Map<string, Map<number, number>>();
const QUARTER_HOUR_MS = 900_000;

function offsetAt(instant: Instant, zone: string): number {
  const known = offsets.get(zone) ?? new Map<number, number>();
  offsets.set(zone, known);
  const slot = Math.floor(instant / QUARTER_HOUR_MS);
  let offset = known.get(slot);
  if (offset === undefined) {
    offset = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6;
    if (known.size >= 200_000) known.clear(); // ≈ 6 years of distinct quarter-hours: bounded, and cheap to rebuild
    known.set(slot, offset);
  }
  return offset;
}

/** The calendar day on which an instant falls in the zone. */
export function dayOf(instant: Instant, zone: string): DayNumber {
  return Math.floor((instant + offsetAt(instant, zone)) / MS_PER_DAY);
}

/** The hour that clocks in the zone show at an instant, 0 to 23. */
export function hourOf(instant: Instant, zone: string): number {
  return Math.floor((instant + offsetAt(instant, zone)) / 3_600_000) - dayOf(instant, zone) * 24;
}

/** The first instant of a day in the zone. Where clocks skip midnight (Beirut, Havana) it is the first that exists. */
export function startOfDay(day: DayNumber, zone: string): Instant {
  const known = starts.get(zone) ?? new Map<DayNumber, Instant>();
  starts.set(zone, known);
  let start = known.get(day);
  if (start === undefined) {
    start = plainDate(day).toZonedDateTime(zone).epochMilliseconds;
    if (known.size >= 50_000) known.clear(); // ≈ 137 years of days
    known.set(day, start);
  }
  return start;
}

/** Asked for again and again when ledgers are told anew, and slow to find out. */
const starts = new Map<string, Map<DayNumber, Instant>>();

export function plainDate(day: DayNumber): Temporal.PlainDate {
  return new Temporal.PlainDate(1970, 1, 1).add({ days: day });
}

/** The same day of a later month, or the last of it: 29 February and twelve months is 28 February (L05). */
export function addMonths(day: DayNumber, months: number): DayNumber {
  const date = new Date(day * MS_PER_DAY);
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
  const last = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0);
  return Math.min(first + (date.getUTCDate() - 1) * MS_PER_DAY, last) / MS_PER_DAY;
}

export function dayNumber(year: number, month: number, day: number): DayNumber {
  return Date.UTC(year, month - 1, day) / MS_PER_DAY;
}

/** `2026-11-22` → day number; null when it is not a real date. */
export function parseDay(text: string): DayNumber | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  const day = dayNumber(Number(match[1]), Number(match[2]), Number(match[3]));
  return formatDay(day) === text ? day : null;
}

export function formatDay(day: DayNumber): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}

/**
 * An instant from a host's text: ISO 8601 with `Z` or an offset, any number of fractional digits.
 * Text without a zone is refused (null) unless `assumeUtc`, for fields documented as GMT (`date_created_gmt`).
 */
export function parseInstant(value: unknown, options: { assumeUtc?: boolean } = {}): Instant | null {
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (PLAIN_INSTANT.test(text)) return Date.parse(text);
  const hasZone = /(?:[Zz]|[+-]\d{2}:?\d{2})$/.test(text);
  if (!hasZone && !options.assumeUtc) return null;
  try {
    return Temporal.Instant.from(hasZone ? text : `${text}Z`).epochMilliseconds;
  } catch {
    return null;
  }
}

/** What `Date` reads as ISO 8601 says, and six times as fast; it takes 30 February for 2 March, so the last days of months are left out. */
const PLAIN_INSTANT =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{3})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

export function formatInstant(instant: Instant): string {
  return new Date(instant).toISOString();
}
