import type { JobParts } from './index.ts';

/** Collected personal data is not kept longer than it takes to fetch it. The record of the request stays. */
export async function dropOldExports({ store, now }: JobParts): Promise<void> {
  await store.system.privacyRequests.updateMany(
    { expiresAt: { $lt: now() } },
    { $unset: { export: '', expiresAt: '' } },
  );
}
