import type { Filter } from 'mongodb';
import { z } from 'zod';
import type { Platform } from '../../adapters/adapter.ts';
import { AppError } from '../../errors.ts';
import type { InstallationId } from '../../model.ts';
import type { DeliveryDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { cursorOf, type Page, pageOf } from './cursor.ts';
import { QUERY_MS } from './limits.ts';

export const DELIVERY_STATES = [
  'pending',
  'done',
  'ignored',
  'parked',
] as const satisfies readonly DeliveryDocument['state'][];

export interface DeliveriesRequest {
  readonly state?: DeliveryDocument['state'] | undefined;
  readonly platform?: Platform | undefined;
  readonly topic?: string | undefined;
  readonly installation?: string | undefined;
  /** `order:16`, as the host numbers it. Needs `installation`. */
  readonly entity?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** A delivery as lists show it: the bytes are read one at a time. */
export type DeliveryRow = Omit<DeliveryDocument, 'body'>;

const cursor = cursorOf('deliveries', z.tuple([z.number(), z.string()]));

/** Deliveries, newest first. */
export async function deliveriesPage(scope: ShopStore, request: DeliveriesRequest): Promise<Page<DeliveryRow>> {
  const after = cursor.read(request.cursor);
  const { entity, installation } = request;
  if (entity !== undefined && installation === undefined)
    throw new AppError('bad_request', 'entity: give `connection` too, since hosts number their orders each for itself');
  const filters: Filter<DeliveryDocument>[] = [];
  if (entity !== undefined) filters.push({ entity: `${installation}:${entity}` });
  else filters.push({ state: { $in: request.state === undefined ? [...DELIVERY_STATES] : [request.state] } });
  if (entity !== undefined && request.state !== undefined) filters.push({ state: request.state });
  if (installation !== undefined) filters.push({ installation: installation as InstallationId });
  if (request.platform !== undefined) filters.push({ platform: request.platform });
  if (request.topic !== undefined) filters.push({ topic: request.topic });
  if (after !== null) {
    // The first part alone bounds the index; the second decides among deliveries of one millisecond.
    filters.push(
      { receivedAt: { $lte: after[0] } },
      { $or: [{ receivedAt: { $lt: after[0] } }, { _id: { $lt: `${scope.shop}/${after[1]}` } }] },
    );
  }
  const hint: Record<string, 1 | -1> =
    entity === undefined ? { shop: 1, state: 1, receivedAt: -1, _id: -1 } : { shop: 1, entity: 1 };
  const read = await scope.inbox
    .find({ $and: filters }, { hint, projection: { body: 0 }, maxTimeMS: QUERY_MS })
    .sort({ receivedAt: -1, _id: -1 })
    .limit(request.limit + 1)
    .toArray();
  return pageOf(read, request.limit, (last) => cursor.write([last.receivedAt, last._id.slice(scope.shop.length + 1)]));
}

/** `<connection>.<hash>`, as addresses name a delivery. */
export function deliveryIdOf(key: string): string {
  const [, installation, hash] = key.split('/');
  return `${installation}.${hash}`;
}

export function deliveryKeyOf(scope: ShopStore, id: string): string {
  return `${scope.shop}/${id.replace('.', '/')}`;
}

export async function findDelivery(scope: ShopStore, id: string): Promise<DeliveryDocument> {
  const delivery = await scope.inbox.findOne({ _id: deliveryKeyOf(scope, id) });
  if (!delivery) throw new AppError('not_found', 'there is no delivery with this id');
  return delivery;
}
