import { ObjectId } from 'mongodb';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { Instant } from '../../model.ts';
import { JOBS, type Job } from '../jobs/index.ts';
import type { ShopStore, Store } from '../store/index.ts';
import { cursorOf, type Page, pageOf } from './cursor.ts';
import { QUERY_MS } from './limits.ts';

export interface JobRunRow {
  readonly id: string;
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  readonly durationMs: number;
  readonly outcome: 'ok' | 'failed';
  readonly code: string | null;
  readonly started: 'schedule' | 'hand';
  /** Who had it run, when they are of this shop. */
  readonly actor: string | null;
  readonly done: number;
}

/** Work for shops that are no more: of no concern to one that asks. */
const HIDDEN: readonly string[] = ['erase shops'];

/** Those that a shop may see, and have run by hand. */
export const SHOWN_JOBS: readonly Job[] = JOBS.filter(({ name }) => !HIDDEN.includes(name));

/** A job that a shop may see. */
export function findJob(name: string): Job {
  const job = SHOWN_JOBS.find((known) => known.name === name);
  if (!job) throw new AppError('not_found', 'there is no job with this name');
  return job;
}

const cursor = cursorOf('job runs', z.tuple([z.number(), z.string().regex(/^[0-9a-f]{24}$/)]));
const NEWEST = { startedAt: -1, _id: -1 } as const;

/** Runs of a job of the server, newest first. They name no shop; who asked for one is told to that shop only. */
export async function jobRunsPage(
  { system }: Store,
  scope: ShopStore,
  { name, limit, ...request }: { readonly name: string; readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<JobRunRow>> {
  const after = cursor.read(request.cursor);
  // The first part alone bounds the index; the second decides among runs of one millisecond.
  const before = after && {
    startedAt: { $lte: after[0] },
    $or: [{ startedAt: { $lt: after[0] } }, { _id: { $lt: new ObjectId(after[1]) } }],
  };
  const read = await system.jobRuns
    .find({ name: findJob(name).name, ...before }, { maxTimeMS: QUERY_MS })
    .sort(NEWEST)
    .limit(limit + 1)
    .toArray();
  const { items, nextCursor } = pageOf(read, limit, (last) => cursor.write([last.startedAt, last._id.toHexString()]));
  return {
    nextCursor,
    items: items.map(({ _id, startedAt, finishedAt, durationMs, outcome, code, started, asked, done }) => ({
      id: _id.toHexString(),
      startedAt,
      finishedAt,
      durationMs,
      outcome,
      code: code ?? null,
      started,
      actor: asked?.shop === scope.shop ? asked.actor : null,
      done,
    })),
  };
}
