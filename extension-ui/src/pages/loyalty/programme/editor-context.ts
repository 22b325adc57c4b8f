import { createContext, useContext } from 'react';
import type { Programme, Words } from '../loyalty.ts';
import type { RuleForm } from './draft.ts';
import type { Path } from './paths.ts';

/** What every field of the editor needs. */
export interface Editing {
  readonly draft: Programme;
  readonly forms: ReadonlyMap<string, RuleForm>;
  /** Of each rule by its id, what it does in words, as far as it could be read. */
  readonly sentences: ReadonlyMap<string, Words>;
  /** Whether saving was tried: what is not filled in yet is wrong only then. */
  readonly isAllShown: boolean;
  set(path: Path, value: unknown): void;
  /** What is wrong at a place and shown; null: nothing. */
  problemAt(path: Path): string | null;
  /** Of all places that begin so. */
  problemsBelow(path: Path): readonly { readonly path: Path; readonly text: string }[];
  /** The field has been left: from now on it may be called empty. */
  leave(path: Path): void;
}

export const EditingContext = createContext<Editing | null>(null);

export function useEditing(): Editing {
  const editing = useContext(EditingContext);
  if (!editing) throw new Error('outside of the editor');
  return editing;
}
