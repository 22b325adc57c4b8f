import type { Binary } from 'mongodb';
import type { Platform } from '../../adapters/adapter.ts';
import type { ParkReason } from '../../errors.ts';
import type { Account, AccountPart, Posting, Programme } from '../../loyalty/index.ts';
import type {
  Customer,
  CustomerKey,
  Deletion,
  IdentityKey,
  InstallationId,
  Instant,
  Order,
  OrderKey,
  Product,
  PurchaseFact,
  Refund,
  ShopId,
  Version,
} from '../../model.ts';
import type { Role } from '../staff/roles.ts';

/** What lies in MongoDB, one interface a collection. Absent means "has none"; null is not stored where absence can say it. */

export interface InstallationDocument {
  _id: InstallationId;
  shop: ShopId;
  platform: Platform;
  /** What the host calls the shop: a domain or an organisation id, as the adapter's claim normalises it. */
  domain: string;
  /** Where the store's admin is, whose pages frame ours, when that is not `https://<domain>`. */
  embedOrigin?: string;
  /** The app at the host that this connection belongs to (Shopify); absent: SHOPIFY_API_KEY. */
  clientId?: string;
  /** Encrypted; the newest first. The one before it stays valid while the host is being told the new one. */
  secrets: string[];
  state: 'active' | 'uninstalled';
  installedAt: Instant;
  uninstalledAt?: Instant;
}

export interface DeliveryDocument {
  /** `<shop>/<installation>/<delivery key>`. */
  _id: string;
  shop: ShopId;
  installation: InstallationId;
  platform: Platform;
  topic: string;
  entity: string | null;
  /** The exact bytes; absent once the person in them was erased. */
  body?: Binary;
  /** Without the signature. */
  headers: Record<string, string>;
  receivedAt: Instant;
  sentAt: Instant | null;
  state: 'pending' | 'done' | 'ignored' | 'parked';
  attempts: number;
  /** Which process works on it and until when others leave it alone. */
  lease?: { owner: string; until: Instant };
  doneAt?: Instant;
  /** Customers it changed: whose page shows it, and what an erasure has to reach. */
  customers?: CustomerKey[];
  note?: string;
  parked?: { reason: ParkReason; detail: string; at: Instant };
}

/** A refund that came without its order, with the version it came in: it may come again, further along. */
export interface LoneRefund extends Refund {
  readonly version: Version;
}

export interface OrderDocument {
  _id: OrderKey;
  shop: ShopId;
  installation: InstallationId;
  hostId: string;
  /** When it was placed; for an order known only by a deletion or a refund, when we heard of it. */
  at: Instant;
  customer: CustomerKey | null;
  /** `<shop>/<identity>` of member codes that nobody has yet: the order is attached when somebody does (A20). */
  waitingFor?: string[];
  version?: Version & { readonly hash: string };
  /** Absent while only a deletion or a refund of it has come. */
  order?: Order;
  refundsAlone: LoneRefund[];
  /** A deletion event came and no restoration after it. */
  deleted: boolean;
  /** When deletions were heard of, and when they were taken back. Absent on a deleted order of an older release: it never stood in the past either. */
  deletions?: readonly Deletion[];
  /** Customers whose it was by another version, so that their past can be told; never read for the present. */
  former?: CustomerKey[];
  /** A restoration came: a deletion after it, which carries no time, is a question and not an answer. */
  restored: boolean;
  /** The delivery that asks that question. */
  unresolved?: string;
  /** Units of the shop's currency for one of the order's, kept as it was when the order was taken in (C12). */
  rate?: string;
  /** Our offers that were used on it, as the loyalty room found it last; absent: none. Its fact tells it to conditions (C28). */
  offersUsed?: number;
  /** Present exactly when the order counts (D2). */
  fact?: PurchaseFact;
  /** The person was erased: later payloads bring no personal data in again. */
  erased?: true;
}

/** A version of an order that is not the current one: superseded, or come late. */
export interface OrderVersionDocument {
  /** `<order key>@<at>.<rank>.<hash>`. */
  _id: string;
  shop: ShopId;
  order: OrderKey;
  at: Instant;
  content: Order;
}

/** The latest word on a field from accounts and staff (`own`), and from orders (`order`), which only fills gaps. */
export interface Claim {
  readonly field: string;
  readonly own?: { readonly at: Instant; readonly value: unknown };
  readonly order?: { readonly at: Instant; readonly value: unknown };
}

/** What lists find and order customers by; see `ingest/listing.ts`. Segments and rules do not read it. */
export interface CustomerListing {
  /** The beginning of `_id` as a field, so that an index can hold a shop's customers in another order than theirs. */
  readonly shop: ShopId;
  /** `nameOrder` of the name; absent without one. */
  readonly name?: string;
  /** Spent an order; absent for one who never bought. */
  readonly averageMinor?: number;
  readonly words: readonly string[];
}

/** What one source said last, and since when it has said so of each tag. */
export interface TagClaim {
  readonly source: string;
  readonly at: Instant;
  /** Sorted, each once. */
  readonly tags: readonly string[];
  /** Beside each of the tags, when it was said (tag-spans.ts); absent: at `at`, which is so for the first word. */
  readonly spans?: readonly TagSpan[];
}

export interface TagSpan {
  /** Words of the source with the tag, after the last without it: the first, and the newest few. */
  readonly seen: readonly Instant[];
  /** The last known word without it; absent: none. */
  readonly without?: Instant;
}

export interface CustomerDocument extends Omit<Customer, 'facts' | 'factsCut'> {
  _id: CustomerKey;
  /** Written by `arranged`, with everything else. */
  listing?: CustomerListing;
  /** Tags by who set them: one source's set replaces its own older set only. */
  tagClaims?: TagClaim[];
  /** Counted up by every event about them, so that concurrent transactions about one customer always collide. */
  revision: number;
  claims: Claim[];
  /** Accounts that their host has deleted. */
  gone?: IdentityKey[];
  erasedAt?: Instant;
  factsCut?: true;
  facts: PurchaseFact[];
}

export interface AliasDocument {
  /** The key of the customer that is no more. */
  _id: CustomerKey;
  shop: ShopId;
  into: CustomerKey;
  at: Instant;
  cause: ChangeCause;
  /** What of the account was theirs. */
  loyalty?: AccountPart;
}

export interface IdentityDocument {
  /** `<shop>/<identity key>`. */
  _id: string;
  shop: ShopId;
  /** Null: something waits for this member code, or an account was deleted before it was ever seen. */
  customer: CustomerKey | null;
  gone?: true;
  /** Orders that were put to wait for it; see `people.ts`. */
  waits?: number;
  /** When we first heard of it, and from whom. */
  since?: Instant;
  cause?: ChangeCause;
}

/** Who or what changed something. */
export type ChangeCause = { readonly kind: 'delivery' | 'api' | 'staff' | 'job'; readonly id: string };

/** One change of a customer, dated by when it was true, beside when we heard of it. */
export interface ChangeDocument {
  _id: string;
  shop: ShopId;
  customer: CustomerKey;
  field: string;
  at: Instant;
  recordedAt: Instant;
  value: unknown;
  cause: ChangeCause;
}

/** What people at the shop write about a customer for each other (V17). */
export interface NoteDocument {
  /** `<shop>/<note id>`. */
  _id: string;
  shop: ShopId;
  customer: CustomerKey;
  /** When it was first written. */
  at: Instant;
  /** Append only, oldest first. An edit is a version, a deletion is one without a text, and a text after it brings the note back. */
  versions: readonly NoteVersion[];
}

export interface NoteVersion {
  readonly at: Instant;
  /** `key <id>` or `staff <id>`. */
  readonly by: string;
  readonly text: string | null;
}

export interface ProductDocument extends Product {
  /** `<shop>/<installation>/<host product id>`. */
  _id: string;
  shop: ShopId;
  installation: InstallationId;
  deleted?: true;
}

/** A version of the shop's loyalty programme. */
export interface ProgrammeDocument {
  /** `<shop>/<version>`. */
  _id: string;
  shop: ShopId;
  version: number;
  from: Instant;
  programme: Programme;
  at: Instant;
  by: string;
  note?: string;
  /** Every account has been settled by it. */
  applied?: true;
}

/** What stands booked for a customer; `_id` is theirs. Clustered like customers, so that a shop's accounts are one range. */
export interface AccountDocument extends Account {
  _id: CustomerKey;
  /** The beginning of `_id` as a field, for indexes. */
  shop: ShopId;
  /** Hash of the last posting; empty before the first. */
  head: string;
  /** When it was last settled: by its orders, at this instant, it is as it should be. */
  settledAt: Instant;
  /** When time alone changes something next; absent: never, as far as is known. */
  nextAt?: Instant;
  /** Which warning was given last of points that will be lost: days before, by `<currency>/<last day>`. */
  warned?: Readonly<Record<string, number>>;
}

/** A posting as it was written, chained to the one before. */
export interface PostingDocument extends Posting {
  /** `<customer key>/<seq, nine digits>`. */
  _id: string;
  shop: ShopId;
  customer: CustomerKey;
  /** SHA-256 of the hash before it and of this posting as canonical JSON, with a hash of the note in the note's place. */
  hash: string;
  /** Of a note that was erased, so that the chain holds. */
  noteHash?: string;
}

export interface ApiKeyDocument {
  /** `<shop>/<first characters of the hash>`. */
  _id: string;
  shop: ShopId;
  /** SHA-256 of the key: 256 random bits need no slow hash. */
  hash: string;
  name: string;
  scopes: string[];
  createdAt: Instant;
  /** To the minute. */
  lastUsedAt?: Instant;
  revokedAt?: Instant;
}

/** Somebody who has opened the shop's admin. */
export interface StaffDocument {
  /** `<shop>/<installation>:<user id on the host>`, or `<shop>/own:<random id>` for whom the command line made a link. */
  _id: string;
  shop: ShopId;
  /** Null: they come by a link of the command line and not from a host. */
  installation: InstallationId | null;
  userId: string;
  name: string;
  email?: string;
  role: Role;
  createdAt: Instant;
  /** To the minute. */
  lastSeenAt: Instant;
  /** Refused since then. */
  removedAt?: Instant;
  /** Of the first, which a shop has once: of two who come first at the same time one is told so by the index. */
  founder?: true;
  /** Counted up on every owner by each change that could take the last one away, so that two of those collide. */
  revision?: number;
}

/** A handoff that was used, until it would have run out by itself: there is no second time. */
export interface UsedHandoffDocument {
  /** `<shop>/<connection, or "own">:<jti>`. */
  _id: string;
  shop: ShopId;
  expiresAt: Date;
}

/** How somebody has arranged the admin for themselves. */
export interface PreferenceDocument {
  /** `<shop>/<kind and id of the principal>/<name>`. */
  _id: string;
  shop: ShopId;
  principal: string;
  name: string;
  /** As it came: names of fields in it are not the database's business. */
  json: string;
  at: Instant;
}

export interface AuditDocument {
  _id: string;
  shop: ShopId;
  at: Instant;
  actor: string;
  action: string;
  target: string;
  details?: Record<string, unknown>;
}

export interface PrivacyRequestDocument {
  _id: string;
  shop: ShopId;
  at: Instant;
  kind: 'export' | 'erase' | 'erase_shop';
  /** A delivery id or an API request: where it came from. */
  source: string;
  hostRequestId: string | null;
  /** Pseudonyms only; the record must not itself be personal data. */
  customers: CustomerKey[];
  /** `declined`: the owner keeps the shop's data. */
  state: 'pending' | 'waiting_for_owner' | 'done' | 'declined' | 'nobody_found';
  doneAt: Instant;
  /** For an export: what was collected, shown until `expiresAt`. */
  export?: unknown;
  expiresAt?: Instant;
}

export interface IdempotencyDocument {
  _id: string;
  shop: ShopId;
  /** Hash of method, path and body: the same key with another request is an error. */
  requestHash: string;
  status?: number;
  body?: string;
  expiresAt: Date;
}
