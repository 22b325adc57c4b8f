import type { Filter as MongoFilter } from 'mongodb';
import { BUCKET_COUNT, type CustomerKey } from '../../model.ts';
import { QUERY_MS } from '../queries/limits.ts';
import type { CustomerDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import {
  ALL_BUCKETS,
  BY_ID,
  countAmong,
  countIn,
  cutCustomers,
  inRange,
  overRanges,
  partsOfKeys,
  rangesOf,
  type Selection,
} from './scan.ts';

/** Who is in one selection and not in another. */
export function difference(from: Selection, to: Selection): Selection {
  const hasExactPath = from.hasExactPath || to.hasExactPath;
  // Each filter leaves out those whose facts are cut only if it needs to: both do here, and the evaluator decides them by both.
  const whole = hasExactPath ? [{ factsCut: { $exists: false } }] : [];
  return {
    ...to,
    filter: { $and: [...whole, to.filter, { $nor: [from.filter] }] },
    hasExactPath,
    decides: (customer) => to.decides(customer) && !from.decides(customer),
  };
}

/** More parts than cores, so that the cores end together; few enough that a part is worth its round trip. */
const PARTS = 16;

/** All of a selection, range by range; ends with the signal. */
export async function countAll(scope: ShopStore, selection: Selection, signal?: AbortSignal): Promise<number> {
  let count = 0;
  await overRanges(rangesOf(Math.min(PARTS, BUCKET_COUNT)), async (range) => {
    signal?.throwIfAborted();
    const found = await countIn(scope, selection, range, signal); // awaited apart: `+=` would add to the count of before
    count += found;
  });
  return count;
}

/** The same of some customers by their keys. */
export async function countOf(
  scope: ShopStore,
  selection: Selection,
  keys: readonly CustomerKey[],
  signal?: AbortSignal,
): Promise<number> {
  let count = 0;
  for (const part of partsOfKeys(scope, keys)) {
    const found = await countAmong(scope, selection, part, signal);
    count += found;
  }
  return count;
}

export interface PeoplePage {
  /** With the facts that decide them: all of them where they are cut. */
  readonly items: CustomerDocument[];
  readonly nextAfter: CustomerKey | null;
}

/** Some of a selection in order of their key, those after `after`. */
export async function peopleOf(
  scope: ShopStore,
  selection: Selection,
  options: { after: CustomerKey | null; limit: number; signal?: AbortSignal | undefined },
): Promise<PeoplePage> {
  const { after, limit, signal } = options;
  const beyond = after === null ? [] : [{ _id: { $gt: after } }];
  const filter = { $and: [inRange(scope, ALL_BUCKETS), ...beyond, selection.filter] } as MongoFilter<CustomerDocument>;
  const found = await scope.customers
    .find(filter, {
      ...BY_ID,
      limit: limit + 1,
      maxTimeMS: QUERY_MS,
      projection: { claims: 0, tagClaims: 0 },
      ...(signal ? { signal } : {}),
    })
    .sort({ _id: 1 })
    .toArray();
  if (selection.hasExactPath)
    for await (const customer of cutCustomers(scope, ALL_BUCKETS))
      if ((after === null || customer._id > after) && selection.decides(customer)) found.push(customer);
  const items = found.sort((a, b) => (a._id < b._id ? -1 : 1)).slice(0, limit);
  return { items, nextAfter: found.length > limit ? (items.at(-1)?._id ?? null) : null };
}
