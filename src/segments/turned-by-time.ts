import type { SegmentDefinition } from './ast.ts';
import { conditionIn } from './conditions/index.ts';
import type { SegmentContext } from './context.ts';
import { conditionsWithin } from './references.ts';
import { joined, type TurnedOn } from './turned.ts';

/**
 * Whom midnights between two moments can bring into a segment or take out of it, if all else stays: who bought on one of these days, or
 * null for anyone. By every condition, with those of the segments it names; both contexts know the same of the shop.
 */
export function turnedByTime(definition: SegmentDefinition, before: SegmentContext, after: SegmentContext): TurnedOn {
  const days = [];
  for (const node of conditionsWithin(definition, after.references)) {
    if (node.kind === 'in_segment') continue; // what it names is asked itself, and no pin moves with time
    const turned = conditionIn(node).turnedOn(node, before, after);
    if (turned === null) return null;
    days.push(...turned);
  }
  return joined(days);
}
