import type { Customer } from '../model.ts';
import type { SegmentDefinition, SegmentNode } from './ast.ts';
import { conditionIn } from './conditions/index.ts';
import type { SegmentContext } from './context.ts';

/** Whether one customer, document in hand, is in the segment. The reference for {@link compile}, and the live path. */
export function evaluate(
  { include, exclude }: SegmentDefinition,
  customer: Customer,
  context: SegmentContext,
): boolean {
  const matches = (node: SegmentNode) => evaluateNode(node, customer, context);
  return (include.length === 0 || include.some(matches)) && !exclude.some(matches);
}

export function evaluateNode(node: SegmentNode, customer: Customer, context: SegmentContext): boolean {
  if ('all' in node) return node.all.every((child) => evaluateNode(child, customer, context));
  if ('any' in node) return node.any.some((child) => evaluateNode(child, customer, context));
  if ('not' in node) return !evaluateNode(node.not, customer, context);
  return conditionIn(node).evaluate(node, customer, context, (definition) => evaluate(definition, customer, context));
}
