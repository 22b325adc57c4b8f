import { z } from 'zod';
import { adapterOf } from '../../../adapters/index.ts';
import type { App, AppParts } from '../../app-parts.ts';
import { recordAudit } from '../../audit.ts';
import { connect, rotateSecret } from '../../installations.ts';
import { type ConnectionHealth, connectionHealth } from '../../queries/connection-health.ts';
import { type Connection, connections, findConnection } from '../../queries/connections.ts';
import { expectedTopics, TOPIC_KINDS, topicKind } from '../../queries/topic-kind.ts';
import type { InstallationDocument } from '../../store/documents.ts';
import { PLATFORMS } from './delivery-json.ts';
import { IdParams, isoTime, isoTimeOrNull, ShortText, Time } from './schemas.ts';

const tags = ['connections'];

const Kind = z.enum(TOPIC_KINDS).describe('What a topic is about.');
const ConnectionJson = z
  .object({
    id: z.string(),
    platform: z.enum(PLATFORMS),
    domain: z.string().describe('What the host calls the shop.'),
    state: z.enum(['active', 'uninstalled']),
    webhookUrl: z.string().describe('Where the host sends its webhooks.'),
    installedAt: Time,
    uninstalledAt: Time.nullable(),
    clientId: z.string().nullable().describe('Of a Shopify app of its own; null: the server’s.'),
    topics: z
      .array(z.object({ topic: z.string(), kind: Kind }))
      .describe('What the host should send, as it spells it.'),
  })
  .meta({ id: 'Connection' });
const Health = z
  .object({
    lastDeliveryAt: Time.nullable().describe('Null: nothing yet.'),
    silentSince: Time.nullable().describe(
      'Nothing has come for two days, though it used to send daily. Null: all is well.',
    ),
    pending: z.int(),
    parked: z.int().describe('Deliveries that need somebody to look at them.'),
    lastDay: z
      .object({
        received: z.int(),
        done: z.int().describe('Applied, or nothing to do.'),
        parked: z.int(),
      })
      .describe('What came within 24 hours.'),
    topics: z
      .array(z.object({ topic: z.string(), kind: Kind, lastAt: Time, lastDay: z.int().describe('Within 24 hours.') }))
      .describe('What has come so far. Several spellings of one topic are one.'),
  })
  .meta({ id: 'ConnectionHealth' });
const WithHealth = ConnectionJson.extend({ health: Health }).meta({ id: 'ConnectionWithHealth' });
const WithSecret = ConnectionJson.extend({
  secret: z.string().describe('The webhook secret, shown this once. Give it to the host.'),
}).meta({ id: 'ConnectionWithSecret' });

const Secret = z
  .string()
  .min(8)
  .max(200)
  .optional()
  .describe('The host’s own webhook secret, where it makes one. Left out: a new one is made.');
const ConnectionCreation = z
  .strictObject({
    platform: z.enum(PLATFORMS),
    domain: ShortText,
    secret: Secret,
    clientId: ShortText.min(1).optional(),
  })
  .meta({ id: 'ConnectionCreation' });

/** `/connections`: the hosts that tell us of this shop. */
export function registerConnections(app: App, parts: AppParts): void {
  app.get(
    '/connections',
    {
      config: { scope: 'settings:read' },
      schema: {
        tags,
        summary: 'Connections and how each does',
        response: { 200: z.object({ items: z.array(WithHealth) }) },
      },
    },
    async (request) => {
      const now = parts.now();
      const found = await connections(request.scope, now);
      const items = found.map(async (connection) => ({
        ...connectionJson(parts, connection.installation),
        health: healthJson(connection, await connectionHealth(request.scope, connection, now)),
      }));
      return { items: await Promise.all(items) };
    },
  );

  app.post(
    '/connections',
    {
      config: { scope: 'settings:write' },
      schema: { tags, summary: 'Connect another host', body: ConnectionCreation, response: { 201: WithSecret } },
    },
    async (request, reply) => {
      const { scope, actor, body } = request;
      const given = {
        platform: body.platform,
        domain: body.domain,
        ...(body.secret === undefined ? {} : { secret: body.secret }),
        ...(body.clientId === undefined ? {} : { clientId: body.clientId }),
      };
      const { installation, secret } = await connect(parts.store, parts.box, scope.shop, given, parts.now());
      await recordAudit(scope, {
        at: parts.now(),
        actor,
        action: 'connection.created',
        target: `connection ${installation._id}`,
        details: { platform: installation.platform },
      });
      return reply.code(201).send({ ...connectionJson(parts, installation), secret });
    },
  );

  app.post(
    '/connections/:id/rotate',
    {
      config: { scope: 'settings:write' },
      schema: {
        tags,
        summary: 'A new webhook secret',
        description: 'The one before stays valid, because the host signs with it until it has been told.',
        params: IdParams,
        body: z.strictObject({ secret: Secret }).nullish().meta({ id: 'SecretRotation' }),
        response: { 200: WithSecret },
      },
    },
    async (request) => {
      const { scope, actor } = request;
      const installation = await findConnection(scope, request.params.id);
      const secret = await rotateSecret(parts.store, parts.box, installation, request.body?.secret);
      await recordAudit(scope, {
        at: parts.now(),
        actor,
        action: 'connection.rotated',
        target: `connection ${installation._id}`,
      });
      return { ...connectionJson(parts, installation), secret };
    },
  );
}

function connectionJson(parts: AppParts, installation: InstallationDocument): z.infer<typeof ConnectionJson> {
  const { _id, platform, domain, state, installedAt, uninstalledAt, clientId } = installation;
  const adapter = adapterOf(platform);
  return {
    id: _id,
    platform,
    domain,
    state,
    webhookUrl: `${parts.config.publicUrl}/webhooks/${platform}/${_id}`,
    installedAt: isoTime(installedAt),
    uninstalledAt: isoTimeOrNull(uninstalledAt),
    clientId: clientId ?? null,
    topics: (adapter ? expectedTopics(adapter) : []).map((topic) => ({ topic, kind: topicKind(topic) })),
  };
}

function healthJson(connection: Connection, health: ConnectionHealth): z.infer<typeof Health> {
  const { lastDeliveryAt, pending, parked, parkedLastDay } = connection;
  return {
    lastDeliveryAt: isoTimeOrNull(lastDeliveryAt),
    silentSince: isoTimeOrNull(health.silentSince),
    pending,
    parked,
    lastDay: { received: health.receivedLastDay, done: health.doneLastDay, parked: parkedLastDay },
    topics: health.topics.map(({ topic, kind, lastAt, lastDay }) => ({
      topic,
      kind,
      lastAt: isoTime(lastAt),
      lastDay,
    })),
  };
}
