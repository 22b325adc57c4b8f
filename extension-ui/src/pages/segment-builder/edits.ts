import { type Limits, withinLimits } from './limits.ts';
import {
  type Args,
  type ConditionNode,
  type Draft,
  type DraftNode,
  freeId,
  type GroupNode,
  type How,
  mapped,
  nodeOf,
  type Place,
  placeOf,
  renumbered,
  type Side,
  siblingsAt,
  withBelow,
  withSiblings,
} from './tree.ts';

/** What people do to a draft. An edit that cannot be done returns the draft it was given. */

/** Into a group, or as a new clause of a side. */
export type Target = { readonly into: number } | { readonly side: Side };

export function addCondition(draft: Draft, target: Target, kind: string, args: Args): { draft: Draft; id: number } {
  const id = freeId(draft);
  const node: ConditionNode = { id, type: 'condition', kind, args };
  if ('side' in target) {
    const clause: GroupNode = { id: id + 1, type: 'group', how: 'all', nodes: [node] };
    return { draft: { ...draft, [target.side]: [...draft[target.side], clause] }, id };
  }
  return { draft: appended(draft, target.into, node), id };
}

/** A group inside a group. It asks for the other of "and" and "or", since the same again would change nothing. */
export function addGroup(draft: Draft, into: number, kind: string, args: Args): { draft: Draft; id: number } {
  const id = freeId(draft);
  const parent = nodeOf(draft, into);
  const how: How = parent?.type === 'group' && parent.how === 'any' ? 'all' : 'any';
  const node: GroupNode = { id: id + 1, type: 'group', how, nodes: [{ id, type: 'condition', kind, args }] };
  return { draft: appended(draft, into, node), id };
}

export function setArgs(draft: Draft, id: number, args: Args): Draft {
  return mapped(draft, id, (node) => (node.type === 'condition' ? { ...node, args } : node));
}

export function setHow(draft: Draft, id: number, how: How): Draft {
  if (placeOf(draft, id)?.parent === null) return draft;
  return mapped(draft, id, (node) => (node.type === 'group' ? { ...node, how } : node));
}

/** What was taken out, for {@link putBack}. */
export interface Removed {
  readonly node: DraftNode;
  readonly place: Place;
}

/** A group that is left with nothing goes as well, up to its clause: what is taken out is the largest of them. */
export function remove(draft: Draft, id: number): { draft: Draft; removed: Removed } | null {
  const place = placeOf(draft, id);
  const node = nodeOf(draft, id);
  if (!place || !node) return null;
  const siblings = siblingsAt(draft, place);
  if (place.parent !== null && siblings.length === 1) return remove(draft, place.parent);
  const left = siblings.filter((sibling) => sibling.id !== id);
  return { draft: withSiblings(draft, place, left), removed: { node, place } };
}

/** Where it was, or as a clause of its own when that place is gone. */
export function putBack(draft: Draft, { node, place }: Removed): Draft {
  const isTaken = withBelow(node).some(({ id }) => nodeOf(draft, id));
  const again = isTaken ? renumbered(node, freeId(draft)) : node;
  const parent = place.parent === null ? undefined : nodeOf(draft, place.parent);
  if (place.parent !== null && !parent) return withClause(draft, place.side, again);
  if (place.parent === null && again.type === 'condition') return withClause(draft, place.side, again);
  return inserted(draft, place, again);
}

export function duplicate(draft: Draft, id: number): { draft: Draft; id: number } | null {
  const place = placeOf(draft, id);
  const node = nodeOf(draft, id);
  if (!place || !node) return null;
  const copy = renumbered(node, freeId(draft));
  return { draft: inserted(draft, { ...place, index: place.index + 1 }, copy), id: copy.id };
}

/** Puts a node into a group of its own, where others can join it. */
export function wrap(draft: Draft, id: number): Draft {
  const place = placeOf(draft, id);
  if (!place || place.parent === null) return draft;
  const parent = nodeOf(draft, place.parent);
  const how: How = parent?.type === 'group' && parent.how === 'any' ? 'all' : 'any';
  return mapped(draft, id, (node) => ({ id: freeId(draft), type: 'group', how, nodes: [node] }));
}

/** The group's nodes take its place. */
export function unwrap(draft: Draft, id: number): Draft {
  const place = placeOf(draft, id);
  const group = nodeOf(draft, id);
  if (!place || place.parent === null || group?.type !== 'group') return draft;
  const siblings = siblingsAt(draft, place).flatMap((node) => (node.id === id ? group.nodes : [node]));
  return withSiblings(draft, place, siblings);
}

/** To the other of "include" and "exclude": a clause as it is, anything else as a clause of its own. */
export function changeSide(draft: Draft, id: number): Draft {
  const taken = remove(draft, id);
  const node = nodeOf(draft, id);
  const place = placeOf(draft, id);
  if (!taken || !node || !place) return draft;
  return withClause(taken.draft, place.side === 'include' ? 'exclude' : 'include', node);
}

/**
 * One step through the whole side, as it is read from top to bottom: past a condition, into a group, out of one, into the
 * next clause. A step that would nest too deep goes past the group instead.
 */
export function move(draft: Draft, id: number, to: 'up' | 'down', limits: Limits): Draft {
  for (const next of steps(draft, id, to)) if (withinLimits(next, limits)) return next;
  return draft;
}

function* steps(draft: Draft, id: number, to: 'up' | 'down'): Generator<Draft> {
  const place = placeOf(draft, id);
  const node = nodeOf(draft, id);
  if (!place || !node) return;
  const siblings = siblingsAt(draft, place);
  const beside = siblings[place.index + (to === 'up' ? -1 : 1)];
  const others = siblings.filter((sibling) => sibling.id !== id);
  const without = withSiblings(draft, place, others);
  const end = (nodes: readonly DraftNode[]) => (to === 'up' ? [...nodes, node] : [node, ...nodes]);
  if (beside) {
    if (beside.type === 'group' && place.parent !== null)
      yield mapped(without, beside.id, (group) =>
        group.type === 'group' ? { ...group, nodes: end(group.nodes) } : group,
      );
    yield inserted(without, { ...place, index: place.index + (to === 'up' ? -1 : 1) }, node);
    return;
  }
  const parent = place.parent === null ? null : placeOf(draft, place.parent);
  if (!parent || place.parent === null) return;
  if (parent.parent !== null) {
    const index = parent.index + (to === 'up' ? 0 : 1);
    yield pruned(inserted(without, { ...parent, index }, node), place.parent);
    return;
  }
  const clause = siblingsAt(draft, parent)[parent.index + (to === 'up' ? -1 : 1)];
  if (clause)
    yield pruned(
      mapped(without, clause.id, (group) => (group.type === 'group' ? { ...group, nodes: end(group.nodes) } : group)),
      place.parent,
    );
}

/** Without the group, if nothing is left in it. */
function pruned(draft: Draft, id: number): Draft {
  const group = nodeOf(draft, id);
  return group?.type === 'group' && group.nodes.length === 0 ? (remove(draft, id)?.draft ?? draft) : draft;
}

function appended(draft: Draft, into: number, node: DraftNode): Draft {
  return mapped(draft, into, (group) => (group.type === 'group' ? { ...group, nodes: [...group.nodes, node] } : group));
}

function inserted(draft: Draft, place: Place, node: DraftNode): Draft {
  return withSiblings(draft, place, siblingsAt(draft, place).toSpliced(place.index, 0, node));
}

/** As a clause of its own: a group of "all" is one already. */
function withClause(draft: Draft, side: Side, node: DraftNode): Draft {
  const isClause = node.type === 'group' && node.how === 'all';
  const clause: GroupNode = isClause ? node : { id: freeId(draft, node), type: 'group', how: 'all', nodes: [node] };
  return { ...draft, [side]: [...draft[side], clause] };
}
