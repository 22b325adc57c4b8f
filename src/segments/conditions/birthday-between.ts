import { z } from 'zod';
import { birthDate, type DayNumber, dayNumber, isLeapYear, plainDate, type StoredBirthDate } from '../../model.ts';
import { birthdayReading } from '../birthday-reading.ts';
import { defineCondition } from '../condition.ts';
import type { SegmentContext } from '../context.ts';
import type { Field } from '../form.ts';
import { NO_BIRTHDAY } from '../missing.ts';
import type { DayRange } from '../period.ts';

const DAYS_MAX = 366;

const monthDay = z
  .string()
  .regex(/^\d{2}-\d{2}$/, 'must be a month and a day such as 12-20')
  .refine((value) => birthDate(null, ...parts(value)) !== null, 'is no day of the calendar');

/** `from` after `to` crosses the end of the year. */
const birthdayWindow = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('between'), from: monthDay, to: monthDay }),
    z.strictObject({
      type: z.literal('next_days'),
      n: z.int().min(1).max(DAYS_MAX).describe('Calendar days, today included: 7 = today and the 6 days after'),
    }),
  ])
  .describe('Days of the year, both ends included');
type BirthdayWindow = z.output<typeof birthdayWindow>;

const WINDOW_FIELD: Field = {
  name: 'type',
  type: 'select',
  required: true,
  default: 'next_days',
  label: { vi: 'Khoảng ngày', en: 'Days of the year' },
  options: [
    {
      value: 'next_days',
      label: { vi: 'Trong … ngày tới', en: 'In the next … days' },
      fields: [
        {
          name: 'n',
          type: 'number',
          required: true,
          min: 1,
          max: DAYS_MAX,
          decimals: 0,
          default: 7,
          suggestions: [1, 7, 30],
          label: { vi: 'Số ngày', en: 'Days' },
          help: { vi: 'Tính cả hôm nay.', en: 'Today included.' },
          unit: { vi: 'ngày', en: 'days' },
        },
      ],
    },
    {
      value: 'between',
      label: { vi: 'Từ ngày đến ngày trong năm', en: 'Between two days of the year' },
      fields: [
        { name: 'from', type: 'month_day', required: true, label: { vi: 'Từ ngày', en: 'From day' } },
        {
          name: 'to',
          type: 'month_day',
          required: true,
          label: { vi: 'Đến hết ngày', en: 'To day' },
          help: { vi: 'Có thể vắt qua cuối năm.', en: 'May be after the end of the year.' },
        },
      ],
    },
  ],
};

/**
 * C09. The window is first put on the calendar: the occurrence that is running on the day of `asOf`, or else the next
 * one. A birthday matches when its anniversary falls into those days. In a common year, 29 February is 28 February, for
 * birthdays and for the ends of the window alike.
 */
export const birthdayBetween = defineCondition({
  kind: 'birthday_between',
  specRows: ['C09'],
  args: z.strictObject({ window: birthdayWindow }),
  form: {
    group: 'profile',
    label: { vi: 'Sinh nhật trong khoảng', en: 'Birthday in a period' },
    fields: [
      {
        name: 'window',
        type: 'group',
        required: true,
        label: { vi: 'Khoảng ngày', en: 'Days of the year' },
        fields: [WINDOW_FIELD],
      },
    ],
  },
  docs: {
    vi: 'Khách hàng có sinh nhật trong khoảng ngày của năm, kể cả khoảng vắt qua cuối năm; không cần năm sinh. Sinh ngày 29/02 được tính là 28/02 trong năm không nhuận.',
    en: 'Customers whose birthday falls between two days of the year, also across the end of the year; the year of birth is not needed. A birthday on 29 February counts as 28 February in common years.',
  },
  examples: [
    {
      args: { window: { type: 'between', from: '12-20', to: '01-05' } },
      matches: [{ birth: { month: 12, day: 20 } }, { birth: { month: 1, day: 5, year: 1990 } }],
      misses: [{ birth: { month: 12, day: 19 } }, { birth: { month: 1, day: 6 } }, {}],
    },
    {
      args: { window: { type: 'between', from: '02-20', to: '02-28' } },
      matches: [{ birth: { month: 2, day: 28 } }, { birth: { month: 2, day: 29 } }],
      misses: [{ birth: { month: 3, day: 1 } }],
    },
    {
      args: { window: { type: 'next_days', n: 7 } },
      matches: [{ birth: { month: 11, day: 22 } }, { birth: { month: 11, day: 28 } }],
      misses: [{ birth: { month: 11, day: 21 } }, { birth: { month: 11, day: 29 } }],
    },
  ],
  compile({ window }, context) {
    const { fromDay, toDay } = occurrence(window, context);
    const [from, to] = [plainDate(fromDay), plainDate(toDay)];
    const $gte = from.month * 100 + from.day;
    const last = to.month * 100 + to.day;
    const $lte = last === 228 && !to.inLeapYear ? 229 : last;
    if (from.year === to.year) return { 'birth.monthDay': { $gte, $lte } };
    return { $or: [{ 'birth.monthDay': { $gte } }, { 'birth.monthDay': { $lte } }] };
  },
  evaluate({ window }, { birth }, context) {
    if (!birth) return false;
    const { fromDay, toDay } = occurrence(window, context);
    return [plainDate(fromDay).year, plainDate(toDay).year].some((year) => {
      const day = anniversary(birth, year);
      return day >= fromDay && day <= toDay;
    });
  },
  sentence({ window }, wording) {
    if (window.type === 'next_days') {
      if (window.n === 1) return wording.say('có sinh nhật hôm nay', 'have their birthday today');
      return wording.say(
        `có sinh nhật trong ${window.n} ngày tới, kể cả hôm nay`,
        `have their birthday in the next ${window.n} days, today included`,
      );
    }
    const [from, to] = [window.from, window.to].map((value) => {
      const [month, day] = parts(value);
      const two = (number: number) => String(number).padStart(2, '0');
      return wording.say(`${two(day)}/${two(month)}`, english(month, day));
    });
    if (from === to) return wording.say(`có sinh nhật vào ${from}`, `have their birthday on ${from}`);
    return wording.say(`có sinh nhật từ ${from} đến ${to}`, `have their birthday between ${from} and ${to}`);
  },
  periods: ({ window }, context) => [{ field: 'window', days: occurrence(window, context) }],
  read: (_args, { birth }, wording) => birthdayReading(birth, wording),
  word: 'birthday',
  missing: NO_BIRTHDAY,
  // Of a fixed window only the ends around 29 February move, from year to year.
  timeDependent: ({ window }) => window.type === 'next_days' || window.from === '02-29' || window.to === '02-28',
});

function occurrence(window: BirthdayWindow, { today }: SegmentContext): DayRange {
  if (window.type === 'next_days') return { fromDay: today, toDay: today + window.n - 1 };
  const [fromMonth, fromDay] = parts(window.from);
  const [toMonth, toDay] = parts(window.to);
  const crosses = window.from > window.to;
  const year = plainDate(today).year;
  for (const endYear of [year, year + 1]) {
    const end = dayIn(endYear, toMonth, toDay);
    if (end >= today) return { fromDay: dayIn(crosses ? endYear - 1 : endYear, fromMonth, fromDay), toDay: end };
  }
  throw new RangeError('every window ends before the end of next year');
}

function anniversary(birth: StoredBirthDate, year: number): DayNumber {
  return dayIn(year, birth.month, birth.day);
}

function dayIn(year: number, month: number, day: number): DayNumber {
  return dayNumber(year, month, month === 2 && day === 29 && !isLeapYear(year) ? 28 : day);
}

function parts(value: string): [month: number, day: number] {
  return [Number(value.slice(0, 2)), Number(value.slice(3))];
}

function english(month: number, day: number): string {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2000, month - 1, day),
  );
}
