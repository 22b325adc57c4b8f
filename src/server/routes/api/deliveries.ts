import { z } from 'zod';
import { AppError, PARK_REASONS } from '../../../errors.ts';
import { holds } from '../../api-keys.ts';
import type { App, AppParts } from '../../app-parts.ts';
import { recordAudit } from '../../audit.ts';
import { maskBody } from '../../mask.ts';
import { DELIVERY_STATES, deliveriesPage, deliveryIdOf, findDelivery } from '../../queries/deliveries-page.ts';
import { deliveriesRate } from '../../queries/deliveries-rate.ts';
import { deliveriesSummary } from '../../queries/deliveries-summary.ts';
import { replayDeliveries } from '../../replay.ts';
import { resolveParkedDeletion } from '../../resolve-deletion.ts';
import { DeliveryJson, deliveryJson, PLATFORMS, Reason } from './delivery-json.ts';
import { Flag, IdParams, isoTime, isoTimeOrNull, NextCursor, PageQuery, Time } from './schemas.ts';

const tags = ['deliveries'];
const read = { scope: 'deliveries:read' } as const;
const write = { scope: 'deliveries:write' } as const;

/** Shown of a body at most: enough to see what is wrong with it. */
const BODY_SHOWN_MAX = 256 * 1024;

const WholeDelivery = DeliveryJson.extend({
  headers: z.record(z.string(), z.string()).describe('As they came, without signatures and tokens.'),
  body: z.string().nullable().describe('As text; null once the person in it was erased.'),
  bodyMasked: z.boolean().describe('Whether values that may be about a person are replaced by •••.'),
  bodyCut: z.boolean().describe('Only the beginning is shown.'),
}).meta({ id: 'DeliveryWithBody' });

const count = z.int();
const Summary = z
  .object({
    pending: count,
    parked: count,
    doneLastDay: count.describe('Received within 24 hours and done since.'),
    ignoredLastDay: count,
    byPlatform: z.array(
      z.object({
        platform: z.enum(PLATFORMS),
        pending: count,
        parked: count,
        doneLastDay: count,
        ignoredLastDay: count,
      }),
    ),
    oldestPendingAt: Time.nullable(),
    oldestPendingAgeSeconds: z.int().nullable(),
    parkedByReason: z.array(z.object({ reason: Reason, count, advice: z.string() })),
  })
  .meta({ id: 'DeliveriesSummary' });

const Rate = z
  .object({
    from: Time.describe('Beginning of the first minute.'),
    perMinute: z.array(count).describe('Received in each of the last sixty whole minutes, the oldest first.'),
  })
  .meta({ id: 'DeliveriesRate' });

const Replayed = z.object({ replayed: z.int().describe('How many wait again.') }).meta({ id: 'Replayed' });

/** `/deliveries`: what hosts sent and what became of it. */
export function registerDeliveries(app: App, parts: AppParts): void {
  readDeliveries(app, parts);
  changeDeliveries(app, parts);
}

function readDeliveries(app: App, parts: AppParts): void {
  app.get(
    '/deliveries',
    {
      config: read,
      schema: {
        tags,
        summary: 'List deliveries, newest first',
        querystring: PageQuery.extend({
          state: z.enum(DELIVERY_STATES).optional(),
          platform: z.enum(PLATFORMS).optional(),
          topic: z.string().max(100).optional(),
          connection: z.string().max(40).optional(),
          entity: z.string().max(200).optional().describe('`order:16`; needs `connection`.'),
        }),
        response: {
          200: z.object({ items: z.array(DeliveryJson), nextCursor: NextCursor }).meta({ id: 'DeliveriesPage' }),
        },
      },
    },
    async (request) => {
      const { connection, ...rest } = request.query;
      const { items, nextCursor } = await deliveriesPage(request.scope, { ...rest, installation: connection });
      return { items: items.map(deliveryJson), nextCursor };
    },
  );

  app.get(
    '/deliveries/summary',
    { config: read, schema: { tags, summary: 'How the inbox stands', response: { 200: Summary } } },
    async (request) => {
      const now = parts.now();
      const { oldestPendingAt, parkedByReason, byPlatform, ...counts } = await deliveriesSummary(request.scope, now);
      return {
        ...counts,
        byPlatform: [...byPlatform],
        oldestPendingAt: isoTimeOrNull(oldestPendingAt),
        oldestPendingAgeSeconds:
          oldestPendingAt === null ? null : Math.max(0, Math.round((now - oldestPendingAt) / 1000)),
        parkedByReason: parkedByReason.map((row) => ({ ...row, advice: PARK_REASONS[row.reason] })),
      };
    },
  );

  app.get(
    '/deliveries/rate',
    { config: read, schema: { tags, summary: 'How many come in, by minute', response: { 200: Rate } } },
    async (request) => {
      const { from, perMinute } = await deliveriesRate(request.scope, parts.now());
      return { from: isoTime(from), perMinute: [...perMinute] };
    },
  );

  app.get(
    '/deliveries/:id',
    {
      config: read,
      schema: {
        tags,
        summary: 'One delivery with its body',
        description:
          'Values that may be about a person are masked. `personal=true` shows them to a key that also has `customers:read`, and that is written into the audit log.',
        params: IdParams,
        querystring: z.object({ personal: Flag.optional() }),
        response: { 200: WholeDelivery },
      },
    },
    async (request) => {
      const { scope, actor } = request;
      const delivery = await findDelivery(scope, request.params.id);
      const isPlain = request.query.personal === true;
      if (isPlain) {
        if (!holds(request.principal.scopes, 'customers:read'))
          throw new AppError('forbidden', 'personal=true needs the scope customers:read');
        await recordAudit(scope, {
          at: parts.now(),
          actor,
          action: 'delivery.read',
          target: `delivery ${deliveryIdOf(delivery._id)}`,
        });
      }
      const text = delivery.body ? Buffer.from(delivery.body.buffer).toString('utf8') : null;
      const shown = text === null || isPlain ? text : maskBody(text);
      return {
        ...deliveryJson(delivery),
        headers: delivery.headers,
        body: shown === null ? null : shown.slice(0, BODY_SHOWN_MAX).toWellFormed(),
        bodyMasked: !isPlain,
        bodyCut: shown !== null && shown.length > BODY_SHOWN_MAX,
      };
    },
  );
}

function changeDeliveries(app: App, parts: AppParts): void {
  app.post(
    '/deliveries/:id/replay',
    {
      config: write,
      schema: { tags, summary: 'Apply a parked delivery again', params: IdParams, response: { 202: Replayed } },
    },
    async (request, reply) => {
      const { scope, actor } = request;
      const delivery = await findDelivery(scope, request.params.id);
      const replayed = await replayDeliveries(parts.store, scope.shop, { ids: [delivery._id] });
      if (replayed === 0) throw new AppError('conflict', 'the delivery is not parked');
      parts.worker.nudge();
      await recordAudit(scope, {
        at: parts.now(),
        actor,
        action: 'delivery.replayed',
        target: `delivery ${deliveryIdOf(delivery._id)}`,
      });
      return reply.code(202).send({ replayed });
    },
  );

  app.post(
    '/deliveries/replay',
    {
      config: write,
      schema: {
        tags,
        summary: 'Apply all parked deliveries again',
        body: z
          .strictObject({ reason: Reason.optional().describe('Only those that are parked for it.') })
          .nullish()
          .meta({ id: 'ReplayRequest' }),
        response: { 202: Replayed },
      },
    },
    async (request, reply) => {
      const { scope, actor } = request;
      const reason = request.body?.reason;
      const replayed = await replayDeliveries(parts.store, scope.shop, reason === undefined ? {} : { reason });
      parts.worker.nudge();
      await recordAudit(scope, {
        at: parts.now(),
        actor,
        action: 'delivery.replayed',
        target: 'all parked deliveries',
        details: { count: replayed, ...(reason ? { reason } : {}) },
      });
      return reply.code(202).send({ replayed });
    },
  );

  app.post(
    '/deliveries/:id/resolve',
    {
      config: write,
      schema: {
        tags,
        summary: 'Say what an undated deletion meant',
        description: 'For a delivery parked as `deletion_undated`: look at the order in the host first.',
        params: IdParams,
        body: z
          .strictObject({ outcome: z.enum(['deleted', 'kept']).describe('Whether the order is deleted in the host.') })
          .meta({ id: 'Resolution' }),
        response: { 200: DeliveryJson },
      },
    },
    async (request) => {
      const { id } = request.params;
      await resolveParkedDeletion(parts, request.scope.shop, id, request.body.outcome, request.actor);
      return deliveryJson(await findDelivery(request.scope, id));
    },
  );
}
