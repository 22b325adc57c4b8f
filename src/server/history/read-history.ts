import type { CustomerKey, Instant, OrderKey } from '../../model.ts';
import { allFactsOf, type BucketRange, BY_ID, inRange } from '../segments/scan.ts';
import type { ChangeDocument, CustomerDocument, OrderVersionDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import type { CustomerHistory, OrderWithVersions } from './customer-as-of.ts';
import type { KnownLoyalty } from './loyalty-as-of.ts';
import type { KnownChange, Merge } from './profile-as-of.ts';

/** Customers whose histories are read together: some queries a batch, none a customer. */
const BATCH = 400;

export interface HistoryAsked {
  /** The earliest instant that will be asked about. */
  readonly since: Instant;
  readonly withLedger: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** The customers of a bucket range in order of their key, with what they need to be told at instants not before `since`. */
export async function* historiesIn(
  scope: ShopStore,
  range: BucketRange,
  asked: HistoryAsked,
): AsyncGenerator<CustomerHistory[]> {
  const present = { $and: [inRange(scope, range), { erasedAt: { $exists: false } }] };
  const cursor = scope.customers
    .find(present, {
      ...BY_ID,
      batchSize: BATCH,
      projection: { claims: 0, tagClaims: 0, listing: 0 },
      ...(asked.signal ? { signal: asked.signal } : {}),
    })
    .sort({ _id: 1 });
  let batch: CustomerDocument[] = [];
  for await (const customer of cursor) {
    batch.push(customer);
    if (batch.length < BATCH) continue;
    yield await readHistories(scope, batch, asked);
    batch = [];
  }
  if (batch.length > 0) yield await readHistories(scope, batch, asked);
}

/** Histories of some customers, in their order. */
export async function readHistories(
  scope: ShopStore,
  customers: readonly CustomerDocument[],
  asked: HistoryAsked,
): Promise<CustomerHistory[]> {
  asked.signal?.throwIfAborted();
  const merges = await mergesOf(
    scope,
    customers.map(({ _id }) => _id),
  );
  const ownerOf = new Map<CustomerKey, CustomerKey>(customers.map(({ _id }) => [_id, _id]));
  for (const [owner, merged] of merges) for (const { _id } of merged) ownerOf.set(_id, owner);
  const orders = await changedOrders(scope, ownerOf, asked.since);
  const [changes, ledger] = await Promise.all([
    changesOfChanged(scope, ownerOf, asked.since, withFormer(orders)),
    asked.withLedger ? readLedger(scope, ownerOf) : null,
  ]);
  const histories: CustomerHistory[] = [];
  for (const customer of customers) {
    const key = customer._id;
    histories.push({
      customer,
      facts: customer.factsCut ? await allFactsOf(scope, customer) : customer.facts,
      orders: orders.get(key) ?? [],
      changes: changes.get(key) ?? null,
      merges: merges.get(key) ?? [],
      loyalty: ledger?.get(key) ?? null,
    });
  }
  return histories;
}

/** Everybody who was merged into each of them, directly or by way of another. */
async function mergesOf(scope: ShopStore, keys: readonly CustomerKey[]): Promise<Map<CustomerKey, Merge[]>> {
  const ownerOf = new Map(keys.map((key) => [key, key]));
  const merges = new Map<CustomerKey, Merge[]>();
  for (let next = [...keys]; next.length > 0; ) {
    const found = await scope.aliases.find({ into: { $in: next } }, { projection: { into: 1, at: 1 } }).toArray();
    next = [];
    for (const alias of found) {
      const owner = ownerOf.get(alias.into);
      if (owner === undefined || ownerOf.has(alias._id)) continue;
      ownerOf.set(alias._id, owner);
      merges.set(owner, [...(merges.get(owner) ?? []), alias]);
      next.push(alias._id);
    }
  }
  return merges;
}

/** Orders of which something is told after the instant, and those that were another's once; of all others the present fact is the past one. */
async function changedOrders(
  scope: ShopStore,
  ownerOf: ReadonlyMap<CustomerKey, CustomerKey>,
  since: Instant,
): Promise<Map<CustomerKey, OrderWithVersions[]>> {
  const keys = [...ownerOf.keys()];
  const [own, former] = await Promise.all([
    scope.orders
      .find(
        {
          customer: { $in: keys },
          $or: [
            { 'version.at': { $gt: since } },
            { 'refundsAlone.0': { $exists: true } },
            { deletions: { $exists: true } },
            { former: { $exists: true } },
          ],
        },
        { hint: { customer: 1, at: -1, _id: -1 } },
      )
      .toArray(),
    scope.orders.find({ former: { $in: keys } }, { hint: { former: 1 } }).toArray(),
  ]);
  const documents = new Map([...own, ...former].map((document) => [document._id, document]));
  if (documents.size === 0) return new Map();
  const versions = await versionsOf(scope, [...documents.keys()]);
  const found = new Map<CustomerKey, OrderWithVersions[]>();
  for (const document of documents.values()) {
    const named = [document.customer, ...(document.former ?? [])];
    const owners = new Set(named.flatMap((key) => (key === null ? [] : (ownerOf.get(key) ?? []))));
    for (const owner of owners) {
      const known = { document, versions: versions.get(document._id) ?? [] };
      found.set(owner, [...(found.get(owner) ?? []), known]);
    }
  }
  return found;
}

/** Whose orders were another's once: since when they are customers is told by what else was said of them. */
const withFormer = (orders: ReadonlyMap<CustomerKey, readonly OrderWithVersions[]>) =>
  [...orders].flatMap(([key, known]) => (known.some(({ document }) => document.former) ? [key] : []));

async function versionsOf(
  scope: ShopStore,
  keys: readonly OrderKey[],
): Promise<Map<OrderKey, Pick<OrderVersionDocument, '_id' | 'content'>[]>> {
  const versions = new Map<OrderKey, OrderVersionDocument[]>();
  for await (const version of scope.orderVersions.find({ order: { $in: [...keys] } }, { hint: { order: 1, at: 1 } }))
    versions.set(version.order, [...(versions.get(version.order) ?? []), version]);
  return versions;
}

/** All changes of those of whom something but a tier, which orders tell, changed after the instant. */
async function changesOfChanged(
  scope: ShopStore,
  ownerOf: ReadonlyMap<CustomerKey, CustomerKey>,
  since: Instant,
  also: readonly CustomerKey[],
): Promise<Map<CustomerKey, KnownChange[]>> {
  const BY_TIME = { hint: { customer: 1, at: 1 } } as const;
  const later = await scope.changes
    .find(
      { customer: { $in: [...ownerOf.keys()] }, at: { $gt: since }, field: { $ne: 'tier' } },
      { ...BY_TIME, projection: { customer: 1 } },
    )
    .toArray();
  const changed = new Set([...also, ...later.flatMap(({ customer }) => ownerOf.get(customer) ?? [])]);
  if (changed.size === 0) return new Map();
  const keys = [...ownerOf].flatMap(([key, owner]) => (changed.has(owner) ? [key] : []));
  const found = new Map<CustomerKey, ChangeDocument[]>([...changed].map((key) => [key, []]));
  for await (const change of scope.changes.find({ customer: { $in: keys }, field: { $ne: 'tier' } }, BY_TIME)) {
    const owner = ownerOf.get(change.customer);
    if (owner !== undefined) found.get(owner)?.push(change);
  }
  return found;
}

/** Accounts with their postings and vouchers. What was moved by a merge nets to nothing: both sides of it are read. */
async function readLedger(
  scope: ShopStore,
  ownerOf: ReadonlyMap<CustomerKey, CustomerKey>,
): Promise<Map<CustomerKey, KnownLoyalty>> {
  const keys = [...ownerOf.keys()];
  const accounts = await scope.accounts
    .find({ shop: scope.shop, _id: { $in: keys } }, { hint: 'accounts_by_key' })
    .toArray();
  if (accounts.length === 0) return new Map();
  const withAccount = new Set(accounts.map(({ _id }) => _id));
  const collecting = keys.filter((key) => withAccount.has(ownerOf.get(key) as CustomerKey));
  const ledger = new Map(
    accounts.map((account) => [
      account._id,
      {
        account,
        postings: [] as KnownLoyalty['postings'][number][],
        vouchers: [] as KnownLoyalty['vouchers'][number][],
      },
    ]),
  );
  const ranges = collecting.map((key) => ({ _id: { $gte: `${key}/`, $lt: `${key}0` } }));
  const postings = scope.postings.find({ $or: ranges }, { hint: { _id: 1 } });
  for await (const posting of postings)
    ledger.get(ownerOf.get(posting.customer) as CustomerKey)?.postings.push(posting);
  for await (const voucher of scope.vouchers.find({ customer: { $in: collecting } }, { hint: { customer: 1 } }))
    ledger.get(ownerOf.get(voucher.customer) as CustomerKey)?.vouchers.push(voucher);
  return ledger;
}
