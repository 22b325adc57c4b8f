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

/** Orders of the list of customers, each with its index: without one, every page would read and sort the whole shop. */
const LISTS = [
  ['listed_by_name', 'listing.name'],
  ['listed_by_folded_name', 'nameFolded'],
  ['listed_by_spent', 'stats.spentMinor'],
  ['listed_by_orders', 'stats.orders'],
  ['listed_by_average', 'listing.averageMinor'],
  ['listed_by_last_order', 'stats.lastAt'],
  ['listed_by_created', 'createdAt'],
] as const;

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
        key: { shop: 1, installation: 1, topic: 1, receivedAt: -1 },
        why: 'how a connection does: the last delivery of each topic and how many came in a day, without reading one',
      },
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
      {
        key: { former: 1 },
        options: { sparse: true },
        why: 'orders that were a customer’s once, for their past; values begin with the shop',
      },
      {
        key: { shop: 1, 'fact.d': 1, 'fact.c': 1, customer: 1, 'fact.n': 1 },
        options: { name: 'bought', partialFilterExpression: { 'fact.d': { $exists: true } } },
        why: 'the overview: purchases of some days, summed without reading an order',
      },
      {
        key: { shop: 1, 'order.refunds.at': 1, at: 1 },
        options: { partialFilterExpression: { 'order.refunds.at': { $exists: true } } },
        why: 'the overview: refunds of some days, and those their host does not date by the date of their order',
      },
      {
        key: { shop: 1, 'refundsAlone.at': 1, at: 1 },
        options: { partialFilterExpression: { 'refundsAlone.at': { $exists: true } } },
        why: 'the same for refunds that came alone',
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
      ...(['pins', 'bans'] as const).map((field) => ({
        key: { [field]: 1, _id: 1 },
        options: { partialFilterExpression: { [field]: { $exists: true } } },
        why: 'whom hands put into a segment, or keep out of it: few, and nobody else is in the index',
      })),
      {
        key: { factsCut: 1, _id: 1 },
        options: { partialFilterExpression: { factsCut: true } },
        why: 'the few with more orders than are kept as facts',
      },
      {
        key: { 'listing.shop': 1, 'listing.words': 1 },
        options: { name: 'listed_words' },
        why: 'search, tags and places: whoever has a word that begins so; many entries a customer, and they seldom change',
      },
      {
        key: { 'listing.shop': 1, _id: 1 },
        options: { name: 'listed_by_key' },
        why: 'several customers by key: of a clustered collection `$in` reads everything between the first and the last',
      },
      ...LISTS.map(([name, field]) => ({
        key: { 'listing.shop': 1, [field]: 1, _id: 1 },
        options: { name },
        why: 'the list of customers in this order, either way, and those of a range of it',
      })),
      {
        key: { 'stats.firstDay': 1, _id: 1 },
        options: { partialFilterExpression: { 'stats.firstDay': { $exists: true } } },
        why: 'the overview: who bought for the first time on some days; a day at a time, and of each day one shop',
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
    name: 'notes',
    indexes: [{ key: { customer: 1, at: 1 }, why: "a customer's notes; `customer` begins with the shop" }],
  },
  {
    name: 'products',
    indexes: [
      { key: { shop: 1, 'categories.id': 1 }, why: 'products of a category, when a condition is compiled' },
      { key: { shop: 1, title: 1 }, why: 'products by a part of their title, in order, when a condition is filled in' },
      { key: { shop: 1, 'variants.id': 1 }, why: 'names of the variants that conditions hold' },
    ],
  },
  {
    name: 'programmes',
    indexes: [{ key: { shop: 1, version: 1 }, why: "versions of a shop's programme" }],
  },
  {
    name: 'accounts',
    clustered: true,
    indexes: [
      {
        key: { shop: 1, nextAt: 1, _id: 1 },
        options: { name: 'due', partialFilterExpression: { nextAt: { $exists: true } } },
        why: 'accounts in which time changes something, the soonest first, without reading one',
      },
      {
        key: { shop: 1, _id: 1 },
        options: { name: 'accounts_by_key' },
        why: 'several accounts by key: of a clustered collection `$in` reads everything between the first and the last',
      },
    ],
  },
  {
    name: 'postings',
    indexes: [
      { key: { shop: 1, bookedAt: -1, _id: -1 }, why: 'the ledger of a shop, newest first' },
      {
        key: { shop: 1, currency: 1, at: 1, reason: 1, from: 1, to: 1, points: 1 },
        options: { name: 'flows' },
        why: 'what came and went by day, summed without reading a posting',
      },
      {
        key: { shop: 1, order: 1 },
        options: { partialFilterExpression: { order: { $exists: true } } },
        why: 'what an order moved',
      },
    ],
  },
  {
    name: 'vouchers',
    indexes: [
      { key: { customer: 1 }, why: "a customer's vouchers; `customer` begins with the shop" },
      { key: { shop: 1, code: 1 }, options: { unique: true }, why: 'whose a code is; no two are alike in a shop' },
    ],
  },
  {
    name: 'loyalty_events',
    indexes: [
      { key: { shop: 1, at: 1, _id: 1 }, why: 'what has happened since: messages are made of it, in order' },
      { key: { customer: 1, at: 1 }, why: 'what a customer was warned of; `customer` begins with the shop' },
    ],
  },
  {
    name: 'loyalty_alarms',
    indexes: [
      {
        key: { shop: 1, resolvedAt: 1, at: 1 },
        why: 'alarms of a shop, those that are open first: the overview asks each time',
      },
    ],
  },
  {
    name: 'back_tests',
    indexes: [
      { key: { shop: 1, at: -1, _id: -1 }, why: 'back-tests of a shop, newest first' },
      { key: { expiresAt: 1 }, options: { expireAfterSeconds: 0 }, why: 'reports are kept for a week' },
    ],
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
    name: 'segment_days',
    indexes: [{ key: { segment: 1, day: 1 }, why: 'days of a segment from history; `segment` begins with the shop' }],
  },
  {
    name: 'rfm_models',
    indexes: [{ key: { shop: 1, version: 1 }, why: 'the newest version of a shop’s RFM model' }],
  },
  {
    name: 'rfm_cuts',
    indexes: [{ key: { shop: 1, day: 1 }, why: 'cut points of quantiles, newest first' }],
  },
  {
    name: 'rfm_snapshots',
    indexes: [{ key: { shop: 1, day: 1 }, why: 'ends of months, newest first' }],
  },
  {
    name: 'bulk_actions',
    indexes: [
      { key: { shop: 1, segment: 1, at: -1, _id: -1 }, why: 'actions on a segment, newest first' },
      {
        key: { state: 1, 'mail.state': 1 },
        why: 'what nobody is at any more, across shops: few, since they are kept for a month',
      },
      { key: { expiresAt: 1 }, options: { expireAfterSeconds: 0 }, why: 'actions are kept for a month' },
    ],
  },
  {
    name: 'action_members',
    indexes: [
      { key: { action: 1, _id: 1 }, why: 'the frozen set in its order; `action` begins with the shop' },
      { key: { shop: 1 }, why: 'erasing a shop' },
      { key: { expiresAt: 1 }, options: { expireAfterSeconds: 0 }, why: 'as long as its action' },
    ],
  },
  {
    name: 'export_chunks',
    indexes: [
      { key: { action: 1, _id: 1 }, why: 'a file in its order; `action` begins with the shop' },
      { key: { shop: 1 }, why: 'erasing a person or a shop' },
      { key: { expiresAt: 1 }, options: { expireAfterSeconds: 0 }, why: 'files are gone after a week' },
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
  {
    name: 'staff',
    indexes: [
      { key: { shop: 1, createdAt: 1 }, why: 'staff of a shop' },
      {
        key: { shop: 1, founder: 1 },
        options: { unique: true, partialFilterExpression: { founder: true } },
        why: 'of two who open an admin first at the same time, one is its first',
      },
    ],
  },
  {
    name: 'used_handoffs',
    indexes: [
      { key: { shop: 1 }, why: 'erasing a shop' },
      {
        key: { expiresAt: 1 },
        options: { expireAfterSeconds: 0 },
        why: 'kept only as long as they could be used again',
      },
    ],
  },
  { name: 'preferences', indexes: [{ key: { shop: 1, principal: 1 }, why: "somebody's preferences" }] },
  {
    name: 'audit',
    indexes: [
      { key: { shop: 1, at: -1, _id: -1 }, why: 'the audit log, newest first' },
      { key: { shop: 1, actor: 1, at: -1, _id: -1 }, why: 'what somebody did, and who did anything' },
      { key: { shop: 1, action: 1, at: -1, _id: -1 }, why: 'acts of one kind, and which kinds there are' },
    ],
  },
  {
    name: 'privacy_requests',
    indexes: [{ key: { shop: 1, at: -1, _id: -1 }, why: 'requests of a shop, newest first' }],
  },
  {
    name: 'job_runs',
    indexes: [
      { key: { name: 1, startedAt: -1, _id: -1 }, why: 'runs of a job, newest first; they are of the server' },
      { key: { expiresAt: 1 }, options: { expireAfterSeconds: 0 }, why: 'runs are kept for a month' },
    ],
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
