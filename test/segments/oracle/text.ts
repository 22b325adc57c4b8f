/**
 * Text as people compare it, by DuckDB's own tables of Unicode (utf8proc). Its `\s` knows ASCII only, so the spaces of other scripts are
 * spelled out. The two letters that are two or another in JavaScript are taken out of the way: İ in lower case is i with a dot above.
 */
const SPACES = String.raw`[\s\x{00a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}]+`;

export const TEXT_MACROS = [
  `CREATE MACRO single_spaces(x) AS trim(regexp_replace(x, '${SPACES}', ' ', 'g'))`,
  `CREATE MACRO kept(x) AS single_spaces(nfc_normalize(x))`,
  `CREATE MACRO small(x) AS lower(replace(nfc_normalize(x), 'İ', 'i̇'))`,
  // Vietnamese đ is a letter and no accent; a sigma is one whether it ends a word or not.
  `CREATE MACRO plain(x) AS single_spaces(replace(replace(lower(strip_accents(replace(x, 'İ', 'I'))), 'đ', 'd'), 'ς', 'σ'))`,
  // A letter that is sought stands for itself and both its cases, where each is one letter.
  `CREATE MACRO same_letter(stored, sought) AS
     stored = sought OR (sought NOT IN ('ß', 'İ') AND (stored = lower(sought) OR stored = upper(sought)))`,
  `CREATE MACRO has_letters(stored, sought) AS
     len(list_filter(range(1, greatest(len(stored) - len(sought) + 2, 1)), lambda i:
       len(list_filter(range(1, len(sought) + 1), lambda k:
         same_letter(substring(stored, i + k - 1, 1), substring(sought, k, 1)))) = len(sought))) > 0`,
];
