import { AppError } from '../errors.ts';
import type { Instant, ShopId } from '../model.ts';
import { hashKey, newSecret } from './secrets.ts';
import type { ApiKeyDocument } from './store/documents.ts';
import type { ShopStore, Store } from './store/index.ts';

/** What a key may do. Each route names the one that it wants; `*` holds all of a shop's. */
export const SCOPES = [
  'customers:read',
  'customers:write',
  'orders:read',
  'segments:read',
  'segments:write',
  'segments:export',
  'deliveries:read',
  'deliveries:write',
  'settings:read',
  'settings:write',
  'overview:read',
  'staff:read',
  'staff:write',
  'jobs:read',
  'jobs:write',
  'loyalty:read',
  'loyalty:write',
  'loyalty:redeem',
  'programme:read',
  'programme:write',
  'privacy:write',
  'keys:write',
  'metrics:read',
] as const;

export type Scope = (typeof SCOPES)[number];
export type GrantedScope = Scope | '*';

/** Figures of the whole server, so not among what `*` gives: the owner of one shop has no claim to them. */
const SERVER_SCOPES: readonly string[] = ['metrics:read'] satisfies Scope[];

const KEY_PREFIX = 'tsk_';
const KEY = /^tsk_[A-Za-z0-9]{43}$/;

/** A key after it was checked: whose it is and what it may do. */
export interface VerifiedKey {
  /** Hash prefix: names the key in logs, in the audit log and in the API. */
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** The one way from a request to data, made from the key's own shop. */
  readonly store: ShopStore;
}

export function holds(scopes: readonly string[], wanted: Scope): boolean {
  return scopes.includes(wanted) || (scopes.includes('*') && !SERVER_SCOPES.includes(wanted));
}

/** Refuses to hand on what the giver does not hold: `keys:write` must not be a way to everything else. */
export function checkGrant(own: readonly string[], given: readonly GrantedScope[]): void {
  const lacking = given.filter((scope) => (scope === '*' ? !own.includes('*') : !holds(own, scope)));
  if (lacking.length > 0)
    throw new AppError('forbidden', `this key cannot give ${lacking.join(', ')}, which it does not have`);
}

/** A new key of this shop. `key` is shown once: only its hash is kept. */
export async function createApiKey(
  scope: ShopStore,
  given: { readonly name: string; readonly scopes: readonly GrantedScope[] },
  now: Instant,
): Promise<{ readonly id: string; readonly key: string }> {
  const key = newSecret(KEY_PREFIX);
  const hash = hashKey(key);
  const id = hash.slice(0, 12);
  await scope.apiKeys.insert([
    { _id: `${scope.shop}/${id}`, shop: scope.shop, hash, name: given.name, scopes: [...given.scopes], createdAt: now },
  ]);
  return { id, key };
}

/** The shop's keys, revoked ones too, newest first; without their hashes. */
export async function listApiKeys(
  scope: ShopStore,
): Promise<(Omit<ApiKeyDocument, '_id' | 'shop' | 'hash'> & { readonly id: string })[]> {
  const found = await scope.apiKeys
    .find({}, { projection: { hash: 0 } })
    .sort({ createdAt: -1, _id: 1 })
    .toArray();
  return found.map(({ _id, shop: _shop, hash: _hash, ...rest }) => ({ id: _id.slice(_id.indexOf('/') + 1), ...rest }));
}

/** False when the shop has no such key. A key that was revoked stays so, with its first time. */
export async function revokeApiKey(scope: ShopStore, id: string, now: Instant): Promise<boolean> {
  const _id = `${scope.shop}/${id}`;
  const revoked = await scope.apiKeys.updateOne({ _id, revokedAt: { $exists: false } }, { $set: { revokedAt: now } });
  return revoked.matchedCount > 0 || (await scope.apiKeys.count({ _id })) > 0;
}

/** A revoked key is refused by every process within this time. */
const KNOWN_MS = 1000;
const USED_EVERY_MS = 60_000;

/**
 * Finds the shop of a key. By the hash, in an index: the comparison is not in constant time and need not be, since whoever
 * could measure it learns something about a hash and not about a key, and cannot choose keys by their hash.
 */
export class ApiKeys {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #known = new Map<string, { readAt: number; key: VerifiedKey }>();

  constructor(store: Store, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /** Null for whatever is not a key in force; which of the reasons it is, is nobody's business. */
  async verify(text: string): Promise<VerifiedKey | null> {
    if (!KEY.test(text)) return null;
    const hash = hashKey(text);
    return this.#inForce(hash, { hash });
  }

  /** The key that a session was begun with: null as soon as it is revoked. */
  async find(shop: ShopId, id: string): Promise<VerifiedKey | null> {
    const _id = `${shop}/${id}`;
    return this.#inForce(_id, { _id });
  }

  async #inForce(
    name: string,
    filter: { readonly hash: string } | { readonly _id: string },
  ): Promise<VerifiedKey | null> {
    const known = this.#known.get(name);
    if (known && this.#now() - known.readAt < KNOWN_MS) return known.key;
    const readAt = this.#now();
    const document = await this.#store.system.apiKeys.findOne(filter);
    if (!document || document.revokedAt !== undefined) {
      this.#known.delete(name);
      return null;
    }
    await this.#used(document, readAt);
    const key = {
      id: document.hash.slice(0, 12),
      name: document.name,
      scopes: document.scopes,
      store: this.#store.forShop(document.shop),
    };
    if (this.#known.size >= 10_000) this.#known.clear();
    this.#known.set(name, { readAt, key });
    return key;
  }

  /** For whoever wonders whether a key is still needed. By its old value, so that of many requests at once one writes. */
  async #used({ _id, shop, lastUsedAt }: ApiKeyDocument, now: number): Promise<void> {
    if (lastUsedAt !== undefined && now - lastUsedAt < USED_EVERY_MS) return;
    const before = lastUsedAt === undefined ? { $exists: false } : lastUsedAt;
    await this.#store.forShop(shop).apiKeys.updateOne({ _id, lastUsedAt: before }, { $set: { lastUsedAt: now } });
  }
}
