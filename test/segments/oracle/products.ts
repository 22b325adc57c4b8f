/** Goods that were asked for, a row each, by condition and step of a funnel; and the lines of orders that are such goods. */
export const CHOSEN = [
  `CREATE OR REPLACE TABLE wanted AS
     SELECT leaf, 0 AS step, 'product' AS what, unnest(products) AS name FROM asked WHERE kind = 'product_bought'
     UNION ALL SELECT leaf, 0, 'variant', unnest(variants) FROM asked WHERE kind = 'product_bought'
     UNION ALL SELECT leaf, 0, 'category', unnest(categories) FROM asked WHERE kind = 'product_bought'
     UNION ALL SELECT leaf, 0, 'vendor', plain(unnest(vendors)) FROM asked WHERE kind = 'product_bought'
     UNION ALL SELECT leaf, step, 'product', unnest(products) FROM steps
     UNION ALL SELECT leaf, step, 'category', unnest(categories) FROM steps
     UNION ALL SELECT leaf, step, 'vendor', plain(unnest(vendors)) FROM steps`,
  `CREATE OR REPLACE TABLE line_names AS
     SELECT customer, order_id, line, 'product' AS what, product AS name FROM lines WHERE product IS NOT NULL
     UNION ALL SELECT customer, order_id, line, 'variant', variant FROM lines WHERE variant IS NOT NULL
     UNION ALL SELECT customer, order_id, line, 'vendor', plain(vendor) FROM lines WHERE vendor IS NOT NULL
     UNION ALL SELECT customer, order_id, line, 'category', category FROM line_categories
     UNION ALL SELECT customer, order_id, line, 'category', category FROM lines JOIN category_products USING (product)`,
  `CREATE OR REPLACE TABLE chosen_lines AS
     SELECT DISTINCT leaf, step, customer, order_id, line FROM wanted JOIN line_names USING (what, name)`,
  `CREATE OR REPLACE TABLE chosen AS
     SELECT x.leaf, x.step, x.customer, x.order_id, l.quantity, l.amount, o.day
     FROM chosen_lines x JOIN lines l USING (customer, order_id, line) JOIN orders o USING (customer, order_id)`,
];

const CHOSEN_WITHIN = `
  x.leaf = a.leaf AND x.customer = c.customer AND (a.from_day IS NULL OR x.day BETWEEN a.from_day AND a.to_day)`;

export const products = {
  product_bought: `
    CASE coalesce(a.measure, 'line')
      WHEN 'line' THEN EXISTS (FROM chosen x WHERE ${CHOSEN_WITHIN} AND x.quantity >= coalesce(a.minQuantity, 0))
      ELSE compares(
        coalesce((
          SELECT CASE a.measure
            WHEN 'orders' THEN count(DISTINCT x.order_id)::DECIMAL(30,6)
            WHEN 'quantity' THEN sum(x.quantity)::DECIMAL(30,6)
            ELSE sum(x.amount)::DECIMAL(30,6) END
          FROM chosen x WHERE ${CHOSEN_WITHIN}), 0),
        a.op, a.value::DECIMAL(30,6), a.low::DECIMAL(30,6), a.high::DECIMAL(30,6))
    END`,
};
