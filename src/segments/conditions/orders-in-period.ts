import { compareInWords, comparisonArgs, filterByThreshold, holds } from '../comparison.ts';
import { comparisonField } from '../comparison-field.ts';
import { defineCondition } from '../condition.ts';
import { count, ORDERS_FIGURE } from '../fields.ts';
import { ordersReading } from '../order-reading.ts';
import { describePeriod, period, periodMoves, resolvePeriod } from '../period.ts';
import { PERIOD_FIELD } from '../period-field.ts';
import { turnedByPeriod } from '../turned.ts';
import { factsIn, ordersAtLeast } from '../window.ts';

export const ordersInPeriod = defineCondition({
  kind: 'orders_in_period',
  word: 'orders',
  specRows: ['C15', 'C38', 'C43'],
  args: comparisonArgs(count, { period }),
  form: {
    group: 'orders',
    label: { vi: 'Số đơn hàng trong khoảng thời gian', en: 'Number of orders in a period' },
    fields: [PERIOD_FIELD, comparisonField({ vi: 'Số đơn hàng', en: 'Number of orders' }, ORDERS_FIGURE)],
  },
  docs: {
    vi: 'So sánh số đơn hàng thanh toán trong khoảng thời gian, theo ngày của cửa hàng. Khách không mua trong khoảng đó có 0 đơn hàng.',
    en: 'Compares the number of orders paid in the period, by days in the time zone of the shop. One who bought nothing in it has 0 orders.',
  },
  examples: [
    {
      args: { period: { type: 'last_n_days', n: 30 }, op: 'gt', value: 1 },
      matches: [{ orders: [{ at: '2026-10-24T00:00:00+07:00' }, { at: '2026-11-22T11:00:00+07:00' }] }],
      misses: [{ orders: [{ at: '2026-10-23T23:59:59+07:00' }, { at: '2026-11-22T11:00:00+07:00' }] }, {}],
    },
    {
      args: { period: { type: 'last_year' }, op: 'eq', value: 1 },
      matches: [{ orders: [{ at: '2025-12-31T23:00:00+07:00' }, { at: '2026-01-01T00:00:00+07:00' }] }],
      misses: [{ orders: [{ at: '2025-01-01T00:00:00+07:00' }, { at: '2025-12-31T23:00:00+07:00' }] }, {}],
    },
  ],
  compile({ period: given, ...comparison }, context) {
    const days = resolvePeriod(given, context);
    return filterByThreshold(comparison, (n) => ordersAtLeast(n, days));
  },
  evaluate({ period: given, ...comparison }, customer, context) {
    return holds(factsIn(customer.facts, resolvePeriod(given, context)).length, comparison);
  },
  read({ period: given, ...comparison }, customer, wording) {
    const days = resolvePeriod(given, wording.context);
    return ordersReading(factsIn(customer.facts, days).length, comparison, wording, days);
  },
  sentence({ period: given, ...comparison }, wording) {
    const orders = compareInWords(
      comparison,
      wording,
      (n) => wording.counted(n, 'đơn hàng', 'order', 'orders'),
      wording.number,
    );
    const when = describePeriod(given, wording);
    return wording.say(`có ${orders} ${when}`, `placed ${orders} ${when}`);
  },
  timeDependent: (args) => periodMoves(args.period),
  turnedOn: turnedByPeriod,
  readsFacts: () => true,
});
