import { cleanText, fold, type Place } from '../model.ts';
import type { Fields } from './fields.ts';

/** Shopify's REST resources, which Haravan copied field for field: what is literally the same in both is read here. */

/**
 * An address; null when nothing in it is filled in. Haravan writes district and ward, Shopify has neither. A country alone
 * is kept: it is all that a till order tells.
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
    countryCode: address.textOrNull('country_code')?.toUpperCase() ?? null,
    address: cleanText(lines.join(', ')),
  };
  return Object.values(place).every((value) => value === null) ? null : place;
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
