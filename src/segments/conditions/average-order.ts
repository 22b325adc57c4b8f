import type { Customer } from '../../model.ts';
import { type Comparison, compareInWords, comparisonArgs, comparisonExpression, holds, mapped } from '../comparison.ts';
import { comparisonField } from '../comparison-field.ts';
import { defineCondition } from '../condition.ts';
import type { SegmentContext } from '../context.ts';
import { MONEY_FIGURE, moneyMinor } from '../fields.ts';
import { NEVER_BOUGHT } from '../missing.ts';
import { neverBought, withinReach } from '../order-reading.ts';
import { describePeriod, type Period, period, periodMoves, resolvePeriod } from '../period.ts';
import { OPTIONAL_PERIOD_FIELD } from '../period-field.ts';
import type { Reading } from '../reading.ts';
import { turnedByPeriod } from '../turned.ts';
import { anyOrder, countOf, factsIn, spentOf } from '../window.ts';
import type { Wording } from '../wording.ts';

/**
 * Spent ÷ orders, compared as spent with bound × orders, so that nothing is rounded. A product beyond 2^53 is inexact and still
 * above every amount there can be, so the verdict is exact for all arguments.
 */
export const averageOrder = defineCondition({
  kind: 'average_order',
  specRows: ['C38', 'C39', '§2a'],
  args: comparisonArgs(moneyMinor, { period: period.optional() }),
  form: {
    group: 'orders',
    label: { vi: 'Giá trị đơn hàng trung bình', en: 'Average order' },
    fields: [comparisonField({ vi: 'Giá trị trung bình', en: 'Average order' }, MONEY_FIGURE), OPTIONAL_PERIOD_FIELD],
  },
  docs: {
    vi: 'So sánh chi tiêu chia cho số đơn hàng, từ trước đến nay hoặc trong khoảng thời gian. Khách không có đơn hàng nào thì không có giá trị trung bình và không bao giờ thuộc điều kiện này.',
    en: 'Compares what was spent divided by the number of orders, ever or within the period. One without orders has no average and matches no comparison.',
  },
  examples: [
    {
      args: { op: 'gt', value: 333_333 },
      matches: [
        {
          orders: [
            { at: '2024-01-05T08:00:00Z', netMinor: 1 },
            { at: '2025-01-05T08:00:00Z', netMinor: 0 },
            { at: '2026-01-05T08:00:00Z', netMinor: 999_999 },
          ],
        },
      ],
      misses: [{ orders: [{ at: '2024-01-05T08:00:00Z', netMinor: 333_333 }] }, {}],
    },
    {
      args: { op: 'ne', value: 100_000, period: { type: 'last_n_days', n: 30 } },
      matches: [{ orders: [{ at: '2026-11-20T08:00:00Z', netMinor: 99_999 }] }],
      misses: [
        { orders: [{ at: '2026-11-20T08:00:00Z', netMinor: 100_000 }] },
        { orders: [{ at: '2026-01-20T08:00:00Z', netMinor: 5 }] },
        {},
      ],
    },
  ],
  compile({ period: given, ...comparison }, context) {
    if (given === undefined) {
      const times = (bound: number) => ({ $multiply: ['$stats.orders', bound] });
      return { 'stats.orders': { $gte: 1 }, $expr: comparisonExpression(comparison, '$stats.spentMinor', times) };
    }
    const days = resolvePeriod(given, context);
    const times = (bound: number) => ({ $multiply: [countOf(days), bound] });
    return { ...anyOrder(days), $expr: comparisonExpression(comparison, spentOf(days), times) };
  },
  evaluate({ period: given, ...comparison }, customer, context) {
    const { orders, spentMinor } = figuresOf(customer, given, context);
    return orders > 0 && verdict(orders, spentMinor, comparison);
  },
  read({ period: given, ...comparison }, customer, wording) {
    const { orders, spentMinor } = figuresOf(customer, given, wording.context);
    if (orders === 0) return neverBought(wording);
    const average = Math.floor(spentMinor / orders);
    const change = verdict(orders, spentMinor, comparison) ? null : oneOrder(orders, spentMinor, comparison, wording);
    const reading = { value: average, shown: wording.money(average), change };
    return withinReach(reading, given === undefined ? null : resolvePeriod(given, wording.context), wording);
  },
  sentence({ period: given, ...comparison }, wording) {
    const amount = compareInWords(comparison, wording, wording.money);
    const when = given === undefined ? '' : ` ${describePeriod(given, wording)}`;
    return wording.say(`có giá trị đơn hàng trung bình ${amount}${when}`, `spent ${amount} an order on average${when}`);
  },
  missing: NEVER_BOUGHT,
  timeDependent: (args) => args.period !== undefined && periodMoves(args.period),
  turnedOn: turnedByPeriod,
  readsFacts: (args) => args.period !== undefined,
});

function figuresOf(customer: Customer, given: Period | undefined, context: SegmentContext) {
  if (given === undefined) return customer.stats;
  const facts = factsIn(customer.facts, resolvePeriod(given, context));
  return { orders: facts.length, spentMinor: facts.reduce((sum, fact) => sum + fact.n, 0) };
}

function verdict(orders: number, spentMinor: number, comparison: Comparison): boolean {
  return holds(
    spentMinor,
    mapped(comparison, (bound) => bound * orders),
  );
}

/** The least single order that lifts the average; one that is too high falls with cheap orders, of which none is the least. */
function oneOrder(orders: number, spentMinor: number, comparison: Comparison, wording: Wording): Reading['change'] {
  const bound = comparison.op === 'between' ? comparison.from : comparison.value;
  if (comparison.op === 'lt' || comparison.op === 'lte' || comparison.op === 'ne') return null;
  const amountMinor = bound * (orders + 1) - spentMinor + (comparison.op === 'gt' ? 1 : 0);
  if (spentMinor >= bound * orders && comparison.op !== 'gt') return null;
  const amount = wording.money(amountMinor);
  return { by: null, text: wording.say(`mua thêm một đơn hàng ${amount}`, `place one order of ${amount}`) };
}
