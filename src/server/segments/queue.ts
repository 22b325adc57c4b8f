import type { ShopStore } from '../store/index.ts';

/** Written down before a build is asked for: a process that ends in between leaves it to be resumed. What is being built is left to that. */
export async function queueBuilds(scope: ShopStore, keys: readonly string[]): Promise<void> {
  await scope.segments.updateMany(
    { _id: { $in: [...keys] }, state: { $in: ['ready', 'failed'] } },
    { $set: { state: 'queued' }, $unset: { error: '' } },
  );
}
