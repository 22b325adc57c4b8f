import type { Document } from 'mongodb';
import { QUERY_MS } from '../queries/limits.ts';
import { BY_ID, cutCustomers, inRange, overRanges, rangesOf } from '../segments/scan.ts';
import type { CustomerDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';

/** More parts than cores, so that the cores end together and none takes long. */
const PARTS = 16;

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
  await overRanges(rangesOf(PARTS), async (range) => {
    signal?.throwIfAborted();
    const match = { $and: [inRange(scope, range), { factsCut: { $exists: false } }] };
    const options = { ...BY_ID, maxTimeMS: QUERY_MS, ...(signal ? { signal } : {}) };
    for await (const row of scope.customers.aggregate<Row>([{ $match: match }, ...stages], options)) take.row(row);
    for await (const customer of cutCustomers(scope, range)) take.cut(customer);
  });
}
