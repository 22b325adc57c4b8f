import { decodeHTML } from 'entities';
import { cleanText, type Instant, type Place } from '../../model.ts';
import type { Fields } from '../fields.ts';
import { fullName } from '../person-name.ts';

/** What orders, customers and products have in common: text with entities, GMT times, meta data, addresses. */

/** WordPress stores "Trà & Bánh" as `Trà &amp; Bánh`, and REST gives it out like that. */
export function plainText(body: Fields, name: string): string | null {
  const text = body.textOrNull(name);
  return text === null ? null : cleanText(decodeHTML(text));
}

/** The `*_gmt` fields are UTC without saying so. */
export function readGmt(body: Fields, name: string): Instant | null {
  return body.instantOrNull(name, { assumeUtc: true });
}

/** The first of these keys that holds text. */
export function meta(body: Fields, keys: readonly string[]): string | null {
  const entries = body.objects('meta_data');
  for (const key of keys) {
    const text = entries
      .find((entry) => entry.raw('key') === key && entry.textOrNull('value') !== null)
      ?.textOrNull('value');
    if (text) return text;
  }
  return null;
}

export function nameOf(person: Fields | null): string | null {
  if (person === null) return null;
  return fullName(plainText(person, 'first_name'), plainText(person, 'last_name'), person.textOrNull('country'));
}

/**
 * WooCommerce keeps a code in `state` for countries whose provinces it knows, and what the buyer typed for others, Vietnam
 * among them. Null when the address is empty. One with a company in it is taken for where somebody works (C22).
 */
export function placeOf(address: Fields | null): Place | null {
  if (address === null) return null;
  const state = plainText(address, 'state');
  const isCode = state !== null && /^[A-Z0-9]+(-[A-Z0-9]+)?$/.test(state) && state.length <= 8;
  const place: Place = {
    city: plainText(address, 'city'),
    province: isCode ? null : state,
    provinceCode: isCode ? state : null,
    district: null,
    districtCode: null,
    ward: null,
    wardCode: null,
    countryCode: address.textOrNull('country')?.toUpperCase() ?? null,
    address: cleanText(
      [plainText(address, 'address_1'), plainText(address, 'address_2')].filter((line) => line !== null).join(', '),
    ),
  };
  if (Object.values(place).every((value) => value === null)) return null;
  return plainText(address, 'company') === null ? place : { ...place, kind: 'work' };
}
