import { keepState, keptState, useKeptState } from '../../parts/kept-state.ts';
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
  /** As it was typed, while it is edited as text: what cannot be read yet is kept too. */
  readonly text?: string;
}

const NAME = 'segmentDraft';

export const keepDraft = (kept: Kept | null): void => keepState(NAME, kept);
export const keptDraft = (): Kept | null => keptState<Kept>(NAME);
export const useKeptDraft = (kept: Kept | null): void => useKeptState(NAME, kept);
