import type { Temporal } from 'temporal-polyfill';
import { type DayNumber, dayNumber, plainDate } from '../../model.ts';
import type { DayRange } from '../../segments/index.ts';

/** What a period is divided into. Weeks begin on Monday (ISO 8601). */
export const STEPS = ['day', 'week', 'month'] as const;
export type Step = (typeof STEPS)[number];

/** Five years, for one request: what is read grows with the orders of the period and of the one before it. */
export const OVERVIEW_DAYS_MAX = 1830;

/**
 * What a period is compared with. Merchants compare month with month, so lengths may differ by the days that months differ by:
 * - from the 1st within one month: the same days of the month before, and the whole of it for a whole month;
 * - from 1 January within one year: the same days of the year before;
 * - whole calendar months: as many whole months before;
 * - any other: as many days, directly before.
 */
export function periodBefore({ fromDay, toDay }: DayRange): DayRange {
  const [from, to] = [plainDate(fromDay), plainDate(toDay)];
  const isToMonthEnd = to.day === to.daysInMonth;
  if (from.day === 1) {
    const months = 12 * (to.year - from.year) + to.month - from.month + 1;
    const isToDate = months === 1 || (from.month === 1 && from.year === to.year);
    if (isToDate || isToMonthEnd) {
      const back = { months: months > 1 && isToDate ? 12 : months };
      const end = to.subtract(back); // 31 becomes the last day of a shorter month
      return { fromDay: number(from.subtract(back)), toDay: number(isToMonthEnd ? end.with({ day: 31 }) : end) };
    }
  }
  const days = toDay - fromDay + 1;
  return { fromDay: fromDay - days, toDay: fromDay - 1 };
}

/** The days, weeks or months of a period, the first and the last cut to it. */
export function partsOf({ fromDay, toDay }: DayRange, by: Step): DayRange[] {
  const parts: DayRange[] = [];
  for (let day = fromDay; day <= toDay; ) {
    const last = Math.min(toDay, lastDayOf(day, by));
    parts.push({ fromDay: day, toDay: last });
    day = last + 1;
  }
  return parts;
}

function lastDayOf(day: DayNumber, by: Step): DayNumber {
  const date = plainDate(day);
  switch (by) {
    case 'day':
      return day;
    case 'week':
      return day + 7 - date.dayOfWeek;
    case 'month':
      return day + date.daysInMonth - date.day;
  }
}

function number(date: Temporal.PlainDate): DayNumber {
  return dayNumber(date.year, date.month, date.day);
}
