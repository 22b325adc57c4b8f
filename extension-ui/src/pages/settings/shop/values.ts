import type { Answer } from '../../../api/client.ts';
import { type Locale, readNumber, writeNumber } from '../../segment-builder/form-numbers.ts';

export type Settings = Answer<'/api/v1/settings'>;
export type SettingsEdit = Partial<
  Pick<Settings, 'name' | 'timeZone' | 'locale' | 'spend' | 'exchangeRates' | 'sharedContacts'>
>;

/** A row of the table of rates. The rate is as it is typed, in the language of whoever types. */
export interface RateRow {
  readonly currency: string;
  readonly rate: string;
}

/** The form, with only what was touched. What nobody touches follows the server, also while one is writing. */
export interface Draft {
  readonly name?: string;
  readonly timeZone?: string;
  readonly locale?: Settings['locale'];
  readonly includeTax?: boolean;
  readonly includeShipping?: boolean;
  readonly rates?: readonly RateRow[];
  readonly contacts?: readonly string[];
}

export type Values = Required<Draft>;

export function valuesOf(settings: Settings, locale: Locale): Values {
  const { name, timeZone, spend, exchangeRates, sharedContacts } = settings;
  return {
    name,
    timeZone,
    locale: settings.locale,
    includeTax: spend.includeTax,
    includeShipping: spend.includeShipping,
    rates: Object.entries(exchangeRates)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, rate]) => ({ currency, rate: writeNumber(Number(rate), locale, RATE_DECIMALS) })),
    contacts: sharedContacts,
  };
}

const RATE_DECIMALS = 12;

/** A rate as the server takes it: `25400`, `0.0000394`. Null for what is no number above zero. */
export function readRate(text: string, locale: Locale): string | null {
  const read = readNumber(text, locale, RATE_DECIMALS);
  if (!read.ok || read.value <= 0 || read.value >= 1e12) return null;
  return read.value.toFixed(RATE_DECIMALS).replace(/\.?0+$/, '');
}

export type RateProblem = 'rateMissing' | 'rateTwice' | 'rateWrong';

/** What is wrong with each row; null where nothing is. */
export function rateProblems(rates: readonly RateRow[], locale: Locale): (RateProblem | null)[] {
  return rates.map(({ currency, rate }, index) => {
    if (currency === '') return 'rateMissing';
    if (rates.findIndex((other) => other.currency === currency) < index) return 'rateTwice';
    return readRate(rate, locale) === null ? 'rateWrong' : null;
  });
}

/** As the server reads them: eight digits at least, or something with an @. It looks more closely. */
export function isContact(text: string): boolean {
  return /^\S+@\S+\.\S+$/.test(text.trim()) || (/^[+\d().\s-]+$/.test(text) && text.replace(/\D/g, '').length >= 8);
}

/** What differs from what the server has, as it is sent; null when a row cannot be read. */
export function editOf(settings: Settings, values: Values, locale: Locale): SettingsEdit | null {
  if (rateProblems(values.rates, locale).some((problem) => problem !== null)) return null;
  const edit: SettingsEdit = {
    name: values.name.trim(),
    timeZone: values.timeZone,
    locale: values.locale,
    spend: { includeTax: values.includeTax, includeShipping: values.includeShipping },
    exchangeRates: Object.fromEntries(
      values.rates.map(({ currency, rate }) => [currency, readRate(rate, locale) ?? '']),
    ),
    sharedContacts: [...values.contacts],
  };
  const changed = Object.entries(edit).filter(
    ([field, value]) => plain(value) !== plain(settings[field as keyof SettingsEdit]),
  );
  return Object.fromEntries(changed);
}

/** The same edit the other way round: what Undo sends. */
export function reverseOf(settings: Settings, edit: SettingsEdit): SettingsEdit {
  const fields = Object.keys(edit) as (keyof SettingsEdit)[];
  return Object.fromEntries(fields.map((field) => [field, settings[field]]));
}

/** Whether saving it computes every figure again. */
export function isRecomputing(edit: SettingsEdit): boolean {
  return edit.timeZone !== undefined || edit.spend !== undefined;
}

/** For comparing: rates in any order and `25400.0` are the same. */
function plain(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  return JSON.stringify(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, typeof item === 'string' ? Number(item) : item]),
  );
}
