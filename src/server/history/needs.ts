import { type ConditionKind, conditionsWithin, type References, type SegmentDefinition } from '../../segments/index.ts';

/** Conditions on points, tiers and offers, whose past is told from the ledger: the dearest part, read only when it is asked for. */
const OF_THE_LEDGER: ReadonlySet<ConditionKind> = new Set<ConditionKind>([
  'points',
  'points_earned',
  'points_pending',
  'tier',
  'member_since',
  'offer_used',
  'has_been',
]);

export function needsLedger(definition: SegmentDefinition, references: References): boolean {
  return conditionsWithin(definition, references).some(({ kind }) => OF_THE_LEDGER.has(kind));
}
