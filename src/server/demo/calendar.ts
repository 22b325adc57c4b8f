import type { DayNumber, Instant } from '../../model.ts';
import { formatDay, parseDay, startOfDay } from '../../model.ts';
import type { Dice } from './dice.ts';

/** Three years. */
export const DEMO_DAYS = 1096;

/** First day of Tết. Vietnam's lunar calendar, which in 2030 is a day before China's. Outside the table a year has no Tết. */
const TET = [
  '2018-02-16',
  '2019-02-05',
  '2020-01-25',
  '2021-02-12',
  '2022-02-01',
  '2023-01-22',
  '2024-02-10',
  '2025-01-29',
  '2026-02-17',
  '2027-02-06',
  '2028-01-26',
  '2029-02-13',
  '2030-02-02',
  '2031-01-23',
  '2032-02-11',
  '2033-01-31',
  '2034-02-19',
  '2035-02-08',
  '2036-01-28',
  '2037-02-15',
  '2038-02-04',
  '2039-01-24',
  '2040-02-12',
].map((text) => parseDay(text) as DayNumber);

/** From Sunday: people drink coffee on Saturday. */
const WEEKDAYS = [1.45, 0.8, 0.8, 0.85, 0.9, 1.15, 1.6];
/** Women's days, the sales of November and December, Christmas. */
const FEASTS: Readonly<Record<string, number>> = {
  '03-08': 1.6,
  '10-20': 1.6,
  '11-11': 1.7,
  '12-12': 1.7,
  '12-24': 1.4,
};
const HEAVIEST = 5;

/** How busy a day is against an ordinary one. */
export function busyness(day: DayNumber): number {
  const weekday = WEEKDAYS[(day + 4) % 7] ?? 1; // day 0 was a Thursday
  return weekday * (FEASTS[formatDay(day).slice(5)] ?? 1) * tetFactor(day);
}

/** Everybody buys in the three weeks before; for five days nearly nothing is open; then purses are empty. */
function tetFactor(day: DayNumber): number {
  for (const tet of TET) {
    const after = day - tet;
    if (after >= -21 && after < -1) return 1.9;
    if (after >= -1 && after <= 3) return 0.04;
    if (after > 3 && after <= 20) return 0.7;
  }
  return 1;
}

/** The days of one demo shop. What happens on them ends before the first instant of `until`. */
export class Calendar {
  readonly from: DayNumber;
  readonly until: DayNumber;
  /** Nothing has happened yet at this instant or later. */
  readonly end: Instant;
  readonly #timeZone: string;
  readonly #busyness = new Map<DayNumber, number>();
  readonly #starts = new Map<DayNumber, Instant>();

  constructor(until: DayNumber, timeZone: string) {
    this.from = until - DEMO_DAYS;
    this.until = until;
    this.#timeZone = timeZone;
    this.end = this.startOf(until);
  }

  startOf(day: DayNumber): Instant {
    let start = this.#starts.get(day);
    if (start === undefined) {
      start = startOfDay(day, this.#timeZone);
      this.#starts.set(day, start);
    }
    return start;
  }

  /** A day from `first` up to, not including, `end`; busy ones more often. */
  drawDay(dice: Dice, first: DayNumber, end: DayNumber): DayNumber {
    for (;;) {
      const day = dice.between(first, Math.max(first, end - 1));
      let busy = this.#busyness.get(day);
      if (busy === undefined) {
        busy = busyness(day);
        this.#busyness.set(day, busy);
      }
      if (dice.chance(busy / HEAVIEST)) return day;
    }
  }

  /** An instant on that day between two hours, in whole seconds, as tills write them. */
  drawTime(dice: Dice, day: DayNumber, openHour: number, closeHour: number): Instant {
    return this.startOf(day) + dice.between(openHour * 3600, closeHour * 3600 - 1) * 1000;
  }
}
