/**
 * Other segments, and shares. `in_segment` itself is no predicate: its definition stands in the tree in its place (tree.ts), beside these
 * two, who is pinned and who is banned.
 */
export const segments = {
  pinned: `EXISTS (FROM pins p WHERE p.customer = c.customer AND p.name = a.name)`,
  banned: `EXISTS (FROM bans b WHERE b.customer = c.customer AND b.name = a.name)`,
  // As MongoDB hashes a string for an index: MD5 of a zero seed, the type 15, the length with its zero, the bytes and the zero.
  random_share: `
    share_of(md5(unhex('00000000' || '0f000000' || printf('%02x000000', length(a.salt || c.key) + 1)
      || hex(encode(a.salt || c.key)) || '00'))) BETWEEN a."from"::INTEGER AND a."to"::INTEGER - 1`,
};

/** The first eight bytes of a digest as a signed number, the lowest first; its place among a hundred. */
export const SHARE_MACROS = [
  `CREATE MACRO reversed(h) AS array_to_string(list_transform(range(8), lambda i: substring(h, 15 - 2 * i, 2)), '')`,
  `CREATE MACRO unsigned_of(h) AS ('0x' || reversed(h))::UBIGINT::HUGEINT`,
  `CREATE MACRO share_of(h) AS
     ((unsigned_of(h) - CASE WHEN unsigned_of(h) >= 9223372036854775808 THEN 18446744073709551616 ELSE 0 END) % 100 + 100) % 100`,
];
