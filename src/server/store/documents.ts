import type { Binary } from 'mongodb';
import type { Platform } from '../../adapters/adapter.ts';
import type { ParkReason } from '../../errors.ts';
import type {
  Customer,
  CustomerKey,
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
import type { SegmentDefinition } from '../../segments/index.ts';

/** What lies in MongoDB, one interface a collection. Absent means "has none"; null is not stored where absence can say it. */

export interface InstallationDocument {
  _id: InstallationId;
  shop: ShopId;
  platform: Platform;
  /** What the host calls the shop: a domain or an organisation id, as the adapter's claim normalises it. */
  domain: string;
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
  /** A restoration came: a deletion after it, which carries no time, is a question and not an answer. */
  restored: boolean;
  /** The delivery that asks that question. */
  unresolved?: string;
  /** Units of the shop's currency for one of the order's, kept as it was when the order was taken in (C12). */
  rate?: string;
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

export interface CustomerDocument extends Omit<Customer, 'facts' | 'factsCut'> {
  _id: CustomerKey;
  /** Tags as people wrote them, by folded name. */
  tagNames?: { key: string; name: string }[];
  /** Tags by who set them: one source's set replaces its own older set only. */
  tagClaims?: { source: string; at: Instant; tags: readonly string[] }[];
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

export interface ProductDocument extends Product {
  /** `<shop>/<installation>/<host product id>`. */
  _id: string;
  shop: ShopId;
  installation: InstallationId;
  deleted?: true;
}

export interface SegmentDocument {
  /** `<shop>/<segment id>`. */
  _id: string;
  shop: ShopId;
  name: string;
  nameFolded: string;
  description: string;
  definition: SegmentDefinition;
  /** The version whose members are shown; 0 until the first build is ready. */
  activeVersion: number;
  /** The newest version; being built while it differs from `activeVersion`. */
  version: number;
  state: 'queued' | 'building' | 'ready' | 'failed' | 'archived';
  progress: number;
  /** Members at the last count, and when that was. */
  size?: number;
  computedAt?: Instant;
  timeDependent: boolean;
  createdAt: Instant;
  createdBy: string;
  error?: string;
  /** Which process builds it and until when others leave it alone. */
  lease?: { owner: string; until: Instant };
}

export interface SegmentVersionDocument {
  /** `<shop>/<segment id>/<version>`. */
  _id: string;
  shop: ShopId;
  segment: string;
  version: number;
  definition: SegmentDefinition;
  at: Instant;
  by: string;
}

export interface MembershipEventDocument {
  _id: string;
  shop: ShopId;
  segment: string;
  customer: CustomerKey;
  kind: 'entered' | 'left';
  at: Instant;
  cause: ChangeCause;
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
  revokedAt?: Instant;
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
  state: 'pending' | 'waiting_for_owner' | 'done' | 'nobody_found';
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
