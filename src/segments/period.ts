import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type DayNumber, dayNumber, parseDay, plainDate, tetDay } from '../model.ts';
import type { SegmentContext } from './context.ts';
import type { Wording } from './wording.ts';

/**
 * A period of calendar days in the shop's zone (D1, C38). It is stored as it was chosen, so that "this month" rolls on,
 * and resolved at `asOf` to a closed range of days. What is named by its date (`between`, and a month, a year or a Tết of a year
 * in figures) is those days, whole, and stands still. Everything else ends at the latest today: an order that a host's clock
 * dated tomorrow begins to count tomorrow, and "this year's December" holds no day before December.
 */
export type Period = z.output<typeof period>;

/** Closed at both ends (D15). `fromDay` after `toDay` holds no day: a period that begins in the future. */
export interface DayRange {
  readonly fromDay: DayNumber;
  readonly toDay: DayNumber;
}

/** A hundred years. */
export const PERIOD_DAYS_MAX = 36_600;

/** Years that a period can name: those that imported orders are of, and those ahead that a form can still list. */
export const PERIOD_YEARS = { min: 2000, max: 2040 } as const;

/** From Tết to either side, so that no period around it reaches the next one. */
export const TET_DAYS_MAX = 150;

export const calendarDay = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date such as 2026-03-31')
  .refine((value) => parseDay(value) !== null, 'is no day of the calendar');

/** The days that an argument of a condition stands for. */
export interface ResolvedDays {
  readonly field: string;
  readonly days: DayRange;
}

/** Weeks begin on Monday. Symbols are those of the seeds' presets and of their neighbours. */
const SYMBOLS = [
  'today',
  'yesterday',
  'this_week',
  'last_week',
  'this_month',
  'last_month',
  'this_quarter',
  'last_quarter',
  'this_year',
  'last_year',
] as const;

const yearInFigures = z.int().min(PERIOD_YEARS.min).max(PERIOD_YEARS.max);
const year = z.union([z.enum(['this', 'last']), yearInFigures], {
  error: `must be this, last or a year from ${PERIOD_YEARS.min} to ${PERIOD_YEARS.max}`,
});
const tetDays = z.int().min(0).max(TET_DAYS_MAX);

export const period = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.enum(SYMBOLS) }),
    z.strictObject({
      type: z.literal('last_n_days'),
      n: z
        .int()
        .min(1)
        .max(PERIOD_DAYS_MAX)
        .describe('Calendar days, today included: 30 = today and the 29 days before'),
    }),
    z.strictObject({ type: z.literal('since'), day: calendarDay }),
    z
      .strictObject({ type: z.literal('between'), from: calendarDay, to: calendarDay })
      .refine((given) => given.from <= given.to, { message: 'must not be before `from`', path: ['to'] }),
    z.strictObject({ type: z.literal('month'), year, month: z.int().min(1).max(12) }),
    z.strictObject({ type: z.literal('year'), year: yearInFigures }),
    z.strictObject({
      type: z.literal('tet'),
      year: year.optional().describe('The Gregorian year in which Tết falls; "this" unless given'),
      before: tetDays.describe('Days before the first day of Tết'),
      after: tetDays.describe('Days after the first day of Tết'),
    }),
  ])
  .describe('Calendar days in the time zone of the shop, both ends included');

/** The days a period stands for at the context's `asOf`. Previews show them. */
export function resolvePeriod(given: Period, { today }: SegmentContext): DayRange {
  const { fromDay, toDay } = daysOf(given, today);
  return { fromDay, toDay: periodMoves(given) ? Math.min(toDay, today) : toDay };
}

function daysOf(given: Period, today: DayNumber): DayRange {
  const date = plainDate(today);
  switch (given.type) {
    case 'today':
      return { fromDay: today, toDay: today };
    case 'yesterday':
      return { fromDay: today - 1, toDay: today - 1 };
    case 'last_n_days':
      return { fromDay: today - given.n + 1, toDay: today };
    case 'since':
      return { fromDay: dayOfText(given.day), toDay: today };
    case 'between':
      return { fromDay: dayOfText(given.from), toDay: dayOfText(given.to) };
    case 'this_week':
      return { fromDay: number(startOfWeek(date)), toDay: today };
    case 'last_week':
      return before(startOfWeek(date), { weeks: 1 });
    case 'this_month':
      return { fromDay: number(date.with({ day: 1 })), toDay: today };
    case 'last_month':
      return before(date.with({ day: 1 }), { months: 1 });
    case 'this_quarter':
      return { fromDay: number(startOfQuarter(date)), toDay: today };
    case 'last_quarter':
      return before(startOfQuarter(date), { months: 3 });
    case 'this_year':
      return { fromDay: number(date.with({ month: 1, day: 1 })), toDay: today };
    case 'last_year':
      return before(date.with({ month: 1, day: 1 }), { years: 1 });
    case 'month': {
      const of = yearOf(given.year, date);
      return { fromDay: dayNumber(of, given.month, 1), toDay: dayNumber(of, given.month + 1, 1) - 1 };
    }
    case 'year':
      return { fromDay: dayNumber(given.year, 1, 1), toDay: dayNumber(given.year, 12, 31) };
    case 'tet': {
      const first = tetDay(yearOf(given.year, date));
      return first === undefined ? NO_DAY : { fromDay: first - given.before, toDay: first + given.after };
    }
  }
}

/** A Tết that the table of them does not reach. */
const NO_DAY: DayRange = { fromDay: 1, toDay: 0 };

function yearOf(given: 'this' | 'last' | number | undefined, today: Temporal.PlainDate): number {
  if (typeof given === 'number') return given;
  return given === 'last' ? today.year - 1 : today.year;
}

/** True when midnight alone moves the days: then a verdict can change without an event (A08). */
export function periodMoves(given: Period): boolean {
  if (given.type === 'month' || given.type === 'tet') return typeof given.year !== 'number';
  return given.type !== 'between' && given.type !== 'year';
}

/** "trong 30 ngày gần đây", "in the last 30 days". */
export function describePeriod(given: Period, wording: Wording): string {
  switch (given.type) {
    case 'today':
      return wording.say('hôm nay', 'today');
    case 'yesterday':
      return wording.say('hôm qua', 'yesterday');
    case 'this_week':
      return wording.say('trong tuần này', 'this week');
    case 'last_week':
      return wording.say('trong tuần trước', 'last week');
    case 'this_month':
      return wording.say('trong tháng này', 'this month');
    case 'last_month':
      return wording.say('trong tháng trước', 'last month');
    case 'this_quarter':
      return wording.say('trong quý này', 'this quarter');
    case 'last_quarter':
      return wording.say('trong quý trước', 'last quarter');
    case 'this_year':
      return wording.say('trong năm nay', 'this year');
    case 'last_year':
      return wording.say('trong năm trước', 'last year');
    case 'last_n_days': {
      if (given.n === 1) return wording.say('hôm nay', 'today');
      const n = wording.number(given.n);
      return wording.say(`trong ${n} ngày gần đây`, `in the last ${n} days`);
    }
    case 'since': {
      const day = wording.day(dayOfText(given.day));
      return wording.say(`kể từ ngày ${day}`, `since ${day}`);
    }
    case 'between': {
      const from = wording.day(dayOfText(given.from));
      const to = wording.day(dayOfText(given.to));
      if (from === to) return wording.say(`vào ngày ${from}`, `on ${from}`);
      return wording.say(`từ ngày ${from} đến ngày ${to}`, `between ${from} and ${to}`);
    }
    case 'month': {
      const month = wording.say(String(given.month), ENGLISH_MONTHS[given.month - 1] ?? '');
      if (given.year === 'this') return wording.say(`trong tháng ${month} năm nay`, `in ${month} this year`);
      if (given.year === 'last') return wording.say(`trong tháng ${month} năm trước`, `in ${month} last year`);
      return wording.say(`trong tháng ${month}/${given.year}`, `in ${month} ${given.year}`);
    }
    case 'year':
      return wording.say(`trong năm ${given.year}`, `in ${given.year}`);
    case 'tet':
      return describeTet(given, wording);
  }
}

export const ENGLISH_MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

function describeTet(given: Extract<Period, { type: 'tet' }>, wording: Wording): string {
  const { year: of = 'this', before: daysBefore, after: daysAfter } = given;
  const tet =
    typeof of === 'number'
      ? wording.say(`Tết ${of}`, `Tết ${of}`)
      : of === 'this'
        ? wording.say('Tết năm nay', 'this year’s Tết')
        : wording.say('Tết năm trước', 'last year’s Tết');
  const day = (n: number) => wording.counted(n, 'ngày', 'day', 'days');
  if (daysBefore === 0 && daysAfter === 0) return wording.say(`vào mùng 1 ${tet}`, `on the first day of ${tet}`);
  if (daysAfter === 0)
    return wording.say(
      `từ ${day(daysBefore)} trước đến hết mùng 1 ${tet}`,
      `from ${day(daysBefore)} before to the first day of ${tet}`,
    );
  if (daysBefore === 0)
    return wording.say(
      `từ mùng 1 đến ${day(daysAfter)} sau ${tet}`,
      `from the first day to ${day(daysAfter)} after ${tet}`,
    );
  return wording.say(
    `từ ${day(daysBefore)} trước đến ${day(daysAfter)} sau mùng 1 ${tet}`,
    `from ${day(daysBefore)} before to ${day(daysAfter)} after the first day of ${tet}`,
  );
}

/** The schema has checked it; a definition that went round the parser fails here instead of matching at random. */
function dayOfText(text: string): DayNumber {
  const day = parseDay(text);
  if (day === null) throw new TypeError('not a calendar day');
  return day;
}

function number(date: Temporal.PlainDate): DayNumber {
  return dayNumber(date.year, date.month, date.day);
}

function startOfWeek(date: Temporal.PlainDate): Temporal.PlainDate {
  return date.subtract({ days: date.dayOfWeek - 1 });
}

function startOfQuarter(date: Temporal.PlainDate): Temporal.PlainDate {
  return date.with({ month: date.month - ((date.month - 1) % 3), day: 1 });
}

function before(start: Temporal.PlainDate, length: Temporal.DurationLike): DayRange {
  return { fromDay: number(start.subtract(length)), toDay: number(start) - 1 };
}
