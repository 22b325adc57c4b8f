import { useEffect, useEffectEvent } from 'react';
import type { Draft } from './tree.ts';

/** What is edited: all of it is in the undo history, and all of it outlives a reload. */
export interface Edited {
  readonly name: string;
  readonly description: string;
  readonly draft: Draft;
}

export interface Kept extends Edited {
  /** The saved segment that it changes, at the version it was read in; null for a new one. */
  readonly of: { readonly id: string; readonly version: number } | null;
}

/**
 * An unsaved draft lives in the state of its entry in the browser's history: that outlives a reload of the frame, belongs to this tab and
 * this visit alone (two tabs do not write over each other), comes back with the back button, ends with the tab, and is there
 * where storage is refused to frames of another site, which `sessionStorage` is not. It holds no customer's data.
 */
export function keepDraft(kept: Kept | null): void {
  const { [KEY]: _, ...others } = stateNow();
  try {
    window.history.replaceState(kept ? { ...others, [KEY]: kept } : others, '');
  } catch {
    // Larger than the browser keeps: then a reload loses it, which the save bar has warned of.
  }
}

export function keptDraft(): Kept | null {
  return (stateNow()[KEY] as Kept | undefined) ?? null;
}

/** Keeps what is edited, a moment after each edit (browsers limit how often) and when the page goes. Null: nothing is to be kept. */
export function useKeptDraft(kept: Kept | null): void {
  const keep = useEffectEvent(() => keepDraft(kept));
  useEffect(() => {
    const timer = setTimeout(() => keep(), kept ? PAUSE_MS : 0);
    return () => clearTimeout(timer);
  }, [kept]);
  useEffect(() => {
    const leave = () => keep();
    window.addEventListener('pagehide', leave);
    return () => window.removeEventListener('pagehide', leave);
  }, []);
}

const PAUSE_MS = 400;
const KEY = 'segmentDraft';

function stateNow(): Record<string, unknown> {
  return (window.history.state ?? {}) as Record<string, unknown>;
}
