import { AppError } from '../../errors.ts';
import type { CustomerKey, IdentityKey, OrderKey, PurchaseFact } from '../../model.ts';
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

/**
 * What taking in an event reads and writes. The rules in this folder know only this interface: in production it is one
 * MongoDB transaction, in bulk generation it is memory, and both write the same documents (a test compares them).
 * Reads see what was put before; `put…` keeps whole documents, written out once at the end.
 */
export interface Workspace {
  identities(keys: readonly IdentityKey[]): Promise<Map<IdentityKey, IdentityDocument>>;
  putIdentity(identity: IdentityDocument): void;

  customer(key: CustomerKey): Promise<CustomerDocument | null>;
  putCustomer(customer: CustomerDocument): void;
  removeCustomer(alias: AliasDocument): void;
  /** True when the key was ever used, by a customer or by one merged away. */
  isTaken(key: CustomerKey): Promise<boolean>;

  order(key: OrderKey): Promise<OrderDocument | null>;
  putOrder(order: OrderDocument): void;
  putOrderVersion(version: OrderVersionDocument): void;
  /** True when this very version is kept already. */
  knowsOrderVersion(id: string): Promise<boolean>;
  ordersOf(customer: CustomerKey): Promise<OrderDocument[]>;
  ordersWaitingFor(keys: readonly IdentityKey[]): Promise<OrderDocument[]>;
  /** For customers with more orders than are kept: facts older than `before`, newest first (`limit` 0: all), and the very first one. */
  olderFacts(customer: CustomerKey, before: PurchaseFact, limit: number): Promise<PurchaseFact[]>;
  firstFact(customer: CustomerKey): Promise<PurchaseFact | null>;
  distinctOf(customer: CustomerKey, field: 'c' | 'l'): Promise<string[]>;

  product(id: string): Promise<ProductDocument | null>;
  putProduct(product: ProductDocument): void;

  account(key: CustomerKey): Promise<AccountDocument | null>;
  putAccount(account: AccountDocument): void;
  removeAccount(key: CustomerKey): void;
  /** Each once: postings are never changed. */
  recordPosting(posting: PostingDocument): void;
  vouchersOf(customer: CustomerKey): Promise<VoucherDocument[]>;
  putVoucher(voucher: VoucherDocument): void;
  hasAccountDraft(key: CustomerKey): boolean;
  /** Orders put so far, and the fields of customers that changed. */
  touchedOrders(): OrderDocument[];
  changedFields(customer: CustomerKey): string[];

  recordChange(change: ChangeDocument): void;
  recordMembership(event: MembershipEventDocument): void;
  /** Customers put so far: their figures and memberships are brought up to date before everything is written. */
  touchedCustomers(): CustomerDocument[];
}

/** The part of a workspace that is the same everywhere: what was read or put is kept, and put wins. */
export abstract class Drafts {
  protected readonly identityDrafts = new Map<string, IdentityDocument>();
  protected readonly customerDrafts = new Map<CustomerKey, CustomerDocument>();
  protected readonly orderDrafts = new Map<OrderKey, OrderDocument>();
  protected readonly productDrafts = new Map<string, ProductDocument>();
  protected readonly removed = new Map<CustomerKey, AliasDocument>();
  protected readonly orderVersions = new Map<string, OrderVersionDocument>();
  /** By `_id`, which says what changed and when: the same news twice is one entry of the history. */
  protected readonly changes = new Map<string, ChangeDocument>();
  protected readonly memberships = new Map<string, MembershipEventDocument>();
  protected readonly accountDrafts = new Map<CustomerKey, AccountDocument>();
  protected readonly removedAccounts = new Set<CustomerKey>();
  protected readonly postings = new Map<string, PostingDocument>();
  protected readonly voucherDrafts = new Map<string, VoucherDocument>();

  putIdentity(identity: IdentityDocument): void {
    this.identityDrafts.set(identity._id, identity);
  }

  putCustomer(customer: CustomerDocument): void {
    if (this.removed.has(customer._id)) throw new AppError('internal', 'a merged customer is not written again');
    this.customerDrafts.set(customer._id, customer);
  }

  removeCustomer(alias: AliasDocument): void {
    this.customerDrafts.delete(alias._id);
    this.removed.set(alias._id, alias);
  }

  putOrder(order: OrderDocument): void {
    this.orderDrafts.set(order._id, order);
  }

  putOrderVersion(version: OrderVersionDocument): void {
    this.orderVersions.set(version._id, version);
  }

  putProduct(product: ProductDocument): void {
    this.productDrafts.set(product._id, product);
  }

  putAccount(account: AccountDocument): void {
    this.accountDrafts.set(account._id, account);
  }

  removeAccount(key: CustomerKey): void {
    this.accountDrafts.delete(key);
    this.removedAccounts.add(key);
  }

  recordPosting(posting: PostingDocument): void {
    this.postings.set(posting._id, posting);
  }

  putVoucher(voucher: VoucherDocument): void {
    this.voucherDrafts.set(voucher._id, voucher);
  }

  hasAccountDraft(key: CustomerKey): boolean {
    return this.accountDrafts.has(key);
  }

  touchedOrders(): OrderDocument[] {
    return [...this.orderDrafts.values()];
  }

  changedFields(customer: CustomerKey): string[] {
    return [...this.changes.values()].flatMap((change) => (change.customer === customer ? [change.field] : []));
  }

  recordChange(change: ChangeDocument): void {
    this.changes.set(change._id, change);
  }

  recordMembership(event: MembershipEventDocument): void {
    this.memberships.set(event._id, event);
  }

  touchedCustomers(): CustomerDocument[] {
    return [...this.customerDrafts.values()];
  }

  /** Read documents with what was put laid over them. */
  protected overlay<T extends { _id: string }>(
    read: readonly T[],
    drafts: ReadonlyMap<string, T>,
    keep: (document: T) => boolean,
  ): T[] {
    const byId = new Map(read.map((document) => [document._id, document]));
    for (const draft of drafts.values()) byId.set(draft._id, draft);
    return [...byId.values()].filter(keep);
  }
}
