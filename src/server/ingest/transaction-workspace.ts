import type { CustomerKey, IdentityKey, OrderKey, PurchaseFact } from '../../model.ts';
import type { CustomerDocument, IdentityDocument, OrderDocument, ProductDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { Drafts, type Workspace } from './workspace.ts';

/**
 * A workspace over one MongoDB transaction: reads go through its snapshot, writes are gathered and sent by {@link flush}, one
 * command a collection, because each command in a transaction costs about a third of a millisecond.
 */
export class TransactionWorkspace extends Drafts implements Workspace {
  readonly #store: ShopStore;
  /** Read once: within a snapshot it cannot change. */
  readonly #customersRead = new Map<CustomerKey, CustomerDocument | null>();
  readonly #ordersRead = new Map<OrderKey, OrderDocument | null>();

  constructor(store: ShopStore) {
    super();
    this.#store = store;
  }

  async identities(keys: readonly IdentityKey[]): Promise<Map<IdentityKey, IdentityDocument>> {
    const found = new Map<IdentityKey, IdentityDocument>();
    const unread: string[] = [];
    for (const key of keys) {
      const draft = this.identityDrafts.get(this.#id(key));
      if (draft) found.set(key, draft);
      else unread.push(this.#id(key));
    }
    if (unread.length > 0) {
      for await (const identity of this.#store.identities.find({ _id: { $in: unread } })) {
        found.set(identity._id.slice(this.#store.shop.length + 1) as IdentityKey, identity);
      }
    }
    return found;
  }

  async customer(key: CustomerKey): Promise<CustomerDocument | null> {
    const draft = this.customerDrafts.get(key);
    if (draft) return draft;
    if (!this.#customersRead.has(key)) this.#customersRead.set(key, await this.#store.customers.findOne({ _id: key }));
    return this.#customersRead.get(key) ?? null;
  }

  async isTaken(key: CustomerKey): Promise<boolean> {
    if (this.customerDrafts.has(key) || this.removed.has(key)) return true;
    const projection = { projection: { _id: 1 } };
    const taken = (await this.#store.customers.findOne({ _id: key }, projection)) ?? (await this.#store.aliases.findOne({ _id: key }, projection));
    return taken !== null;
  }

  async order(key: OrderKey): Promise<OrderDocument | null> {
    const draft = this.orderDrafts.get(key);
    if (draft) return draft;
    if (!this.#ordersRead.has(key)) this.#ordersRead.set(key, await this.#store.orders.findOne({ _id: key }));
    return this.#ordersRead.get(key) ?? null;
  }

  async ordersOf(customer: CustomerKey): Promise<OrderDocument[]> {
    const read = await this.#store.orders.find({ customer }).toArray();
    return this.overlay(read, this.orderDrafts, (order) => order.customer === customer);
  }

  async ordersWaitingFor(keys: readonly IdentityKey[]): Promise<OrderDocument[]> {
    const ids = keys.map((key) => this.#id(key));
    const read = await this.#store.orders.find({ waitingFor: { $in: ids } }).toArray();
    return this.overlay(read, this.orderDrafts, (order) => order.waitingFor?.some((id) => ids.includes(id)) ?? false);
  }

  async olderFacts(customer: CustomerKey, before: PurchaseFact, limit: number): Promise<PurchaseFact[]> {
    const older = { $or: [{ 'fact.t': { $lt: before.t } }, { 'fact.t': before.t, 'fact.o': { $lt: before.o } }] };
    return this.#facts({ customer, ...older }, -1, limit);
  }

  async firstFact(customer: CustomerKey): Promise<PurchaseFact | null> {
    return (await this.#facts({ customer, fact: { $exists: true } }, 1, 1))[0] ?? null;
  }

  async distinctOf(customer: CustomerKey, field: 'c' | 'l'): Promise<string[]> {
    const groups = this.#store.orders.aggregate<{ _id: string }>([
      { $match: { customer, fact: { $exists: true }, _id: { $nin: [...this.orderDrafts.keys()] } } },
      { $group: { _id: `$fact.${field}` } },
    ]);
    const values = (await groups.toArray()).map((group) => group._id);
    for (const draft of this.orderDrafts.values()) if (draft.customer === customer && draft.fact) values.push(draft.fact[field]);
    return [...new Set(values)].sort();
  }

  async #facts(filter: object, direction: 1 | -1, limit: number): Promise<PurchaseFact[]> {
    const drafted = [...this.orderDrafts.keys()];
    const cursor = this.#store.orders
      .find({ ...filter, _id: { $nin: drafted } }, { projection: { fact: 1 } })
      .sort({ 'fact.t': direction, 'fact.o': direction })
      .limit(limit);
    return (await cursor.toArray()).flatMap((order) => (order.fact ? [order.fact] : []));
  }

  async product(id: string): Promise<ProductDocument | null> {
    return this.productDrafts.get(id) ?? (await this.#store.products.findOne({ _id: id }));
  }

  /** Writes everything. Aliases first: they are what a concurrent event about a merged customer collides with. */
  async flush(): Promise<void> {
    const store = this.#store;
    if (this.removed.size > 0) {
      await store.customers.deleteMany({ _id: { $in: [...this.removed.keys()] } });
      await store.aliases.replace([...this.removed.values()]);
    }
    await store.identities.replace([...this.identityDrafts.values()]);
    await store.customers.replace([...this.customerDrafts.values()]);
    await store.orders.replace([...this.orderDrafts.values()]);
    await store.orderVersions.replace([...this.orderVersions.values()]);
    await store.products.replace([...this.productDrafts.values()]);
    await store.changes.replace([...this.changes.values()]);
    await store.membershipEvents.replace([...this.memberships.values()]);
  }

  #id(key: IdentityKey): string {
    return `${this.#store.shop}/${key}`;
  }
}
