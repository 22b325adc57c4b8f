import type { SegmentDefinition, SegmentNode } from './ast.ts';
import { conditionIn } from './conditions/index.ts';
import type { SegmentContext } from './context.ts';
import { both, complement, either, type Filter, late } from './filter.ts';

/**
 * A definition as one MongoDB filter over customer documents. It knows nothing of the shop: the server puts it behind
 * a range of `_id`. For a customer whose facts were cut, ask {@link readsFacts} and the evaluator with all facts.
 */
export function compile({ include, exclude }: SegmentDefinition, context: SegmentContext): Filter {
  const included = include.length > 0 ? [either(compileAll(include, context))] : [];
  const excluded = exclude.length > 0 ? [complement(...compileAll(exclude, context))] : [];
  return both([...included, ...excluded]);
}

export function compileNode(node: SegmentNode, context: SegmentContext): Filter {
  if ('all' in node) return both(compileAll(node.all, context));
  if ('any' in node) return either(compileAll(node.any, context));
  if ('not' in node) return complement(compileNode(node.not, context));
  return conditionIn(node).compile(node, context, (definition) => compile(definition, context));
}

/** Where some nodes read facts and others do not, the others are asked first: they often decide alone. */
function compileAll(nodes: readonly SegmentNode[], context: SegmentContext): Filter[] {
  const costly = nodes.filter(nodeReadsFacts).map((node) => compileNode(node, context));
  const cheap = nodes.filter((node) => !nodeReadsFacts(node)).map((node) => compileNode(node, context));
  return [...cheap, ...(cheap.length > 0 ? costly.map(late) : costly)];
}

export function nodeReadsFacts(node: SegmentNode): boolean {
  if ('all' in node) return node.all.some(nodeReadsFacts);
  if ('any' in node) return node.any.some(nodeReadsFacts);
  if ('not' in node) return nodeReadsFacts(node.not);
  return conditionIn(node).readsFacts(node);
}
