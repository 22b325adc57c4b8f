import { z } from 'zod';
import { defineCondition } from '../condition.ts';
import { NEVER_BOUGHT } from '../missing.ts';
import { orderDayReading } from '../order-reading.ts';
import { describePeriod, period, periodMoves, resolvePeriod } from '../period.ts';
import { PERIOD_FIELD } from '../period-field.ts';
import { turnedByPeriod } from '../turned.ts';

export const lastOrderInPeriod = defineCondition({
  kind: 'last_order_in_period',
  specRows: ['C19', 'C38'],
  args: z.strictObject({ period }),
  form: {
    group: 'orders',
    label: { vi: 'Lần mua gần nhất trong khoảng thời gian', en: 'Last order in a period' },
    fields: [PERIOD_FIELD],
  },
  docs: {
    vi: 'Khách hàng có đơn hàng gần nhất thanh toán trong khoảng thời gian, theo ngày của cửa hàng. Khách đã mua lại sau đó không thuộc điều kiện này.',
    en: 'Customers whose last order was paid in the period, by days in the time zone of the shop. One who bought again after it is not among them.',
  },
  examples: [
    {
      args: { period: { type: 'between', from: '2026-03-01', to: '2026-03-31' } },
      matches: [{ orders: [{ at: '2025-06-01T08:00:00Z' }, { at: '2026-03-31T23:59:59+07:00' }] }],
      misses: [{ orders: [{ at: '2026-03-15T08:00:00Z' }, { at: '2026-04-01T00:00:00+07:00' }] }, {}],
    },
  ],
  compile(args, context) {
    const { fromDay, toDay } = resolvePeriod(args.period, context);
    return { 'stats.lastDay': { $gte: fromDay, $lte: toDay } };
  },
  evaluate(args, customer, context) {
    const { fromDay, toDay } = resolvePeriod(args.period, context);
    const { lastDay } = customer.stats;
    return lastDay !== undefined && fromDay <= lastDay && lastDay <= toDay;
  },
  read(args, customer, wording) {
    return orderDayReading(customer.stats.lastDay, resolvePeriod(args.period, wording.context), wording, 'every order');
  },
  sentence(args, wording) {
    const when = describePeriod(args.period, wording);
    return wording.say(`mua lần gần nhất ${when}`, `last bought ${when}`);
  },
  missing: NEVER_BOUGHT,
  timeDependent: (args) => periodMoves(args.period),
  turnedOn: turnedByPeriod,
});
