import type { CreateIndexesOptions, Db, IndexSpecification } from 'mongodb';

/**
 * Every collection and every index, in one list. Each index of shop data begins with the shop, or with a key whose value
 * does (`customer` is `<shop>/…`). Ids are in every one of them, so they are short.
 */
interface CollectionPlan {
  readonly name: string;
  /** Clustered by `_id`: the documents themselves lie in order of `_id` (MongoDB ≥ 5.3, design §2). */
  readonly clustered?: boolean;
  readonly indexes: readonly {
    readonly key: IndexSpecification;
    readonly options?: CreateIndexesOptions;
    readonly why: string;
  }[];
}

export const COLLECTIONS: readonly CollectionPlan[] = [
  { name: 'shops', indexes: [] },
  {
    name: 'installations',
    indexes: [
      {
        key: { platform: 1, domain: 1 },
        options: { unique: true },
        why: 'a delivery finds its shop by what the host calls it; one host shop has one connection',
      },
      { key: { shop: 1 }, why: 'connections of a shop' },
    ],
  },
  {
    name: 'inbox',
    indexes: [
      {
        key: { state: 1, receivedAt: 1 },
        options: { name: 'pending', partialFilterExpression: { state: 'pending' } },
        why: 'the worker takes the oldest first; holds only what waits, and with `state` in it they are counted without reading them',
      },
      { key: { shop: 1, state: 1, receivedAt: -1, _id: -1 }, why: 'the list of deliveries by state, paged' },
      { key: { shop: 1, entity: 1 }, why: 'deliveries about one order: its page, and erasure' },
      {
        key: { customers: 1 },
        options: { sparse: true },
        why: 'deliveries that changed a customer: their page, and erasure',
      },
    ],
  },
  {
    name: 'orders',
    indexes: [
      {
        key: { customer: 1, at: -1, _id: -1 },
        why: "a customer's orders, newest first; `customer` begins with the shop",
      },
      { key: { shop: 1, at: -1, _id: -1 }, why: 'the list of orders, newest first' },
      {
        key: { shop: 1, unresolved: 1 },
        options: { partialFilterExpression: { unresolved: { $exists: true } } },
        why: 'the few orders whose deletion is a question to the host',
      },
      {
        key: { waitingFor: 1 },
        options: { sparse: true },
        why: 'orders whose member code is not known yet; values begin with the shop',
      },
    ],
  },
  {
    name: 'order_versions',
    indexes: [{ key: { order: 1, at: 1 }, why: 'all versions of an order; `order` begins with the shop' }],
  },
  {
    name: 'customers',
    clustered: true,
    indexes: [
      { key: { memberOf: 1, _id: 1 }, why: 'members of a segment, in order of _id; a label is of one shop' },
      {
        key: { factsCut: 1, _id: 1 },
        options: { partialFilterExpression: { factsCut: true } },
        why: 'the few with more orders than are kept as facts',
      },
    ],
  },
  { name: 'customer_aliases', indexes: [{ key: { into: 1 }, why: 'who was merged into a customer' }] },
  { name: 'identities', indexes: [] },
  {
    name: 'changes',
    indexes: [{ key: { customer: 1, at: 1 }, why: "a customer's history; `customer` begins with the shop" }],
  },
  {
    name: 'products',
    indexes: [{ key: { shop: 1, 'categories.id': 1 }, why: 'products of a category, when a condition is compiled' }],
  },
  {
    name: 'segments',
    indexes: [{ key: { shop: 1, nameFolded: 1 }, options: { unique: true }, why: 'names are unique in a shop (A01)' }],
  },
  {
    name: 'segment_versions',
    indexes: [{ key: { segment: 1, version: 1 }, why: 'versions of a segment; `segment` begins with the shop' }],
  },
  {
    name: 'membership_events',
    indexes: [
      { key: { segment: 1, at: 1 }, why: 'who entered and left a segment; `segment` begins with the shop' },
      { key: { customer: 1, at: 1 }, why: "a customer's comings and goings" },
    ],
  },
  {
    name: 'api_keys',
    indexes: [
      { key: { shop: 1 }, why: 'keys of a shop' },
      {
        key: { hash: 1 },
        options: { unique: true },
        why: 'a request comes with a key and nothing else: its shop is found by the hash, across shops',
      },
    ],
  },
  { name: 'audit', indexes: [{ key: { shop: 1, at: -1, _id: -1 }, why: 'the audit log, newest first' }] },
  {
    name: 'privacy_requests',
    indexes: [{ key: { shop: 1, at: -1, _id: -1 }, why: 'requests of a shop, newest first' }],
  },
  {
    name: 'idempotency',
    indexes: [{ key: { expiresAt: 1 }, options: { expireAfterSeconds: 0 }, why: 'answers are kept for a day' }],
  },
];

/** Makes what is missing; safe to run at every start and from several processes at once. */
export async function ensureCollections(db: Db): Promise<void> {
  const existing = new Set((await db.listCollections({}, { nameOnly: true }).toArray()).map((found) => found.name));
  for (const plan of COLLECTIONS) {
    if (!existing.has(plan.name)) {
      const options = plan.clustered ? { clusteredIndex: { key: { _id: 1 }, unique: true, name: '_id' } } : {};
      await db.createCollection(plan.name, options).catch(ignoreExisting);
    }
    for (const index of plan.indexes) await db.collection(plan.name).createIndex(index.key, index.options ?? {});
  }
}

function ignoreExisting(error: unknown): void {
  if ((error as { codeName?: string }).codeName !== 'NamespaceExists') throw error;
}
