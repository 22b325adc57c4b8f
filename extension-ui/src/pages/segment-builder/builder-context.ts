import { createContext, useContext } from 'react';
import type { Catalogue } from './catalogue.ts';
import type { Limits } from './limits.ts';
import type { Actions } from './use-builder.ts';
import type { Mark } from './use-preview.ts';

/** What every part of the builder needs and none of it changes while it is used. */
export interface BuilderParts {
  readonly catalogue: Catalogue;
  readonly limits: Limits;
  readonly actions: Actions;
  /** Id of the saved segment that is edited, which it cannot name itself; null for a new one. */
  readonly segment: string | null;
  /** Tells those who do not see it what has just happened. */
  say(text: string): void;
}

export const BuilderContext = createContext<BuilderParts | null>(null);

/** Of each condition, what the preview says about it. Apart from the rest, since it changes with every figure. */
export const MarksContext = createContext<ReadonlyMap<number, Mark>>(new Map());

/** The segment that is edited, for a field that may stand in a form of another page as well: null there, and for a new one. */
export function useEditedSegment(): string | null {
  return useContext(BuilderContext)?.segment ?? null;
}

export function useBuilderContext(): BuilderParts {
  const parts = useContext(BuilderContext);
  if (!parts) throw new Error('outside of the builder');
  return parts;
}
