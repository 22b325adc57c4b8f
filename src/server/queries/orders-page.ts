import type { Filter } from 'mongodb';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { type CustomerKey, type InstallationId, type Instant, type OrderKey, orderKey } from '../../model.ts';
import type { OrderDocument, OrderVersionDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { cursorOf, type Page, pageOf } from './cursor.ts';
import { QUERY_MS } from './limits.ts';

export interface OrdersRequest {
  /** The id that the host gave it; unique within a connection. */
  readonly hostId?: string | undefined;
  readonly installation?: string | undefined;
  readonly customer?: CustomerKey | undefined;
  /** Whether it counts as a purchase (D2). */
  readonly counts?: boolean | undefined;
  /** Placed at or after, and before. */
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
  /** Those whose deletion is a question to the host. */
  readonly unresolved?: boolean | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

const cursor = cursorOf('orders', z.tuple([z.number(), z.string()]));

/** Orders, newest first. */
export async function ordersPage(scope: ShopStore, request: OrdersRequest): Promise<Page<OrderDocument>> {
  const after = cursor.read(request.cursor);
  const filters: Filter<OrderDocument>[] = [];
  if (request.hostId !== undefined) filters.push({ _id: { $in: await keysOf(scope, request.hostId) } });
  if (request.installation !== undefined) filters.push({ installation: request.installation as InstallationId });
  if (request.customer !== undefined) filters.push({ customer: request.customer });
  if (request.counts !== undefined) filters.push({ fact: { $exists: request.counts } });
  if (request.from !== undefined) filters.push({ at: { $gte: request.from } });
  if (request.to !== undefined) filters.push({ at: { $lt: request.to } });
  if (request.unresolved !== undefined) filters.push({ unresolved: { $exists: request.unresolved } });
  if (after !== null)
    filters.push({
      $or: [{ at: { $lt: after[0] } }, { at: after[0], _id: { $lt: `${scope.shop}/${after[1]}` as OrderKey } }],
    });
  const read = await scope.orders
    .find(filters.length === 0 ? {} : { $and: filters }, { hint: indexFor(request), maxTimeMS: QUERY_MS })
    .sort({ at: -1, _id: -1 })
    .limit(request.limit + 1)
    .toArray();
  return pageOf(read, request.limit, (last) => cursor.write([last.at, last._id.slice(scope.shop.length + 1)]));
}

/** The index that leaves least to read, stated: the planner would choose by the first query it saw. */
function indexFor(request: OrdersRequest): Record<string, 1 | -1> {
  if (request.hostId !== undefined) return { _id: 1 };
  if (request.customer !== undefined) return { customer: 1, at: -1, _id: -1 };
  if (request.unresolved === true) return { shop: 1, unresolved: 1 };
  return { shop: 1, at: -1, _id: -1 };
}

/** A shop has few connections, and a key holds connection and host id: no index of its own is needed for it, or written by every order. */
async function keysOf(scope: ShopStore, hostId: string): Promise<OrderKey[]> {
  const connections = await scope.installations.find({}, { projection: { _id: 1 } }).toArray();
  return connections.map((connection) => orderKey(scope.shop, connection._id, hostId));
}

/** `<connection>.<host order id>`, as addresses name an order. */
export function orderIdOf(order: { readonly installation: string; readonly hostId: string }): string {
  return `${order.installation}.${order.hostId}`;
}

export function orderKeyOf(scope: ShopStore, id: string): OrderKey {
  const dot = id.indexOf('.');
  return orderKey(scope.shop, id.slice(0, Math.max(dot, 0)) as InstallationId, id.slice(dot + 1));
}

export async function findOrder(scope: ShopStore, id: string): Promise<OrderDocument> {
  const order = await scope.orders.findOne({ _id: orderKeyOf(scope, id) });
  if (!order) throw new AppError('not_found', 'there is no order with this id; it is `<connection>.<host order id>`');
  return order;
}

/** What the host said of the order before, or said late: newest first, without the current one. */
export function orderVersions(scope: ShopStore, order: OrderKey): Promise<OrderVersionDocument[]> {
  return scope.orderVersions.find({ order }).sort({ at: -1, _id: -1 }).limit(VERSIONS_MAX).toArray();
}

const VERSIONS_MAX = 200;
