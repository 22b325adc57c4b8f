import type { SegmentDefinition, SegmentNode } from '../../../src/segments/ast.ts';
import type { References } from '../../../src/segments/context.ts';

/** A definition as rows: what each node is of, and the arguments of those at the bottom. */
export interface TreeNode {
  readonly node: number;
  readonly parent: number | null;
  readonly depth: number;
  /** Null for a condition: its arguments are in {@link Leaf}. */
  readonly op: 'all' | 'any' | 'not' | null;
  /** The kind of condition of which this is the verdict. */
  readonly kind: string | null;
}

export interface Leaf {
  /** The node. */
  readonly leaf: number;
  readonly kind: string;
}

type Tree =
  | { readonly op: 'all' | 'any' | 'not'; readonly of: readonly Tree[]; readonly kind?: string }
  | ConditionTree;
type ConditionTree = { readonly kind: string };

/** Rows of a definition, its root first; `next` is the number of the root. */
export function treeOf(
  definition: SegmentDefinition,
  references: References,
  next: number,
): { nodes: TreeNode[]; leaves: Leaf[] } {
  const nodes: TreeNode[] = [];
  const leaves: Leaf[] = [];
  const add = (tree: Tree, parent: number | null, depth: number) => {
    const node = next + nodes.length;
    if ('of' in tree) {
      nodes.push({ node, parent, depth, op: tree.op, kind: tree.kind ?? null });
      for (const child of tree.of) add(child, node, depth + 1);
    } else {
      nodes.push({ node, parent, depth, op: null, kind: tree.kind });
      leaves.push({ leaf: node, ...tree });
    }
  };
  add(wholeTree(definition, references), null, 0);
  return { nodes, leaves };
}

/** The union of what is included, which is everybody where nothing is, minus the union of what is excluded (D6). */
function wholeTree({ include, exclude }: SegmentDefinition, references: References): Tree {
  const union = (clauses: SegmentDefinition['include']): Tree => ({
    op: 'any',
    of: clauses.map(({ all }) => ({ op: 'all', of: all.map((node) => nodeTree(node, references)) })),
  });
  const of: Tree[] = [];
  if (include.length > 0) of.push(union(include));
  if (exclude.length > 0) of.push({ op: 'not', of: [union(exclude)] });
  return { op: 'all', of };
}

function nodeTree(node: SegmentNode, references: References): Tree {
  if ('all' in node) return { op: 'all', of: node.all.map((child) => nodeTree(child, references)) };
  if ('any' in node) return { op: 'any', of: node.any.map((child) => nodeTree(child, references)) };
  if ('not' in node) return { op: 'not', of: [nodeTree(node.not, references)] };
  if (node.kind !== 'in_segment') return node;
  const members: Tree = { op: 'any', of: node.segments.map((id) => membersTree(id, references)) };
  return node.mode === 'none' ? { op: 'not', of: [members], kind: node.kind } : { ...members, kind: node.kind };
}

/** Who is pinned or meets the definition, and is not banned; of a segment that is not there, nobody. */
function membersTree(id: string, references: References): Tree {
  const named = (kind: 'pinned' | 'banned'): Tree => ({ kind, name: id }) as ConditionTree;
  const definition = references.definitionOf(id);
  if (definition === undefined) return { op: 'all', of: [named('pinned'), { op: 'not', of: [named('pinned')] }] };
  const ways = definition === null ? [named('pinned')] : [named('pinned'), wholeTree(definition, references)];
  return {
    op: 'all',
    of: [
      { op: 'any', of: ways },
      { op: 'not', of: [named('banned')] },
    ],
  };
}
