import type { Document } from 'mongodb';
import { QUERY_MS } from '../queries/limits.ts';
import { type BucketRange, BY_ID, cutCustomers, inRange, rangesOf } from '../segments/scan.ts';
import type { CustomerDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';

/** More parts than cores, so that the cores end together and none takes long. */
const PARTS = 16;
const PARALLEL = 4;

/**
 * All customers of a shop in groups, bucket range by bucket range. `stages` group those whose facts are whole; the few whose facts are
 * cut come one by one, with all of them.
 */
export async function groupCustomers<Row extends Document>(
  scope: ShopStore,
  stages: Document[],
  take: { row(row: Row): void; cut(customer: CustomerDocument): void },
  signal?: AbortSignal,
): Promise<void> {
  const ranges = rangesOf(PARTS);
  let next = 0;
  const work = async () => {
    for (let range = ranges[next++]; range; range = ranges[next++]) {
      signal?.throwIfAborted();
      await one(range);
    }
  };
  const one = async (range: BucketRange) => {
    const match = { $and: [inRange(scope, range), { factsCut: { $exists: false } }] };
    const options = { ...BY_ID, maxTimeMS: QUERY_MS, ...(signal ? { signal } : {}) };
    for await (const row of scope.customers.aggregate<Row>([{ $match: match }, ...stages], options)) take.row(row);
    for await (const customer of cutCustomers(scope, range)) take.cut(customer);
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
}
