import type { CustomerKey, IdentityKey, OrderKey, PurchaseFact } from '../../model.ts';
import { compareFacts } from '../../model.ts';
import type {
  AccountDocument,
  CustomerDocument,
  IdentityDocument,
  OrderDocument,
  ProductDocument,
} from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import type { VoucherDocument } from '../store/loyalty-documents.ts';
import type { ScopedCollection, ShopDocument } from '../store/scope.ts';
import { Drafts, type Workspace } from './workspace.ts';

/**
 * A workspace over one MongoDB transaction: reads go through its snapshot, writes are gathered and sent by {@link flush}, one
 * command a collection, because each command in a transaction costs about a third of a millisecond.
 */
export class TransactionWorkspace extends Drafts implements Workspace {
  readonly #store: ShopStore;
  /** Read once: within a snapshot it cannot change. */
  readonly #identitiesRead = new Map<IdentityKey, IdentityDocument | null>();
  readonly #customersRead = new Map<CustomerKey, CustomerDocument | null>();
  readonly #ordersRead = new Map<OrderKey, OrderDocument | null>();
  readonly #accountsRead = new Map<CustomerKey, AccountDocument | null>();
  readonly #vouchersRead = new Set<string>();

  readonly #isRetry: boolean;

  /** `attempt` counts from 1, see {@link Store.transaction}. */
  constructor(store: ShopStore, attempt: number) {
    super();
    this.#store = store;
    this.#isRetry = attempt > 1;
  }

  /**
   * Reads the people and orders of a delivery in one command, before the rules ask for them one by one: in a transaction each round
   * trip counts. It starts from the delivery because that is sure to be there, and a stage that joins needs a document to join to.
   * `withAccounts`: the people's accounts too, where the shop has a programme.
   */
  async preload(
    delivery: string,
    keys: readonly IdentityKey[],
    orders: readonly OrderKey[],
    withAccounts: boolean,
  ): Promise<void> {
    if (keys.length === 0 && orders.length === 0) return;
    for (const key of keys) this.#identitiesRead.set(key, null);
    for (const key of orders) this.#ordersRead.set(key, null);
    const rows = this.#store.inbox.aggregate<{ people: KnownIdentity[]; orders: OrderDocument[] }>(
      [
        { $match: { _id: delivery } },
        { $project: { _id: 1 } },
        { $lookup: { from: 'identities', as: 'people', pipeline: this.#peoplePipeline(keys, withAccounts) } },
        { $lookup: { from: 'orders', as: 'orders', pipeline: [{ $match: { _id: { $in: [...orders] } } }] } },
      ],
      { hint: { _id: 1 } },
    );
    const [found] = await rows.toArray();
    this.#keepPeople(found?.people ?? []);
    this.#keepOrders(found?.orders ?? []);
  }

  #keepOrders(orders: OrderDocument[]): OrderDocument[] {
    for (const order of orders) this.#ordersRead.set(order._id, order);
    return orders;
  }

  async identities(keys: readonly IdentityKey[]): Promise<Map<IdentityKey, IdentityDocument>> {
    const unread = keys.filter((key) => !this.identityDrafts.has(this.#id(key)) && !this.#identitiesRead.has(key));
    if (unread.length > 0) await this.#readIdentities(unread);
    const found = new Map<IdentityKey, IdentityDocument>();
    for (const key of keys) {
      const identity = this.identityDrafts.get(this.#id(key)) ?? this.#identitiesRead.get(key);
      if (identity) found.set(key, identity);
    }
    return found;
  }

  async #readIdentities(keys: readonly IdentityKey[]): Promise<void> {
    for (const key of keys) this.#identitiesRead.set(key, null);
    this.#keepPeople(
      await this.#store.identities.aggregate<KnownIdentity>(this.#peoplePipeline(keys), { hint: { _id: 1 } }).toArray(),
    );
  }

  /** Identities with the customers that they name, since whoever asks for the one asks for the other. */
  #peoplePipeline(keys: readonly IdentityKey[], withAccounts = false): object[] {
    const joined = (from: string, as: string) => ({
      $lookup: { from, localField: 'customer', foreignField: '_id', as, pipeline: [] },
    });
    return [
      { $match: { _id: { $in: keys.map((key) => this.#id(key)) } } },
      joined('customers', 'owner'),
      ...(withAccounts ? [joined('accounts', 'account')] : []),
    ];
  }

  #keepPeople(rows: readonly KnownIdentity[]): void {
    for (const { owner, account, ...identity } of rows) {
      if (account && identity.customer !== null && !this.#accountsRead.has(identity.customer))
        this.#accountsRead.set(identity.customer, account[0] ?? null);
      this.#identitiesRead.set(identity._id.slice(this.#store.shop.length + 1) as IdentityKey, identity);
      for (const customer of owner)
        if (!this.#customersRead.has(customer._id)) this.#customersRead.set(customer._id, customer);
    }
  }

  async customer(key: CustomerKey): Promise<CustomerDocument | null> {
    if (this.removed.has(key)) return null;
    const draft = this.customerDrafts.get(key);
    if (draft) return draft;
    if (!this.#customersRead.has(key)) this.#customersRead.set(key, await this.#store.customers.findOne({ _id: key }));
    return this.#customersRead.get(key) ?? null;
  }

  /**
   * Nearly always free, so the first try does not ask: new customers are inserted, and a key that is taken makes the insert fail
   * and the transaction run again, which then asks.
   */
  async isTaken(key: CustomerKey): Promise<boolean> {
    if (this.customerDrafts.has(key) || this.removed.has(key)) return true;
    return this.#isRetry && (await this.customer(key)) !== null;
  }

  async order(key: OrderKey): Promise<OrderDocument | null> {
    const draft = this.orderDrafts.get(key);
    if (draft) return draft;
    if (!this.#ordersRead.has(key)) this.#ordersRead.set(key, await this.#store.orders.findOne({ _id: key }));
    return this.#ordersRead.get(key) ?? null;
  }

  async knowsOrderVersion(id: string): Promise<boolean> {
    return (
      this.orderVersions.has(id) ||
      (await this.#store.orderVersions.findOne({ _id: id }, { projection: { _id: 1 } })) !== null
    );
  }

  async ordersOf(customer: CustomerKey): Promise<OrderDocument[]> {
    const read = this.#keepOrders(await this.#store.orders.find({ customer }).toArray());
    return this.overlay(read, this.orderDrafts, (order) => order.customer === customer);
  }

  async ordersWaitingFor(keys: readonly IdentityKey[]): Promise<OrderDocument[]> {
    const ids = keys.map((key) => this.#id(key));
    const read = this.#keepOrders(await this.#store.orders.find({ waitingFor: { $in: ids } }).toArray());
    return this.overlay(read, this.orderDrafts, (order) => order.waitingFor?.some((id) => ids.includes(id)) ?? false);
  }

  async olderFacts(customer: CustomerKey, before: PurchaseFact, limit: number): Promise<PurchaseFact[]> {
    const older = { $or: [{ 'fact.t': { $lt: before.t } }, { 'fact.t': before.t, 'fact.o': { $lt: before.o } }] };
    const read = await this.#facts({ customer, ...older }, -1, limit);
    if (limit > 0) return read;
    // All are asked for: an order of this event is not in the database as it is now.
    const drafted = [...this.orderDrafts.values()].flatMap((order) =>
      order.customer === customer && order.fact && compareFacts(order.fact, before) > 0 ? [order.fact] : [],
    );
    return [...read, ...drafted].sort(compareFacts);
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
    for (const draft of this.orderDrafts.values())
      if (draft.customer === customer && draft.fact) values.push(draft.fact[field]);
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

  async account(key: CustomerKey): Promise<AccountDocument | null> {
    if (this.removedAccounts.has(key)) return null;
    const draft = this.accountDrafts.get(key);
    if (draft) return draft;
    // A customer of this event has none yet; were the key another's after all, the insert fails, and the retry asks.
    if (!this.#isRetry && this.customerDrafts.has(key) && !this.#customersRead.get(key)) return null;
    if (!this.#accountsRead.has(key)) this.#accountsRead.set(key, await this.#store.accounts.findOne({ _id: key }));
    return this.#accountsRead.get(key) ?? null;
  }

  async vouchersOf(customer: CustomerKey): Promise<VoucherDocument[]> {
    const read = await this.#store.vouchers.find({ customer }).toArray();
    for (const voucher of read) this.#vouchersRead.add(voucher._id);
    return this.overlay(read, this.voucherDrafts, (voucher) => voucher.customer === customer);
  }

  /**
   * Reads customers and their accounts before they are asked for one by one. The hints are of indexes that hold keys alone: of a
   * clustered collection `$in` reads everything between the first and the last.
   */
  async preloadAccounts(keys: readonly CustomerKey[]): Promise<void> {
    const { customers, accounts, shop } = this.#store;
    const _id = { $in: [...keys] };
    for (const key of keys) {
      this.#customersRead.set(key, null);
      this.#accountsRead.set(key, null);
    }
    for (const customer of await customers.find({ 'listing.shop': shop, _id }, { hint: 'listed_by_key' }).toArray())
      this.#customersRead.set(customer._id, customer);
    for (const account of await accounts.find({ shop, _id }, { hint: 'accounts_by_key' }).toArray())
      this.#accountsRead.set(account._id, account);
  }

  /** Writes everything. Aliases first: they are what a concurrent event about a merged customer collides with. */
  async flush(): Promise<void> {
    const store = this.#store;
    if (this.removed.size > 0) {
      await store.customers.deleteMany({ _id: { $in: [...this.removed.keys()] } });
      await store.aliases.replace([...this.removed.values()]);
    }
    await put(
      store.identities,
      this.identityDrafts,
      (id) => this.#identitiesRead.get(id.slice(store.shop.length + 1) as IdentityKey) === null,
    );
    await put(store.customers, this.customerDrafts, (id) => !this.#customersRead.get(id as CustomerKey));
    await put(store.orders, this.orderDrafts, (id) => !this.#ordersRead.get(id as OrderKey));
    for (const key of this.removedAccounts) await store.accounts.deleteMany({ _id: key });
    await put(store.accounts, this.accountDrafts, (id) => !this.#accountsRead.get(id as CustomerKey));
    await store.postings.insert([...this.postings.values()]);
    await put(store.vouchers, this.voucherDrafts, (id) => !this.#vouchersRead.has(id));
    await store.orderVersions.replace([...this.orderVersions.values()]);
    await store.products.replace([...this.productDrafts.values()]);
    await store.changes.insert([...this.changes.values()]);
    await store.membershipEvents.insert([...this.memberships.values()]);
  }

  #id(key: IdentityKey): string {
    return `${this.#store.shop}/${key}`;
  }
}

type KnownIdentity = IdentityDocument & {
  readonly owner: readonly CustomerDocument[];
  /** Left out where it was not asked for. */
  readonly account?: readonly AccountDocument[];
};

/**
 * New documents are inserted, so that two of one key collide; known ones are replaced. Identities of a merged customer are known
 * from the customer and never read, so only one that was looked for and not found is new.
 */
async function put<T extends ShopDocument>(
  collection: ScopedCollection<T>,
  drafts: ReadonlyMap<string, T>,
  isNew: (id: string) => boolean,
): Promise<void> {
  const all = [...drafts.values()];
  await collection.insert(all.filter((draft) => isNew(draft._id)));
  await collection.replace(all.filter((draft) => !isNew(draft._id)));
}
