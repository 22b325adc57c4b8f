import type { Order, Refund, Version } from './commerce.ts';
import type { Instant } from './day.ts';

/** A version of an order as it was kept: its content, and the hash that decides between versions that are otherwise equal. */
export interface KnownVersion {
  readonly order: Order;
  readonly hash: string;
}

/** When a deletion was heard of, and when it was taken back; neither carries a time of its own. */
export interface Deletion {
  readonly at: Instant;
  readonly until?: Instant;
}

/** Everything that is known of one order. */
export interface OrderHistory {
  /** In any order; the present one among them. */
  readonly versions: readonly KnownVersion[];
  /** Refunds that came without their order. */
  readonly refundsAlone: readonly (Refund & { readonly version: Version })[];
  readonly deletions: readonly Deletion[];
}

/** An order as it stood: what a purchase fact is made of. */
export interface OrderThen {
  readonly order: Order;
  /** The version that says so; when nothing was heard in time, the earliest one that was. */
  readonly from: KnownVersion;
  readonly refundsAlone: readonly Refund[];
  readonly deleted: boolean;
}

/**
 * The order as it stood at an instant: by its greatest version not after it. When all are later (we heard of the order only then), by the
 * earliest of them, with what it says of later taken back. Null before it was placed.
 */
export function orderAsOf(history: OrderHistory, at: Instant): OrderThen | null {
  const versions = history.versions.toSorted(compareKnown);
  const inTime = versions.findLast(({ order }) => order.version.at <= at);
  const from = inTime ?? versions[0];
  if (from === undefined) return null;
  const order = inTime ? from.order : takenBack(from.order, at);
  if (order.placedAt > at) return null;
  return {
    order,
    from,
    refundsAlone: history.refundsAlone.filter((refund) => (refund.at ?? refund.version.at) <= at),
    deleted: history.deletions.some((deletion) => deletion.at <= at && (deletion.until ?? Infinity) > at),
  };
}

/** As versions are compared when they arrive: by the host's clock, how far along they are, and content. */
function compareKnown(a: KnownVersion, b: KnownVersion): number {
  const [one, other] = [a.order.version, b.order.version];
  return one.at - other.at || one.rank - other.rank || (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0);
}

/**
 * A later version read as of before it. What it dates is held against the instant; a cancellation, a deletion and a refund without a date are as
 * late as the version that tells them. What it does not tell twice, such as edited lines, is taken as it is.
 */
function takenBack(order: Order, at: Instant): Order {
  const refunds = order.refunds.filter((refund) => refund.at !== null && refund.at <= at);
  const isCancelled = order.state === 'cancelled' && order.cancelledAt !== null && order.cancelledAt <= at;
  return {
    ...order,
    refunds,
    state: isCancelled ? 'cancelled' : 'open',
    cancelledAt: isCancelled ? order.cancelledAt : null,
    payment: paymentThen(order, refunds, at),
    paidAt: order.paidAt !== null && order.paidAt <= at ? order.paidAt : null,
    fulfilledAt: order.fulfilledAt != null && order.fulfilledAt <= at ? order.fulfilledAt : null,
  };
}

function paymentThen(order: Order, refunds: readonly Refund[], at: Instant): Order['payment'] {
  const { payment, paidAt } = order;
  if (payment === 'unpaid' || payment === 'voided') return payment;
  if (paidAt !== null && paidAt > at) return 'unpaid';
  if (payment !== 'refunded' && payment !== 'partly_refunded') return payment;
  const isAll = order.refunds.length > 0 && refunds.length === order.refunds.length;
  return isAll ? payment : refunds.length === 0 ? 'paid' : 'partly_refunded';
}
