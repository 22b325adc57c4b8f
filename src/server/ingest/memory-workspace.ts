import type { CustomerKey, IdentityKey, OrderKey, PurchaseFact, ShopId } from '../../model.ts';
import { compareFacts } from '../../model.ts';
import type {
  AccountDocument,
  AliasDocument,
  ChangeDocument,
  CustomerDocument,
  IdentityDocument,
  OrderDocument,
  OrderVersionDocument,
  PostingDocument,
  ProductDocument,
} from '../store/documents.ts';
import type { VoucherDocument } from '../store/loyalty-documents.ts';
import type { MembershipEventDocument } from '../store/segment-documents.ts';
import { Drafts, type Workspace } from './workspace.ts';

/** Everything that was written, by collection, under the names that `ShopStore` has for them. */
export interface WrittenDocuments {
  readonly identities: IdentityDocument[];
  readonly customers: CustomerDocument[];
  readonly aliases: AliasDocument[];
  readonly orders: OrderDocument[];
  readonly orderVersions: OrderVersionDocument[];
  readonly products: ProductDocument[];
  readonly changes: ChangeDocument[];
  readonly membershipEvents: MembershipEventDocument[];
  readonly accounts: AccountDocument[];
  readonly postings: PostingDocument[];
  readonly vouchers: VoucherDocument[];
}

/**
 * A workspace that is its own database: one for each group of people who share nothing with anybody else, as demo customers
 * do. What a transaction is to `TransactionWorkspace`, {@link commit} is here: drafts of one delivery become what the
 * next one reads. The order in which documents were first written is kept, as MongoDB keeps it.
 */
export class MemoryWorkspace extends Drafts implements Workspace {
  readonly #shop: ShopId;
  readonly #identities = new Map<string, IdentityDocument>();
  readonly #customers = new Map<CustomerKey, CustomerDocument>();
  readonly #aliases = new Map<CustomerKey, AliasDocument>();
  readonly #orders = new Map<OrderKey, OrderDocument>();
  readonly #orderVersions = new Map<string, OrderVersionDocument>();
  readonly #products = new Map<string, ProductDocument>();
  readonly #changes = new Map<string, ChangeDocument>();
  readonly #memberships = new Map<string, MembershipEventDocument>();
  readonly #accounts = new Map<CustomerKey, AccountDocument>();
  readonly #postings = new Map<string, PostingDocument>();
  readonly #vouchers = new Map<string, VoucherDocument>();

  constructor(shop: ShopId) {
    super();
    this.#shop = shop;
  }

  async identities(keys: readonly IdentityKey[]): Promise<Map<IdentityKey, IdentityDocument>> {
    const found = new Map<IdentityKey, IdentityDocument>();
    for (const key of keys) {
      const id = `${this.#shop}/${key}`;
      const identity = this.identityDrafts.get(id) ?? this.#identities.get(id);
      if (identity) found.set(key, identity);
    }
    return found;
  }

  async customer(key: CustomerKey): Promise<CustomerDocument | null> {
    if (this.removed.has(key)) return null;
    return this.customerDrafts.get(key) ?? this.#customers.get(key) ?? null;
  }

  async isTaken(key: CustomerKey): Promise<boolean> {
    return this.customerDrafts.has(key) || this.removed.has(key) || this.#customers.has(key) || this.#aliases.has(key);
  }

  async order(key: OrderKey): Promise<OrderDocument | null> {
    return this.orderDrafts.get(key) ?? this.#orders.get(key) ?? null;
  }

  async knowsOrderVersion(id: string): Promise<boolean> {
    return this.orderVersions.has(id) || this.#orderVersions.has(id);
  }

  async ordersOf(customer: CustomerKey): Promise<OrderDocument[]> {
    return this.#ordersWhere((order) => order.customer === customer);
  }

  async ordersWaitingFor(keys: readonly IdentityKey[]): Promise<OrderDocument[]> {
    const ids = keys.map((key) => `${this.#shop}/${key}`);
    return this.#ordersWhere((order) => order.waitingFor?.some((id) => ids.includes(id)) ?? false);
  }

  async olderFacts(customer: CustomerKey, before: PurchaseFact, limit: number): Promise<PurchaseFact[]> {
    const older = this.#committedFacts(customer).filter((fact) => compareFacts(fact, before) > 0);
    return limit === 0 ? older : older.slice(0, limit);
  }

  async firstFact(customer: CustomerKey): Promise<PurchaseFact | null> {
    return this.#committedFacts(customer).at(-1) ?? null;
  }

  async distinctOf(customer: CustomerKey, field: 'c' | 'l'): Promise<string[]> {
    const facts = this.#ordersWhere((order) => order.customer === customer).flatMap((order) => order.fact ?? []);
    return [...new Set(facts.map((fact) => fact[field]))].sort();
  }

  async account(key: CustomerKey): Promise<AccountDocument | null> {
    if (this.removedAccounts.has(key)) return null;
    return this.accountDrafts.get(key) ?? this.#accounts.get(key) ?? null;
  }

  async vouchersOf(customer: CustomerKey): Promise<VoucherDocument[]> {
    const all = [...this.#vouchers.values()];
    return this.overlay(all, this.voucherDrafts, (voucher) => voucher.customer === customer);
  }

  async product(id: string): Promise<ProductDocument | null> {
    return this.productDrafts.get(id) ?? this.#products.get(id) ?? null;
  }

  /** Ends one delivery: what it put is written. */
  commit(): void {
    for (const [key, alias] of this.removed) {
      this.#customers.delete(key);
      this.#aliases.set(key, alias);
    }
    this.removed.clear();
    move(this.identityDrafts, this.#identities);
    move(this.customerDrafts, this.#customers);
    move(this.orderDrafts, this.#orders);
    move(this.orderVersions, this.#orderVersions);
    move(this.productDrafts, this.#products);
    move(this.changes, this.#changes);
    move(this.memberships, this.#memberships);
    for (const key of this.removedAccounts) this.#accounts.delete(key);
    this.removedAccounts.clear();
    move(this.accountDrafts, this.#accounts);
    move(this.postings, this.#postings);
    move(this.voucherDrafts, this.#vouchers);
  }

  /** What all deliveries together have written. */
  written(): WrittenDocuments {
    return {
      identities: [...this.#identities.values()],
      customers: [...this.#customers.values()],
      aliases: [...this.#aliases.values()],
      orders: [...this.#orders.values()],
      orderVersions: [...this.#orderVersions.values()],
      products: [...this.#products.values()],
      changes: [...this.#changes.values()],
      membershipEvents: [...this.#memberships.values()],
      accounts: [...this.#accounts.values()],
      postings: [...this.#postings.values()],
      vouchers: [...this.#vouchers.values()],
    };
  }

  #ordersWhere(keep: (order: OrderDocument) => boolean): OrderDocument[] {
    return this.overlay([...this.#orders.values()], this.orderDrafts, keep);
  }

  /** Newest first, without orders that this delivery has put: the rule that asks knows those itself. */
  #committedFacts(customer: CustomerKey): PurchaseFact[] {
    const facts: PurchaseFact[] = [];
    for (const order of this.#orders.values()) {
      if (order.customer === customer && order.fact && !this.orderDrafts.has(order._id)) facts.push(order.fact);
    }
    return facts.sort(compareFacts);
  }
}

function move<Key, Value>(from: Map<Key, Value>, to: Map<Key, Value>): void {
  for (const [key, value] of from) to.set(key, value);
  from.clear();
}
