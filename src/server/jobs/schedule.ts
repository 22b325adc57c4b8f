import type { Store } from '../store/index.ts';
import type { Job } from './index.ts';

/**
 * One document for each job, which lasts. Agenda's own `every` writes it anew at each start, with its lock and its last run, so that a second
 * process would run what the first has just done; here of several that start at once one makes it, and the others find it.
 */
export async function schedule({ system }: Store, jobs: readonly Job[]): Promise<void> {
  for (const { name } of jobs) {
    const oldest = await system.jobs.findOne({ name }, { sort: { _id: 1 }, projection: { _id: 1 } });
    if (oldest) await system.jobs.deleteMany({ name, _id: { $ne: oldest._id } });
  }
  await system.jobs.createIndex({ name: 1, type: 1 }, { unique: true });
  for (const { name, every } of jobs) {
    const job = { name, type: 'single' } as const;
    const due = { repeatInterval: every, nextRunAt: new Date() };
    await system.jobs
      .updateOne(job, { $setOnInsert: { ...due, priority: 0, data: {} } }, { upsert: true })
      .catch(ignoreDuplicate);
    const other = { $or: [{ repeatInterval: { $ne: every } }, { nextRunAt: null }] };
    await system.jobs.updateOne({ ...job, ...other }, { $set: due });
  }
}

/** Another process made it at the same moment. */
function ignoreDuplicate(error: unknown): void {
  if ((error as { code?: number }).code !== 11_000) throw error;
}
