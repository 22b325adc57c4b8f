import type { Locale } from '../bridge/protocol.ts';

/**
 * Numbers, money and dates as people of a locale write them. Money comes in whole minor units; times are ISO instants and
 * are shown in the shop's time zone, whatever zone the browser is in (D1). Days are `YYYY-MM-DD` and belong to no zone.
 */
export interface Formats {
  readonly locale: Locale;
  readonly timeZone: string;
  readonly currency: string;
  /** `1.234.567 ₫`; null is a dash. Of the shop's currency unless another is named. */
  money(amountMinor: number | null, currency?: string): string;
  /** `1,2 tr ₫`: for small tiles. */
  moneyShort(amountMinor: number): string;
  number(value: number | null): string;
  /** `1,2 tr`: for axes. Vietnamese as merchants write it (k, tr, tỷ): the standard's "N", "Tr" and "T" are taken for one another. */
  numberShort(value: number): string;
  /** A share of one: `0.25` is `25 %`. */
  percent(share: number | null, digits?: number): string;
  day(day: string | null): string;
  /** Day and month only. */
  dayShort(day: string): string;
  /** Several days: `25 – 30 thg 8, 2026`. */
  days(from: string, to: string): string;
  daysShort(from: string, to: string): string;
  month(day: string): string;
  /** `10/2026`: for axes. */
  monthShort(day: string): string;
  /** An instant as its day in the shop's zone. */
  date(time: string | null): string;
  dateTime(time: string | null): string;
  time(time: string | null): string;
  /** `5 phút trước`, in the greatest unit that fits. `now` is an argument so that it can be tested. */
  ago(time: string, now?: number): string;
  list(items: readonly string[]): string;
  /** Minor digits of a currency: 0 for VND, 2 for USD. */
  minorDigits(currency?: string): number;
  /** The day that an instant falls on in the shop's zone, as `YYYY-MM-DD`. */
  dayOf(time: string | number): string;
}

export const DASH = '–';

const UNITS = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

export function formats(locale: Locale, shop: { readonly timeZone: string; readonly currency: string }): Formats {
  const tag = locale === 'vi' ? 'vi-VN' : 'en-GB';
  const { timeZone } = shop;
  const numbers = new Intl.NumberFormat(tag);
  const compact = new Intl.NumberFormat(tag, { notation: 'compact', maximumFractionDigits: 1 });
  const short = (value: number) => (locale === 'vi' ? shortVietnamese(value) : compact.format(value));
  // 05/10/2026 is how a date is written in Vietnam; in English the month in letters leaves no doubt which number it is.
  const date = { day: '2-digit', month: locale === 'vi' ? '2-digit' : 'short', year: 'numeric' } as const;
  const days = new Intl.DateTimeFormat(tag, { ...date, timeZone: 'UTC' });
  const dayMonths = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'numeric', timeZone: 'UTC' });
  const monthYears = new Intl.DateTimeFormat(tag, { month: 'numeric', year: 'numeric', timeZone: 'UTC' });
  const months = new Intl.DateTimeFormat(tag, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const dates = new Intl.DateTimeFormat(tag, { ...date, timeZone });
  const dateTimes = new Intl.DateTimeFormat(tag, { ...date, hour: '2-digit', minute: '2-digit', timeZone });
  const times = new Intl.DateTimeFormat(tag, { timeStyle: 'short', timeZone });
  const isoDays = new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', timeZone });
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  const lists = new Intl.ListFormat(tag, { type: 'conjunction' });
  const ofDay = (day: string) => Date.parse(`${day}T00:00:00Z`);
  const minorDigits = (currency = shop.currency) =>
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const major = (amountMinor: number, currency: string) => amountMinor / 10 ** minorDigits(currency);

  return {
    locale,
    timeZone,
    currency: shop.currency,
    money: (amountMinor, currency = shop.currency) =>
      amountMinor === null
        ? DASH
        : new Intl.NumberFormat(tag, { style: 'currency', currency }).format(major(amountMinor, currency)),
    moneyShort: (amountMinor) => {
      const { currency } = shop;
      const value = major(amountMinor, currency);
      const options = { style: 'currency', currency, notation: 'compact', maximumFractionDigits: 1 } as const;
      if (locale !== 'vi') return new Intl.NumberFormat(tag, options).format(value);
      const symbol = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
      const parts = new Intl.NumberFormat(tag, symbol).formatToParts(0);
      return `${short(value)}\u00a0${parts.find(({ type }) => type === 'currency')?.value ?? currency}`;
    },
    number: (value) => (value === null ? DASH : numbers.format(value)),
    numberShort: short,
    percent: (share, digits = 0) =>
      share === null
        ? DASH
        : new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: digits }).format(share),
    day: (day) => (day === null ? DASH : days.format(ofDay(day))),
    dayShort: (day) => dayMonths.format(ofDay(day)),
    days: (from, to) => days.formatRange(ofDay(from), ofDay(to)),
    daysShort: (from, to) => dayMonths.formatRange(ofDay(from), ofDay(to)),
    month: (day) => months.format(ofDay(day.length === 7 ? `${day}-01` : day)),
    monthShort: (day) => monthYears.format(ofDay(day)),
    date: (time) => (time === null ? DASH : dates.format(Date.parse(time))),
    dateTime: (time) => (time === null ? DASH : dateTimes.format(Date.parse(time))),
    time: (time) => (time === null ? DASH : times.format(Date.parse(time))),
    ago: (time, now = Date.now()) => {
      const seconds = (Date.parse(time) - now) / 1000;
      for (const [unit, length] of UNITS)
        if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
      return locale === 'vi' ? 'vừa xong' : 'just now';
    },
    list: (items) => lists.format(items),
    minorDigits,
    dayOf: (time) => isoDays.format(typeof time === 'number' ? time : Date.parse(time)),
  };
}

const VIETNAMESE_UNITS = [
  [1e9, '\u00a0tỷ'],
  [1e6, '\u00a0tr'],
  [1e3, 'k'],
] as const;
const oneDecimal = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 1 });

/** The unit is that of the rounded figure: 999.960 is `1 tr` and not `1.000k`. */
function shortVietnamese(value: number): string {
  const unit = VIETNAMESE_UNITS.find(([size]) => Math.abs(value) >= size * 0.99995);
  return unit ? `${oneDecimal.format(value / unit[0])}${unit[1]}` : oneDecimal.format(value);
}
