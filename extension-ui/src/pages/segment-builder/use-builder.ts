import { useEffect, useMemo, useRef, useState } from 'react';
import type { Catalogue } from './catalogue.ts';
import * as edits from './edits.ts';
import { initialArgs, problemsOf } from './form-args.ts';
import { begin, edited, type History, redone, undone } from './history.ts';
import type { Edited } from './kept-draft.ts';
import { withinLimits } from './limits.ts';
import { type Args, type Draft, type How, nodeOf, placeOf } from './tree.ts';

/** What to put the focus on after an edit has been drawn: a node's field, or the button that was pressed. */
interface FocusWish {
  readonly id: number;
  readonly part: 'field' | 'up' | 'down' | 'more';
  /** The path of the field; without it the first. */
  readonly field?: string;
}

export type Builder = ReturnType<typeof useBuilder>;
export type Actions = Builder['actions'];

/**
 * The edited segment with its undo history, and everything one can do to it. `actions` stay the same from one drawing to
 * the next, so that a condition is drawn again only when it has changed itself.
 */
export function useBuilder(catalogue: Catalogue, start: Edited, restored: Edited | null) {
  const [history, setHistory] = useState(() => (restored ? edited(begin(start), restored) : begin(start)));
  const [focus, setFocus] = useState<FocusWish | null>(null);
  const latest = useRef(history);
  latest.current = history;

  useEffect(() => {
    if (focus) put(focus);
  }, [focus]);

  const actions = useMemo(() => {
    const now = () => latest.current.present;
    const show = (next: History<Edited>) => {
      latest.current = next;
      setHistory(next);
    };
    const commit = (next: Edited, about?: string) => show(edited(latest.current, next, about ?? null));
    const draw = (draft: Draft, about?: string): boolean => {
      const before = now();
      if (draft === before.draft || !withinLimits(draft, catalogue.limits)) return false;
      commit({ ...before, draft }, about);
      return true;
    };
    const emptyArgs = (kind: string) => initialArgs(catalogue.kinds.get(kind)?.form.fields ?? []);
    /** To what is still missing of a condition. */
    const fillIn = (id: number) => {
      const node = nodeOf(now().draft, id);
      const form = node?.type === 'condition' ? catalogue.kinds.get(node.kind)?.form : undefined;
      const [problem] = form && node?.type === 'condition' ? problemsOf(form, node.args) : [];
      setFocus({ id, part: 'field', ...(problem ? { field: problem.field } : {}) });
    };
    return {
      fillIn,
      setText: (name: 'name' | 'description', value: string) => commit({ ...now(), [name]: value }, name),
      replace: (next: Edited) => commit(next),
      /** What was typed as text: all of it is one step of the history. */
      write: (draft: Draft) => commit({ ...now(), draft }, 'text'),
      add(target: edits.Target, kind: string) {
        const { draft, id } = edits.addCondition(now().draft, target, kind, emptyArgs(kind));
        if (draw(draft)) fillIn(id);
      },
      addGroup(into: number, kind: string) {
        const { draft, id } = edits.addGroup(now().draft, into, kind, emptyArgs(kind));
        if (draw(draft)) fillIn(id);
      },
      /** `field`: which one is being filled in, so that its keys are one step of the history. */
      setArgs: (id: number, args: Args, field: string) => draw(edits.setArgs(now().draft, id, args), `${id} ${field}`),
      setHow: (id: number, how: How) => draw(edits.setHow(now().draft, id, how)),
      move(id: number, to: 'up' | 'down', part: FocusWish['part'] = to) {
        const isMoved = draw(edits.move(now().draft, id, to, catalogue.limits));
        setFocus({ id, part });
        return isMoved;
      },
      duplicate(id: number) {
        const made = edits.duplicate(now().draft, id);
        if (made && draw(made.draft)) setFocus({ id: made.id, part: 'more' });
      },
      wrap: (id: number) => draw(edits.wrap(now().draft, id)) && setFocus({ id, part: 'more' }),
      unwrap(id: number) {
        const group = nodeOf(now().draft, id);
        const first = group?.type === 'group' ? group.nodes[0] : undefined;
        if (draw(edits.unwrap(now().draft, id)) && first) setFocus({ id: first.id, part: 'more' });
      },
      changeSide: (id: number) => draw(edits.changeSide(now().draft, id)) && setFocus({ id, part: 'more' }),
      /** What was taken out, to be put back; the focus goes to what stands next. */
      remove(id: number): edits.Removed | null {
        const before = now().draft;
        const taken = edits.remove(before, id);
        if (!taken) return null;
        draw(taken.draft);
        const next = neighbour(before, taken.removed);
        if (next !== null) setFocus({ id: next, part: 'more' });
        return taken.removed;
      },
      putBack: (removed: edits.Removed) => draw(edits.putBack(now().draft, removed)),
      /** Whether the edit can be done at all: what cannot is not offered. */
      can: (make: (draft: Draft) => Draft | null) => {
        const before = now().draft;
        const draft = make(before);
        return draft !== null && draft !== before && withinLimits(draft, catalogue.limits);
      },
      undo: () => show(undone(latest.current)),
      redo: () => show(redone(latest.current)),
    };
  }, [catalogue]);

  return { edited: history.present, canUndo: history.past.length > 0, canRedo: history.future.length > 0, actions };
}

function neighbour(before: Draft, { node, place }: edits.Removed): number | null {
  const at = place.parent === null ? before[place.side] : nodesIn(before, place.parent);
  const index = at.findIndex(({ id }) => id === node.id);
  return at[index + 1]?.id ?? at[index - 1]?.id ?? null;
}

function nodesIn(draft: Draft, id: number) {
  const group = nodeOf(draft, id);
  return group?.type === 'group' && placeOf(draft, id) ? group.nodes : [];
}

function put({ id, part, field }: FocusWish): void {
  const node = document.querySelector(`[data-node="${id}"]`);
  const place = field === undefined ? '[data-field]' : `[data-field="${field}"]`;
  const wanted = part === 'field' ? `${place} :is(input:not([type="hidden"]), textarea)` : `[data-part="${part}"]`;
  const target =
    node?.querySelector<HTMLElement>(wanted) ?? node?.querySelector<HTMLElement>('[data-part="more"], button');
  target?.focus();
  target?.scrollIntoView({ block: 'nearest' });
}
