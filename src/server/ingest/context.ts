import type { IdentityKey, InstallationId, Instant, Shop } from '../../model.ts';
import { emailIdentity, normaliseEmail, normalisePhone, phoneIdentity, shortHash } from '../../model.ts';
import type { LiveSegments } from '../segments/live.ts';
import type { ShopLoyalty } from '../shop-state.ts';
import type { ChangeCause } from '../store/documents.ts';

/** What surrounds an event: whose it is, where it came from, what time it is. Nothing in this folder reads a clock. */
export interface IngestContext {
  readonly shop: Shop;
  readonly installation: InstallationId;
  /** When we heard of it: the version of statements that carry no time of their own. */
  readonly receivedAt: Instant;
  /** The instant at which conditions are decided. */
  readonly now: Instant;
  readonly cause: ChangeCause;
  /** Saved segments whose members are kept, at this moment. */
  readonly live: LiveSegments;
  readonly loyalty: ShopLoyalty;
}

/** A contact as given, normalised, and null when it is none or the shop said that it belongs to nobody. */
export function readPhone(context: Pick<IngestContext, 'shop'>, text: string | null | undefined): string | null {
  const phone = text ? normalisePhone(text, context.shop.countryCode) : null;
  return phone !== null && !context.shop.settings.sharedContacts.includes(phone) ? phone : null;
}

export function readEmail(context: Pick<IngestContext, 'shop'>, text: string | null | undefined): string | null {
  const email = text ? normaliseEmail(text) : null;
  return email !== null && !context.shop.settings.sharedContacts.includes(email) ? email : null;
}

export function contactIdentities(phone: string | null, email: string | null): IdentityKey[] {
  return [...(phone === null ? [] : [phoneIdentity(phone)]), ...(email === null ? [] : [emailIdentity(email)])];
}

/** A short, stable name of a value: equal content has equal hashes on every machine. */
export function contentHash(value: unknown): string {
  return shortHash(16, canonicalJson(value));
}

/**
 * JSON with the keys of objects sorted, so that two decoders' field order does not make two contents. Written out by hand because
 * every event asks for it some thirty times, and `JSON.stringify` with a sorting replacer takes four times as long.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((inner: unknown) => canonicalJson(inner) ?? 'null').join(',')}]`;
  let text = '';
  for (const key of Object.keys(value).sort()) {
    const inner = canonicalJson((value as Record<string, unknown>)[key]);
    if (inner !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${inner}`;
  }
  return `{${text}}`;
}
