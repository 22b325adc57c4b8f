import type { Instant } from '../model.ts';

/**
 * A posting moves points from one account to another, and is never changed. Accounts of the customer: `available` can be spent, `pending` waits, `held` is
 * reserved at a till, `owed` is what a reversal could not take because it was spent (its balance is zero or below). The others are the shop's.
 */
export const CUSTOMER_ACCOUNTS = ['available', 'pending', 'held', 'owed'] as const;
export const SHOP_ACCOUNTS = ['issued', 'redeemed', 'expired', 'adjusted', 'written_off', 'transferred'] as const;
export type CustomerAccount = (typeof CUSTOMER_ACCOUNTS)[number];
export type ShopAccount = (typeof SHOP_ACCOUNTS)[number];
export type LedgerAccount = CustomerAccount | ShopAccount;

/** Why points moved, each with what a statement says of it. */
export const REASONS = {
  earned: { vi: 'Tích điểm', en: 'Earned' },
  reversed: { vi: 'Thu hồi do hoàn hoặc hủy đơn', en: 'Taken back with a return or cancellation' },
  matured: { vi: 'Điểm chờ đã dùng được', en: 'Pending points became available' },
  deferred: { vi: 'Điểm trở lại trạng thái chờ', en: 'Points wait again' },
  revived: { vi: 'Hạn dùng dời lại, điểm dùng lại được', en: 'Expiry moved later' },
  held: { vi: 'Giữ điểm tại quầy', en: 'Reserved at checkout' },
  let_go: { vi: 'Trả lại điểm đã giữ', en: 'Reservation released' },
  redeemed: { vi: 'Dùng điểm', en: 'Spent' },
  returned: { vi: 'Hoàn điểm đã dùng', en: 'Spent points returned' },
  expired: { vi: 'Hết hạn', en: 'Expired' },
  adjusted: { vi: 'Điều chỉnh', en: 'Adjusted' },
  opened: { vi: 'Số dư ban đầu', en: 'Opening balance' },
  covered: { vi: 'Bù điểm còn nợ', en: 'Paid points that were owed' },
  written_off: { vi: 'Xóa điểm nợ', en: 'Owed points written off' },
  recovered: { vi: 'Bù lại điểm đã xóa nợ', en: 'Written-off points recovered' },
  merged: { vi: 'Gộp khách hàng', en: 'Customers merged' },
  unmerged: { vi: 'Tách khách hàng', en: 'Customers separated' },
} as const satisfies Record<string, { readonly vi: string; readonly en: string }>;
export type Reason = keyof typeof REASONS;

export interface Posting {
  /** Counts from 1 for each customer, without a gap. */
  readonly seq: number;
  readonly from: LedgerAccount;
  readonly to: LedgerAccount;
  /** Above zero. */
  readonly points: number;
  readonly currency: string;
  readonly reason: Reason;
  /** When it was true, and when it was written down. */
  readonly at: Instant;
  readonly bookedAt: Instant;
  /** The lot whose points moved. */
  readonly lot?: string;
  /** The lot on whose account another was drawn: what was reversed or covered. */
  readonly about?: string;
  readonly order?: string;
  readonly redemption?: string;
  readonly rule?: string;
  readonly version?: number;
  /** Whose doing it was: `staff <id>`, `key <id>`, `delivery <id>`, `job <name>`. */
  readonly by: string;
  readonly note?: string;
}

export type Balances = Readonly<Record<CustomerAccount, number>>;

/** Balances of one customer in one currency from nothing but postings, in any order. */
export function balancesOf(postings: readonly Posting[], currency: string): Balances {
  const sums: Record<string, number> = { available: 0, pending: 0, held: 0, owed: 0 };
  for (const posting of postings) {
    if (posting.currency !== currency) continue;
    if (posting.from in sums) sums[posting.from] = (sums[posting.from] ?? 0) - posting.points;
    if (posting.to in sums) sums[posting.to] = (sums[posting.to] ?? 0) + posting.points;
  }
  return sums as Record<CustomerAccount, number>;
}
