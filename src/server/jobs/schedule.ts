import type { Agenda } from 'agenda';
import type { Store } from '../store/index.ts';
import type { Job } from './index.ts';

/**
 * One document for each job, which lasts. `every` writes it anew, with its lock and its last run, so it is left to jobs that are new or
 * come at other times; and of two processes that start at once with an empty database the index lets one make it.
 */
export async function schedule(agenda: Agenda, { system }: Store, jobs: readonly Job[]): Promise<void> {
  for (const { name } of jobs) {
    const oldest = await system.jobs.findOne({ name }, { sort: { _id: 1 }, projection: { _id: 1 } });
    if (oldest) await system.jobs.deleteMany({ name, _id: { $ne: oldest._id } });
  }
  await system.jobs.createIndex({ name: 1, type: 1 }, { unique: true });
  for (const { name, every } of jobs) {
    const known = { name, type: 'single', repeatInterval: every, nextRunAt: { $ne: null } } as const;
    if (!(await system.jobs.findOne(known, { projection: { _id: 1 } }))) await agenda.every(every, name, {});
  }
}
