import { z } from 'zod';
import { defineCondition } from '../condition.ts';
import { ordersReading } from '../order-reading.ts';
import { describePeriod, period, periodMoves, resolvePeriod } from '../period.ts';
import { PERIOD_FIELD } from '../period-field.ts';
import { turnedByPeriod } from '../turned.ts';
import { anyOrder, factsIn } from '../window.ts';

export const boughtInPeriod = defineCondition({
  kind: 'bought_in_period',
  word: 'bought',
  specRows: ['C34', 'C38'],
  args: z.strictObject({ period }),
  form: {
    group: 'orders',
    label: { vi: 'Đã mua trong khoảng thời gian', en: 'Bought in a period' },
    fields: [PERIOD_FIELD],
  },
  docs: {
    vi: 'Khách hàng có ít nhất một đơn hàng đã thanh toán trong khoảng thời gian, theo ngày của cửa hàng. Đơn đã hoàn trả toàn bộ không được tính.',
    en: 'Customers with at least one order paid in the period, by days in the time zone of the shop. A fully refunded order does not count.',
  },
  examples: [
    {
      args: { period: { type: 'last_month' } },
      matches: [
        { orders: [{ at: '2026-10-01T00:00:00+07:00' }] },
        { orders: [{ at: '2026-10-31T23:59:59+07:00' }, { at: '2026-11-20T08:00:00Z' }] },
      ],
      misses: [{ orders: [{ at: '2026-09-30T23:59:59+07:00' }, { at: '2026-11-01T00:00:00+07:00' }] }, {}],
    },
  ],
  compile(args, context) {
    return anyOrder(resolvePeriod(args.period, context));
  },
  evaluate(args, customer, context) {
    return factsIn(customer.facts, resolvePeriod(args.period, context)).length > 0;
  },
  read(args, customer, wording) {
    const days = resolvePeriod(args.period, wording.context);
    return ordersReading(factsIn(customer.facts, days).length, { op: 'gte', value: 1 }, wording, days);
  },
  sentence(args, wording) {
    const when = describePeriod(args.period, wording);
    return wording.say(`đã mua hàng ${when}`, `bought ${when}`);
  },
  timeDependent: (args) => periodMoves(args.period),
  turnedOn: turnedByPeriod,
  readsFacts: () => true,
});
