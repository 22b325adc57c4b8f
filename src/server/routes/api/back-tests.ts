import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AppError } from '../../../errors.ts';
import { type Programme, versionAt } from '../../../loyalty/index.ts';
import { addMonths, dayOf } from '../../../model.ts';
import type { App, AppParts } from '../../app-parts.ts';
import { authorsOf } from '../../queries/authors.ts';
import { findBackTest, lastBackTests } from '../../queries/back-tests.ts';
import { BackTestJson, BackTestSummaryJson, backTestJson, backTestSummary } from './back-test-json.ts';
import { ProgrammeGiven, readProgramme } from './loyalty-programme-json.ts';
import { GivenDay, IdParams } from './schemas.ts';

const tags = ['loyalty'];
const read = { scope: 'programme:read' } as const;
/** So many months back when nobody says from when, and at most. */
const MONTHS = 12;
const MONTHS_MAX = 120;

const BackTestGiven = z
  .strictObject({
    programme: z.union([z.literal('current'), ProgrammeGiven]).describe('A programme, or `current`: the one in force.'),
    against: z
      .union([z.literal('current'), z.null(), ProgrammeGiven])
      .default(null)
      .describe('What it is compared with.'),
    from: GivenDay.optional().describe('When it would have begun; left out: twelve months ago. At most ten years ago.'),
    redeemPercent: z
      .int()
      .min(0)
      .max(100)
      .default(60)
      .describe('Assumed: of points that became available so many per cent are spent,'),
    redeemAfterDays: z.int().min(0).max(365).default(30).describe('so many days later, the ones that expire first.'),
  })
  .meta({ id: 'BackTestGiven' });

/** `/loyalty/back-tests`: what a programme would have given and cost, over the shop's own past orders (moonshot 7). */
export function registerBackTests(app: App, parts: AppParts): void {
  app.post(
    '/loyalty/back-tests',
    {
      config: read,
      schema: {
        tags,
        summary: 'Run a programme over past orders',
        description:
          'Everybody begins without points and in the first tier, and orders are taken as they were; points given by hand and pinned tiers are left out. Nothing of the shop is written. One that you have under way is cancelled.',
        body: BackTestGiven,
        response: { 202: z.object({ id: z.string() }).meta({ id: 'BackTestStarted' }) },
      },
    },
    async (request, reply) => {
      const { scope, actor, body } = request;
      const { shop } = await request.shopState();
      const today = dayOf(parts.now(), shop.timeZone);
      const fromDay = body.from ?? addMonths(today, -MONTHS);
      if (fromDay > today) throw new AppError('invalid', 'from: the day has not begun');
      if (fromDay < addMonths(today, -MONTHS_MAX)) throw new AppError('invalid', 'from: more than ten years ago');
      const id = await parts.backTests.start(scope, actor, {
        programme: await programmeOf(request, parts, body.programme),
        against: body.against === null ? null : await programmeOf(request, parts, body.against),
        fromDay,
        redeemPercent: body.redeemPercent,
        redeemAfterDays: body.redeemAfterDays,
      });
      return reply.code(202).send({ id });
    },
  );

  app.get(
    '/loyalty/back-tests',
    {
      config: read,
      schema: {
        tags,
        summary: 'The last back-tests, newest first',
        description: 'They are kept for seven days.',
        response: { 200: z.object({ items: z.array(BackTestSummaryJson) }).meta({ id: 'BackTestList' }) },
      },
    },
    async ({ scope }) => {
      const documents = await lastBackTests(scope);
      const authorOf = await authorsOf(
        scope,
        documents.map(({ by }) => by),
      );
      return { items: documents.map((document) => backTestSummary(document, parts.now(), authorOf)) };
    },
  );

  app.get(
    '/loyalty/back-tests/:id',
    {
      config: read,
      schema: {
        tags,
        summary: 'A back-test: how far it is, and its report',
        params: IdParams,
        response: { 200: BackTestJson },
      },
    },
    async ({ scope, params }) => {
      const document = await findBackTest(scope, params.id);
      return backTestJson(document, parts.now(), await authorsOf(scope, [document.by]));
    },
  );

  app.delete(
    '/loyalty/back-tests/:id',
    {
      config: read,
      schema: {
        tags,
        summary: 'Cancel a back-test',
        description: 'One that has ended stays as it is.',
        params: IdParams,
        response: { 204: z.null() },
      },
    },
    async ({ scope, params }, reply) => {
      if (!(await parts.backTests.cancel(scope, params.id))) throw new AppError('not_found', 'no such back-test');
      return reply.code(204).send(null);
    },
  );
}

/** The programme that a request means, by name or written out. */
async function programmeOf(request: FastifyRequest, { now }: AppParts, given: unknown): Promise<Programme> {
  if (given !== 'current') return readProgramme(given);
  const { loyalty } = await request.shopState();
  const current = versionAt(loyalty.versions, now());
  if (!current) throw new AppError('programme_off', 'the shop has no programme yet');
  return current.programme;
}
