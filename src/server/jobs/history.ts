import { ObjectId } from 'mongodb';
import type { Instant } from '../../model.ts';
import type { Store } from '../store/index.ts';
import type { JobAsked } from '../store/job-documents.ts';

/** Runs of one job that are kept at most, for 30 days at most: one that fails every minute fills them in eight hours. */
export const RUNS_MAX = 500;
const KEPT_MS = 30 * 86_400_000;

/** A run as long as this is worth a line of its own even when there was nothing to do. */
const LONG_MS = 1000;

/** Of so many runs the usual duration is told. */
const RECENT = 50;

export interface Ran {
  readonly name: string;
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  readonly done: number;
  readonly asked?: JobAsked;
  /** Of a run that failed. */
  readonly code?: string;
}

/**
 * Writes down how a run went. Most jobs look every minute whether there is something to do, and there is not: such a run is only known
 * as the last one, in the job itself. A line of its own has a run that failed, that somebody asked for, that did something or took long.
 */
export async function keepRun({ system }: Store, job: ObjectId, ran: Ran): Promise<void> {
  const { name, startedAt, finishedAt, done, asked, code } = ran;
  const durationMs = Math.max(0, finishedAt - startedAt);
  if (code !== undefined || asked || done > 0 || durationMs >= LONG_MS) {
    await system.jobRuns.insertOne({
      _id: new ObjectId(),
      name,
      startedAt,
      finishedAt,
      durationMs,
      outcome: code === undefined ? 'ok' : 'failed',
      started: asked ? 'hand' : 'schedule',
      done,
      ...(code === undefined ? {} : { code }),
      ...(asked ? { asked: { shop: asked.shop, actor: asked.actor } } : {}),
      expiresAt: new Date(finishedAt + KEPT_MS),
    });
    await dropOldest(system, name);
  }
  await system.jobs.updateOne(
    { _id: job },
    {
      $push: { recent: { $each: [durationMs], $slice: -RECENT } },
      ...(code === undefined ? {} : { $set: { lastFailure: { at: finishedAt, code } } }),
      ...(asked ? { $unset: { asked: '' } } : {}),
    },
  );
}

async function dropOldest({ jobRuns }: Store['system'], name: string): Promise<void> {
  const [first] = await jobRuns
    .find({ name }, { projection: { startedAt: 1 } })
    .sort({ startedAt: -1, _id: -1 })
    .skip(RUNS_MAX)
    .limit(1)
    .toArray();
  if (first) await jobRuns.deleteMany({ name, startedAt: { $lte: first.startedAt } });
}
