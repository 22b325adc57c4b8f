import { AppError } from '../../errors.ts';
import { type CustomerKey, cleanText, fold } from '../../model.ts';
import { isTimeDependent, type SegmentDefinition } from '../../segments/index.ts';
import { canonicalJson } from '../ingest/context.ts';
import { randomId } from '../random.ts';
import type { CustomerDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import type { MembershipEventDocument, SegmentDocument, SegmentVersionDocument } from '../store/segment-documents.ts';
import { labelOf } from './live.ts';
import { NOBODY_BY_DEFINITION } from './pins.ts';
import { checkReferences } from './references.ts';

/** Saved segments: versions of a definition, and the members of the version that is shown (A01–A12). */

/** Every event of a customer decides all of a shop's segments: so many take some milliseconds. Archived ones are not counted. */
export const SEGMENTS_MAX = 1000;

export async function createSegment(
  scope: ShopStore,
  given: {
    name: string;
    description?: string | undefined;
    /** Left out: a fixed list, which people fill. */
    definition?: SegmentDefinition | undefined;
    by: string;
    now: number;
  },
): Promise<SegmentDocument> {
  const id = `${scope.shop}/${randomId(8)}`;
  const { definition = NOBODY_BY_DEFINITION } = given;
  await checkRoom(scope);
  const named = await checkReferences(scope, id, definition);
  const segment: SegmentDocument = {
    _id: id,
    shop: scope.shop,
    ...(given.definition === undefined ? { kind: 'fixed' as const } : {}),
    ...nameOf(given.name),
    description: cleanText(given.description) ?? '',
    definition,
    activeVersion: 0,
    version: 1,
    state: 'queued',
    progress: 0,
    timeDependent: isTimeDependent(definition),
    createdAt: given.now,
    createdBy: given.by,
  };
  await scope.segmentVersions.insert([versionOf(segment, named, given.by, given.now)]);
  await uniqueName(segment.name, () => scope.segments.insert([segment]));
  return segment;
}

async function checkRoom(scope: ShopStore): Promise<void> {
  if ((await scope.segments.count({ state: { $ne: 'archived' } }, { limit: SEGMENTS_MAX })) < SEGMENTS_MAX) return;
  throw new AppError('segments_full', `a shop has at most ${SEGMENTS_MAX} segments that are not archived`);
}

/** A new definition is a new version, built while the old one's members stay visible; a new name alone changes nothing else. */
export async function updateSegment(
  scope: ShopStore,
  id: string,
  given: {
    name?: string | undefined;
    description?: string | undefined;
    definition?: SegmentDefinition | undefined;
    /** The version that was edited, so that nobody's change is undone by one who had not seen it. */
    version?: number | undefined;
    by: string;
    now: number;
  },
): Promise<SegmentDocument> {
  const before = await getSegment(scope, id);
  if (given.version !== undefined && given.version !== before.version)
    throw new AppError('conflict', 'the segment was changed by somebody else meanwhile');
  if (before.state === 'archived') throw new AppError('conflict', 'the segment is archived');
  if (before.kind === 'fixed' && given.definition !== undefined)
    throw new AppError('invalid', 'definition: a fixed list has none; people are added to it');
  const isNewDefinition =
    given.definition !== undefined && canonicalJson(given.definition) !== canonicalJson(before.definition);
  const definition = given.definition ?? before.definition;
  const named = isNewDefinition ? await checkReferences(scope, before._id, definition) : [];
  const version = before.version + (isNewDefinition ? 1 : 0);
  const set = {
    ...(given.name === undefined ? {} : nameOf(given.name)),
    ...(given.description === undefined ? {} : { description: cleanText(given.description) ?? '' }),
    ...(isNewDefinition
      ? { definition, version, state: 'queued' as const, progress: 0, timeDependent: isTimeDependent(definition) }
      : {}),
  };
  // One may be left from a change that failed on its name; and of two that race, the one that wins says below what its version is.
  if (isNewDefinition)
    await scope.segmentVersions.replace([versionOf({ ...before, definition, version }, named, given.by, given.now)]);
  const after = await uniqueName(given.name ?? before.name, () =>
    scope.segments.findOneAndUpdate(
      { _id: before._id, version: before.version },
      { $set: set, ...(isNewDefinition ? { $unset: { error: '' } } : {}) },
    ),
  );
  if (!after) throw new AppError('conflict', 'the segment was changed by somebody else meanwhile');
  if (isNewDefinition) await scope.segmentVersions.replace([versionOf(after, named, given.by, given.now)]);
  return after;
}

/** Archived, not deleted (S1, D11): its versions and history stay; its members are taken off the customers. */
export async function archiveSegment(scope: ShopStore, id: string): Promise<SegmentDocument> {
  const segment = await getSegment(scope, id);
  const archived = await scope.segments.findOneAndUpdate(
    { _id: segment._id },
    { $set: { state: 'archived', nameFolded: `${segment.nameFolded} (${segment._id})` } },
  );
  return archived ?? segment;
}

/**
 * Ends a build: the members shown stay those of the version before. The definition stays the newest version, and is not built again
 * before somebody asks for it or changes it.
 */
export async function callOffBuild(scope: ShopStore, id: string): Promise<SegmentDocument> {
  const segment = await getSegment(scope, id);
  const calledOff = await scope.segments.findOneAndUpdate(
    { _id: segment._id, state: { $in: ['queued', 'building'] } },
    { $set: { state: 'failed', error: CALLED_OFF }, $unset: { lease: '' } },
  );
  return calledOff ?? segment;
}

/** What a segment's `error` says of a build that somebody ended. */
export const CALLED_OFF = 'called_off';

/**
 * Back from the archive under its old name, which may be taken by now (409). As a new version of the same definition: what an
 * unfinished archiving still takes off the customers are labels of the version before.
 */
export async function restoreSegment(
  scope: ShopStore,
  id: string,
  { by, now }: { by: string; now: number },
): Promise<SegmentDocument> {
  const segment = await getSegment(scope, id);
  if (segment.state !== 'archived') return segment;
  await checkRoom(scope);
  const version = segment.version + 1;
  const restored = await uniqueName(segment.name, () =>
    scope.segments.findOneAndUpdate(
      { _id: segment._id, state: 'archived', version: segment.version },
      {
        $set: { ...nameOf(segment.name), version, activeVersion: 0, state: 'queued', progress: 0 },
        $unset: { error: '', lease: '' },
      },
    ),
  );
  if (!restored) throw new AppError('conflict', 'the segment was changed by somebody else meanwhile');
  await scope.segmentVersions.replace([
    versionOf(restored, await checkReferences(scope, restored._id, restored.definition), by, now),
  ]);
  return restored;
}

export async function getSegment(scope: ShopStore, id: string): Promise<SegmentDocument> {
  const segment = await scope.segments.findOne({ _id: `${scope.shop}/${id}` });
  if (!segment) throw new AppError('not_found', `there is no segment ${id}`);
  return withSize(scope, segment);
}

export async function listSegments(
  scope: ShopStore,
  options: { search?: string | undefined; includeArchived?: boolean | undefined } = {},
): Promise<SegmentDocument[]> {
  const search = options.search === undefined ? '' : fold(options.search);
  const segments = await scope.segments
    .find(options.includeArchived ? {} : { state: { $ne: 'archived' } })
    .sort({ nameFolded: 1 })
    .toArray();
  return Promise.all(
    segments.filter((segment) => segment.nameFolded.includes(search)).map((segment) => withSize(scope, segment)),
  );
}

export async function segmentVersions(scope: ShopStore, id: string): Promise<SegmentVersionDocument[]> {
  const segment = await getSegment(scope, id);
  return scope.segmentVersions.find({ segment: segment._id }).sort({ version: -1 }).toArray();
}

export interface MembersPage {
  readonly items: CustomerDocument[];
  readonly nextCursor: string | null;
  /** Of the segment's versions; 0 while the first is being built. */
  readonly version: number;
  readonly computedAt: number | null;
}

/** Members of the version that is shown, in order of their key: a page never repeats or leaves out somebody who stays. */
export async function membersPage(
  scope: ShopStore,
  id: string,
  options: { cursor?: string | undefined; limit: number; search?: string | undefined },
): Promise<MembersPage> {
  const segment = await getSegment(scope, id);
  const label = labelOf(segment._id, segment.activeVersion);
  const search = options.search === undefined ? null : fold(options.search);
  const filter = {
    memberOf: label,
    _id: { $gt: (options.cursor ?? `${scope.shop}/`) as CustomerKey },
    ...(search === null ? {} : { nameFolded: { $regex: escapeRegex(search) } }),
  };
  const found = await scope.customers
    .find(filter, { hint: { memberOf: 1, _id: 1 }, projection: { claims: 0, tagClaims: 0, facts: 0 } })
    .sort({ _id: 1 })
    .limit(options.limit + 1)
    .toArray();
  const items = found.slice(0, options.limit);
  return {
    items,
    nextCursor: found.length > options.limit ? (items.at(-1)?._id ?? null) : null,
    version: segment.activeVersion,
    computedAt: segment.computedAt ?? null,
  };
}

export async function membershipEvents(
  scope: ShopStore,
  id: string,
  options: { cursor?: string | undefined; limit: number },
): Promise<{ items: MembershipEventDocument[]; nextCursor: string | null }> {
  const segment = await getSegment(scope, id);
  const [at, after] = (options.cursor ?? '').split('|');
  const older =
    options.cursor === undefined
      ? {}
      : { $or: [{ at: { $lt: Number(at) } }, { at: Number(at), _id: { $lt: after ?? '' } }] };
  const found = await scope.membershipEvents
    .find({ segment: segment._id, ...older })
    .sort({ at: -1, _id: -1 })
    .limit(options.limit + 1)
    .toArray();
  const items = found.slice(0, options.limit);
  const last = items.at(-1);
  return { items, nextCursor: found.length > options.limit && last ? `${last.at}|${last._id}` : null };
}

/** Events move members all the time, so the size is counted when it is asked for: an index range, no documents. */
async function withSize(scope: ShopStore, segment: SegmentDocument): Promise<SegmentDocument> {
  if (segment.activeVersion === 0 || segment.state === 'archived') return segment;
  const size = await scope.customers.count(
    { memberOf: labelOf(segment._id, segment.activeVersion) },
    { hint: { memberOf: 1, _id: 1 } },
  );
  return { ...segment, size };
}

function nameOf(name: string): Pick<SegmentDocument, 'name' | 'nameFolded'> {
  const clean = cleanText(name);
  if (clean === null || clean.length > 200) throw new AppError('invalid', 'name: give 1 to 200 characters');
  return { name: clean, nameFolded: fold(clean) };
}

export function versionOf(
  segment: SegmentDocument,
  references: NonNullable<SegmentVersionDocument['references']>,
  by: string,
  now: number,
): SegmentVersionDocument {
  return {
    _id: `${segment._id}/${segment.version}`,
    shop: segment.shop,
    segment: segment._id,
    version: segment.version,
    definition: segment.definition,
    ...(references.length > 0 ? { references } : {}),
    at: now,
    by,
  };
}

async function uniqueName<R>(name: string, write: () => Promise<R>): Promise<R> {
  try {
    return await write();
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    throw new AppError('name_taken', `there is a segment named "${name}" (accents and case do not count)`);
  }
}

const isDuplicate = (error: unknown) => (error as { code?: number }).code === 11000;

export function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
