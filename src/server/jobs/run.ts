import { ObjectId } from 'mongodb';
import { AppError } from '../../errors.ts';
import { errorFields } from '../logger.ts';
import type { JobAsked } from '../store/job-documents.ts';
import { keepRun } from './history.ts';
import type { Job, JobParts } from './index.ts';
import { heldLock, type Touched } from './lock.ts';

/** A run as Agenda hands it over. */
export interface AgendaRun extends Touched {
  readonly attrs: { readonly _id?: unknown; progress?: number };
}

/** Runs a job once and writes down how it went. Fails with a code as its message: Agenda keeps it, and the admin shows it. */
export async function runJob(job: Job, parts: JobParts, run: AgendaRun): Promise<void> {
  const { store, logger, now } = parts;
  const id = new ObjectId(String(run.attrs._id));
  const startedAt = now();
  const lock = heldLock(run);
  let asked: JobAsked | undefined;
  let done = 0;
  let failure: { readonly code: string; readonly cause: unknown } | null = null;
  try {
    asked = (await store.system.jobs.findOne({ _id: id }, { projection: { asked: 1 } }))?.asked;
    const result = await job.run(parts, lock.tell);
    if (typeof result === 'object') done = result.done;
  } catch (error) {
    failure = { code: failureCode(error), cause: error };
  }
  await lock.release();
  delete run.attrs.progress; // it is of this run, and Agenda would go on writing it
  await keepRun(store, id, {
    name: job.name,
    startedAt,
    finishedAt: now(),
    done,
    ...(asked ? { asked } : {}),
    ...(failure ? { code: failure.code } : {}),
  }).catch((error: unknown) =>
    logger.error({ job: job.name, error: errorFields(error) }, 'a run could not be written down'),
  );
  if (failure) throw new Error(failure.code, { cause: failure.cause });
}

/** A code and no text: messages of the database hold keys of customers. */
function failureCode(error: unknown): string {
  const { codeName } = error as { codeName?: string };
  return error instanceof AppError ? error.code : (codeName ?? 'internal');
}
