import type { Filter as MongoFilter } from 'mongodb';
import { BUCKET_COUNT, bucketName, type CustomerKey, compareFacts, type PurchaseFact } from '../../model.ts';
import { compile, evaluate, readsFacts, type SegmentContext, type SegmentDefinition } from '../../segments/index.ts';
import type { CustomerDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { isMember, withHands } from './pins.ts';

/**
 * A definition over a shop's customers, bucket range by bucket range. Every query states its range of `_id` and hints the
 * clustered index: the planner must never fetch a whole shop through a secondary index (performance.md).
 */
export interface BucketRange {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

export const ALL_BUCKETS: BucketRange = { from: 0, to: BUCKET_COUNT };
export const BY_ID = { hint: { _id: 1 } } as const;

export function rangesOf(parts: number): BucketRange[] {
  return Array.from({ length: parts }, (_, i) => ({
    from: Math.floor((i * BUCKET_COUNT) / parts),
    to: Math.floor(((i + 1) * BUCKET_COUNT) / parts),
  }));
}

/** Ranges at a time: twice what two cores do, so that none waits for a round trip. */
const LANES = 4;

/**
 * Does `work` for each range, or other part of a shop, some at a time. False from one ends it, as does a failure, which is thrown: what
 * has begun is finished first, so that nothing goes on behind the back of whoever asked.
 */
export async function overRanges<Range = BucketRange>(
  ranges: readonly Range[],
  work: (range: Range) => Promise<unknown>,
): Promise<boolean> {
  let next = 0;
  let isWanted = true;
  const lane = async () => {
    for (let range = ranges[next++]; range && isWanted; range = ranges[next++])
      isWanted = (await work(range)) !== false && isWanted;
  };
  const stopping = () =>
    lane().catch((error: unknown) => {
      isWanted = false;
      throw error;
    });
  const failed = (await Promise.allSettled(Array.from({ length: LANES }, stopping))).find(
    (ended) => ended.status === 'rejected',
  );
  if (failed) throw failed.reason;
  return isWanted;
}

/** Customers of the shop in these buckets. */
export function inRange(scope: ShopStore, range: BucketRange): MongoFilter<CustomerDocument> {
  const bound = (index: number) => (index >= BUCKET_COUNT ? `${scope.shop}0` : `${scope.shop}/${bucketName(index)}`);
  return { _id: { $gte: bound(range.from), $lt: bound(range.to) } } as MongoFilter<CustomerDocument>;
}

/** Some customers of a shop, and the indexes that lead to them: a range of buckets, or some by their keys. */
export interface Part {
  readonly within: MongoFilter<CustomerDocument>;
  readonly by: { readonly hint: Hint };
  /** To those among them who have a label, and to those whose facts are cut. */
  readonly byLabel: { readonly hint: Hint };
  readonly byCut: { readonly hint: Hint };
}

type Hint = string | Record<string, 1>;

export function partOfRange(scope: ShopStore, range: BucketRange): Part {
  return {
    within: inRange(scope, range),
    by: BY_ID,
    byLabel: { hint: { memberOf: 1, _id: 1 } },
    byCut: { hint: { factsCut: 1, _id: 1 } },
  };
}

/** So many named at once: a filter of a few ten kilobytes. */
const KEYS_A_PART = 1000;

/**
 * Customers from anywhere in the shop, who have to be listed: of a clustered collection `$in` would read everything between the first and
 * the last.
 */
export function partsOfKeys(scope: ShopStore, keys: readonly CustomerKey[]): Part[] {
  const by = { hint: 'listed_by_key' } as const;
  return Array.from({ length: Math.ceil(keys.length / KEYS_A_PART) }, (_, part) => {
    const _id = { $in: keys.slice(part * KEYS_A_PART, (part + 1) * KEYS_A_PART) };
    return { within: { 'listing.shop': scope.shop, _id }, by, byLabel: by, byCut: by };
  });
}

/** A definition made ready for one context: what MongoDB decides, and whether some customers need the evaluator instead. */
export interface Selection {
  readonly definition: SegmentDefinition;
  readonly context: SegmentContext;
  /** For customers whose facts are whole. */
  readonly filter: MongoFilter<CustomerDocument>;
  /** Customers with cut facts are decided by the evaluator, over all of their orders: the slower exact path. */
  readonly hasExactPath: boolean;
  /** What the filter says, said of a document by the evaluator. */
  readonly decides: (customer: CustomerDocument) => boolean;
}

/** `segmentId`: of a saved segment, whose pins and bans count then (pins.ts). */
export function select(definition: SegmentDefinition, context: SegmentContext, segmentId?: string): Selection {
  const named = compile(definition, context) as MongoFilter<CustomerDocument>;
  const compiled = segmentId === undefined ? named : withHands(segmentId, named);
  const hasExactPath = readsFacts(definition);
  // As $nor, which MongoDB asks last: that a field is absent is known at the end of a document only, and few come so far.
  const filter = hasExactPath
    ? ({ $and: [compiled, { $nor: [{ factsCut: { $exists: true } }] }] } as MongoFilter<CustomerDocument>)
    : compiled;
  const decides = (customer: CustomerDocument) => {
    const isNamed = () => evaluate(definition, customer, context);
    return segmentId === undefined ? isNamed() : isMember(segmentId, customer, isNamed);
  };
  return { definition, context, filter, hasExactPath, decides };
}

/** How many customers of the range are in. */
export function countIn(
  scope: ShopStore,
  selection: Selection,
  range: BucketRange,
  signal?: AbortSignal,
): Promise<number> {
  return countAmong(scope, selection, partOfRange(scope, range), signal);
}

/** The same of any part. */
export async function countAmong(
  scope: ShopStore,
  selection: Selection,
  part: Part,
  signal?: AbortSignal,
): Promise<number> {
  const match = { $and: [part.within, selection.filter] };
  const [row] = await scope.customers
    .aggregate<{ n: number }>([{ $match: match }, { $count: 'n' }], { ...part.by, ...(signal ? { signal } : {}) })
    .toArray();
  let count = row?.n ?? 0;
  if (selection.hasExactPath)
    for await (const customer of cutAmong(scope, part)) if (selection.decides(customer)) count++;
  return count;
}

/** Some members of the range, in order of `_id`. */
export async function membersIn(
  scope: ShopStore,
  selection: Selection,
  range: BucketRange,
  limit: number,
  signal?: AbortSignal,
): Promise<CustomerDocument[]> {
  const filter = { $and: [inRange(scope, range), selection.filter] } as MongoFilter<CustomerDocument>;
  const members = await scope.customers
    .find(filter, { ...BY_ID, limit, projection: { claims: 0, tagClaims: 0 }, ...(signal ? { signal } : {}) })
    .sort({ _id: 1 })
    .toArray();
  if (selection.hasExactPath && members.length < limit) {
    for await (const customer of cutCustomers(scope, range)) {
      if (members.length < limit && selection.decides(customer)) members.push(customer);
    }
  }
  return members;
}

/** The few customers of a range whose facts are cut, with all of them read from their orders. */
export function cutCustomers(scope: ShopStore, range: BucketRange): AsyncGenerator<CustomerDocument> {
  return cutAmong(scope, partOfRange(scope, range));
}

/** The same of any part. */
export async function* cutAmong(scope: ShopStore, { within, byCut }: Part): AsyncGenerator<CustomerDocument> {
  const filter = { $and: [{ factsCut: true }, within] } as MongoFilter<CustomerDocument>;
  for await (const customer of scope.customers.find(filter, byCut)) {
    yield { ...customer, facts: await allFactsOf(scope, customer) };
  }
}

export async function allFactsOf(scope: ShopStore, customer: Pick<CustomerDocument, '_id'>): Promise<PurchaseFact[]> {
  const facts: PurchaseFact[] = [];
  for await (const order of scope.orders.find(
    { customer: customer._id, fact: { $exists: true } },
    { projection: { fact: 1 } },
  ))
    if (order.fact) facts.push(order.fact);
  return facts.sort(compareFacts);
}
