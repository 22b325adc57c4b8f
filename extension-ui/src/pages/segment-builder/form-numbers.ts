import { fold } from '../../format/fold.ts';

/**
 * Numbers as people type them: `1.500.000` and `1,5 tr` in Vietnamese, `1,500,000` and `1.5m` in English. A text that could
 * mean two numbers is refused rather than guessed.
 */
export type Locale = 'vi' | 'en';

export type Read =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly problem: 'number' | 'decimals' };

const UNITS: Readonly<Record<string, number>> = {
  k: 1e3,
  nghin: 1e3,
  ngan: 1e3,
  tr: 1e6,
  trieu: 1e6,
  m: 1e6,
  mil: 1e6,
  million: 1e6,
  ty: 1e9,
  ti: 1e9,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
};
const UNIT = Object.keys(UNITS)
  .sort((a, b) => b.length - a.length)
  .join('|');

/** `decimals`: digits after the point that the field takes. */
export function readNumber(text: string, locale: Locale, decimals: number): Read {
  const plain = fold(text)
    .replace(/[\s\u00a0\u202f'_]/g, '')
    .replace(/^[$€₫]/, '')
    .replace(/(vnd|dong|usd|d|[$€₫])$/, '');
  const match = new RegExp(`^([-−]?)([\\d.,]+)(${UNIT})?(\\d*)$`).exec(plain);
  if (!match) return WRONG;
  const [, sign, digits = '', unit, rest = ''] = match;
  // "1tr5" is how Vietnamese people say 1.5 million.
  if (rest !== '' && (unit === undefined || !/^\d+$/.test(digits))) return WRONG;
  const written = rest === '' ? pointed(digits, locale, unit === undefined ? decimals : 9) : `${digits}.${rest}`;
  if (written === null) return WRONG;
  const scaled = shifted(written, Math.log10(unit === undefined ? 1 : (UNITS[unit] ?? 1)));
  if ((scaled.split('.')[1]?.length ?? 0) > decimals) return { ok: false, problem: 'decimals' };
  const value = Number(`${sign ? '-' : ''}${scaled}`);
  return Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? { ok: true, value: value || 0 } : WRONG;
}

/** An amount in minor units: typed in whole ones of a currency with `digits` decimals. */
export function readMoney(text: string, locale: Locale, digits: number): Read {
  const read = readNumber(text, locale, digits);
  if (!read.ok) return read;
  const value = Math.round(read.value * 10 ** digits);
  return Number.isSafeInteger(value) ? { ok: true, value } : WRONG;
}

export function writeNumber(value: number, locale: Locale, decimals: number): string {
  return new Intl.NumberFormat(locale === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: decimals }).format(value);
}

export function writeMoney(amountMinor: number, locale: Locale, digits: number): string {
  return writeNumber(amountMinor / 10 ** digits, locale, digits);
}

const WRONG = { ok: false, problem: 'number' } as const;

/** Digits with separators as a plain decimal, or null where they cannot be read. */
function pointed(text: string, locale: Locale, decimals: number): string | null {
  const [point, group] = locale === 'vi' ? ([',', '.'] as const) : (['.', ','] as const);
  if (/^\d+$/.test(text)) return text;
  const grouped = (by: string, times: string) => new RegExp(`^\\d{1,3}(?:\\${by}\\d{3})${times}`);
  const parts = text.split(point);
  if (parts.length === 2 && (grouped(group, '+$').test(parts[0] ?? '') || /^\d+$/.test(parts[0] ?? ''))) {
    // "1.500" in English: where no decimals are taken it can only mean 1500.
    if (decimals === 0 && grouped(point, '$').test(text)) return parts.join('');
    return /^\d+$/.test(parts[1] ?? '') ? `${(parts[0] ?? '').replaceAll(group, '')}.${parts[1]}` : null;
  }
  if (grouped(group, '+$').test(text)) return text.replaceAll(group, '');
  if (grouped(point, '{2,}$').test(text)) return text.replaceAll(point, '');
  // The other language's point, where it cannot separate thousands.
  return /^\d+[.,]\d+$/.test(text) && !grouped(group, '$').test(text) ? text.replace(',', '.') : null;
}

/** Moves the point: 1.5 by 6 is 1500000, without the faults of binary fractions. */
function shifted(decimal: string, places: number): string {
  const [whole = '', fraction = ''] = decimal.split('.');
  const digits = fraction.padEnd(places, '0');
  const kept = digits.slice(places).replace(/0+$/, '');
  return `${whole}${digits.slice(0, places)}${kept === '' ? '' : `.${kept}`}`;
}
