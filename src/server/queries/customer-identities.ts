import type { IdentityKey, Instant } from '../../model.ts';
import { emailIdentity, phoneIdentity } from '../../model.ts';
import type { ChangeCause, ChangeDocument, CustomerDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { keysOf } from './customer.ts';
import { QUERY_MS } from './limits.ts';

/** One thing by which a customer is known, or was. It goes on finding them (ADR 3). */
export interface KnownBy {
  readonly key: IdentityKey;
  /** It is the phone or e-mail that the profile shows now; accounts that their host deleted are not. */
  readonly current: boolean;
  /** When we first heard of it and from whom; null for what was known before that was written down. */
  readonly since: Instant | null;
  readonly cause: ChangeCause | null;
  /** When another phone or e-mail took its place; null while it is current, and where nothing did. */
  readonly until: Instant | null;
}

/** Everything a customer is known by: what holds first, then the newest first. */
export async function customerIdentities(scope: ShopStore, customer: CustomerDocument): Promise<KnownBy[]> {
  const [documents, changes] = await Promise.all([
    scope.identities.find({ _id: { $in: customer.ids.map((key) => `${scope.shop}/${key}`) } }).toArray(),
    contactChanges(scope, customer),
  ]);
  const stored = new Map(documents.map((identity) => [identity._id.slice(scope.shop.length + 1), identity]));
  const current = new Set<string>([
    ...(customer.phone === undefined ? [] : [phoneIdentity(customer.phone)]),
    ...(customer.email === undefined ? [] : [emailIdentity(customer.email)]),
  ]);
  return customer.ids
    .map((key): KnownBy => {
      const isContact = key.startsWith('p:') || key.startsWith('e:');
      const isCurrent = isContact ? current.has(key) : !customer.gone?.includes(key);
      const told = isContact ? toldOf(changes, key) : { first: null, until: null };
      const identity = stored.get(key);
      return {
        key,
        current: isCurrent,
        since: identity?.since ?? told.first?.recordedAt ?? null,
        cause: identity?.cause ?? told.first?.cause ?? null,
        until: isCurrent ? null : told.until,
      };
    })
    .sort(
      (a, b) => Number(b.current) - Number(a.current) || (b.since ?? 0) - (a.since ?? 0) || (a.key < b.key ? -1 : 1),
    );
}

/** What was said of their phone and e-mail, by accounts, staff and orders, oldest first. */
function contactChanges(scope: ShopStore, customer: CustomerDocument): Promise<ChangeDocument[]> {
  return keysOf(scope, customer._id).then((keys) =>
    scope.changes
      .find(
        { customer: { $in: keys }, field: { $in: ['phone', 'phone:order', 'email', 'email:order'] } },
        { hint: { customer: 1, at: 1 }, maxTimeMS: QUERY_MS },
      )
      .sort({ at: 1 })
      .toArray(),
  );
}

/** Who said a contact first, and when something else was said in the place where it was said last. */
function toldOf(
  changes: readonly ChangeDocument[],
  key: IdentityKey,
): { first: ChangeDocument | null; until: Instant | null } {
  const field = key.startsWith('p:') ? 'phone' : 'email';
  const theirs = changes.filter((change) => change.field === field || change.field === `${field}:order`);
  const value = key.slice(2);
  const last = theirs.findLast((change) => change.value === value);
  const after = last && theirs.find((change) => change.field === last.field && change.at > last.at);
  return { first: theirs.find((change) => change.value === value) ?? null, until: after?.at ?? null };
}
