/** Mobile prefixes since 2018, as the carriers publish them. */
const CARRIERS = `(VALUES
  ('viettel', ['32','33','34','35','36','37','38','39','86','96','97','98']),
  ('mobifone', ['70','76','77','78','79','89','90','93']),
  ('vinaphone', ['81','82','83','84','85','88','91','94']),
  ('vietnamobile', ['52','56','58','92']),
  ('gmobile', ['59','99']),
  ('itelecom', ['87']))`;

/** How to reach them. */
export const contact = {
  // Of a number that is typed without its country it is the shop's, and the 0 in front is not dialled from abroad.
  phone_prefix: `
    len(list_filter(a.prefixes, lambda p: starts_with(c.phone, CASE
      WHEN contains(p, '+') THEN '+' || regexp_replace(p, '[^0-9]', '', 'g')
      ELSE '+84' || regexp_replace(regexp_replace(p, '[^0-9]', '', 'g'), '^0', '') END))) > 0
    OR EXISTS (
      FROM ${CARRIERS} m(carrier, prefixes)
      WHERE list_contains(a.carriers, m.carrier) AND starts_with(c.phone, '+84')
        AND list_contains(m.prefixes, substring(c.phone, 4, 2)))`,
  phone_missing: `c.phone IS NULL OR NOT regexp_full_match(c.phone, '[+][0-9]{7,15}')`,
  email_contains: `
    CASE a.mode
      WHEN 'contains' THEN contains(c.email, small(trim(a.text)))
      WHEN 'starts' THEN starts_with(c.email, small(trim(a.text)))
      WHEN 'ends' THEN ends_with(c.email, small(trim(a.text)))
      ELSE contains(c.email, '@')
        AND ends_with('.' || regexp_extract(c.email, '[^@]*$'), '.' || regexp_replace(small(trim(a.text)), '^[@.]+', ''))
    END`,
  email_missing: `c.email IS NULL OR NOT regexp_full_match(c.email, '[^@ ]+@[^@ ]+[.][^@ .]+')`,
  marketing_consent: `
    list_contains(a.states, coalesce(CASE a.channel WHEN 'email' THEN c.email_consent ELSE c.sms_consent END, 'not_subscribed'))`,
};
