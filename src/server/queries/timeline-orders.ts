import type { CustomerKey, OrderKey } from '../../model.ts';
import type { OrderDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { QUERY_MS } from './limits.ts';
import { needsFormer, type OrderMoment, type OrderTelling, orderMoments, TELLING } from './order-moments.ts';
import { orderIdOf } from './orders-page.ts';
import { compareEntries, entryId, type TimelineEntry, type TimelineOrder } from './timeline-entry.ts';

/**
 * A refund may be years younger than its order, and no index knows when it was. So all of a customer's orders are read for
 * every page, by the index of a customer's orders and without what is not shown; beyond this many, the oldest are left out and the
 * timeline says since when it is whole. Nobody but a till's "walk-in" has so many.
 */
export const TIMELINE_ORDERS_MAX = 2000;

const shown = [
  ...TELLING,
  'placedAt',
  'number',
  'currency',
  'totalMinor',
  'channel',
  'lines.quantity',
  'refunds.at',
  'refunds.totalMinor',
];
const ORDER_FIELDS = {
  installation: 1,
  hostId: 1,
  at: 1,
  refundsAlone: 1,
  ...Object.fromEntries(shown.map((field) => [`order.${field}`, 1])),
} as const;
const FORMER_FIELDS = {
  order: 1,
  ...Object.fromEntries(TELLING.map((field) => [`content.${field}`, 1])),
} as const;

export interface OrderEntries {
  readonly entries: TimelineEntry[];
  /** Orders placed before are not among them; null when all are. */
  readonly since: number | null;
}

/** What happened to a customer's orders, newest first. */
export async function orderEntries(scope: ShopStore, customer: CustomerKey): Promise<OrderEntries> {
  const read = await scope.orders
    .find(
      { customer },
      { projection: ORDER_FIELDS, hint: { customer: 1, at: -1, _id: -1 }, maxTimeMS: QUERY_MS, batchSize: 1000 },
    )
    .sort({ at: -1, _id: -1 })
    .limit(TIMELINE_ORDERS_MAX + 1)
    .toArray();
  const orders = read.slice(0, TIMELINE_ORDERS_MAX);
  const former = await formerVersions(
    scope,
    orders.filter(needsFormer).map((order) => order._id),
  );
  const entries = orders.flatMap((order) =>
    orderMoments(order, former.get(order._id) ?? []).map((moment) => entryOf(order, moment)),
  );
  const isCut = read.length > TIMELINE_ORDERS_MAX;
  return { entries: entries.sort(compareEntries), since: isCut ? (orders.at(-1)?.at ?? null) : null };
}

async function formerVersions(scope: ShopStore, orders: readonly OrderKey[]): Promise<Map<OrderKey, OrderTelling[]>> {
  const byOrder = new Map<OrderKey, OrderTelling[]>();
  if (orders.length === 0) return byOrder;
  const found = scope.orderVersions.find(
    { order: { $in: [...orders] } },
    { projection: FORMER_FIELDS, hint: { order: 1, at: 1 }, maxTimeMS: QUERY_MS },
  );
  for await (const { order, content } of found) {
    const known = byOrder.get(order);
    if (known) known.push(content);
    else byOrder.set(order, [content]);
  }
  return byOrder;
}

function entryOf(document: OrderDocument, moment: OrderMoment): TimelineEntry {
  const id = orderIdOf(document);
  const part = moment.kind === 'order_refunded' ? `${id}:${moment.refund ?? ''}` : id;
  return {
    id: entryId(moment.kind, part),
    at: moment.at,
    who: null,
    event: { kind: moment.kind, moment, order: shownOrder(document, id) },
  };
}

function shownOrder({ order, installation, hostId }: OrderDocument, id: string): TimelineOrder {
  const { number = hostId, currency = '', totalMinor = 0, channel = '', lines = [] } = order ?? {};
  const items = Math.round(lines.reduce((sum, line) => sum + line.quantity, 0) * 1e6) / 1e6;
  return { id, connection: installation, hostId, number, currency, totalMinor, channel, items };
}
