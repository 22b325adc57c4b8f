import type { Filter } from 'mongodb';
import type { ParkReason } from '../errors.ts';
import type { ShopId } from '../model.ts';
import type { DeliveryDocument } from './store/documents.ts';
import type { Store } from './store/index.ts';

export interface ReplayRequest {
  /** Deliveries by their `_id`; those that are not parked are left alone. */
  readonly ids?: readonly string[];
  readonly reason?: ParkReason;
}

/**
 * Parked deliveries of a shop wait again, as if they had just come; without a request all of them. How many that are. What would
 * park them again does so, and nothing that was applied is applied twice.
 */
export async function replayDeliveries(store: Store, shop: ShopId, request: ReplayRequest = {}): Promise<number> {
  const chosen: Filter<DeliveryDocument> = { state: 'parked' };
  if (request.ids !== undefined) chosen._id = { $in: [...request.ids] };
  if (request.reason !== undefined) chosen['parked.reason'] = request.reason;
  const replayed = await store
    .forShop(shop)
    .inbox.updateMany(chosen, { $set: { state: 'pending', attempts: 0 }, $unset: { lease: '' } });
  return replayed.modifiedCount;
}
