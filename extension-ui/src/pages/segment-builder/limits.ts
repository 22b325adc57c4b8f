import { conditionsOf, type Draft, type DraftNode, SIDES } from './tree.ts';

/** What the server takes, as `GET /segments/conditions` says it. */
export interface Limits {
  /** Levels on the wire, from the clause down to the condition. */
  readonly depth: number;
  readonly conditions: number;
}

export function withinLimits(draft: Draft, { depth, conditions }: Limits): boolean {
  return conditionsOf(draft).length <= conditions && levelsOf(draft) <= depth;
}

export function levelsOf(draft: Draft): number {
  return Math.max(0, ...SIDES.flatMap((side) => draft[side].map(levels)));
}

function levels(node: DraftNode): number {
  if (node.type === 'condition') return 1;
  const below = Math.max(0, ...node.nodes.map(levels));
  // `not` is a level of its own; of a single node it needs no group.
  if (node.how === 'none' && node.nodes.length === 1) return 1 + below;
  return (node.how === 'all' || node.how === 'any' ? 1 : 2) + below;
}
