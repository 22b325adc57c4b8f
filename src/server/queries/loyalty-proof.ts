import type { CustomerKey, Instant } from '../../model.ts';
import type { LoyaltyDifference } from '../loyalty/check-account.ts';
import type { ShopState } from '../shop-state.ts';
import type { ShopStore } from '../store/index.ts';
import { checkContext, checkCustomer } from '../verify-loyalty.ts';

/** What a verification of one customer's books came to. */
export interface Proof {
  readonly postings: number;
  /** Hash of the last posting. */
  readonly head: string;
  readonly mismatch: { readonly kind: LoyaltyDifference; readonly detail: string } | null;
}

/** Computes a customer's books again, now: the chain of their postings, every sum, and what their orders should have brought. */
export async function proofOf(scope: ShopStore, customer: CustomerKey, state: ShopState, now: Instant): Promise<Proof> {
  const [first] = await checkCustomer(scope, await checkContext(scope, state, now), customer);
  const range = { _id: { $gte: `${customer}/`, $lt: `${customer}0` } };
  const [last] = await scope.postings
    .find(range, { hint: { _id: 1 } })
    .sort({ _id: -1 })
    .limit(1)
    .toArray();
  return {
    postings: last?.seq ?? 0,
    head: last?.hash ?? '',
    mismatch: first ? { kind: first.kind, detail: first.what } : null,
  };
}
