import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda } from 'agenda';
import type { Logger } from 'pino';
import { AppError } from '../../errors.ts';
import { eraseShops } from '../privacy.ts';
import { resumeRebuilds } from '../rebuild.ts';
import type { SegmentBuilder } from '../segments/build.ts';
import type { Store } from '../store/index.ts';
import { dropOldExports } from './exports.ts';
import { flipSegments } from './midnight.ts';

/**
 * What time causes. Each job is idempotent per shop and local date, so that running it again, in two processes or after days of
 * downtime does nothing twice; Agenda's lock only spares the work.
 */
export interface JobParts {
  readonly store: Store;
  readonly builder: SegmentBuilder;
  readonly logger: Logger;
  readonly now: () => number;
}

export interface Job {
  readonly name: string;
  /** As Agenda reads it: "1 minute". */
  readonly every: string;
  readonly run: (parts: JobParts) => Promise<void>;
}

export const JOBS: readonly Job[] = [
  { name: 'segments at midnight', every: '1 minute', run: flipSegments },
  { name: 'finish rebuilds', every: '1 minute', run: resumeRebuilds },
  { name: 'resume segment builds', every: '1 minute', run: ({ builder }) => builder.resume() },
  { name: 'erase shops', every: '1 minute', run: ({ store, now }) => eraseShops(store, now) },
  { name: 'drop old exports', every: '1 hour', run: dropOldExports },
];

/** Short, because a run leaves a timer of half of it behind (stack.md §5); a job that takes longer touches its lock. */
export const LOCK_MS = 60_000;

export async function startJobs(parts: JobParts): Promise<{ stop(): Promise<void> }> {
  const agenda = new Agenda({
    backend: new MongoBackend({ mongo: parts.store.db, collection: 'jobs' }),
    processEvery: 5000,
    defaultLockLifetime: LOCK_MS,
  });
  agenda.on('fail', (error: Error, job: { attrs: { name: string } }) =>
    parts.logger.error({ job: job.attrs.name, code: error.message }, 'a job failed'),
  );
  await agenda.ready;
  for (const job of JOBS) {
    agenda.define(job.name, async (run: { touch(): Promise<unknown> }) => {
      const alive = setInterval(() => void run.touch().catch(() => undefined), LOCK_MS / 3);
      try {
        await job.run(parts);
      } catch (error) {
        throw new Error(failureCode(error), { cause: error });
      } finally {
        clearInterval(alive);
      }
    });
  }
  await agenda.start();
  for (const job of JOBS) await agenda.every(job.every, job.name, {});
  return { stop: async () => void (await agenda.drain(4000)) };
}

/** What Agenda keeps of a failure is the message, and the admin shows it: a code, since messages of the database hold keys of customers. */
function failureCode(error: unknown): string {
  const { codeName } = error as { codeName?: string };
  return error instanceof AppError ? error.code : (codeName ?? 'internal');
}
