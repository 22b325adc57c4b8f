/** Stores, channels and areas. */
export const places = {
  last_store: `list_contains(a.locations, c.last_location)`,
  bought_at_store: `
    EXISTS (
      FROM orders o WHERE o.customer = c.customer AND list_contains(a.locations, o.location)
        AND (a.from_day IS NULL OR o.day BETWEEN a.from_day AND a.to_day))`,
  channel: `
    EXISTS (
      FROM orders o WHERE o.customer = c.customer AND list_contains(a.channel_keys, o.channel)
        AND (a.from_day IS NULL OR o.day BETWEEN a.from_day AND a.to_day))`,
  last_area: `
    EXISTS (
      FROM order_areas u
      WHERE u.customer = c.customer AND u.order_id = c.last_order AND list_contains(a.areas, u.area))`,
  lives_or_works_in: `
    (a."where" IN ('home', 'either') AND EXISTS (
      FROM homes h WHERE h.customer = c.customer AND list_contains(a.areas, h.name)))
    OR (a."where" IN ('work', 'either') AND EXISTS (
      FROM works w WHERE w.customer = c.customer AND list_contains(a.areas, w.name)))`,
};
