import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type DayNumber, dayNumber, parseDay, plainDate } from '../model.ts';
import type { SegmentContext } from './context.ts';
import type { Wording } from './wording.ts';

/**
 * A period of calendar days in the shop's zone (D1, C38). It is stored as it was chosen, so that "this month" rolls on,
 * and resolved at `asOf` to a closed range of days. All but `between` end at the latest today: an order that a host's
 * clock dated tomorrow begins to count tomorrow.
 */
export type Period = z.output<typeof period>;

/** Closed at both ends (D15). `fromDay` after `toDay` holds no day: a period that begins in the future. */
export interface DayRange {
  readonly fromDay: DayNumber;
  readonly toDay: DayNumber;
}

/** A hundred years. */
export const PERIOD_DAYS_MAX = 36_600;

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
  ])
  .describe('Calendar days in the time zone of the shop, both ends included');

/** The days a period stands for at the context's `asOf`. Previews show them. */
export function resolvePeriod(given: Period, context: SegmentContext): DayRange {
  const { today } = context;
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
  }
}

/** True when midnight alone moves the days: then a verdict can change without an event (A08). */
export function periodMoves(given: Period): boolean {
  return given.type !== 'between';
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
  }
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
