/**
 * Days and periods in DuckDB's own calendar. Tết is the first day of the lunar year in Vietnam's zone, as published for these years (the
 * Chinese one differs from it in 2007 and 2030).
 */
const TET = {
  2020: '2020-01-25',
  2021: '2021-02-12',
  2022: '2022-02-01',
  2023: '2023-01-22',
  2024: '2024-02-10',
  2025: '2025-01-29',
  2026: '2026-02-17',
  2027: '2027-02-06',
  2028: '2028-01-26',
};

const tetOf = (year: string) =>
  `CASE ${year} ${Object.entries(TET)
    .map(([of, day]) => `WHEN ${of} THEN DATE '${day}'`)
    .join(' ')} END`;

export const CALENDAR_MACROS = [
  `CREATE MACRO day_in(at_ms, zone) AS (make_timestamptz((at_ms * 1000)::BIGINT) AT TIME ZONE zone)::DATE`,
  `CREATE MACRO named_year(given, today) AS
     CASE coalesce(given, 'this') WHEN 'this' THEN year(today) WHEN 'last' THEN year(today) - 1 ELSE given::INTEGER END`,
  `CREATE MACRO tet_in(given, today) AS ${tetOf('named_year(given, today)')}`,
  `CREATE MACRO period_start(p, today) AS CASE p.type
     WHEN 'today' THEN today
     WHEN 'yesterday' THEN today - 1
     WHEN 'last_n_days' THEN today - (p.n - 1)
     WHEN 'since' THEN p.day::DATE
     WHEN 'between' THEN p."from"::DATE
     WHEN 'this_week' THEN date_trunc('week', today)::DATE
     WHEN 'last_week' THEN date_trunc('week', today)::DATE - 7
     WHEN 'this_month' THEN date_trunc('month', today)::DATE
     WHEN 'last_month' THEN (date_trunc('month', today) - INTERVAL 1 MONTH)::DATE
     WHEN 'this_quarter' THEN date_trunc('quarter', today)::DATE
     WHEN 'last_quarter' THEN (date_trunc('quarter', today) - INTERVAL 3 MONTH)::DATE
     WHEN 'this_year' THEN date_trunc('year', today)::DATE
     WHEN 'last_year' THEN (date_trunc('year', today) - INTERVAL 1 YEAR)::DATE
     WHEN 'month' THEN make_date(named_year(p.year, today), p.month, 1)
     WHEN 'year' THEN make_date(p.year::INTEGER, 1, 1)
     WHEN 'tet' THEN tet_in(p.year, today) - p.before
   END`,
  `CREATE MACRO period_last(p, today) AS CASE p.type
     WHEN 'yesterday' THEN today - 1
     WHEN 'between' THEN p."to"::DATE
     WHEN 'last_week' THEN date_trunc('week', today)::DATE - 1
     WHEN 'last_month' THEN date_trunc('month', today)::DATE - 1
     WHEN 'last_quarter' THEN date_trunc('quarter', today)::DATE - 1
     WHEN 'last_year' THEN date_trunc('year', today)::DATE - 1
     WHEN 'month' THEN last_day(make_date(named_year(p.year, today), p.month, 1))
     WHEN 'year' THEN make_date(p.year::INTEGER, 12, 31)
     WHEN 'tet' THEN tet_in(p.year, today) + p.after
     ELSE today
   END`,
  // What names its year in figures, and two dates, are those days; all else ends today at the latest.
  `CREATE MACRO stands_still(p) AS
     p.type IN ('between', 'year') OR (p.type IN ('month', 'tet') AND coalesce(p.year, 'this') NOT IN ('this', 'last'))`,
  `CREATE MACRO period_end(p, today) AS
     CASE WHEN stands_still(p) THEN period_last(p, today) ELSE least(period_last(p, today), today) END`,
  // 29 February is the 28th in common years.
  `CREATE MACRO anniversary(of_year, of_month, of_day) AS
     make_date(of_year, of_month, least(of_day, day(last_day(make_date(of_year, of_month, 1)))))`,
  `CREATE MACRO month_day_in(of_year, text) AS
     anniversary(of_year, substring(text, 1, 2)::INTEGER, substring(text, 4, 2)::INTEGER)`,
  // The occurrence of a window of the year that is running, or else the next one.
  `CREATE MACRO window_year(w, today) AS
     CASE WHEN month_day_in(year(today), w."to") >= today THEN year(today) ELSE year(today) + 1 END`,
  `CREATE MACRO window_start(w, today) AS CASE w.type
     WHEN 'next_days' THEN today
     ELSE month_day_in(window_year(w, today) - CASE WHEN w."from" > w."to" THEN 1 ELSE 0 END, w."from")
   END`,
  `CREATE MACRO window_end(w, today) AS CASE w.type
     WHEN 'next_days' THEN today + (w.n - 1)
     ELSE month_day_in(window_year(w, today), w."to")
   END`,
];
