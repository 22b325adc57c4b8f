import { z } from 'zod';
import { AppError } from '../../../errors.ts';
import { type Names, parseDefinition, type SegmentDefinition, sentence } from '../../../segments/index.ts';
import { contextFor } from '../../segments/live.ts';
import type { ShopState } from '../../shop-state.ts';
import type { SegmentDocument } from '../../store/segment-documents.ts';
import { segmentIdOf } from './customer-json.ts';
import { isoTime, isoTimeOrNull, Time } from './schemas.ts';

const EXAMPLE = {
  include: [{ all: [{ kind: 'total_spent', op: 'gte', value: 10_000_000 }] }],
  exclude: [{ all: [{ kind: 'has_tag', mode: 'any', tags: ['Hay khiếu nại'] }] }],
};

const clauses = { type: 'array', items: { type: 'object' } } as const;

/** Read by {@link readDefinition}, which says what is wrong where; a schema of every condition is at `/segments/conditions`. */
export const Definition = z.unknown().meta({
  id: 'SegmentDefinition',
  type: 'object',
  description:
    'The union of the include clauses minus the union of the exclude clauses. A clause is `{"all": […]}`; inside it `all`, `any` and `not` nest around conditions. `GET /api/v1/segments/conditions` lists those.',
  properties: { include: clauses, exclude: clauses },
  examples: [EXAMPLE],
});

export { Words } from './schemas.ts';

export const Day = z.string().meta({ format: 'date', description: 'A calendar day in the shop’s time zone.' });

export const Sentence = z
  .object({ vi: z.string(), en: z.string() })
  .meta({ id: 'Sentence', description: 'A definition as a person would say it.' });

export const SegmentJson = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    kind: z.enum(['conditional', 'fixed']).describe('A fixed list has no definition: people are added to it.'),
    definition: Definition.nullable().describe('Null for a fixed list.'),
    sentence: Sentence,
    version: z.int().describe('Counts changes of the definition.'),
    shownVersion: z.int().describe('The version whose members are shown; 0 while the first is being built.'),
    state: z.enum(['queued', 'building', 'ready', 'failed', 'archived']).describe('Of the newest version.'),
    progress: z.number().min(0).max(1),
    size: z.int().nullable().describe('Members now; null while the first version is being built.'),
    computedAt: Time.nullable().describe('When it was last built. Events keep it right since.'),
    timeDependent: z.boolean().describe('Midnight alone can change who is in it.'),
    error: z.string().nullable(),
    createdAt: Time,
    createdBy: z.string(),
  })
  .meta({ id: 'Segment' });

export function segmentJson(segment: SegmentDocument, state: ShopState, names: Names): z.infer<typeof SegmentJson> {
  const isBuilt = segment.activeVersion > 0 && segment.state !== 'archived';
  return {
    id: segmentIdOf(segment._id),
    name: segment.name,
    description: segment.description,
    kind: segment.kind ?? 'conditional',
    definition: segment.kind === 'fixed' ? null : segment.definition,
    sentence: segment.kind === 'fixed' ? BY_HAND : inWords(segment.definition, state, names),
    version: segment.version,
    shownVersion: segment.activeVersion,
    state: segment.state,
    progress: segment.progress,
    size: isBuilt ? (segment.size ?? null) : null,
    computedAt: isoTimeOrNull(segment.computedAt),
    timeDependent: segment.timeDependent,
    error: segment.error ?? null,
    createdAt: isoTime(segment.createdAt),
    createdBy: segment.createdBy,
  };
}

/** The sentence of a fixed list. */
const BY_HAND = { vi: 'Khách hàng được thêm bằng tay', en: 'Customers who were added by hand' };

export function inWords(definition: SegmentDefinition, state: ShopState, names: Names): z.infer<typeof Sentence> {
  const context = contextFor(state, state.shop.createdAt, state.live.catalogue); // sentences name periods, not the days they stand for
  return { vi: sentence(definition, 'vi', context, names), en: sentence(definition, 'en', context, names) };
}

/** The definition, or 422 with the code and the path of what is wrong. */
export function readDefinition(json: unknown): SegmentDefinition {
  const parsed = parseDefinition(json);
  if (!parsed.ok) throw new AppError(parsed.code, parsed.message, { details: { path: parsed.path } });
  return parsed.definition;
}
