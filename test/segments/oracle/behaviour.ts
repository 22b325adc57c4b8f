/** Orders of each step of each funnel. */
export const STEPPED = [
  `CREATE OR REPLACE TABLE step_orders AS
     SELECT s.leaf, s.step, s.withinDays, o.customer, o.order_id, o.at_ms, o.day
     FROM steps s JOIN orders o ON CASE s.type
       WHEN 'any' THEN true
       WHEN 'channels' THEN list_contains(list_transform(s.channels, lambda n: lower(n)), o.channel)
       WHEN 'locations' THEN list_contains(s.locations, o.location)
       WHEN 'amount' THEN o.amount >= s.minAmount
       ELSE EXISTS (
         FROM chosen_lines x
         WHERE x.leaf = s.leaf AND x.step = s.step AND x.customer = o.customer AND x.order_id = o.order_id)
     END`,
  // Each step joined to the one before; what a condition does not have is null.
  `CREATE OR REPLACE TABLE step_pairs AS
     SELECT one.leaf, one.customer, one.step, one.order_id AS before_id, one.day AS before_day, two.order_id
     FROM step_orders one JOIN step_orders two ON two.leaf = one.leaf AND two.customer = one.customer
       AND two.step = one.step + 1 AND (two.at_ms, two.order_id) > (one.at_ms, one.order_id)
       AND two.day - one.day <= two.withinDays`,
];

/** The score of figures by the steps of quantiles; a step that nobody reaches is null. */
const quantile = (figure: string, steps: string, reached: '>=' | '<=') =>
  `1 + len(list_filter(${steps}, lambda s: coalesce(${figure} ${reached} s, false)))`;

/** Scores of a customer as each RFM condition sees them, on its day and by its shop's model. */
export const SCORED = [
  `CREATE OR REPLACE TABLE rfm_figures AS
     SELECT m.leaf, o.customer, m.day - max(o.day) AS days_since,
       count(*) FILTER (o.day > m.day - 365) AS year_orders,
       greatest(365, 12 * least(365, m.day - min(o.day) + 1)) AS months_365ths,
       coalesce(sum(o.amount) FILTER (m.spentWindow = 'lifetime' OR o.day > m.day - 365), 0) AS spent
     FROM rfm_asked m JOIN orders o ON o.day <= m.day
     GROUP BY m.leaf, o.customer, m.day`,
  `CREATE OR REPLACE TABLE rfm_scores AS
     WITH scored AS (
       SELECT f.leaf, f.customer, m.grid,
       CASE WHEN m.model = 'quantiles' THEN ${quantile('f.days_since', 'm.recency', '<=')}
         WHEN f.days_since <= m.recency[2] THEN 3 WHEN f.days_since <= m.recency[1] THEN 2 ELSE 1 END AS recency,
       CASE WHEN m.model = 'quantiles' THEN ${quantile('f.year_orders', 'm.frequency', '>=')}
         WHEN f.year_orders * 36500 > m.frequency[2] * f.months_365ths THEN 3
         WHEN f.year_orders * 36500 >= m.frequency[1] * f.months_365ths THEN 2 ELSE 1 END AS frequency,
       CASE WHEN m.model = 'quantiles' THEN ${quantile('f.spent', 'm.monetary', '>=')}
         WHEN f.spent > m.monetary[2] THEN 3 WHEN f.spent >= m.monetary[1] THEN 2 ELSE 1 END AS money
       FROM rfm_figures f JOIN rfm_asked m USING (leaf) WHERE m.isKnown
     )
     SELECT *, grid ->> concat(recency, frequency, money) AS label FROM scored`,
];

const LABELLED = `
  EXISTS (FROM rfm_scores s WHERE s.leaf = a.leaf AND s.customer = c.customer AND list_contains(a.labels, s.label))
  OR (NOT coalesce(c.first_day <= $day, false)
    AND list_contains(a.labels, CASE WHEN c.created_day <= $day THEN 'no_purchase' ELSE 'not_known' END))`;

export const behaviour = {
  ordered_steps: `
    EXISTS (
      FROM step_pairs one
        LEFT JOIN step_pairs two ON two.leaf = one.leaf AND two.customer = one.customer AND two.step = 2
          AND two.before_id = one.order_id
        LEFT JOIN step_pairs three ON three.leaf = one.leaf AND three.customer = one.customer AND three.step = 3
          AND three.before_id = two.order_id
      WHERE one.leaf = a.leaf AND one.customer = c.customer AND one.step = 1
        AND (a.from_day IS NULL OR one.before_day BETWEEN a.from_day AND a.to_day)
        AND (a.third IS NULL OR two.order_id IS NOT NULL)
        AND (a.fourth IS NULL OR three.order_id IS NOT NULL))`,
  rfm_label: LABELLED.replaceAll('$day', 'a.today'),
  rfm_label_at: LABELLED.replaceAll('$day', 'a."day"::DATE'),
  rfm_score: `
    EXISTS (
      FROM rfm_scores s WHERE s.leaf = a.leaf AND s.customer = c.customer
        AND compares(CASE a.axis WHEN 'r' THEN s.recency WHEN 'f' THEN s.frequency ELSE s.money END, a.op, a.value, a.low, a.high))`,
};
