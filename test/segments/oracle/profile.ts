/** Who somebody is. `a` is what was asked and `c` the customer, in all files of this folder. */
export const profile = {
  has_tag: `
    CASE coalesce(a.mode, 'any')
      WHEN 'any' THEN EXISTS (FROM tagged t WHERE t.customer = c.customer AND list_contains(a.tag_keys, t.tag))
      WHEN 'none' THEN NOT EXISTS (FROM tagged t WHERE t.customer = c.customer AND list_contains(a.tag_keys, t.tag))
      ELSE (SELECT count(DISTINCT t.tag) FROM tagged t WHERE t.customer = c.customer AND list_contains(a.tag_keys, t.tag))
        = len(list_distinct(a.tag_keys))
    END`,
  gender: `list_contains(a."values", coalesce(c.gender, 'unknown'))`,
  age: `
    year(a.today) - c.birth_year >= CASE WHEN anniversary(year(a.today), c.birth_month, c.birth_day) > a.today THEN 1 ELSE 0 END
    AND compares(
      year(a.today) - c.birth_year
        - CASE WHEN anniversary(year(a.today), c.birth_month, c.birth_day) > a.today THEN 1 ELSE 0 END,
      a.op, a.value, a.low, a.high)`,
  birthday_month: `
    list_contains(a.months, c.birth_month::VARCHAR)
    OR (list_contains(a.months, 'this_month') AND c.birth_month = month(a.today))
    OR (list_contains(a.months, 'next_month') AND c.birth_month = month(date_trunc('month', a.today) + INTERVAL 1 MONTH))`,
  birthday_between: `
    anniversary(year(a.window_start), c.birth_month, c.birth_day) BETWEEN a.window_start AND a.window_end
    OR anniversary(year(a.window_end), c.birth_month, c.birth_day) BETWEEN a.window_start AND a.window_end`,
  name_contains: `
    CASE WHEN coalesce(a.exactAccents, false) THEN has_letters(c.name, kept(a.text))
      ELSE contains(plain(c.name), a.text_key) END`,
  company: `
    CASE a.match
      WHEN 'any' THEN c.company IS NOT NULL
      WHEN 'none' THEN c.company IS NULL
      ELSE contains(plain(c.company), a.text_key)
    END`,
  member_group: `EXISTS (FROM groups g WHERE g.customer = c.customer AND list_contains(a.groups, g.name))`,
  source: `
    list_contains(list_transform(a.sources, lambda s: lower(s)),
      CASE a.touch WHEN 'first' THEN c.first_source ELSE c.last_source END)`,
  debt: `compares(coalesce(c.debt, 0), a.op, a.value, a.low, a.high)`,
  note_contains: `contains(plain(c.note), a.text_key)`,
  customer_created: `c.created_day BETWEEN a.from_day AND a.to_day`,
  custom_attribute: `
    CASE
      WHEN a.type = 'missing' THEN NOT EXISTS (FROM attributes v WHERE v.customer = c.customer AND v.attribute = a.name)
      WHEN a.type = 'number' AND a.op = 'ne' THEN NOT EXISTS (
        FROM attributes v WHERE v.customer = c.customer AND v.attribute = a.name AND v.number = a.value)
      WHEN a.type = 'list' AND a.mode = 'all' THEN (
        SELECT count(DISTINCT v.text) FROM attribute_texts v
        WHERE v.customer = c.customer AND v.attribute = a.name AND list_contains(a.kept_values, v.text)
      ) = len(list_distinct(a.kept_values))
      WHEN a.type = 'list' THEN EXISTS (
        FROM attribute_texts v
        WHERE v.customer = c.customer AND v.attribute = a.name AND list_contains(a.kept_values, v.text))
      ELSE EXISTS (
        FROM attributes v WHERE v.customer = c.customer AND v.attribute = a.name AND CASE a.type
          WHEN 'exists' THEN true
          WHEN 'text' THEN v.type = 'text' AND CASE a.match
            WHEN 'contains' THEN contains(plain(v.text), a.sought_key)
            WHEN 'is' THEN v.text = kept(a.text)
            ELSE list_contains(a.kept_values, v.text) END
          WHEN 'number' THEN compares(v.number, a.op, a.value, a.low, a.high)
          WHEN 'boolean' THEN v.flag = (a."is" = 'yes')
          ELSE regexp_full_match(v.text, '[0-9]{4}-[0-9]{2}-[0-9]{2}')
            AND TRY_CAST(v.text AS DATE) BETWEEN a.from_day AND a.to_day
        END)
    END`,
};
