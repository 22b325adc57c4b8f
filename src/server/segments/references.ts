import { AppError } from '../../errors.ts';
import {
  type Definitions,
  dependantsAmong,
  NO_REFERENCES,
  REFERENCE_LIMITS,
  type ReferenceProblem,
  type References,
  referenceProblem,
  referencesAmong,
  type SegmentDefinition,
  segmentsNamed,
} from '../../segments/index.ts';
import type { ShopStore } from '../store/index.ts';
import type { SegmentDocument, SegmentVersionDocument } from '../store/segment-documents.ts';
import { idOf } from './live.ts';

/** The shop's segments as definitions name them: the newest definition of each, also of those in the archive. */
export async function readReferences(scope: ShopStore, definitions: readonly SegmentDefinition[]): Promise<References> {
  if (definitions.every((definition) => segmentsNamed(definition).length === 0)) return NO_REFERENCES;
  return referencesAmong(definitionsOf(await readNamable(scope)));
}

export function definitionsOf(segments: readonly Pick<SegmentDocument, '_id' | 'definition' | 'kind'>[]): Definitions {
  return new Map(segments.map(({ _id, definition, kind }) => [idOf(_id), kind === 'fixed' ? null : definition]));
}

type Namable = Pick<SegmentDocument, '_id' | 'definition' | 'kind' | 'name'>;

export async function readNamable(scope: ShopStore): Promise<Namable[]> {
  return scope.segments.find({}, { projection: { definition: 1, kind: 1, name: 1 } }).toArray();
}

/**
 * Refuses a definition that would end in a circle, names what is not there, or would make itself or one that names it larger than
 * the limits. Otherwise all that it names, as its version keeps it.
 */
export async function checkReferences(
  scope: ShopStore,
  key: string,
  definition: SegmentDefinition,
): Promise<NonNullable<SegmentVersionDocument['references']>> {
  const segments = await readNamable(scope);
  const definitions = definitionsOf(segments);
  const problem = referenceProblem(idOf(key), definition, definitions);
  if (problem) throw refusal(problem, new Map(segments.map(({ _id, name }) => [idOf(_id), name])));
  return madeWith(definition, segments);
}

/** Everything that a definition names, directly or through others. */
export function madeWith(
  definition: SegmentDefinition,
  segments: readonly Namable[],
): NonNullable<SegmentVersionDocument['references']> {
  const byId = new Map(segments.map((segment) => [idOf(segment._id), segment]));
  const found = new Set(segmentsNamed(definition));
  for (const id of found) for (const named of segmentsNamed(byId.get(id)?.definition ?? null)) found.add(named);
  return [...found].flatMap((id) => {
    const segment = byId.get(id);
    if (!segment) return [];
    const { _id, definition, kind } = segment;
    return [{ _id, definition, ...(kind ? { kind } : {}) }];
  });
}

/** Keys of the segments that name it, or one that does, nearest first. */
export function dependantKeys(key: string, segments: readonly Namable[]): string[] {
  const shop = key.slice(0, key.indexOf('/'));
  return dependantsAmong(idOf(key), definitionsOf(segments)).map((id) => `${shop}/${id}`);
}

function refusal(problem: ReferenceProblem, names: ReadonlyMap<string, string>): AppError {
  const called = (id: string) => names.get(id) ?? 'this segment';
  switch (problem.kind) {
    case 'unknown':
      return new AppError('invalid', `the definition names a segment that is not there: ${problem.segment}`);
    case 'circle': {
      const way = problem.way.map((id) => ({ id, name: called(id) }));
      return new AppError(
        'segment_circle',
        `segments name each other in a circle: ${problem.way.map(called).join(' → ')}`,
        {
          details: { way },
        },
      );
    }
    case 'depth':
      return new AppError(
        'segment_too_complex',
        `"${called(problem.segment)}" names segments that name others over more than ${REFERENCE_LIMITS.depth} steps`,
      );
    case 'conditions':
      return new AppError(
        'segment_too_complex',
        `"${called(problem.segment)}" has more than ${REFERENCE_LIMITS.conditions} conditions with those of the segments that it names`,
      );
  }
}
