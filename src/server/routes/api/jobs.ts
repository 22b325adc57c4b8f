import { z } from 'zod';
import type { App, AppParts } from '../../app-parts.ts';
import { recordAudit } from '../../audit.ts';
import { askForRun } from '../../jobs/ask.ts';
import { authorsOf } from '../../queries/authors.ts';
import { findJob, jobRunsPage } from '../../queries/job-runs.ts';
import { jobs } from '../../queries/jobs.ts';
import { randomId } from '../../random.ts';
import { JobJson, JobRunJson, jobJson, jobRunJson } from './job-json.ts';
import { NextCursor, PageQuery } from './schemas.ts';

const tags = ['jobs'];
const read = { scope: 'jobs:read' } as const;
const NameParams = z.object({ name: z.string().max(100).describe('`drop old exports`.') });

const AskedJson = z
  .object({
    name: z.string(),
    state: z.enum(['queued', 'running']).describe('`queued`: it starts within seconds. `running`: it had started.'),
    isNew: z.boolean().describe('False when it had been asked for, or was running, already.'),
  })
  .meta({ id: 'JobAsked' });

/** `/jobs`: what time causes, how it goes and went, and having it done now. */
export function registerJobs(app: App, parts: AppParts): void {
  app.get(
    '/jobs',
    {
      config: read,
      schema: {
        tags,
        summary: 'Jobs of the server and of this shop',
        response: { 200: z.object({ items: z.array(JobJson) }).meta({ id: 'JobList' }) },
      },
    },
    async ({ scope }) => {
      const rows = await jobs(parts.store, scope, parts.now());
      const authorOf = await authorsOf(
        scope,
        rows.flatMap(({ askedBy }) => askedBy ?? []),
      );
      return { items: rows.map((job) => jobJson(job, authorOf)) };
    },
  );

  app.get(
    '/jobs/:name/runs',
    {
      config: read,
      schema: {
        tags,
        summary: 'Runs of a job of the server, newest first',
        description:
          'Those that failed, that somebody asked for, that did something or took over a second; of a month, and at most 500. Of the others the last is told with the job.',
        params: NameParams,
        querystring: PageQuery,
        response: {
          200: z.object({ items: z.array(JobRunJson), nextCursor: NextCursor }).meta({ id: 'JobRunsPage' }),
        },
      },
    },
    async ({ scope, params, query }) => {
      const { items, nextCursor } = await jobRunsPage(parts.store, scope, { ...query, name: params.name });
      const authorOf = await authorsOf(
        scope,
        items.flatMap(({ actor }) => actor ?? []),
      );
      return { items: items.map((run) => jobRunJson(run, authorOf)), nextCursor };
    },
  );

  app.post(
    '/jobs/:name/run',
    {
      config: { scope: 'jobs:write' },
      schema: {
        tags,
        summary: 'Run a job of the server now',
        description:
          'It runs once, however often it is asked for until it has ended. 409 `conflict` when no server has begun to run it yet.',
        params: NameParams,
        response: { 202: AskedJson },
      },
    },
    async ({ scope, actor, params }, reply) => {
      const { name } = findJob(params.name);
      const now = parts.now();
      const asked = await askForRun(parts.store, scope, name, { id: randomId(16), actor, now });
      if (asked.isNew) await recordAudit(scope, { at: now, actor, action: 'job.started', target: `job ${name}` });
      return reply.code(202).send({ name, ...asked });
    },
  );
}
