import { cleanText, fold, type Place } from '../model.ts';
import type { Fields } from './fields.ts';

/**
 * Shopify's REST resources, which Haravan and Sapo copied field for field: what is literally the same in them is read here and in
 * the other `rest-*.ts`.
 */

/** What a host calls the two times of a resource. */
export interface TimeNames {
  readonly created: string;
  readonly updated: string;
}

export const AT: TimeNames = { created: 'created_at', updated: 'updated_at' };

/**
 * An address; null when nothing in it is filled in. Haravan and Sapo write district and ward, Shopify has neither. A country alone
 * is kept: it is all that a till order tells. One with a company in it is taken for where somebody works (C22).
 */
export function readPlace(address: Fields | null): Place | null {
  if (address === null) return null;
  const lines = [address.textOrNull('address1'), address.textOrNull('address2')].filter((line) => line !== null);
  const place: Place = {
    city: address.textOrNull('city'),
    province: address.textOrNull('province'),
    provinceCode: address.textOrNull('province_code'),
    district: address.textOrNull('district'),
    districtCode: address.textOrNull('district_code'),
    ward: address.textOrNull('ward'),
    wardCode: address.textOrNull('ward_code'),
    countryCode: countryOf(address),
    address: cleanText(lines.join(', ')),
  };
  if (Object.values(place).every((value) => value === null)) return null;
  return cleanText(address.textOrNull('company')) === null ? place : { ...place, kind: 'work' };
}

/** The first of these addresses that names a company. */
export function companyOf(addresses: readonly (Fields | null | undefined)[]): string | null {
  for (const address of addresses) {
    const company = cleanText(address?.textOrNull('company'));
    if (company !== null) return company;
  }
  return null;
}

/** Two letters. Sapo documents three as well and writes both for Vietnam; the rest of the world has two in every payload seen. */
export function countryOf(address: Fields): string | null {
  const code = address.textOrNull('country_code')?.toUpperCase() ?? null;
  return code === 'VNM' ? 'VN' : code;
}

/** Where an order went: the delivery address, or the invoice's where that tells more than a country (D8). */
export function orderPlace(order: Fields): Place | null {
  const places = ['shipping_address', 'billing_address'].flatMap((name) => readPlace(order.objectOrNull(name)) ?? []);
  return (
    places.find((place) => place.city !== null || place.province !== null || place.provinceCode !== null) ??
    places[0] ??
    null
  );
}

/** "VIP, Khách sỉ" → two tags. Hosts allow no comma within a tag. */
export function splitTags(text: string | null): string[] {
  return [...new Set((text ?? '').split(',').flatMap((tag) => cleanText(tag) ?? []))];
}

/** `source_name`, lower case. Apps without a name of their own appear by number, told apart from words by `app:`. */
export function channelOf(sourceName: string | null): string {
  const name = sourceName?.toLowerCase() ?? 'unknown';
  return /^\d+$/.test(name) ? `app:${name}` : name;
}

/**
 * The merchant's own product type as a category. It has no id, so its folded name is one ("type:ao dai"), under a prefix that no
 * collection's id can have. Collections are not in any order or product payload of these hosts.
 */
export function typeCategory(type: string | null): { readonly id: string; readonly name: string } | null {
  if (type === null) return null;
  return { id: `type:${fold(type).slice(0, 100).toWellFormed().trim()}`, name: type }; // ids are index keys, so bounded
}

/**
 * Codes that the buyer entered. `discount_codes` also holds the title of a discount that staff typed on a draft order, so a code counts
 * only where the application says that it is one.
 */
export function enteredCodes(order: Fields): string[] {
  const entered = order
    .objects('discount_applications')
    .filter((application) => application.raw('type') === 'discount_code');
  return [...new Set(entered.flatMap((application) => application.textOrNull('code') ?? []))];
}

/** The first page of the visit, "/collections/tra?utm_source=zalo". */
export function utmSource(landingSite: string | null): string | null {
  const query = landingSite?.split('?')[1]?.split('#')[0];
  return new URLSearchParams(query ?? '').get('utm_source')?.trim().toLowerCase() || null;
}
