const WITHIN = 'o.customer = c.customer AND o.day BETWEEN a.from_day AND a.to_day';

/** What was ordered, ever and in a period. */
export const orders = {
  total_spent: `compares(c.spent, a.op, a.value, a.low, a.high)`,
  spent_in_period: `
    compares(coalesce((SELECT sum(o.amount) FROM orders o WHERE ${WITHIN}), 0), a.op, a.value, a.low, a.high)`,
  order_count: `compares(c.orders, a.op, a.value, a.low, a.high)`,
  orders_in_period: `compares((SELECT count(*) FROM orders o WHERE ${WITHIN}), a.op, a.value, a.low, a.high)`,
  // Nothing is divided: the sum against bound × orders, of whole numbers.
  average_order: `
    (SELECT count(*) > 0 AND compares(
        sum(o.amount), a.op, count(*) * a.value::HUGEINT, count(*) * a.low::HUGEINT, count(*) * a.high::HUGEINT)
      FROM orders o WHERE o.customer = c.customer AND (a.from_day IS NULL OR o.day BETWEEN a.from_day AND a.to_day))`,
  days_since_last_order: `compares(a.today - c.last_day, a.op, a.value, a.low, a.high)`,
  last_order_in_period: `c.last_day BETWEEN a.from_day AND a.to_day`,
  first_order: `compares(a.today - c.first_day, a.op, a.value, a.low, a.high)`,
  first_order_in_period: `c.first_day BETWEEN a.from_day AND a.to_day`,
  never_bought: `NOT EXISTS (FROM orders o WHERE o.customer = c.customer)`,
  bought_in_period: `EXISTS (FROM orders o WHERE ${WITHIN})`,
  not_bought_in_period: `
    NOT EXISTS (FROM orders o WHERE ${WITHIN})
    AND (NOT coalesce(a.mustHaveBoughtBefore, false)
      OR EXISTS (FROM orders o WHERE o.customer = c.customer AND o.day < a.from_day))`,
  // D9: orders of 365 days ÷ months since the first order, one at least and twelve at most; a month is 365 ÷ 12 days.
  orders_per_month: `
    c.orders > 0 AND (
      SELECT compares(
        count(*) * 365,
        a.op,
        a.value::DECIMAL(18,2) * greatest(365, 12 * least(365, a.today - c.first_day + 1)),
        a.low::DECIMAL(18,2) * greatest(365, 12 * least(365, a.today - c.first_day + 1)),
        a.high::DECIMAL(18,2) * greatest(365, 12 * least(365, a.today - c.first_day + 1)))
      FROM orders o WHERE o.customer = c.customer AND o.day BETWEEN a.today - 364 AND a.today)`,
};
