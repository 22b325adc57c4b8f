import { z } from 'zod';
import type { App, AppParts } from '../../app-parts.ts';
import { jobs } from '../../queries/jobs.ts';
import { isoTimeOrNull, Time } from './schemas.ts';

const JobJson = z
  .object({
    name: z.string().describe('`segments at midnight`, …; of the shop’s own work `rebuild` and `segment build`.'),
    of: z.enum(['server', 'shop']).describe('`server`: it does the work of every shop.'),
    target: z.string().nullable().describe('What it is about: the id of the segment of a `segment build`.'),
    state: z
      .enum(['waiting', 'running', 'failed', 'late'])
      .describe('`failed`: the last run did. `late`: it should have run, or gone on, over five minutes ago.'),
    every: z.string().nullable().describe('How often it runs: `1 minute`. Null for what is done once.'),
    lastRunAt: Time.nullable(),
    tookMs: z.int().nullable().describe('How long the last run that ended took.'),
    nextRunAt: Time.nullable(),
    progress: z.number().nullable().describe('0 to 1 while it runs; null when it is not told.'),
    failures: z.int().describe('Failures in a row.'),
    failedAt: Time.nullable(),
    failure: z.string().nullable().describe('The code of the last failure, when the last run failed.'),
  })
  .meta({ id: 'Job' });

/** `/jobs`: what time causes, and how it goes. */
export function registerJobs(app: App, parts: AppParts): void {
  app.get(
    '/jobs',
    {
      config: { scope: 'jobs:read' },
      schema: {
        tags: ['jobs'],
        summary: 'Jobs of the server and of this shop',
        response: { 200: z.object({ items: z.array(JobJson) }).meta({ id: 'JobList' }) },
      },
    },
    async (request) => ({
      items: (await jobs(parts.store, request.scope, parts.now())).map((job) => ({
        ...job,
        lastRunAt: isoTimeOrNull(job.lastRunAt),
        nextRunAt: isoTimeOrNull(job.nextRunAt),
        failedAt: isoTimeOrNull(job.failedAt),
      })),
    }),
  );
}
