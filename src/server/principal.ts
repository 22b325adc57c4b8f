import type { InstallationId } from '../model.ts';
import { holds, SCOPES, type Scope, type VerifiedKey } from './api-keys.ts';
import { ROLES, type Role } from './staff/roles.ts';
import type { StaffDocument } from './store/documents.ts';
import type { ShopStore } from './store/index.ts';

/** Who asks the API, after it was checked: an API key, or somebody of the shop's staff. */
export interface Principal {
  readonly kind: 'key' | 'staff';
  /** Of a key the beginning of its hash, of a staff member `<connection>:<id on the host>`. */
  readonly id: string;
  readonly name: string;
  /** Null for a key: that has scopes of its own. */
  readonly role: Role | null;
  readonly scopes: readonly string[];
  /** The one way from a request to data, made from the shop of whoever asks. */
  readonly store: ShopStore;
  /** Through whose host they came; null for a key, and for staff who came by a link of the command line. */
  readonly connection: InstallationId | null;
}

/** `key <id>` or `staff <id>`: in the audit log, as who changed something, and what requests are counted by. */
export function actorOf({ kind, id }: Pick<Principal, 'kind' | 'id'>): string {
  return `${kind} ${id}`;
}

/** Every scope that somebody holds, `*` written out. */
export function scopesOf({ scopes }: Pick<Principal, 'scopes'>): Scope[] {
  return SCOPES.filter((scope) => holds(scopes, scope));
}

export function keyPrincipal({ id, name, scopes, store }: VerifiedKey): Principal {
  return { kind: 'key', id, name, role: null, scopes, store, connection: null };
}

export function staffPrincipal(member: StaffDocument, store: ShopStore): Principal {
  const { role, name, installation } = member;
  return { kind: 'staff', id: staffIdOf(member), name, role, scopes: ROLES[role], store, connection: installation };
}

/** What a staff member is called outside: the `_id` without the shop. */
export function staffIdOf({ _id, shop }: Pick<StaffDocument, '_id' | 'shop'>): string {
  return _id.slice(shop.length + 1);
}
