import type { ConditionNode } from './conditions/index.ts';

/**
 * A segment as it is stored and sent: the union of the include clauses minus the union of the exclude clauses (D6).
 * Without include clauses it is everyone minus the excluded. A clause is an AND; inside it `all`, `any` and `not` nest.
 */
export interface SegmentDefinition {
  readonly include: readonly Clause[];
  readonly exclude: readonly Clause[];
}

export interface Clause {
  readonly all: readonly SegmentNode[];
}

export type SegmentNode =
  | { readonly all: readonly SegmentNode[] }
  | { readonly any: readonly SegmentNode[] }
  | { readonly not: SegmentNode }
  | ConditionNode;

/** Bounds on what one definition may cost. A form makes two levels; the deepest tree seen in the seeds has three. */
export const LIMITS = {
  /** Levels of all, any and not, the clause's own among them. */
  depth: 8,
  /** Over all clauses. */
  conditions: 100,
} as const;

/** Every condition of a definition, excluded ones too. */
export function conditionsOf({ include, exclude }: SegmentDefinition): ConditionNode[] {
  return [...include, ...exclude].flatMap(leavesOf);
}

function leavesOf(node: SegmentNode): ConditionNode[] {
  if ('all' in node) return node.all.flatMap(leavesOf);
  if ('any' in node) return node.any.flatMap(leavesOf);
  if ('not' in node) return leavesOf(node.not);
  return [node];
}
