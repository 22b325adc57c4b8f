import { conditionsOf, type SegmentDefinition } from './ast.ts';
import { conditionIn } from './conditions/index.ts';
import { NO_REFERENCES, type References } from './context.ts';

/** Segments by id, as far as they can name each other; null is a list that people fill by hand. */
export type Definitions = ReadonlyMap<string, SegmentDefinition | null>;

/** Bounds on definitions that name others, with all of those in place: what one look at a customer may cost. */
export const REFERENCE_LIMITS = {
  /** Segments on the way from the first to the last, the first not counted. */
  depth: 8,
  /** Conditions of a definition and of all that it names, each as often as it is named. */
  conditions: 500,
} as const;

/** Segments that a definition itself names, each once. */
export function segmentsNamed(definition: SegmentDefinition | null): string[] {
  if (definition === null) return [];
  const named = conditionsOf(definition).flatMap((node) => (node.kind === 'in_segment' ? node.segments : []));
  return [...new Set(named)];
}

/**
 * The definitions for a context. Of segments that name each other in a circle, which two people saving at one moment can bring about,
 * nobody is in any: a circle put in place of its name would never end.
 */
export function referencesAmong(definitions: Definitions): References {
  if (definitions.size === 0) return NO_REFERENCES;
  const isSound = new Map<string, boolean>();
  return {
    definitionOf(id) {
      if (!isSound.has(id)) isSound.set(id, wayRound(id, definitions) === null);
      return isSound.get(id) ? definitions.get(id) : undefined;
    },
  };
}

/** Segments that name it, or one that does, nearest first. */
export function dependantsAmong(id: string, definitions: Definitions): string[] {
  const found = new Set([id]);
  // A set is walked in the order in which it grows, and new ones are reached by the same walk.
  for (const named of found)
    for (const [namer, definition] of definitions) if (segmentsNamed(definition).includes(named)) found.add(namer);
  return [...found].filter((one) => one !== id);
}

export type ReferenceProblem =
  | { readonly kind: 'unknown'; readonly segment: string }
  /** From the segment back to itself: both ends are the same. */
  | { readonly kind: 'circle'; readonly way: readonly string[] }
  /** `segment`: which one would be above the limit, the changed one or one that names it. */
  | { readonly kind: 'depth' | 'conditions'; readonly segment: string };

/** Why a definition cannot be saved for the segment `id`, as far as others are concerned. */
export function referenceProblem(
  id: string,
  definition: SegmentDefinition,
  definitions: Definitions,
): ReferenceProblem | null {
  const unknown = segmentsNamed(definition).find((named) => named !== id && !definitions.has(named));
  if (unknown !== undefined) return { kind: 'unknown', segment: unknown };
  const after = new Map(definitions).set(id, definition);
  const way = wayRound(id, after);
  if (way) return { kind: 'circle', way };
  const known = new Map<string, Size>();
  for (const segment of [id, ...dependantsAmong(id, after)]) {
    const { depth, conditions } = sizeOf(segment, after, known);
    if (depth > REFERENCE_LIMITS.depth) return { kind: 'depth', segment };
    if (conditions > REFERENCE_LIMITS.conditions) return { kind: 'conditions', segment };
  }
  return null;
}

/** A definition's own conditions and those of all it names, for questions about the whole. */
export function conditionsWithin(definition: SegmentDefinition, references: References) {
  const seen = new Set<string>();
  const within = (one: SegmentDefinition): ReturnType<typeof conditionsOf> => [
    ...conditionsOf(one),
    ...segmentsNamed(one).flatMap((id) => {
      if (seen.has(id)) return [];
      seen.add(id);
      const named = references.definitionOf(id);
      return named ? within(named) : [];
    }),
  ];
  return within(definition);
}

/** Whether midnight alone can change who is in, by what is named too: exact where `isTimeDependent` has to say yes for a name. */
export function movesWithTime(definition: SegmentDefinition, references: References): boolean {
  const nodes = conditionsWithin(definition, references);
  return nodes.some((node) => node.kind !== 'in_segment' && conditionIn(node).timeDependent(node));
}

interface Size {
  readonly depth: number;
  readonly conditions: number;
}

function sizeOf(id: string, definitions: Definitions, known: Map<string, Size>): Size {
  const before = known.get(id);
  if (before) return before;
  const definition = definitions.get(id) ?? null;
  const nodes = definition === null ? [] : conditionsOf(definition);
  const named = nodes.flatMap((node) => (node.kind === 'in_segment' ? node.segments : []));
  const sizes = named.map((one) => sizeOf(one, definitions, known));
  const size = {
    depth: Math.max(0, ...sizes.map(({ depth }) => depth + 1)),
    conditions: sizes.reduce((sum, { conditions }) => sum + conditions, nodes.length),
  };
  known.set(id, size);
  return size;
}

/** A way from the segment to itself; null where none leads back. */
function wayRound(id: string, definitions: Definitions): string[] | null {
  const seen = new Set<string>();
  const from = (one: string): string[] | null => {
    for (const named of segmentsNamed(definitions.get(one) ?? null)) {
      if (named === id) return [one, id];
      if (seen.has(named)) continue;
      seen.add(named);
      const way = from(named);
      if (way) return [one, ...way];
    }
    return null;
  };
  return from(id);
}
