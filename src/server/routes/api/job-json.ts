import { z } from 'zod';
import { adviceOf } from '../../jobs/advice.ts';
import type { AuthorOf } from '../../queries/authors.ts';
import type { JobRunRow } from '../../queries/job-runs.ts';
import type { JobRow } from '../../queries/jobs.ts';
import { AuthorJson, authorJson } from './change-json.ts';
import { isoTime, isoTimeOrNull, Time, Words } from './schemas.ts';

const Started = z.enum(['schedule', 'hand']);
const Who = AuthorJson.nullable().describe('Who had it run; null when nobody did, or somebody of another shop.');

export const JobJson = z
  .object({
    name: z.string().describe('`segments at midnight`, …; of the shop’s own work `rebuild` and `segment build`.'),
    of: z.enum(['server', 'shop']).describe('`server`: it does the work of every shop.'),
    title: Words,
    about: Words.describe('What it is for.'),
    target: z.string().nullable().describe('What it is about: the id of the segment of a `segment build`.'),
    state: z
      .enum(['waiting', 'queued', 'running', 'failed', 'late'])
      .describe(
        '`queued`: somebody had it run, and it starts within seconds. `failed`: the last run did. `late`: it should have run, or gone on, over five minutes ago.',
      ),
    canRun: z.boolean().describe('Whether it can be run by hand, with the scope `jobs:write`.'),
    runningSince: Time.nullable(),
    started: Started.nullable().describe('Of a run that is queued or running.'),
    askedBy: Who,
    every: z.string().nullable().describe('How often it runs: `1 minute`. Null for what is done once.'),
    lastRunAt: Time.nullable(),
    tookMs: z.int().nullable().describe('How long the last run that ended took.'),
    medianMs: z.int().nullable().describe('Half of the last fifty runs took longer.'),
    nextRunAt: Time.nullable(),
    progress: z.number().nullable().describe('0 to 1 while it runs; null when it is not told.'),
    failures: z.int().describe('Failures in a row.'),
    failedAt: Time.nullable(),
    failure: z.string().nullable().describe('The code of the last failure, when the last run failed.'),
    lastFailure: z
      .object({ at: Time, code: z.string(), advice: Words.describe('What to do about it.') })
      .nullable()
      .describe('However well it went since.'),
  })
  .meta({ id: 'Job' });

export const JobRunJson = z
  .object({
    id: z.string(),
    startedAt: Time,
    finishedAt: Time,
    durationMs: z.int(),
    outcome: z.enum(['ok', 'failed']),
    code: z.string().nullable().describe('Why it failed.'),
    advice: Words.nullable().describe('What to do about it.'),
    started: Started,
    by: Who,
    done: z.int().describe('How many things it dealt with; 0 also where that is not counted.'),
  })
  .meta({ id: 'JobRun' });

export function jobJson(job: JobRow, authorOf: AuthorOf): z.infer<typeof JobJson> {
  const { lastFailure } = job;
  return {
    ...job,
    runningSince: isoTimeOrNull(job.runningSince),
    askedBy: whoOf(job.askedBy, authorOf),
    lastRunAt: isoTimeOrNull(job.lastRunAt),
    nextRunAt: isoTimeOrNull(job.nextRunAt),
    failedAt: isoTimeOrNull(job.failedAt),
    lastFailure: lastFailure && {
      at: isoTime(lastFailure.at),
      code: lastFailure.code,
      advice: adviceOf(lastFailure.code),
    },
  };
}

export function jobRunJson({ actor, ...run }: JobRunRow, authorOf: AuthorOf): z.infer<typeof JobRunJson> {
  return {
    ...run,
    startedAt: isoTime(run.startedAt),
    finishedAt: isoTime(run.finishedAt),
    advice: run.code === null ? null : adviceOf(run.code),
    by: whoOf(actor, authorOf),
  };
}

function whoOf(actor: string | null, authorOf: AuthorOf): z.infer<typeof AuthorJson> | null {
  return actor === null ? null : authorJson(authorOf(actor));
}
