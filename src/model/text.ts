/**
 * A name as it is searched: no accents, lower case, single spaces ("Nguyễn  Thị Đào" → "nguyen thi dao").
 * Vietnamese đ is a letter of its own and not a d with an accent, so Unicode decomposition leaves it alone.
 */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}

/** A name as it is kept: composed Unicode, outer and double spaces gone, null when nothing is left. */
export function cleanText(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value.normalize('NFC').replace(/\s+/g, ' ').trim();
  return text === '' ? null : text;
}

/** An e-mail address as it is compared: trimmed, lower case; null when it cannot be one. */
export function normaliseEmail(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value.normalize('NFC').trim().toLowerCase();
  return text.length <= 254 && /^[^\s@"<>(),;:\\]+@[^\s@"<>(),;:\\]+\.[^\s@.]+$/.test(text) ? text : null;
}

/** A name in the quotes of both languages; bidirectional and line-breaking characters would disarrange the sentence. */
export function quoted(name: string): string {
  return `“${name.replace(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')}”`;
}
