import { type Instant, parseInstant } from '../model.ts';
import type { Fields } from './fields.ts';
import type { TimeNames } from './rest-shape.ts';

/** How a host tells of a parcel (`fulfillments[]`) and of its way to the buyer. */
export interface ParcelNames extends TimeNames {
  /** The field with what the carrier last said; null where that is not to be waited for. */
  readonly tracking: string | null;
  /** The field with the time of delivery, where the host has one. */
  readonly delivered: string | null;
}

/** A parcel that was called off or never left is none. */
const VOID: readonly string[] = ['cancelled', 'error', 'failure'];

/**
 * When the buyer had the last parcel of an order of which everything was sent; null while anything is missing or on its way, and
 * where the host lists no parcel. A time of a form of its own is one we do not know, never a reason to refuse the order.
 */
export function parcelsArrivedAt(order: Fields, names: ParcelNames): Instant | null {
  if (order.textOrNull('fulfillment_status') !== 'fulfilled') return null;
  const times = order
    .objects('fulfillments')
    .filter((parcel) => !VOID.includes(parcel.textOrNull('status')?.toLowerCase() ?? ''))
    .map((parcel) => arrivedAt(parcel, names));
  const known = times.filter((time) => time !== null);
  return known.length === 0 || known.length < times.length ? null : Math.max(...known);
}

/**
 * A parcel that somebody tracks has arrived when they say so; where no time is told, its own last change is nearly always that.
 * One that nobody tracks counts from when it was sent off, as no more will ever be said of it.
 */
function arrivedAt(parcel: Fields, { created, updated, tracking, delivered }: ParcelNames): Instant | null {
  const time = (name: string) => parseInstant(parcel.raw(name));
  const told = delivered === null ? null : time(delivered);
  if (told !== null) return told;
  const status = tracking === null ? null : parcel.textOrNull(tracking);
  if (status === null) return time(created);
  return status.toLowerCase() === 'delivered' ? (time(updated) ?? time(created)) : null;
}
