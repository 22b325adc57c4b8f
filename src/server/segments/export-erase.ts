import type { Instant } from '../../model.ts';
import type { BulkActionDocument } from '../store/bulk-action-document.ts';
import type { ShopStore } from '../store/index.ts';

/** Takes the files of an export away before their time; links to them find nothing. Null when there is no export of this id. */
export async function deleteExport(scope: ShopStore, id: string, at: Instant): Promise<BulkActionDocument | null> {
  const deleted = await scope.bulkActions.findOneAndUpdate(
    { _id: `${scope.shop}/${id}`, 'asked.type': 'export', deletedAt: { $exists: false } },
    { $set: { deletedAt: at } },
  );
  if (deleted) await scope.exportChunks.deleteMany({ action: deleted._id });
  return deleted ?? scope.bulkActions.findOne({ _id: `${scope.shop}/${id}`, 'asked.type': 'export' });
}

/**
 * A person was erased: they may be in any file, and to look through them would take longer than to make them again. What is being
 * written begins again without them.
 */
export async function eraseExports(scope: ShopStore, at: Instant): Promise<void> {
  await scope.bulkActions.updateMany(
    { 'asked.type': 'export', state: { $in: ['running'] } },
    { $set: { state: 'queued' }, $unset: { lease: '' } },
  );
  await scope.bulkActions.updateMany(
    { 'asked.type': 'export', state: 'done', deletedAt: { $exists: false } },
    { $set: { deletedAt: at } },
  );
  await scope.exportChunks.deleteMany();
}

/** What a try has written that was cancelled or lost; those of other tries are not its business. */
export async function dropAttempt(scope: ShopStore, { _id, attempt }: BulkActionDocument): Promise<void> {
  const name = `${_id}/${attempt}`;
  await scope.exportChunks.deleteMany({ action: _id, _id: { $gt: `${name}.`, $lt: `${name}/` } });
}
