import type { Model } from '../rfm.ts';
import type { Problem } from './draft.ts';

/** What each part of the editor is given. */
export interface Edited {
  readonly model: Model;
  readonly problems: ReadonlyMap<string, Problem>;
  /** Whether saving was tried: what is not filled in yet is wrong only then. */
  readonly isTried: boolean;
  onChange(model: Model): void;
}
