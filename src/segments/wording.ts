import { type DayNumber, displayMoney } from '../model.ts';
import type { Names, SegmentContext } from './context.ts';
import type { Language } from './form.ts';

export { quoted } from '../model.ts';

/** How one language writes what conditions talk about. */
export interface Wording {
  readonly context: SegmentContext;
  readonly names: Names;
  /** The text of the language that is being written. */
  say(vi: string, en: string): string;
  money(amountMinor: number): string;
  number(value: number): string;
  /** "3 đơn hàng"; "1 order", "3 orders". */
  counted(value: number, vi: string, one: string, other: string): string;
  day(day: DayNumber): string;
  /** "A, B hoặc C" */
  or(items: readonly string[]): string;
  /** "A, B và C" */
  and(items: readonly string[]): string;
}

export function wordingOf(language: Language, context: SegmentContext, names: Names): Wording {
  const locale = language === 'vi' ? 'vi' : 'en-GB';
  const say = (vi: string, en: string) => (language === 'vi' ? vi : en);
  const number = new Intl.NumberFormat(locale);
  const either = new Intl.ListFormat(locale, { type: 'disjunction' });
  const both = new Intl.ListFormat(locale, { type: 'conjunction' });
  const dates = new Intl.DateTimeFormat(locale, {
    day: language === 'vi' ? '2-digit' : 'numeric',
    month: language === 'vi' ? '2-digit' : 'long',
    year: 'numeric',
    timeZone: 'UTC', // a day number counts days of no zone
  });
  return {
    context,
    names,
    say,
    money: (amountMinor) => displayMoney(amountMinor, context.currency, language),
    number: (value) => number.format(value),
    counted: (value, vi, one, other) => `${number.format(value)} ${say(vi, value === 1 ? one : other)}`,
    day: (day) => dates.format(day * 86_400_000),
    or: (items) => either.format(items),
    and: (items) => both.format(items),
  };
}
