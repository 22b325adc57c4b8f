import type { Filter } from 'mongodb';
import { AppError } from '../../errors.ts';
import type { Instant } from '../../model.ts';
import type { ShopStore, Store } from '../store/index.ts';
import type { JobDocument } from '../store/job-documents.ts';
import { LOCK_MS } from './lock.ts';

/** `queued`: it starts within seconds. `running`: it had started already. */
export interface Asked {
  readonly state: 'queued' | 'running';
  /** Whether this is what makes it run; false when it would have run, or was asked for, already. */
  readonly isNew: boolean;
}

/**
 * Has a job run now. A job is one document, which whoever runs it locks (Agenda), so this only moves the time at which it is due: of
 * two who ask at once the second finds it asked for, and of several processes one gets the lock. Agenda's own `now()` would make a second
 * document, which runs beside the first.
 */
export async function askForRun(
  { system }: Store,
  scope: ShopStore,
  name: string,
  { id, actor, now }: { readonly id: string; readonly actor: string; readonly now: Instant },
): Promise<Asked> {
  const asked = { id, shop: scope.shop, actor, at: now };
  const due = {
    asked: { $ifNull: ['$asked', { $literal: asked }] },
    nextRunAt: { $min: ['$nextRunAt', new Date(now)] },
  };
  for (const [where, set] of [
    [isFree(now), due],
    // Locked a few seconds ahead of its time: when that comes is known to the process that locked it.
    [HAS_NOT_STARTED, { asked: due.asked }],
  ] as const) {
    const job = await system.jobs.findOneAndUpdate({ name, ...where }, [{ $set: set }], { returnDocument: 'after' });
    if (job) return { state: 'queued', isNew: job.asked?.id === id };
  }
  if (await system.jobs.findOne({ name }, { projection: { _id: 1 } })) return { state: 'running', isNew: false };
  throw new AppError('conflict', 'no server has begun to run this job yet');
}

/** A process that died leaves its lock behind. */
function isFree(now: Instant): Filter<JobDocument> {
  return { $or: [{ lockedAt: null }, { lockedAt: { $lt: new Date(now - 2 * LOCK_MS) } }] };
}

/** A run begins by writing `lastRunAt` and ends by writing `lastFinishedAt`. */
export const HAS_NOT_STARTED: Filter<JobDocument> = {
  $expr: { $lte: [{ $ifNull: ['$lastRunAt', null] }, { $ifNull: ['$lastFinishedAt', null] }] },
};
