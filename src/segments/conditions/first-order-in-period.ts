import { z } from 'zod';
import { defineCondition } from '../condition.ts';
import { NEVER_BOUGHT } from '../missing.ts';
import { orderDayReading } from '../order-reading.ts';
import { describePeriod, period, periodMoves, resolvePeriod } from '../period.ts';
import { PERIOD_FIELD } from '../period-field.ts';
import { turnedByPeriod } from '../turned.ts';

export const firstOrderInPeriod = defineCondition({
  kind: 'first_order_in_period',
  specRows: ['C38', '§2a'],
  args: z.strictObject({ period }),
  form: {
    group: 'orders',
    label: { vi: 'Lần mua đầu tiên trong khoảng thời gian', en: 'First order in a period' },
    fields: [PERIOD_FIELD],
  },
  docs: {
    vi: 'Khách hàng có đơn hàng đầu tiên thanh toán trong khoảng thời gian, theo ngày của cửa hàng. Khách chưa từng mua không thuộc điều kiện này.',
    en: 'Customers whose first order was paid in the period, by days in the time zone of the shop. One who never bought is not among them.',
  },
  examples: [
    {
      args: { period: { type: 'between', from: '2026-03-01', to: '2026-03-31' } },
      matches: [{ orders: [{ at: '2026-03-01T00:00:00+07:00' }, { at: '2026-06-01T08:00:00Z' }] }],
      misses: [{ orders: [{ at: '2026-02-28T23:59:59+07:00' }, { at: '2026-03-15T08:00:00Z' }] }, {}],
    },
  ],
  compile(args, context) {
    const { fromDay, toDay } = resolvePeriod(args.period, context);
    return { 'stats.firstDay': { $gte: fromDay, $lte: toDay } };
  },
  evaluate(args, customer, context) {
    const { fromDay, toDay } = resolvePeriod(args.period, context);
    const { firstDay } = customer.stats;
    return firstDay !== undefined && fromDay <= firstDay && firstDay <= toDay;
  },
  read(args, customer, wording) {
    return orderDayReading(
      customer.stats.firstDay,
      resolvePeriod(args.period, wording.context),
      wording,
      'the first order',
    );
  },
  sentence(args, wording) {
    const when = describePeriod(args.period, wording);
    return wording.say(`mua lần đầu ${when}`, `first bought ${when}`);
  },
  missing: NEVER_BOUGHT,
  timeDependent: (args) => periodMoves(args.period),
  turnedOn: turnedByPeriod,
});
