import { hash } from 'node:crypto';

declare const brand: unique symbol;
type Brand<T, B extends string> = T & { readonly [brand]: B };

/** A shop of ours, e.g. `k7f2qz`. Six base-32 characters: it begins every `_id` and so every index. */
export type ShopId = Brand<string, 'ShopId'>;
/** One connection of a shop to one host platform, e.g. `w3x8`. A shop may have a web store and tills. */
export type InstallationId = Brand<string, 'InstallationId'>;
/** Twelve base-32 characters of a hash: the part of a customer's key that leaves the house. */
export type CustomerId = Brand<string, 'CustomerId'>;
/** `<shopId>/<bucket>/<customerId>`: the `_id` in the clustered `customers` collection (design §2). */
export type CustomerKey = Brand<string, 'CustomerKey'>;
/** `<shopId>/<installationId>/<host order id>`: the `_id` in `orders`. */
export type OrderKey = Brand<string, 'OrderKey'>;

/** A shop's customers lie in this many buckets, so ten of them are a 1 % sample. */
export const BUCKET_COUNT = 1024;

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'; // Crockford's base 32: no i, l, o, u to misread aloud

/** The first `length` base-32 characters (5 bits each) of SHA-256 over the parts. Deterministic. */
export function shortHash(length: number, ...parts: string[]): string {
  const digest = hash('sha256', parts.join('\0'), 'buffer');
  let text = '';
  for (let i = 0; i < length; i++) {
    const bit = i * 5;
    const byte = bit >> 3;
    const window = ((digest[byte] ?? 0) << 8) | (digest[byte + 1] ?? 0);
    text += ALPHABET[(window >> (11 - (bit & 7))) & 31];
  }
  return text;
}

/** SHA-256 of a text in hex: what chains the postings of a customer. */
export function digest(text: string): string {
  return hash('sha256', text, 'hex');
}

/**
 * The id of the customer first known by `identityKey`. A hash, not a random number, so that bulk generation,
 * replay and live ingest name the same person alike. `attempt` > 0 when the id is already taken by a customer
 * who has since let go of that identity (erased, or re-keyed).
 */
export function customerIdOf(shop: ShopId, identityKey: string, attempt = 0): CustomerId {
  return shortHash(12, shop, identityKey, String(attempt)) as CustomerId;
}

/** Three hex digits, 000 to 3ff: the first ten bits of the id, so it never has to be stored beside it. */
export function bucketOf(id: CustomerId): string {
  const value = ALPHABET.indexOf(id[0] ?? '0') * 32 + ALPHABET.indexOf(id[1] ?? '0');
  return bucketName(value);
}

export function bucketName(index: number): string {
  return index.toString(16).padStart(3, '0');
}

export function customerKey(shop: ShopId, id: CustomerId): CustomerKey {
  return `${shop}/${bucketOf(id)}/${id}` as CustomerKey;
}

/** The part of a key that the API shows. */
export function customerIdFromKey(key: CustomerKey): CustomerId {
  return key.slice(key.lastIndexOf('/') + 1) as CustomerId;
}

export function orderKey(shop: ShopId, installation: InstallationId, hostId: string): OrderKey {
  return `${shop}/${installation}/${hostId}` as OrderKey;
}

/** True for a string that {@link customerIdOf} could have made: what arrives in a URL is checked with it. */
export function isCustomerId(text: string): text is CustomerId {
  return /^[0-9abcdefghjkmnpqrstvwxyz]{12}$/.test(text);
}

/**
 * MongoDB's hash of a string for hashed indexes, which it promises to keep: the first eight bytes of the MD5 of a zero seed, the
 * canonical type of strings, and the string as BSON has it.
 */
export function hashedIndexKey(value: string): bigint {
  const content = Buffer.from(value);
  const bytes = Buffer.alloc(13 + content.length);
  bytes.writeInt32LE(CANONICAL_STRING, 4);
  bytes.writeInt32LE(content.length + 1, 8);
  content.copy(bytes, 12);
  return hash('md5', bytes, 'buffer').readBigInt64LE(0);
}

const CANONICAL_STRING = 15;
