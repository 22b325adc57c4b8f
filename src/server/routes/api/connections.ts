import { z } from 'zod';
import type { App, AppParts } from '../../app-parts.ts';
import { recordAudit } from '../../audit.ts';
import { connect, rotateSecret } from '../../installations.ts';
import { connections, findConnection } from '../../queries/connections.ts';
import type { InstallationDocument } from '../../store/documents.ts';
import { PLATFORMS } from './delivery-json.ts';
import { IdParams, isoTime, isoTimeOrNull, ShortText, Time } from './schemas.ts';

const tags = ['connections'];

const ConnectionJson = z
  .object({
    id: z.string(),
    platform: z.enum(PLATFORMS),
    domain: z.string().describe('What the host calls the shop.'),
    state: z.enum(['active', 'uninstalled']),
    webhookUrl: z.string().describe('Where the host sends its webhooks.'),
    installedAt: Time,
    uninstalledAt: Time.nullable(),
  })
  .meta({ id: 'Connection' });
const Health = z
  .object({
    lastDeliveryAt: Time.nullable().describe('Null: nothing yet, or so long ago that it cannot be told quickly.'),
    pending: z.int(),
    parked: z.int().describe('Deliveries that need somebody to look at them.'),
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
  .strictObject({ platform: z.enum(PLATFORMS), domain: ShortText, secret: Secret })
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
      const found = await connections(request.scope);
      return {
        items: found.map(({ installation, lastDeliveryAt, pending, parked }) => ({
          ...connectionJson(parts, installation),
          health: { lastDeliveryAt: isoTimeOrNull(lastDeliveryAt), pending, parked },
        })),
      };
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
  const { _id, platform, domain, state, installedAt, uninstalledAt } = installation;
  return {
    id: _id,
    platform,
    domain,
    state,
    webhookUrl: `${parts.config.publicUrl}/webhooks/${platform}/${_id}`,
    installedAt: isoTime(installedAt),
    uninstalledAt: isoTimeOrNull(uninstalledAt),
  };
}
