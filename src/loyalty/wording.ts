import { displayMoney, type Language, type Lookup, quoted } from '../model.ts';
import type { RuleWords } from './rule.ts';

/** How one language writes what rules talk about. `nameOf` tells what the shop calls a product, a store or a tier. */
export function ruleWords(
  language: Language,
  {
    currency,
    nameOf,
  }: { readonly currency: string; readonly nameOf?: (of: Lookup | 'tiers', id: string) => string | undefined },
): RuleWords {
  const locale = language === 'vi' ? 'vi' : 'en-GB';
  const say = (vi: string, en: string) => (language === 'vi' ? vi : en);
  const number = new Intl.NumberFormat(locale);
  const either = new Intl.ListFormat(locale, { type: 'disjunction' });
  const dates = new Intl.DateTimeFormat(locale, {
    day: language === 'vi' ? '2-digit' : 'numeric',
    month: language === 'vi' ? '2-digit' : 'long',
    year: 'numeric',
    timeZone: 'UTC', // a day number counts days of no zone
  });
  return {
    say,
    points: (points) => `${number.format(points)} ${say('điểm', points === 1 ? 'point' : 'points')}`,
    money: (amountMinor) => displayMoney(amountMinor, currency, language),
    day: (day) => dates.format(day * 86_400_000),
    or: (items) => either.format(items),
    chosen: (of, ids) => either.format([...new Set(ids)].map((id) => quoted(nameOf?.(of, id) ?? id))),
  };
}
