import { z } from 'zod';
import { AppError } from '../../../errors.ts';
import { checkGrant, createApiKey, type GrantedScope, listApiKeys, revokeApiKey, SCOPES } from '../../api-keys.ts';
import type { App, AppParts } from '../../app-parts.ts';
import { recordAudit } from '../../audit.ts';
import { IdParams, isoTime, isoTimeOrNull, ShortText, Time } from './schemas.ts';

const tags = ['api keys'];
const config = { scope: 'keys:write' } as const;

const GrantedScopes = z
  .array(z.enum(['*', ...SCOPES]))
  .min(1)
  .max(50)
  .describe('`*` is all of this shop’s. A key can give only what it has.');
const KeyJson = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.string()),
    createdAt: Time,
    lastUsedAt: Time.nullable().describe('To the minute; null: never.'),
    revokedAt: Time.nullable(),
  })
  .meta({ id: 'ApiKey' });
const NewKey = z
  .object({ id: z.string(), key: z.string().describe('Shown this once: only its hash is kept.') })
  .meta({ id: 'NewApiKey' });

/** `/api-keys`: who may ask what. */
export function registerApiKeys(app: App, parts: AppParts): void {
  app.get(
    '/api-keys',
    {
      config,
      schema: {
        tags,
        summary: 'List API keys, revoked ones too',
        response: { 200: z.object({ items: z.array(KeyJson) }) },
      },
    },
    async (request) => {
      const keys = await listApiKeys(request.scope);
      return {
        items: keys.map(({ id, name, scopes, createdAt, lastUsedAt, revokedAt }) => ({
          id,
          name,
          scopes,
          createdAt: isoTime(createdAt),
          lastUsedAt: isoTimeOrNull(lastUsedAt),
          revokedAt: isoTimeOrNull(revokedAt),
        })),
      };
    },
  );

  app.post(
    '/api-keys',
    {
      config,
      schema: {
        tags,
        summary: 'Make an API key',
        body: z.strictObject({ name: ShortText.min(1), scopes: GrantedScopes }).meta({ id: 'ApiKeyCreation' }),
        response: { 201: NewKey },
      },
    },
    async (request, reply) => {
      const { scope, actor, body, principal } = request;
      const scopes: GrantedScope[] = [...new Set(body.scopes)];
      checkGrant(principal.scopes, scopes);
      const made = await createApiKey(scope, { name: body.name, scopes }, parts.now());
      await recordAudit(scope, {
        at: parts.now(),
        actor,
        action: 'api_key.created',
        target: `key ${made.id}`,
        details: { scopes },
      });
      return reply.code(201).send(made);
    },
  );

  app.delete(
    '/api-keys/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Revoke an API key',
        description: 'It is refused everywhere within a second.',
        params: IdParams,
        response: { 204: z.null().describe('Revoked.') },
      },
    },
    async (request, reply) => {
      const { scope, actor, params } = request;
      if (!(await revokeApiKey(scope, params.id, parts.now())))
        throw new AppError('not_found', 'there is no key with this id');
      await recordAudit(scope, { at: parts.now(), actor, action: 'api_key.revoked', target: `key ${params.id}` });
      return reply.code(204).send(null);
    },
  );
}
