import type { Filter as MongoFilter } from 'mongodb';
import type { SegmentDefinition } from '../../segments/index.ts';
import type { CustomerDocument } from '../store/documents.ts';

/**
 * People are put into segments and kept out of them by hand, whatever the definition says: a member is who the definition
 * or a pin names, and no ban (A06, A07). Decided here once as a filter and once on a document, like every condition.
 */
export type ByHand = Pick<CustomerDocument, 'pins' | 'bans'>;

/** The definition of a fixed list: it names nobody, so who is in it was pinned. The API shows it as none. */
export const NOBODY_BY_DEFINITION: SegmentDefinition = { include: [{ all: [{ any: [] }] }], exclude: [] };

/** Whether the customer is a member. `isNamed` is asked only when no hand has decided. */
export function isMember(segmentId: string, customer: ByHand, isNamed: () => boolean): boolean {
  if (customer.bans?.includes(segmentId)) return false;
  return customer.pins?.includes(segmentId) === true || isNamed();
}

/** The same over customers as they are stored. */
export function withHands(segmentId: string, filter: MongoFilter<CustomerDocument>): MongoFilter<CustomerDocument> {
  return { $and: [{ $or: [filter, { pins: segmentId }] }, { bans: { $ne: segmentId } }] };
}

/** Of somebody who was two: every pin and every ban, of which a ban wins, as it does in a segment. */
export function mergedHands(one: ByHand, other: ByHand): ByHand {
  const bans = union(one.bans, other.bans);
  const pins = union(one.pins, other.pins).filter((segment) => !bans.includes(segment));
  return { ...(pins.length > 0 ? { pins } : {}), ...(bans.length > 0 ? { bans } : {}) };
}

/** What hands can do. */
export type HandAct = 'pin' | 'unpin' | 'ban' | 'unban';

/** The customer after it, or the same when it says nothing new. A pin lifts a ban and the other way round: the last word holds. */
export function withHand<C extends ByHand>(customer: C, segmentId: string, act: HandAct): C {
  const { pins: _pins, bans: _bans, ...rest } = customer;
  const without = (ids: readonly string[] | undefined) => (ids ?? []).filter((id) => id !== segmentId);
  const [pins, bans] = [without(customer.pins), without(customer.bans)];
  if (act === 'pin') pins.push(segmentId);
  else if (act === 'ban') bans.push(segmentId);
  // To lift a ban leaves a pin alone, of which there is none beside it, and the other way round.
  else if (act === 'unpin' ? !customer.pins?.includes(segmentId) : !customer.bans?.includes(segmentId)) return customer;
  const next = { pins: pins.sort(), bans: bans.sort() };
  if (isSame(next.pins, customer.pins) && isSame(next.bans, customer.bans)) return customer;
  return {
    ...rest,
    ...(next.pins.length > 0 ? { pins: next.pins } : {}),
    ...(next.bans.length > 0 ? { bans: next.bans } : {}),
  } as unknown as C;
}

const isSame = (one: readonly string[], other: readonly string[] = []) => one.join() === other.join();

function union(one: readonly string[] = [], other: readonly string[] = []): string[] {
  return [...new Set([...one, ...other])].sort();
}
