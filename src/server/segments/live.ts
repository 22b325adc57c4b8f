import { shortHash } from '../../model.ts';
import {
  type Catalogue,
  evaluate,
  NO_REFERENCES,
  type References,
  type SegmentContext,
  type SegmentDefinition,
  segmentContext,
} from '../../segments/index.ts';
import type { IngestContext } from '../ingest/context.ts';
import type { Workspace } from '../ingest/workspace.ts';
import { tiersAt } from '../loyalty/tiers-at.ts';
import type { ShopRfm } from '../rfm/current.ts';
import type { CustomerDocument } from '../store/documents.ts';
import type { MembershipEventDocument } from '../store/segment-documents.ts';
import { isMember } from './pins.ts';

/** A saved segment whose members are kept on the customers, as `<segment id>.<version>` in `memberOf`. */
export interface LiveSegment {
  /** `<shop>/<segment id>`. */
  readonly key: string;
  readonly label: string;
  readonly definition: SegmentDefinition;
  readonly readsFacts: boolean;
  /** The segments that this version names as they were when it was made, while a newer one is built; absent: as they are. */
  readonly references?: References;
  /** A change of the catalogue can move its members. */
  readonly namesCategories: boolean;
  /** False for a version that is still being built: its members are kept right, but nobody is told of them yet. */
  readonly active: boolean;
}

/** A shop's saved segments and what deciding them needs, at one moment. */
export interface LiveSegments {
  readonly segments: readonly LiveSegment[];
  readonly catalogue: Catalogue;
  readonly references: References;
  readonly rfm: ShopRfm;
}

export function labelOf(segmentKey: string, version: number): string {
  return `${idOf(segmentKey)}.${version}`;
}

/** Of a segment: its key without the shop. */
export const idOf = (segmentKey: string): string => segmentKey.slice(segmentKey.indexOf('/') + 1);

/**
 * Decides one customer against all saved segments, from the document in hand, and records who entered and left. It runs in
 * the transaction of the event, so members are never behind the figures they are decided by.
 */
export async function decideMemberships(
  workspace: Workspace,
  context: IngestContext,
  customer: CustomerDocument,
): Promise<CustomerDocument> {
  const { segments, catalogue, references } = context.live;
  if (segments.length === 0 && customer.memberOf.length === 0) return customer;
  const at = contextFor(context, context.now, catalogue, references);
  let whole: CustomerDocument | null = null;
  const memberOf: string[] = [];
  for (const segment of segments) {
    if (segment.readsFacts && customer.factsCut) whole ??= await withAllFacts(workspace, customer);
    const decided = segment.readsFacts && whole ? whole : customer;
    const isIn = isMember(idOf(segment.key), customer, () =>
      evaluate(segment.definition, decided, contextOf(segment, at)),
    );
    const wasIn = customer.memberOf.includes(segment.label);
    if (isIn) memberOf.push(segment.label);
    if (isIn === wasIn || !segment.active) continue;
    workspace.recordMembership(membershipEvent(context, segment, customer, isIn ? 'entered' : 'left'));
  }
  return { ...customer, memberOf: memberOf.sort() };
}

/** Somebody who was merged into another is in no segment any more; without this, sizes of the past could not be counted back. */
export function recordLeaving(workspace: Workspace, context: IngestContext, customer: CustomerDocument): void {
  for (const segment of context.live.segments)
    if (segment.active && customer.memberOf.includes(segment.label))
      workspace.recordMembership(membershipEvent(context, segment, customer, 'left'));
}

function membershipEvent(
  { shop, now, cause }: IngestContext,
  segment: LiveSegment,
  { _id: customer }: CustomerDocument,
  kind: MembershipEventDocument['kind'],
): MembershipEventDocument {
  const id = shortHash(20, segment.label, customer, String(now), kind, cause.id);
  return { _id: `${shop._id}/${id}`, shop: shop._id, segment: segment.key, customer, kind, at: now, cause };
}

/** What a segment is decided by: the shop's context, with the segments that its version was made with. */
export function contextOf(segment: Pick<LiveSegment, 'references'>, at: SegmentContext): SegmentContext {
  return segment.references ? { ...at, references: segment.references } : at;
}

export function contextFor(
  { shop, loyalty, live }: Pick<IngestContext, 'shop' | 'loyalty' | 'live'>,
  asOf: number,
  catalogue: Catalogue,
  references: References = NO_REFERENCES,
): SegmentContext {
  return segmentContext({
    asOf,
    timeZone: shop.timeZone,
    currency: shop.currency,
    countryCode: shop.countryCode,
    catalogue,
    references,
    tiers: tiersAt(loyalty.versions, asOf).map((tier) => tier.id),
    rfm: live.rfm,
  });
}

/** Conditions on periods of a customer with more orders than are kept read all of them. */
async function withAllFacts(workspace: Workspace, customer: CustomerDocument): Promise<CustomerDocument> {
  const last = customer.facts.at(-1);
  const older = last ? await workspace.olderFacts(customer._id, last, 0) : [];
  return { ...customer, facts: [...customer.facts, ...older] };
}
