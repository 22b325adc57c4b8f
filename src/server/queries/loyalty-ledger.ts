import type { Filter } from 'mongodb';
import { z } from 'zod';
import type { Reason } from '../../loyalty/index.ts';
import type { Instant } from '../../model.ts';
import type { PostingDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { cursorOf, type Page, pageOf } from './cursor.ts';
import { QUERY_MS } from './limits.ts';

export interface LedgerRequest {
  /** Booked from the first on, and before the second. */
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
  readonly reason?: Reason | undefined;
  readonly currency?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

const cursor = cursorOf('loyalty ledger', z.tuple([z.number(), z.string()]));
const NEWEST = { bookedAt: -1, _id: -1 } as const;

/** Every posting of the shop, newest first. */
export async function ledgerPage(scope: ShopStore, request: LedgerRequest): Promise<Page<PostingDocument>> {
  const { from, to, reason, currency, limit } = request;
  const after = cursor.read(request.cursor);
  const filters: Filter<PostingDocument>[] = [];
  if (from !== undefined) filters.push({ bookedAt: { $gte: from } });
  if (to !== undefined) filters.push({ bookedAt: { $lt: to } });
  if (reason !== undefined) filters.push({ reason });
  if (currency !== undefined) filters.push({ currency });
  if (after !== null)
    // The first part alone bounds the index; the second decides among postings of one millisecond.
    filters.push(
      { bookedAt: { $lte: after[0] } },
      { $or: [{ bookedAt: { $lt: after[0] } }, { _id: { $lt: `${scope.shop}/${after[1]}` } }] },
    );
  const read = await scope.postings
    .find(filters.length === 0 ? {} : { $and: filters }, { hint: { shop: 1, ...NEWEST }, maxTimeMS: QUERY_MS })
    .sort(NEWEST)
    .limit(limit + 1)
    .toArray();
  return pageOf(read, limit, (last) => cursor.write([last.bookedAt, last._id.slice(scope.shop.length + 1)]));
}
