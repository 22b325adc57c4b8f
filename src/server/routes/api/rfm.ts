import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AppError } from '../../../errors.ts';
import { type DayNumber, dayOf, formatDay } from '../../../model.ts';
import { rfmPresets } from '../../../segments/index.ts';
import type { App, AppParts } from '../../app-parts.ts';
import { authorsOf } from '../../queries/authors.ts';
import { newestModel, readRfm, type ShopRfm } from '../../rfm/current.ts';
import { ensureCuts } from '../../rfm/cuts.ts';
import { distributionOf } from '../../rfm/distribution.ts';
import { matrixOf } from '../../rfm/matrix.ts';
import { putRfmModel } from '../../rfm/put-model.ts';
import { snapshotsOf } from '../../rfm/snapshots.ts';
import type { ShopState } from '../../shop-state.ts';
import { authorJson } from './change-json.ts';
import {
  cutsJson,
  DistributionJson,
  distributionJson,
  MatrixJson,
  matrixJson,
  RfmModelGiven,
  RfmModelJson,
  readModel,
  SnapshotJson,
  snapshotJson,
} from './rfm-json.ts';
import { GivenDay } from './schemas.ts';

const tags = ['segments'];
const read = { scope: 'segments:read' } as const;
const write = { scope: 'segments:write' } as const;

/** Ten years. */
const SNAPSHOTS_MAX = 120;

/** `/rfm`: customers by recency, frequency and money. */
export function registerRfm(app: App, parts: AppParts): void {
  registerModel(app, parts);

  app.get(
    '/rfm/distribution',
    {
      config: read,
      schema: {
        tags,
        summary: 'How many customers are in each cell',
        description:
          'By the model in force, from the orders in their present state. Spend is that of the model’s window.',
        querystring: z.object({ asOf: GivenDay.optional().describe('At the end of this day; left out: today.') }),
        response: { 200: DistributionJson },
      },
    },
    async (request, reply) => {
      const { shop } = await request.shopState();
      const day = request.query.asOf ?? dayOf(parts.now(), shop.timeZone);
      return whileThere(reply, async (signal) => {
        const rfm = await rfmFor(parts, request, [day], signal);
        return distributionJson(await distributionOf(request.scope, shop, rfm, day, signal), rfm);
      });
    },
  );

  app.get(
    '/rfm/matrix',
    {
      config: read,
      schema: {
        tags,
        summary: 'Who moved from which label to which between two days',
        description:
          'Both ends by the model in force and from the orders in their present state: an order that was cancelled or refunded since is not in either.',
        querystring: z.object({ from: GivenDay, to: GivenDay }),
        response: { 200: MatrixJson },
      },
    },
    async (request, reply) => {
      const { from, to } = request.query;
      if (from >= to) throw new AppError('invalid', 'to: must be after `from`');
      const { shop } = await request.shopState();
      return whileThere(reply, async (signal) => {
        const rfm = await rfmFor(parts, request, [from, to], signal);
        return matrixJson(await matrixOf(request.scope, shop, rfm, from, to, signal), rfm);
      });
    },
  );

  app.get(
    '/rfm/snapshots',
    {
      config: read,
      schema: {
        tags,
        summary: 'The shop at the ends of months, newest first',
        description: 'As it was counted then, or when the server was back.',
        response: { 200: z.object({ items: z.array(SnapshotJson) }) },
      },
    },
    async (request) => {
      const { live } = await request.shopState();
      const kept = await snapshotsOf(request.scope, SNAPSHOTS_MAX);
      return { items: kept.map((snapshot) => snapshotJson(snapshot, live.rfm)) };
    },
  );
}

function registerModel(app: App, parts: AppParts): void {
  app.get(
    '/rfm/model',
    {
      config: read,
      schema: { tags, summary: 'How the shop scores its customers', response: { 200: RfmModelJson } },
    },
    async (request) => modelJson(parts, request, await request.shopState()),
  );

  app.put(
    '/rfm/model',
    {
      config: write,
      schema: {
        tags,
        summary: 'Score by another model',
        description:
          'A new version, from today on. A grid with a hole, or with a label that is not there, is 422 with every cell in `details.problems`. Saved segments that read RFM are counted again.',
        body: z
          .strictObject({
            model: RfmModelGiven,
            after: z.int().min(0).describe('The version that was edited: another one meanwhile is a `conflict`.'),
          })
          .meta({ id: 'RfmModelEdit' }),
        response: { 200: RfmModelJson },
      },
    },
    async (request) => {
      const { scope, actor, body } = request;
      const model = readModel(body.model);
      await putRfmModel(parts, scope, await request.shopState(), { model, after: body.after, by: actor });
      return modelJson(parts, request, await request.shopState());
    },
  );
}

async function modelJson(
  parts: AppParts,
  { scope }: FastifyRequest,
  { shop }: ShopState,
): Promise<z.infer<typeof RfmModelJson>> {
  const [document, rfm] = await Promise.all([newestModel(scope), readRfm(scope, shop.currency)]);
  const authorOf = await authorsOf(scope, document ? [document.by] : []);
  return {
    version: rfm.version,
    model: rfm.model,
    from: document ? formatDay(document.fromDay) : null,
    at: document ? new Date(document.at).toISOString() : null,
    by: document ? authorJson(authorOf(document.by)) : null,
    cuts: cutsJson(rfm.cutsOn(dayOf(parts.now(), shop.timeZone))),
    presets: rfmPresets(shop.currency),
  };
}

/** The model with the cut points of the days that are asked about; none of them is still to come. */
async function rfmFor(
  { now }: AppParts,
  request: FastifyRequest,
  days: readonly DayNumber[],
  signal: AbortSignal,
): Promise<ShopRfm> {
  const { scope } = request;
  const { shop } = await request.shopState();
  if (days.some((day) => day > dayOf(now(), shop.timeZone))) throw new AppError('invalid', 'the day has not begun');
  const rfm = await readRfm(scope, shop.currency);
  let made = false;
  for (const day of days) made = (await ensureCuts(scope, rfm.model, day, { now: now(), signal })) || made;
  return made ? readRfm(scope, shop.currency) : rfm;
}

/** Stops counting when the client goes away. */
async function whileThere<Answer>(
  { raw }: FastifyReply,
  work: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const gone = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) gone.abort();
  });
  return work(gone.signal).catch((error: unknown) => {
    throw gone.signal.aborted ? new AppError('bad_request', 'the client went away') : error;
  });
}
