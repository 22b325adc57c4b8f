import type { SegmentDefinition, SegmentNode } from '../../../src/segments/ast.ts';

/** The smallest definition that is left of this one by taking away nodes for as long as it still `differs`. */
export async function smallest(
  definition: SegmentDefinition,
  differs: (smaller: SegmentDefinition) => Promise<boolean>,
): Promise<SegmentDefinition> {
  for (const smaller of smallerDefinitions(definition)) if (await differs(smaller)) return smallest(smaller, differs);
  return definition;
}

/** Each alone first: a difference is nearly always of one condition. */
function smallerDefinitions({ include, exclude }: SegmentDefinition): SegmentDefinition[] {
  const clauses = [...include, ...exclude];
  const alone = (node: SegmentNode): SegmentDefinition => ({ include: [{ all: [node] }], exclude: [] });
  const isAlone = clauses.length === 1 && include[0]?.all.length === 1;
  const nodes = isAlone ? childrenOf(include[0]?.all[0]) : clauses.flatMap(({ all }) => all);
  return [
    ...nodes.map(alone),
    ...without(include).map((fewer) => ({ include: fewer, exclude })),
    ...without(exclude).map((fewer) => ({ include, exclude: fewer })),
    ...include.flatMap((clause, i) =>
      smallerLists(clause.all).map((all) => ({ include: include.with(i, { all }), exclude })),
    ),
    ...exclude.flatMap((clause, i) =>
      smallerLists(clause.all).map((all) => ({ include, exclude: exclude.with(i, { all }) })),
    ),
  ].filter((smaller) => smaller.include.length + smaller.exclude.length > 0);
}

function smallerLists(nodes: readonly SegmentNode[]): SegmentNode[][] {
  const fewer = without(nodes).filter((list) => list.length > 0);
  return [...fewer, ...nodes.flatMap((node, i) => smallerNodes(node).map((smaller) => nodes.with(i, smaller)))];
}

function smallerNodes(node: SegmentNode): SegmentNode[] {
  if ('all' in node) return [...node.all, ...smallerLists(node.all).map((all) => ({ all }))];
  if ('any' in node) return [...node.any, ...smallerLists(node.any).map((any) => ({ any }))];
  if ('not' in node) return [node.not, ...smallerNodes(node.not).map((not) => ({ not }))];
  return [];
}

function childrenOf(node: SegmentNode | undefined): readonly SegmentNode[] {
  if (node === undefined) return [];
  if ('all' in node) return node.all;
  if ('any' in node) return node.any;
  return 'not' in node ? [node.not] : [];
}

const without = <T>(list: readonly T[]): T[][] => list.map((_, index) => list.toSpliced(index, 1));
