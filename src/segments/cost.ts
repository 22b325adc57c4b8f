import { placedConditions, type SegmentDefinition } from './ast.ts';
import { compileNode } from './compile.ts';
import { conditionIn } from './conditions/index.ts';
import type { SegmentContext } from './context.ts';

/**
 * Why a condition costs more than a look at a field: it reads the purchases of each customer, computes an expression over them,
 * compares with very many choices, or carries out all of another segment.
 */
export type CostReason = 'facts' | 'expression' | 'choices' | 'segment';

/** MongoDB looks up one of these by halving; with more of them than this it is felt. */
export const CHOICES_FELT = 100;

/** The conditions of a definition that make it slow, with the reasons. */
export function costlyConditions(
  definition: SegmentDefinition,
  context: SegmentContext,
): { readonly path: string; readonly reasons: readonly CostReason[] }[] {
  return placedConditions(definition).flatMap(({ path, node }) => {
    const inside = [...valuesWithin(compileNode(node, context))];
    const reasons: CostReason[] = [];
    const isNamed = node.kind === 'in_segment';
    if (isNamed) reasons.push('segment');
    if (isNamed ? inside.some(([key]) => /^facts\b/.test(key)) : conditionIn(node).readsFacts(node))
      reasons.push('facts');
    if (inside.some(([key]) => key === '$expr')) reasons.push('expression');
    if (inside.some(([key, value]) => key === '$in' && Array.isArray(value) && value.length > CHOICES_FELT))
      reasons.push('choices');
    return reasons.length > 0 ? [{ path, reasons }] : [];
  });
}

function* valuesWithin(value: unknown): Generator<[key: string, value: unknown]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    yield [key, inner];
    yield* valuesWithin(inner);
  }
}
