import { dayStart, nextDay } from '../../../format/day-start.ts';

/** The last instant of a calendar day in a zone: `2026-11-22` in Ho Chi Minh City is `2026-11-22T16:59:59.999Z`. */
export const dayEnd = (day: string, timeZone: string): string =>
  new Date(Date.parse(dayStart(nextDay(day), timeZone)) - 1).toISOString();
