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

/** A condition and where it stands: `include[0].all[1]`, as refusals name it. */
export interface PlacedCondition {
  readonly path: string;
  readonly node: ConditionNode;
  /** An odd number of `not` stands above it. */
  readonly isNegated: boolean;
}

/** Every condition of a definition, excluded ones too. */
export function conditionsOf(definition: SegmentDefinition): ConditionNode[] {
  return placedConditions(definition).map(({ node }) => node);
}

export function placedConditions({ include, exclude }: SegmentDefinition): PlacedCondition[] {
  return [...leavesOfAll(include, 'include', false), ...leavesOfAll(exclude, 'exclude', false)];
}

function leavesOf(node: SegmentNode, path: string, isNegated: boolean): PlacedCondition[] {
  if ('all' in node) return leavesOfAll(node.all, `${path}.all`, isNegated);
  if ('any' in node) return leavesOfAll(node.any, `${path}.any`, isNegated);
  if ('not' in node) return leavesOf(node.not, `${path}.not`, !isNegated);
  return [{ path, node, isNegated }];
}

function leavesOfAll(nodes: readonly SegmentNode[], path: string, isNegated: boolean): PlacedCondition[] {
  return nodes.flatMap((node, index) => leavesOf(node, `${path}[${index}]`, isNegated));
}
