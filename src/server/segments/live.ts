import { shortHash } from '../../model.ts';
import {
  type Catalogue,
  evaluate,
  type SegmentContext,
  type SegmentDefinition,
  segmentContext,
} from '../../segments/index.ts';
import type { IngestContext } from '../ingest/context.ts';
import type { Workspace } from '../ingest/workspace.ts';
import type { CustomerDocument } from '../store/documents.ts';

/** A saved segment whose members are kept on the customers, as `<segment id>.<version>` in `memberOf`. */
export interface LiveSegment {
  /** `<shop>/<segment id>`. */
  readonly key: string;
  readonly label: string;
  readonly definition: SegmentDefinition;
  readonly readsFacts: boolean;
  /** A change of the catalogue can move its members. */
  readonly namesCategories: boolean;
  /** False for a version that is still being built: its members are kept right, but nobody is told of them yet. */
  readonly active: boolean;
}

/** A shop's saved segments and what deciding them needs, at one moment. */
export interface LiveSegments {
  readonly segments: readonly LiveSegment[];
  readonly catalogue: Catalogue;
}

export function labelOf(segmentKey: string, version: number): string {
  return `${segmentKey.slice(segmentKey.indexOf('/') + 1)}.${version}`;
}

/**
 * Decides one customer against all saved segments, from the document in hand, and records who entered and left. It runs in
 * the transaction of the event, so members are never behind the figures they are decided by.
 */
export async function decideMemberships(
  workspace: Workspace,
  context: IngestContext,
  customer: CustomerDocument,
): Promise<CustomerDocument> {
  const { segments, catalogue } = context.live;
  if (segments.length === 0 && customer.memberOf.length === 0) return customer;
  const at = contextFor(context.shop, context.now, catalogue);
  let whole: CustomerDocument | null = null;
  const memberOf: string[] = [];
  for (const segment of segments) {
    if (segment.readsFacts && customer.factsCut) whole ??= await withAllFacts(workspace, customer);
    const isIn = evaluate(segment.definition, segment.readsFacts && whole ? whole : customer, at);
    const wasIn = customer.memberOf.includes(segment.label);
    if (isIn) memberOf.push(segment.label);
    if (isIn === wasIn || !segment.active) continue;
    const kind = isIn ? 'entered' : 'left';
    workspace.recordMembership({
      _id: `${context.shop._id}/${shortHash(20, segment.label, customer._id, String(context.now), kind, context.cause.id)}`,
      shop: context.shop._id,
      segment: segment.key,
      customer: customer._id,
      kind,
      at: context.now,
      cause: context.cause,
    });
  }
  return { ...customer, memberOf: memberOf.sort() };
}

export function contextFor(shop: IngestContext['shop'], asOf: number, catalogue: Catalogue): SegmentContext {
  return segmentContext({
    asOf,
    timeZone: shop.timeZone,
    currency: shop.currency,
    countryCode: shop.countryCode,
    catalogue,
  });
}

/** Conditions on periods of a customer with more orders than are kept read all of them. */
async function withAllFacts(workspace: Workspace, customer: CustomerDocument): Promise<CustomerDocument> {
  const last = customer.facts.at(-1);
  const older = last ? await workspace.olderFacts(customer._id, last, 0) : [];
  return { ...customer, facts: [...customer.facts, ...older] };
}
