import { AppError } from '../../errors.ts';
import { isTimeDependent, segmentsNamed } from '../../segments/index.ts';
import type { ShopStore } from '../store/index.ts';
import type { SegmentDocument } from '../store/segment-documents.ts';
import { clearMembers } from './build.ts';
import { idOf } from './live.ts';
import { dependantKeys, madeWith, readNamable } from './references.ts';
import { getSegment, versionOf } from './saved.ts';

export interface Dependant {
  readonly segment: SegmentDocument;
  /** It names the segment itself, and not only another one that does. */
  readonly isDirect: boolean;
}

/** The segments whose members follow from this one, archived ones among them: they name it still. */
export async function dependantsOf(scope: ShopStore, id: string): Promise<Dependant[]> {
  const { _id } = await getSegment(scope, id);
  const keys = dependantKeys(_id, await readNamable(scope));
  const found = await scope.segments.find({ _id: { $in: keys } }).toArray();
  return keys.flatMap((key) => {
    const segment = found.find((one) => one._id === key);
    return segment ? [{ segment, isDirect: segmentsNamed(segment.definition).includes(id) }] : [];
  });
}

/**
 * After a segment was changed: each that rests on it becomes a new version of the same definition, to be built. What its members are
 * shown by until then keeps the meaning that it had. Returns the keys to build.
 */
export async function renewDependants(
  scope: ShopStore,
  key: string,
  { by, now }: { by: string; now: number },
): Promise<string[]> {
  const segments = await readNamable(scope);
  const renewed: string[] = [];
  for (const dependant of dependantKeys(key, segments)) {
    const segment = await scope.segments.findOne({ _id: dependant, state: { $ne: 'archived' } });
    if (!segment) continue;
    const next: SegmentDocument = { ...segment, version: segment.version + 1 };
    await scope.segmentVersions.replace([versionOf(next, madeWith(segment.definition, segments), by, now)]);
    const after = await scope.segments.findOneAndUpdate(
      { _id: dependant, version: segment.version, state: { $ne: 'archived' } },
      {
        $set: {
          version: next.version,
          state: 'queued',
          progress: 0,
          timeDependent: isTimeDependent(segment.definition),
        },
        $unset: { error: '' },
      },
    );
    if (after) renewed.push(dependant); // else somebody changed it at this moment, and their version has the new meaning
  }
  return renewed;
}

/**
 * Gone for good (D11): only from the archive, and only while no other segment names it. With it go its versions, its history of
 * comings and goings, and its pins and bans on customers; the audit log keeps that it was.
 */
export async function deleteSegment(scope: ShopStore, id: string): Promise<SegmentDocument> {
  const segment = await getSegment(scope, id);
  if (segment.state !== 'archived')
    throw new AppError('conflict', 'only an archived segment is deleted: archive it first');
  const dependants = await dependantsOf(scope, id);
  if (dependants.length > 0)
    throw new AppError(
      'segment_in_use',
      `other segments name it: ${dependants.map((one) => one.segment.name).join(', ')}`,
      {
        details: { dependants: dependants.map(({ segment }) => ({ id: idOf(segment._id), name: segment.name })) },
      },
    );
  await clearMembers(scope, segment);
  for (const hand of ['pins', 'bans'] as const)
    await scope.customers.updateMany({ [hand]: id }, [{ $set: { [hand]: without(hand, id) } }], {
      hint: { [hand]: 1, _id: 1 },
    });
  await scope.membershipEvents.deleteMany({ segment: segment._id });
  await scope.segmentDays.deleteMany({ segment: segment._id });
  await scope.segmentVersions.deleteMany({ segment: segment._id });
  await scope.segments.deleteOne({ _id: segment._id, state: 'archived' });
  return segment;
}

/** The list without the segment; none instead of an empty one, since absent is how a customer without pins is kept. */
function without(hand: 'pins' | 'bans', id: string): object {
  const left = { $filter: { input: `$${hand}`, cond: { $ne: ['$$this', { $literal: id }] } } };
  return { $let: { vars: { left }, in: { $cond: [{ $eq: ['$$left', []] }, '$$REMOVE', '$$left'] } } };
}
