import type { InstallationId, Instant, ShopId } from '../../model.ts';
import { recordAudit } from '../audit.ts';
import type { StaffDocument } from '../store/documents.ts';
import type { ShopStore, Store } from '../store/index.ts';

/** Who a host, or a link of the command line, says that somebody is. */
export interface Visitor {
  readonly installation: InstallationId;
  readonly userId: string;
  /** Null: the host does not say. */
  readonly name: string | null;
  readonly email: string | null;
  readonly isAdmin: boolean;
}

/** Another role, a removal and a removed connection act on every process within this time. */
const KNOWN_MS = 1000;
const SEEN_EVERY_MS = 60_000;

/** The staff of all shops as requests need it: who is in force, looked up with a short memory. */
export class StaffMembers {
  readonly #store: Store;
  readonly #now: () => Instant;
  readonly #known = new Map<string, { readAt: Instant; member: StaffDocument }>();

  constructor(store: Store, now: () => Instant) {
    this.#store = store;
    this.#now = now;
  }

  /** Null for who is unknown or removed, and for whose connection is no more. `id` is without the shop. */
  async find(shop: ShopId, id: string): Promise<StaffDocument | null> {
    const _id = `${shop}/${id}`;
    const known = this.#known.get(_id);
    const readAt = this.#now();
    if (known && readAt - known.readAt < KNOWN_MS) return known.member;
    const scope = this.#store.forShop(shop);
    const member = await scope.staff.findOne({ _id });
    if (!member || member.removedAt !== undefined || !(await isConnected(scope, member))) {
      this.#known.delete(_id);
      return null;
    }
    await this.#seen(scope, member, readAt);
    if (this.#known.size >= 10_000) this.#known.clear();
    this.#known.set(_id, { readAt, member });
    return member;
  }

  /** Called by whoever changes somebody, so that in this process it acts at once. */
  forget(_id: string): void {
    this.#known.delete(_id);
  }

  /**
   * Lets somebody in whom an active connection of the shop vouches for: the shop's first is its owner, whoever comes new later is a
   * viewer, or a manager if the host lets them administer the store. Null for who was removed.
   */
  async arrive(shop: ShopId, visitor: Visitor): Promise<StaffDocument | null> {
    const scope = this.#store.forShop(shop);
    const _id = `${shop}/${visitor.installation}:${visitor.userId}`;
    const known = await scope.staff.findOne({ _id });
    if (known?.removedAt !== undefined) return null;
    if (known) return this.#renamed(scope, known, visitor);
    const { installation, userId, name, email, isAdmin } = visitor;
    const now = this.#now();
    return addMember(this.#store, {
      _id,
      shop,
      installation,
      userId,
      name: name ?? `#${userId}`,
      ...(email === null ? {} : { email }),
      role: isAdmin ? 'manager' : 'viewer',
      createdAt: now,
      lastSeenAt: now,
    });
  }

  /** The host knows best what its people are called. */
  async #renamed(scope: ShopStore, known: StaffDocument, { name, email }: Visitor): Promise<StaffDocument> {
    const called = { name: name ?? known.name, ...(email === null ? {} : { email }) };
    if (called.name === known.name && (email === null || email === known.email)) return known;
    await scope.staff.updateOne({ _id: known._id }, { $set: called });
    this.forget(known._id);
    return { ...known, ...called };
  }

  async #seen(scope: ShopStore, { _id, lastSeenAt }: StaffDocument, now: Instant): Promise<void> {
    if (now - lastSeenAt < SEEN_EVERY_MS) return;
    await scope.staff.updateOne({ _id, lastSeenAt: { $lt: now } }, { $set: { lastSeenAt: now } });
  }
}

/**
 * Puts a new member in, or finds the one whom another request has just put in; null for who was removed. The first of a shop becomes
 * its owner whatever was meant: of several at once the index lets one through as the first, and the transactions of the
 * others look again.
 */
export function addMember(store: Store, member: StaffDocument): Promise<StaffDocument | null> {
  return store.transaction(member.shop, async (scope) => {
    const known = await scope.staff.findOne({ _id: member._id });
    if (known) return known.removedAt === undefined ? known : null;
    const isFirst = (await scope.staff.count({}, { limit: 1 })) === 0;
    const added: StaffDocument = isFirst ? { ...member, role: 'owner', founder: true } : member;
    await scope.staff.insert([added]);
    const id = added._id.slice(added.shop.length + 1);
    await recordAudit(scope, {
      at: added.createdAt,
      actor: `staff ${id}`,
      action: 'staff.joined',
      target: `staff ${id}`,
      details: { role: added.role },
    });
    return added;
  });
}

async function isConnected(scope: ShopStore, { installation }: StaffDocument): Promise<boolean> {
  if (installation === null) return true;
  return (await scope.installations.count({ _id: installation, state: 'active' }, { limit: 1 })) === 1;
}
