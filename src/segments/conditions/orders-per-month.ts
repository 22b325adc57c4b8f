import type { Customer, DayNumber } from '../../model.ts';
import { type Comparison, compareInWords, comparisonArgs, comparisonExpression, holds, mapped } from '../comparison.ts';
import { comparisonField } from '../comparison-field.ts';
import { defineCondition } from '../condition.ts';
import { decimal } from '../fields.ts';
import { NEVER_BOUGHT } from '../missing.ts';
import { neverBought } from '../order-reading.ts';
import type { DayRange } from '../period.ts';
import type { Reading } from '../reading.ts';
import { countOf, factsIn } from '../window.ts';
import type { Wording } from '../wording.ts';

const FIGURE_MAX = 10_000;
const YEAR_DAYS = 365;

/**
 * D9: orders of the last 365 days ÷ months active in them, of which there is at least one; active since the first order ever. A
 * month is 365 ÷ 12 days. Both sides times 100 × 365, so that everything is whole: orders × 36,500 against hundredths × months.
 */
export const ordersPerMonth = defineCondition({
  kind: 'orders_per_month',
  specRows: ['C39', 'R04'],
  args: comparisonArgs(decimal(2, FIGURE_MAX), {}),
  form: {
    group: 'behaviour',
    label: { vi: 'Số đơn trung bình mỗi tháng', en: 'Orders a month on average' },
    fields: [
      comparisonField(
        { vi: 'Số đơn mỗi tháng', en: 'Orders a month' },
        { type: 'number', min: 0, max: FIGURE_MAX, decimals: 2, unit: { vi: 'đơn/tháng', en: 'a month' } },
      ),
    ],
  },
  docs: {
    vi: 'So sánh số đơn hàng của 365 ngày gần đây chia cho số tháng kể từ lần mua đầu tiên, ít nhất 1 và nhiều nhất 12 tháng. Khách chưa từng mua không bao giờ thuộc điều kiện này; số đơn trong 30 ngày là “Số đơn hàng trong khoảng thời gian”.',
    en: 'Compares the orders of the last 365 days divided by the months since the first order, at least 1 and at most 12. One who never bought matches no comparison; orders of the last 30 days are “number of orders in a period”.',
  },
  examples: [
    {
      args: { op: 'gt', value: 1.5 },
      matches: [{ orders: [{ at: '2026-11-01T08:00:00Z' }, { at: '2026-11-20T08:00:00Z' }] }],
      misses: [
        { orders: [{ at: '2026-09-01T08:00:00Z' }, { at: '2026-11-20T08:00:00Z' }] },
        { orders: [{ at: '2020-01-05T08:00:00Z' }] },
        {},
      ],
    },
    {
      args: { op: 'lt', value: 0.1 },
      matches: [{ orders: [{ at: '2020-01-05T08:00:00Z' }, { at: '2026-11-01T08:00:00Z' }] }],
      misses: [{ orders: [{ at: '2026-11-01T08:00:00Z' }] }, {}],
    },
  ],
  compile(comparison, { today }) {
    const days = lastYear(today);
    const active = { $min: [YEAR_DAYS, { $add: [{ $subtract: [today, '$stats.firstDay'] }, 1] }] };
    const months = { $max: [{ $multiply: [12, active] }, YEAR_DAYS] };
    const figure = { $multiply: [countOf(days), 36_500] };
    const least = leastOrders(comparison);
    return {
      'stats.orders': { $gte: Math.max(1, least) },
      ...(least > 0 && { 'stats.lastDay': { $gte: days.fromDay } }),
      $expr: comparisonExpression(mapped(comparison, hundredths), figure, (bound) => ({ $multiply: [bound, months] })),
    };
  },
  evaluate(comparison, customer, { today }) {
    const { orders, months } = figuresOf(customer, today);
    return customer.stats.orders > 0 && verdict(orders, months, comparison);
  },
  read(comparison, customer, wording) {
    if (customer.stats.orders === 0) return neverBought(wording);
    const { orders, months } = figuresOf(customer, wording.context.today);
    const average = Math.floor((orders * 36_500) / months) / 100;
    return { value: average, shown: rate(average, wording), change: moreOrders(orders, months, comparison, wording) };
  },
  sentence(comparison, wording) {
    const orders = compareInWords(comparison, wording, (n) => rate(n, wording));
    return wording.say(`mua trung bình ${orders}`, `place ${orders} on average`);
  },
  missing: NEVER_BOUGHT,
  timeDependent: () => true,
  readsFacts: () => true,
});

function lastYear(today: DayNumber): DayRange {
  return { fromDay: today - YEAR_DAYS + 1, toDay: today };
}

/** `months` in 365ths, as the comparison needs them. */
function figuresOf({ facts, stats }: Customer, today: DayNumber): { orders: number; months: number } {
  const active = Math.min(YEAR_DAYS, today - (stats.firstDay ?? today) + 1);
  return { orders: factsIn(facts, lastYear(today)).length, months: Math.max(12 * active, YEAR_DAYS) };
}

function verdict(orders: number, months: number, comparison: Comparison): boolean {
  return holds(
    orders * 36_500,
    mapped(comparison, (bound) => hundredths(bound) * months),
  );
}

/** There is no rounding in it: the arguments have two digits after the point at most. */
function hundredths(bound: number): number {
  return Math.round(bound * 100);
}

/** Fewer orders of a lifetime cannot reach the bound, because one month is the shortest divisor. */
function leastOrders(comparison: Comparison): number {
  if (comparison.op === 'between') return Math.ceil(comparison.from);
  return comparison.op === 'gte' || comparison.op === 'gt' || comparison.op === 'eq' ? Math.ceil(comparison.value) : 0;
}

function moreOrders(orders: number, months: number, comparison: Comparison, wording: Wording): Reading['change'] {
  const now = verdict(orders, months, comparison);
  const bounds = comparison.op === 'between' ? [comparison.from, comparison.to] : [comparison.value];
  const by = bounds
    .map((bound) => Math.floor((hundredths(bound) * months) / 36_500))
    .flatMap((near) => [near, near + 1])
    .filter((wanted) => wanted > orders && verdict(wanted, months, comparison) !== now)
    .map((wanted) => wanted - orders)
    .sort((a, b) => a - b)[0];
  if (by === undefined) return null;
  const more = wording.counted(by, 'đơn hàng', 'more order', 'more orders');
  return { by: null, text: wording.say(`mua thêm ${more}`, `place ${more}`) };
}

function rate(figure: number, wording: Wording): string {
  return wording.say(`${wording.number(figure)} đơn/tháng`, `${wording.number(figure)} orders a month`);
}
