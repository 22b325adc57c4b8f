import { z } from 'zod';
import type { Posting, Reason } from '../../loyalty/index.ts';
import type { CustomerKey } from '../../model.ts';
import type { PostingDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { cursorOf, type Page, pageOf } from './cursor.ts';
import { QUERY_MS } from './limits.ts';

export interface PostingsRequest {
  readonly reason?: Reason | undefined;
  readonly currency?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** A posting, and what the customer's balance was after it: available minus owed. */
export interface PostingAfter {
  readonly posting: PostingDocument;
  readonly balanceAfter: number;
}

/** Where to go on: below this posting, with these balances by currency. */
const cursor = cursorOf('loyalty postings', z.tuple([z.int(), z.record(z.string(), z.int())]));

/**
 * A customer's postings, newest first. Balances are counted down from what stands booked, over the postings that a filter leaves out too;
 * the cursor carries them on.
 */
export async function postingsPage(
  scope: ShopStore,
  customer: CustomerKey,
  request: PostingsRequest,
): Promise<Page<PostingAfter>> {
  const after = cursor.read(request.cursor);
  const balances = after ? { ...after[1] } : await bookedBalances(scope, customer);
  const isAsked = ({ reason, currency }: Posting) =>
    (request.reason ?? reason) === reason && (request.currency ?? currency) === currency;
  const before = after ? postingId(customer, after[0]) : `${customer}0`;
  const stream = scope.postings
    .find({ _id: { $gte: `${customer}/`, $lt: before } }, { hint: { _id: 1 }, maxTimeMS: QUERY_MS })
    .sort({ _id: -1 });
  const read: (PostingAfter & { readonly below: Record<string, number> })[] = [];
  for await (const posting of stream) {
    const balanceAfter = balances[posting.currency] ?? 0;
    balances[posting.currency] = balanceAfter - changeBy(posting);
    if (!isAsked(posting)) continue;
    read.push({ posting, balanceAfter, below: { ...balances } });
    if (read.length > request.limit) break;
  }
  return pageOf(read, request.limit, ({ posting, below }) => cursor.write([posting.seq, below]));
}

/** What a posting does to the balance. */
export function changeBy({ from, to, points }: Pick<Posting, 'from' | 'to' | 'points'>): number {
  return (counts(to) ? points : 0) - (counts(from) ? points : 0);
}

const counts = (account: Posting['from']) => account === 'available' || account === 'owed';

export const postingId = (customer: CustomerKey, seq: number): string => `${customer}/${String(seq).padStart(9, '0')}`;

async function bookedBalances(scope: ShopStore, customer: CustomerKey): Promise<Record<string, number>> {
  const account = await scope.accounts.findOne({ _id: customer }, { projection: { lots: 1, owed: 1 } });
  const balances: Record<string, number> = {};
  for (const { currency, stage, left } of account?.lots ?? [])
    if (stage === 'available') balances[currency] = (balances[currency] ?? 0) + left;
  for (const [currency, owed] of Object.entries(account?.owed ?? {}))
    balances[currency] = (balances[currency] ?? 0) - owed;
  return balances;
}
