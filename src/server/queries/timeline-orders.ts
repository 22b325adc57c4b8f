import type { CustomerKey, Instant, OrderKey } from '../../model.ts';
import type { OrderDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { QUERY_MS } from './limits.ts';
import {
  latestMoment,
  needsFormer,
  type OrderMoment,
  type OrderTelling,
  orderMoments,
  TELLING,
} from './order-moments.ts';
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
  /** Newest first. */
  readonly entries: AsyncGenerator<TimelineEntry>;
  /** Orders placed before are not among them; null when all are. */
  readonly since: Instant | null;
}

/** What happened to a customer's orders up to an instant. Nothing of an order happened before it was placed. */
export async function orderEntries(scope: ShopStore, customer: CustomerKey, upTo: Instant): Promise<OrderEntries> {
  const read = await scope.orders
    .find(
      { customer, at: { $lte: upTo } },
      { projection: ORDER_FIELDS, hint: { customer: 1, at: -1, _id: -1 }, maxTimeMS: QUERY_MS, batchSize: 1000 },
    )
    .sort({ at: -1, _id: -1 })
    .limit(TIMELINE_ORDERS_MAX + 1)
    .toArray();
  const orders = read.slice(0, TIMELINE_ORDERS_MAX);
  const isCut = read.length > TIMELINE_ORDERS_MAX;
  return { entries: inPieces(scope, orders), since: isCut ? (orders.at(-1)?.at ?? null) : null };
}

/** Orders whose former versions are read at once. */
const PIECE = 100;

/** Orders by their last moment: what is newer than the last moment of all that are left can be told. */
async function* inPieces(scope: ShopStore, orders: readonly OrderDocument[]): AsyncGenerator<TimelineEntry> {
  const waiting = orders.map((order) => ({ order, latest: latestMoment(order) })).sort((a, b) => b.latest - a.latest);
  let entries: TimelineEntry[] = [];
  for (let from = 0; from < waiting.length; from += PIECE) {
    const piece = waiting.slice(from, from + PIECE).map(({ order }) => order);
    const former = await formerVersions(
      scope,
      piece.filter(needsFormer).map((order) => order._id),
    );
    for (const order of piece)
      for (const moment of orderMoments(order, former.get(order._id) ?? [])) entries.push(entryOf(order, moment));
    entries.sort(compareEntries);
    const next = waiting[from + PIECE]?.latest ?? Number.NEGATIVE_INFINITY;
    const told = entries.findIndex((entry) => entry.at <= next);
    const count = told === -1 ? entries.length : told;
    yield* entries.slice(0, count);
    entries = entries.slice(count);
  }
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
