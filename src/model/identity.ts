import type { InstallationId } from './ids.ts';

/**
 * What a customer can be known by. One key, one customer a shop: the key is the `_id` of a document, so the rule holds
 * under concurrency and on a sharded cluster (design §2). Two keys on one record (an order's phone and e-mail,
 * an account's id and phone) belong to one person, and customers are the connected components of that relation:
 * the same people whatever the order of arrival.
 */
export type IdentityKey = `${'p' | 'e' | 'h' | 'm'}:${string}`;

export const phoneIdentity = (e164: string): IdentityKey => `p:${e164}`;
export const emailIdentity = (email: string): IdentityKey => `e:${email}`;
/** An account on a host. Host ids are only unique within one connection, so it is part of the key. */
export const hostIdentity = (installation: InstallationId, hostId: string): IdentityKey =>
  `h:${installation}:${hostId}`;
/** A member code is the shop's own, whatever till it was typed into. */
export const memberIdentity = (code: string): IdentityKey => `m:${code.trim().toUpperCase()}`;

/** True when the key names an existing person by itself. A member code typed at a till may be a typing error. */
export function isSelfEvident(key: IdentityKey): boolean {
  return !key.startsWith('m:');
}
