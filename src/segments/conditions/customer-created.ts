import { z } from 'zod';
import { dayOf, formatDay, startOfDay } from '../../model.ts';
import { defineCondition } from '../condition.ts';
import { describePeriod, period, periodMoves, resolvePeriod } from '../period.ts';
import { PERIOD_FIELD } from '../period-field.ts';

export const customerCreated = defineCondition({
  kind: 'customer_created',
  specRows: ['§2a'],
  args: z.strictObject({ period }),
  form: {
    group: 'profile',
    label: { vi: 'Ngày thêm khách hàng', en: 'Customer since' },
    fields: [PERIOD_FIELD],
  },
  docs: {
    vi: 'Khách hàng được biết đến lần đầu trong khoảng thời gian, tính theo ngày của cửa hàng. Đây không phải ngày tham gia chương trình điểm hay ngày mua đầu tiên.',
    en: 'Customers who were first known within the period, by the days of the shop. It is neither the day on which they joined the programme nor that of their first order.',
  },
  examples: [
    {
      args: { period: { type: 'this_month' } },
      matches: [{ createdAt: Date.UTC(2026, 9, 31, 17) }, { createdAt: Date.UTC(2026, 10, 22, 5) }],
      misses: [{ createdAt: Date.UTC(2026, 9, 31, 17) - 1 }, { createdAt: 0 }],
    },
    {
      args: { period: { type: 'between', from: '2026-03-01', to: '2026-03-31' } },
      matches: [{ createdAt: Date.UTC(2026, 2, 31, 17) - 1 }],
      misses: [{ createdAt: Date.UTC(2026, 2, 31, 17) }],
    },
  ],
  compile({ period: given }, context) {
    const { fromDay, toDay } = resolvePeriod(given, context);
    const { timeZone } = context;
    return { createdAt: { $gte: startOfDay(fromDay, timeZone), $lt: startOfDay(toDay + 1, timeZone) } };
  },
  evaluate({ period: given }, customer, context) {
    const { fromDay, toDay } = resolvePeriod(given, context);
    const day = dayOf(customer.createdAt, context.timeZone);
    return day >= fromDay && day <= toDay;
  },
  sentence({ period: given }, wording) {
    const when = describePeriod(given, wording);
    return wording.say(`được thêm ${when}`, `were first known ${when}`);
  },
  read(_args, { createdAt }, wording) {
    const day = dayOf(createdAt, wording.context.timeZone);
    return { value: formatDay(day), shown: wording.day(day), change: null };
  },
  word: 'created',
  timeDependent: ({ period: given }) => periodMoves(given),
});
