import { allRefunds, type Instant, type Order, type OrderState, type Payment } from '../../model.ts';
import type { LoneRefund, OrderDocument } from '../store/documents.ts';

/**
 * What happened to an order and when, from how it stands and from what was said of it before. What stands is told, each thing
 * once: an order that was cancelled by mistake and opened again was not cancelled. Where the host gives a time it holds;
 * otherwise it is the time of the earliest version that says so, which is the same in every order of arrival.
 */
export type OrderMoment =
  /** `paid`: it was paid in the same moment, as at a till. */
  | { readonly kind: 'order_placed'; readonly at: Instant; readonly paid: boolean }
  | { readonly kind: 'order_paid'; readonly at: Instant }
  /** `refund` and amount are null when the host says "refunded" and nothing more. */
  | {
      readonly kind: 'order_refunded';
      readonly at: Instant;
      readonly refund: string | null;
      readonly amountMinor: number | null;
    }
  | { readonly kind: 'order_cancelled'; readonly at: Instant }
  | { readonly kind: 'order_deleted'; readonly at: Instant };

/** The parts of an order's content that tell when things happened: all that is read of former versions. */
export interface OrderTelling extends Pick<Order, 'version' | 'state' | 'payment' | 'paidAt' | 'cancelledAt'> {
  readonly refunds: readonly { readonly hostId: string }[];
}

export const TELLING = ['version', 'state', 'payment', 'paidAt', 'cancelledAt', 'refunds.hostId'] as const;

export function orderMoments(document: TellingDocument, former: readonly OrderTelling[]): OrderMoment[] {
  const { order, refundsAlone } = document;
  if (!order) return [];
  const latest = latestMoment(document);
  const told = [...former, order].sort((a, b) => a.version.at - b.version.at || a.version.rank - b.version.rank);
  const within = (at: Instant) => Math.min(Math.max(at, order.placedAt), latest);
  const paidAt = isPaid(order.payment) ? within(paidSince(order, told)) : null;
  const moments: OrderMoment[] = [{ kind: 'order_placed', at: order.placedAt, paid: paidAt === order.placedAt }];
  if (paidAt !== null && paidAt !== order.placedAt) moments.push({ kind: 'order_paid', at: paidAt });
  const refunds = allRefunds(order, refundsAlone);
  for (const { hostId, at, totalMinor } of refunds)
    moments.push({
      kind: 'order_refunded',
      at: within(at ?? refundSeen(hostId, told, refundsAlone) ?? order.version.at),
      refund: hostId,
      amountMinor: totalMinor,
    });
  if (order.payment === 'refunded' && refunds.length === 0) {
    const at = within(since(told, (version) => version.payment === 'refunded').version.at);
    moments.push({ kind: 'order_refunded', at, refund: null, amountMinor: null });
  }
  if (order.state !== 'open') {
    const first = since(told, (version) => version.state === order.state);
    const kind = ENDS[order.state];
    const at = kind === 'order_cancelled' ? (first.cancelledAt ?? first.version.at) : first.version.at;
    moments.push({ kind, at: within(at) });
  }
  return moments;
}

const ENDS = { cancelled: 'order_cancelled', deleted: 'order_deleted' } as const satisfies Record<
  Exclude<OrderState, 'open'>,
  OrderMoment['kind']
>;

type TellingDocument = Pick<OrderDocument, 'order' | 'refundsAlone'>;

/** Nothing of an order happened after it; known without its former versions, so that only orders of one page need those. */
export function latestMoment({ order, refundsAlone }: TellingDocument): Instant {
  if (!order) return 0;
  const { placedAt, paidAt, cancelledAt, version } = order;
  const refunds = allRefunds(order, refundsAlone).map((refund) => refund.at ?? 0);
  const alone = refundsAlone.map((refund) => refund.version.at);
  return Math.max(placedAt, paidAt ?? 0, cancelledAt ?? 0, version.at, ...refunds, ...alone);
}

/** True when {@link orderMoments} needs the former versions to date something. */
export function needsFormer({ order, refundsAlone }: TellingDocument): boolean {
  if (!order) return false;
  if (order.state !== 'open' || (isPaid(order.payment) && order.paidAt === null)) return true;
  const refunds = allRefunds(order, refundsAlone);
  return refunds.some((refund) => refund.at === null) || (order.payment === 'refunded' && refunds.length === 0);
}

const isPaid = (payment: Payment) => payment === 'paid' || payment === 'partly_refunded' || payment === 'refunded';

/** Not told by the host: if it was paid when we first heard of it, it was paid when it was placed (as purchases are dated). */
function paidSince(order: Order, told: readonly OrderTelling[]): Instant {
  if (order.paidAt !== null) return order.paidAt;
  const first = since(told, (version) => isPaid(version.payment));
  return first === told[0] ? order.placedAt : first.version.at;
}

/** The first of the versions at the end that all say so. The last one does. */
function since(told: readonly OrderTelling[], says: (version: OrderTelling) => boolean): OrderTelling {
  const before = told.findLastIndex((version) => !says(version));
  return told[before + 1] ?? (told.at(-1) as OrderTelling);
}

function refundSeen(hostId: string, told: readonly OrderTelling[], alone: readonly LoneRefund[]): Instant | undefined {
  const listed = told.find((version) => version.refunds.some((refund) => refund.hostId === hostId))?.version.at;
  const own = alone.find((refund) => refund.hostId === hostId)?.version.at;
  return listed !== undefined && own !== undefined ? Math.min(listed, own) : (listed ?? own);
}
