/**
 * Money is an integer of minor units plus an ISO 4217 currency. VND has no minor unit, so 525,000 đ is 525000;
 * 5.25 USD is 525. Never a float: hosts send text or numbers with up to four decimals, and this file is
 * the one place where they become integers.
 */
export interface Money {
  readonly amountMinor: number;
  readonly currency: string;
}

const digitsByCurrency = new Map<string, number>();

/** Decimals of a currency by ISO 4217 (VND 0, USD 2, KWD 3), or null when it is no currency code. */
export function currencyDigits(currency: string): number | null {
  const known = digitsByCurrency.get(currency);
  if (known !== undefined) return known;
  if (!/^[A-Z]{3}$/.test(currency)) return null;
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  digitsByCurrency.set(currency, digits);
  return digits;
}

/**
 * A host's amount as minor units. Takes text or number ("525000", "525000.0000", 525000, "-39000", "12.345").
 * Digits beyond the currency's are rounded half away from zero, as hosts do when they print a price.
 * Null when it is not a plain decimal, or leaves the range of safe integers: the caller says which field it was.
 */
export function parseAmount(value: unknown, currency: string): number | null {
  const digits = currencyDigits(currency);
  if (digits === null) return null;
  const text = typeof value === 'number' ? plainDecimal(value) : typeof value === 'string' ? value.trim() : null;
  const match = text === null ? null : /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(text);
  if (!match) return null;
  const [, sign, whole, fraction = ''] = match;
  const kept = fraction.slice(0, digits).padEnd(digits, '0');
  const roundsUp = (fraction[digits] ?? '0') >= '5';
  const magnitude = BigInt(`${whole}${kept}`) + (roundsUp ? 1n : 0n);
  if (magnitude > BigInt(Number.MAX_SAFE_INTEGER)) return null;
  return magnitude === 0n ? 0 : Number(sign === '-' ? -magnitude : magnitude);
}

/** Number → text without an exponent: 1e-7 and 1e21 are what JSON numbers can look like. */
function plainDecimal(value: number): string | null {
  if (!Number.isFinite(value)) return null;
  const text = String(value);
  return text.includes('e') ? value.toFixed(6) : text;
}

/** Money as a person reads it: `1.234.567 ₫` in Vietnamese, `₫1,234,567` in English. */
export function displayMoney(amountMinor: number, currency: string, language: 'vi' | 'en'): string {
  const digits = currencyDigits(currency) ?? 2;
  return new Intl.NumberFormat(language, { style: 'currency', currency }).format(amountMinor / 10 ** digits);
}

/**
 * Splits `totalMinor` over `weights` by largest remainder, so that the parts add up exactly (P01).
 * All weights zero: everything goes to the first part. Ties go to the earlier part.
 */
export function allocate(totalMinor: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (weights.length === 0) return [];
  if (sum === 0) return weights.map((_, i) => (i === 0 ? totalMinor : 0));
  const sign = totalMinor < 0 ? -1 : 1;
  const total = BigInt(Math.abs(totalMinor));
  const shares = weights.map((weight, index) => {
    const exact = total * BigInt(weight);
    return { index, part: Number(exact / BigInt(sum)), rest: exact % BigInt(sum) };
  });
  let left = Math.abs(totalMinor) - shares.reduce((a, share) => a + share.part, 0);
  const byRest = [...shares].sort((a, b) => (b.rest > a.rest ? 1 : b.rest < a.rest ? -1 : a.index - b.index));
  for (const share of byRest) {
    if (left <= 0) break;
    share.part += 1;
    left -= 1;
  }
  return shares.map((share) => sign * share.part || 0);
}

/**
 * Minor units of one currency → minor units of another at `rate` (units of `to` for one unit of `from`, as decimal text,
 * e.g. "25400"). Exact integer arithmetic, rounded half away from zero. The rate used is stored with the order (C12).
 */
export function convertAmount(amountMinor: number, from: string, to: string, rate: string): number {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(rate);
  if (!match) throw new Error('invariant: an exchange rate is a positive decimal, checked where it is set');
  const fraction = match[2] ?? '';
  const digitsFrom = currencyDigits(from) ?? 2;
  const digitsTo = currencyDigits(to) ?? 2;
  const numerator = BigInt(Math.abs(amountMinor)) * BigInt(`${match[1]}${fraction}`) * 10n ** BigInt(digitsTo);
  const denominator = 10n ** BigInt(fraction.length + digitsFrom);
  const rounded = (numerator * 2n + denominator) / (denominator * 2n);
  return Number(amountMinor < 0 ? -rounded : rounded) || 0;
}
