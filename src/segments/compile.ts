import type { SegmentDefinition, SegmentNode } from './ast.ts';
import { conditionIn } from './conditions/index.ts';
import type { SegmentContext } from './context.ts';
import { both, complement, either, type Filter } from './filter.ts';

/**
 * A definition as one MongoDB filter over customer documents. It knows nothing of the shop: the server puts it behind
 * a range of `_id`. For a customer whose facts were cut, ask {@link readsFacts} and the evaluator with all facts.
 */
export function compile({ include, exclude }: SegmentDefinition, context: SegmentContext): Filter {
  const filters = (nodes: readonly SegmentNode[]) => cheapFirst(nodes).map((node) => compileNode(node, context));
  const included = include.length > 0 ? [either(filters(include))] : [];
  const excluded = exclude.length > 0 ? [complement(...filters(exclude))] : [];
  return both([...included, ...excluded]);
}

function compileNode(node: SegmentNode, context: SegmentContext): Filter {
  if ('all' in node) return both(cheapFirst(node.all).map((child) => compileNode(child, context)));
  if ('any' in node) return either(cheapFirst(node.any).map((child) => compileNode(child, context)));
  if ('not' in node) return complement(compileNode(node.not, context));
  return conditionIn(node).compile(node, context);
}

/** Nodes that only read fields in front of the document stand before those that read its facts (performance.md). */
function cheapFirst(nodes: readonly SegmentNode[]): readonly SegmentNode[] {
  return [...nodes].sort((a, b) => Number(nodeReadsFacts(a)) - Number(nodeReadsFacts(b)));
}

export function nodeReadsFacts(node: SegmentNode): boolean {
  if ('all' in node) return node.all.some(nodeReadsFacts);
  if ('any' in node) return node.any.some(nodeReadsFacts);
  if ('not' in node) return nodeReadsFacts(node.not);
  return conditionIn(node).readsFacts(node);
}
