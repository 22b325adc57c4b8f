import { z } from 'zod';
import { plainDate } from '../../model.ts';
import { birthdayReading } from '../birthday-reading.ts';
import { defineCondition } from '../condition.ts';
import type { SegmentContext } from '../context.ts';
import { distinct } from '../fields.ts';
import { NO_BIRTHDAY } from '../missing.ts';

const month = z.union([z.int().min(1).max(12), z.enum(['this_month', 'next_month'])], {
  error: 'must be a month from 1 to 12, "this_month" or "next_month"',
});
type Month = z.output<typeof month>;

export const birthdayMonth = defineCondition({
  kind: 'birthday_month',
  specRows: ['C08'],
  args: z.strictObject({ months: z.array(month).min(1).max(14) }),
  form: {
    group: 'profile',
    label: { vi: 'Tháng sinh nhật', en: 'Month of birthday' },
    fields: [
      {
        name: 'months',
        type: 'multi_select',
        required: true,
        label: { vi: 'Tháng', en: 'Months' },
        options: [
          { value: 'this_month', label: { vi: 'tháng này', en: 'this month' } },
          { value: 'next_month', label: { vi: 'tháng sau', en: 'next month' } },
          ...Array.from({ length: 12 }, (_, index) => ({
            value: index + 1,
            label: { vi: `tháng ${index + 1}`, en: english(index + 1) },
          })),
        ],
      },
    ],
  },
  docs: {
    vi: 'Khách hàng có sinh nhật trong các tháng đã chọn; không cần năm sinh. “Tháng này” và “tháng sau” tính theo ngày của cửa hàng.',
    en: 'Customers whose birthday is in one of the chosen months; the year of birth is not needed. “This month” and “next month” follow the day in the time zone of the shop.',
  },
  examples: [
    {
      args: { months: [5, 6] },
      matches: [{ birth: { month: 5, day: 17 } }],
      misses: [{}, { birth: { month: 7, day: 1, year: 1990 } }],
    },
    {
      args: { months: ['this_month', 'next_month'] },
      matches: [{ birth: { month: 11, day: 1 } }, { birth: { month: 12, day: 31 } }],
      misses: [{ birth: { month: 1, day: 1 } }],
    },
  ],
  compile({ months }, context) {
    return { 'birth.month': { $in: distinct(months.map((chosen) => resolved(chosen, context))) } };
  },
  evaluate({ months }, customer, context) {
    return months.some((chosen) => resolved(chosen, context) === customer.birth?.month);
  },
  sentence({ months }, wording) {
    const words = [...new Set(months)].map((chosen) => {
      if (chosen === 'this_month') return wording.say('tháng này', 'this month');
      if (chosen === 'next_month') return wording.say('tháng sau', 'next month');
      return wording.say(`tháng ${chosen}`, `in ${english(chosen)}`);
    });
    return wording.say(`có sinh nhật trong ${wording.or(words)}`, `have their birthday ${wording.or(words)}`);
  },
  read: (_args, { birth }, wording) => birthdayReading(birth, wording),
  missing: NO_BIRTHDAY,
  timeDependent: ({ months }) => months.some((chosen) => typeof chosen === 'string'),
  turnedOn: ({ months }, before, after) =>
    months.every((chosen) => resolved(chosen, before) === resolved(chosen, after)) ? [] : null,
});

function resolved(chosen: Month, context: SegmentContext): number {
  if (typeof chosen === 'number') return chosen;
  const thisMonth = plainDate(context.today).month;
  return chosen === 'this_month' ? thisMonth : (thisMonth % 12) + 1;
}

function english(month: number): string {
  return new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2000, month - 1));
}
