import type { CustomerKey, Instant } from '../../model.ts';
import { ATTRIBUTE_CLAIM, CLAIM_FIELDS, type ClaimField, withClaim, withProfile, withTags } from '../ingest/person.ts';
import { type ByHand, mergedHands } from '../segments/pins.ts';
import type { AliasDocument, ChangeDocument, CustomerDocument } from '../store/documents.ts';

export type KnownChange = Pick<ChangeDocument, 'customer' | 'field' | 'at' | 'recordedAt' | 'value'>;
export type Merge = Pick<AliasDocument, '_id' | 'into' | 'at'>;

/**
 * The customer with profile, tags and hands as they were at an instant: what is told of them up to then goes through the same registers that take it
 * in live, so a word that came late stands where it belongs. Figures and orders stay as they are on the document.
 */
export function profileAsOf(
  customer: CustomerDocument,
  changes: readonly KnownChange[],
  merges: readonly Merge[],
  at: Instant,
): CustomerDocument {
  const { tagNames: _names, tagClaims: _claims, pins: _pins, bans: _bans, ...rest } = customer;
  let then: CustomerDocument = withProfile({ ...rest, tags: [], claims: [] });
  const told = changes.filter((change) => change.at <= at).sort((a, b) => a.at - b.at || a.recordedAt - b.recordedAt);
  for (const { field, at: said, value } of told) {
    const source = /^tags:(.*)$/s.exec(field)?.[1];
    const name = field.replace(/:order$/, '');
    if (source !== undefined) then = withTags(then, source, said, value as string[]).customer;
    else if (isClaim(name)) then = withClaim(then, name, name === field ? 'own' : 'order', said, value).customer;
  }
  return { ...then, ...handsAsOf(customer._id, told, merges) };
}

const FIELDS: ReadonlySet<string> = new Set(CLAIM_FIELDS);
const isClaim = (name: string): name is ClaimField => FIELDS.has(name) || name.startsWith(ATTRIBUTE_CLAIM);

/**
 * Pins and bans: each change tells all of them as they were. Those of somebody who was merged into the customer count beside theirs until the
 * customer's own are told anew, which is then said of both. `told` is in order of time.
 */
function handsAsOf(key: CustomerKey, told: readonly KnownChange[], merges: readonly Merge[]): ByHand {
  const last = (of: CustomerKey, field: 'pins' | 'bans') =>
    told.findLast((change) => change.customer === of && change.field === field);
  const own = {
    pins: segmentsIn(last(key, 'pins')),
    bans: segmentsIn(last(key, 'bans')),
  };
  const ownAt = Math.max(last(key, 'pins')?.at ?? -Infinity, last(key, 'bans')?.at ?? -Infinity);
  let hands: ByHand = mergedHands(own, {});
  for (const merge of merges) {
    if (merge.at <= ownAt) continue;
    const other = { pins: segmentsIn(last(merge._id, 'pins')), bans: segmentsIn(last(merge._id, 'bans')) };
    hands = mergedHands(hands, other);
  }
  return hands;
}

const segmentsIn = (change: KnownChange | undefined): string[] => (change?.value as string[] | undefined) ?? [];
