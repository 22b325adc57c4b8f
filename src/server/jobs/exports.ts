import type { JobDone, JobParts } from './index.ts';

/** Collected personal data is not kept longer than it takes to fetch it. The record of the request stays. */
export async function dropOldExports({ store, now }: JobParts): Promise<JobDone> {
  const { modifiedCount } = await store.system.privacyRequests.updateMany(
    { expiresAt: { $lt: now() } },
    { $unset: { export: '', expiresAt: '' } },
  );
  return { done: modifiedCount };
}
