import { type CustomerKey, fold, type IdentityKey, nameOrder, type Place, type ShopId } from '../../model.ts';
import type { CustomerDocument, CustomerListing } from '../store/documents.ts';

/**
 * What lists find and order a customer by, derived from the rest of the document with every write. One index over `words` answers
 * search, tags and places, because all of them ask for few customers and change seldom (store/indexes.ts).
 */
export function listingOf(customer: Omit<CustomerDocument, 'listing'>): CustomerListing {
  const { stats } = customer;
  return {
    shop: shopOf(customer._id),
    ...(customer.name === undefined ? {} : { name: nameOrder(customer.name) }),
    ...(stats.orders === 0 ? {} : { averageMinor: Math.round(stats.spentMinor / stats.orders) }),
    words: wordsOf(customer),
  };
}

/** Tags and places stand in `words` behind a sign that no searched word begins with. */
export const tagWord = (tag: string): string => `#${fold(tag)}`;
export const placeWord = (place: string): string => `@${fold(place)}`;

/** Letters and digits of a text, folded: what its words are. "Lan-Anh (Zalo)" is lan, anh and zalo. */
export function foldedWords(text: string): string[] {
  return fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** Who is known by more is a till's "walk-in" or several people on one card: a list need not find them by each. */
const KNOWN_BY_MAX = 60;
/** Digits from which on a part of a number is searched: two would name every tenth customer. */
export const PHONE_PART_MIN = 3;
/** The longest part that is not the whole number; Vietnamese numbers have nine digits after the +84. */
const PHONE_PART_MAX = 9;

function wordsOf(customer: Omit<CustomerDocument, 'listing'>): string[] {
  const { name, phone, email, tags, addresses = [] } = customer;
  const words = name === undefined ? [] : foldedWords(name);
  if (phone !== undefined) words.push(...phoneWords(phone));
  if (email !== undefined) words.push(fold(email));
  for (const id of knownBy(customer.ids)) {
    const known = id.slice(2);
    if (id.startsWith('p:')) words.push(...phoneWords(known));
    else words.push(fold(known));
  }
  words.push(...tags.map(tagWord), ...addresses.flatMap(placesOf).map(placeWord));
  return [...new Set(words)].sort();
}

/** Phones, addresses and member codes. What a host calls an account is nothing that people search for. */
function knownBy(ids: readonly IdentityKey[]): IdentityKey[] {
  return ids.filter((id) => !id.startsWith('h:')).slice(0, KNOWN_BY_MAX);
}

/** The number, and its ends: a part of a number is how one of its ends begins. */
function phoneWords(e164: string): string[] {
  const words = [e164];
  for (let length = PHONE_PART_MIN; length <= Math.min(PHONE_PART_MAX, e164.length - 1); length++)
    words.push(e164.slice(-length));
  return words;
}

/** The city and the province that an address names. */
export function placesOf({ city, province }: Place): string[] {
  return [city, province].filter((place) => place !== null && fold(place) !== '') as string[];
}

const shopOf = (key: CustomerKey) => key.slice(0, key.indexOf('/')) as ShopId;
