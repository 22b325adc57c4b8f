/** The account of points; who has none has 0 of each. */
export const loyalty = {
  points: `compares(coalesce(c.points, 0), a.op, a.value, a.low, a.high)`,
  points_earned: `compares(coalesce(c.earned, 0), a.op, a.value, a.low, a.high)`,
  points_pending: `compares(coalesce(c.pending, 0), a.op, a.value, a.low, a.high)`,
  tier: `
    CASE a.mode
      WHEN 'any' THEN list_contains(a.tiers, c.tier)
      WHEN 'none' THEN c.tier IS NULL OR NOT list_contains(a.tiers, c.tier)
      WHEN 'at_or_above' THEN c.tier = a.tiers[1]
        OR nullif(list_position(a.ladder, c.tier), 0) > nullif(list_position(a.ladder, a.tiers[1]), 0)
      ELSE c.tier = a.tiers[1]
        OR nullif(list_position(a.ladder, c.tier), 0) < nullif(list_position(a.ladder, a.tiers[1]), 0)
    END`,
  member_since: `c.joined_day BETWEEN a.from_day AND a.to_day`,
  offer_used: `
    EXISTS (
      FROM orders o WHERE o.customer = c.customer AND o.offers >= 1
        AND (a.from_day IS NULL OR o.day BETWEEN a.from_day AND a.to_day))`,
  has_been: `
    CASE a.state.type
      WHEN 'member' THEN compares(a.today - c.joined_day, a.op, a.value, a.low, a.high)
      WHEN 'tier' THEN list_contains(a.state.tiers, c.tier)
        AND compares(a.today - c.tier_day, a.op, a.value, a.low, a.high)
      ELSE EXISTS (
        FROM tagged t WHERE t.customer = c.customer AND list_contains(a.tag_keys, t.tag)
          AND compares(a.today - t.since_day, a.op, a.value, a.low, a.high))
    END`,
};
