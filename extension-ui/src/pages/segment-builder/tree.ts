/**
 * A definition while it is edited: the same tree as on the wire, with an id on each node so that fields and focus keep to
 * theirs, and with arguments that may still be incomplete. Every edit returns a new draft. No group is ever empty.
 */
export interface Draft {
  readonly include: readonly GroupNode[];
  readonly exclude: readonly GroupNode[];
}

export type Side = keyof Draft;
export type DraftNode = ConditionNode | GroupNode;

export interface ConditionNode {
  readonly id: number;
  readonly type: 'condition';
  readonly kind: string;
  readonly args: Args;
}

/** A clause is a group that stands at the top, and always one of `all`. */
export interface GroupNode {
  readonly id: number;
  readonly type: 'group';
  readonly how: How;
  readonly nodes: readonly DraftNode[];
}

/** How many of a group have to hold. The last two are what `not` makes of the first two. */
export const HOWS = ['all', 'any', 'none', 'not_all'] as const;
export type How = (typeof HOWS)[number];
export type Args = Readonly<Record<string, unknown>>;

export const EMPTY: Draft = { include: [], exclude: [] };
export const SIDES: readonly Side[] = ['include', 'exclude'];

/** Where a node stands. The parent is null for a clause. */
export interface Place {
  readonly side: Side;
  readonly parent: number | null;
  readonly index: number;
}

export function nodesOf(draft: Draft): DraftNode[] {
  return SIDES.flatMap((side) => draft[side].flatMap(withBelow));
}

export function withBelow(node: DraftNode): DraftNode[] {
  return [node, ...(node.type === 'group' ? node.nodes.flatMap(withBelow) : [])];
}

export function conditionsOf(draft: Draft): ConditionNode[] {
  return nodesOf(draft).filter((node) => node.type === 'condition');
}

export function nodeOf(draft: Draft, id: number): DraftNode | undefined {
  return nodesOf(draft).find((node) => node.id === id);
}

export function placeOf(draft: Draft, id: number): Place | null {
  for (const side of SIDES) {
    const found = within(draft[side], null);
    if (found) return { side, ...found };
  }
  return null;

  function within(nodes: readonly DraftNode[], parent: number | null): Omit<Place, 'side'> | null {
    const index = nodes.findIndex((node) => node.id === id);
    if (index >= 0) return { parent, index };
    for (const node of nodes) {
      const found = node.type === 'group' ? within(node.nodes, node.id) : null;
      if (found) return found;
    }
    return null;
  }
}

/** Nodes beside each other: of a group, or the clauses of a side. */
export function siblingsAt(draft: Draft, { side, parent }: Place): readonly DraftNode[] {
  if (parent === null) return draft[side];
  const group = nodeOf(draft, parent);
  return group?.type === 'group' ? group.nodes : [];
}

/** An id that no node of the draft has, nor one that is about to come into it; the next ones are free as well. */
export function freeId(draft: Draft, ...coming: readonly DraftNode[]): number {
  return 1 + Math.max(0, ...[...nodesOf(draft), ...coming.flatMap(withBelow)].map(({ id }) => id));
}

/** The same node with ids from `first` on. */
export function renumbered<Node extends DraftNode>(node: Node, first: number): Node {
  let next = first;
  const copy = (one: DraftNode): DraftNode => {
    const id = next++;
    return one.type === 'group' ? { ...one, id, nodes: one.nodes.map(copy) } : { ...one, id };
  };
  return copy(node) as Node;
}

/** Replaces the children of one group, or the clauses of a side. */
export function withSiblings(draft: Draft, at: Omit<Place, 'index'>, nodes: readonly DraftNode[]): Draft {
  if (at.parent === null) return { ...draft, [at.side]: nodes };
  return mapped(draft, at.parent, (group) => (group.type === 'group' ? { ...group, nodes } : group));
}

/** Replaces one node. */
export function mapped(draft: Draft, id: number, change: (node: DraftNode) => DraftNode): Draft {
  const visit = (node: DraftNode): DraftNode => {
    if (node.id === id) return change(node);
    if (node.type === 'condition') return node;
    const nodes = node.nodes.map(visit);
    return nodes.every((child, index) => child === node.nodes[index]) ? node : { ...node, nodes };
  };
  const clauses = (side: Side) => draft[side].map(visit) as GroupNode[];
  return { include: clauses('include'), exclude: clauses('exclude') };
}
