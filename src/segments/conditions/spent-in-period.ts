import { compareInWords, comparisonArgs, filterByThreshold, holds } from '../comparison.ts';
import { comparisonField } from '../comparison-field.ts';
import { defineCondition } from '../condition.ts';
import { MONEY_FIGURE, moneyMinor } from '../fields.ts';
import { spentReading } from '../order-reading.ts';
import { describePeriod, period, periodMoves, resolvePeriod } from '../period.ts';
import { PERIOD_FIELD } from '../period-field.ts';
import { turnedByPeriod } from '../turned.ts';
import { factsIn, spentAtLeast, spentBetween } from '../window.ts';

export const spentInPeriod = defineCondition({
  kind: 'spent_in_period',
  word: 'spent',
  specRows: ['C13', 'C38'],
  args: comparisonArgs(moneyMinor, { period }),
  form: {
    group: 'orders',
    label: { vi: 'Chi tiêu trong khoảng thời gian', en: 'Spent in a period' },
    fields: [PERIOD_FIELD, comparisonField({ vi: 'Chi tiêu', en: 'Spent' }, MONEY_FIGURE)],
  },
  docs: {
    vi: 'So sánh chi tiêu của các đơn hàng thanh toán trong khoảng thời gian, theo ngày của cửa hàng. Khách không mua trong khoảng đó có chi tiêu là 0.',
    en: 'Compares what was spent on orders paid in the period, by days in the time zone of the shop. One who bought nothing in it has spent 0.',
  },
  examples: [
    {
      args: { period: { type: 'last_n_days', n: 90 }, op: 'gte', value: 5_000_000 },
      matches: [
        {
          orders: [
            { at: '2026-08-25T00:00:00+07:00', netMinor: 2_000_000 },
            { at: '2026-11-22T11:00:00+07:00', netMinor: 3_000_000 },
          ],
        },
      ],
      misses: [
        {
          orders: [
            { at: '2026-08-24T23:59:59+07:00', netMinor: 2_000_000 },
            { at: '2026-11-22T11:00:00+07:00', netMinor: 3_000_000 },
          ],
        },
        {},
      ],
    },
    {
      args: { period: { type: 'between', from: '2019-03-01', to: '2019-05-31' }, op: 'lt', value: 1_000_000 },
      matches: [{}, { orders: [{ at: '2019-06-01T00:00:00+07:00', netMinor: 9_000_000 }] }],
      misses: [{ orders: [{ at: '2019-05-31T23:59:59+07:00', netMinor: 1_000_000 }] }],
    },
  ],
  compile({ period: given, ...comparison }, context) {
    const days = resolvePeriod(given, context);
    return filterByThreshold(
      comparison,
      (amountMinor) => spentAtLeast(amountMinor, days),
      (leastMinor, mostMinor) => spentBetween(leastMinor, mostMinor, days),
    );
  },
  evaluate({ period: given, ...comparison }, customer, context) {
    let spentMinor = 0;
    for (const fact of factsIn(customer.facts, resolvePeriod(given, context))) spentMinor += fact.n;
    return holds(spentMinor, comparison);
  },
  read({ period: given, ...comparison }, customer, wording) {
    const days = resolvePeriod(given, wording.context);
    const amounts = factsIn(customer.facts, days).map((fact) => fact.n);
    return spentReading(
      amounts.reduce((sum, amountMinor) => sum + amountMinor, 0),
      comparison,
      wording,
      days,
    );
  },
  sentence({ period: given, ...comparison }, wording) {
    const amount = compareInWords(comparison, wording, wording.money);
    const when = describePeriod(given, wording);
    return wording.say(`chi tiêu ${amount} ${when}`, `spent ${amount} ${when}`);
  },
  timeDependent: (args) => periodMoves(args.period),
  turnedOn: turnedByPeriod,
  readsFacts: () => true,
});
