import { z } from 'zod';
import { AppError } from '../../../errors.ts';
import { customerIdFromKey } from '../../../model.ts';
import type { App, AppParts } from '../../app-parts.ts';
import { recordAudit } from '../../audit.ts';
import { decideShopErasure } from '../../privacy.ts';
import { type AuthorOf, authorsOf } from '../../queries/authors.ts';
import { askedBy, findPrivacyRequest, PRIVACY_STATES, privacyRequestsPage } from '../../queries/privacy-requests.ts';
import type { PrivacyRequestDocument } from '../../store/documents.ts';
import { AuthorJson, authorJson } from './change-json.ts';
import { IdParams, isoTime, isoTimeOrNull, NextCursor, PageQuery, Time } from './schemas.ts';

const tags = ['privacy'];
const config = { scope: 'privacy:write' } as const;

const State = z
  .enum(PRIVACY_STATES)
  .describe(
    '`waiting_for_owner`: a host wants the whole shop erased while another connection is in use, see `decide`. `pending`: being erased. `declined`: the owner kept it.',
  );
const RequestJson = z
  .object({
    id: z.string(),
    at: Time,
    kind: z.enum(['export', 'erase', 'erase_shop']),
    state: State,
    author: AuthorJson.describe('Who asked for it.'),
    hostRequestId: z.string().nullable(),
    customers: z.array(z.string()).describe('Ids of the customers it is about.'),
    doneAt: Time,
    exportExpiresAt: Time.nullable().describe('Until when what was collected can be read.'),
  })
  .meta({ id: 'PrivacyRequest' });
const WithExport = RequestJson.extend({
  export: z.unknown().describe('What was collected; null when there is nothing, or no longer.'),
}).meta({ id: 'PrivacyRequestWithExport' });

/** `/privacy-requests`: what hosts and people asked about somebody's data, and that it was done. */
export function registerPrivacyRequests(app: App, parts: AppParts): void {
  app.get(
    '/privacy-requests',
    {
      config,
      schema: {
        tags,
        summary: 'Privacy requests, newest first',
        querystring: PageQuery.extend({ state: State.optional() }),
        response: {
          200: z.object({ items: z.array(RequestJson), nextCursor: NextCursor }).meta({ id: 'PrivacyRequestsPage' }),
        },
      },
    },
    async ({ scope, query }) => {
      const { items, nextCursor } = await privacyRequestsPage(scope, query);
      const authorOf = await authorsOf(scope, items.map(askedBy));
      return { items: items.map((item) => requestJson(item, authorOf)), nextCursor };
    },
  );

  app.get(
    '/privacy-requests/:id',
    {
      config,
      schema: {
        tags,
        summary: 'One privacy request, with what was collected',
        description: 'Reading an export is written into the audit log.',
        params: IdParams,
        response: { 200: WithExport },
      },
    },
    async ({ scope, actor, params }) => {
      const found = await findPrivacyRequest(scope, params.id);
      if (found.export !== undefined)
        await recordAudit(scope, {
          at: parts.now(),
          actor,
          action: 'privacy_export.read',
          target: `privacy request ${params.id}`,
        });
      const authorOf = await authorsOf(scope, [askedBy(found)]);
      return { ...requestJson(found, authorOf), export: found.export ?? null };
    },
  );

  app.post(
    '/privacy-requests/:id/decide',
    {
      config,
      schema: {
        tags,
        summary: 'Erase the whole shop as its host asks, or keep it',
        description:
          'Only while it waits for the owner. `erase` takes everything of the shop within minutes, this key too, and cannot be undone.',
        params: IdParams,
        body: z.strictObject({ decision: z.enum(['erase', 'keep']) }).meta({ id: 'ErasureDecision' }),
        response: { 200: RequestJson },
      },
    },
    async ({ scope, actor, params, body }) => {
      const now = parts.now();
      const { decision } = body;
      await findPrivacyRequest(scope, params.id);
      if (!(await decideShopErasure(scope, params.id, { erase: decision === 'erase', now })))
        throw new AppError('conflict', 'this request does not wait for a decision');
      const target = `privacy request ${params.id}`;
      await recordAudit(scope, { at: now, actor, action: 'shop_erasure.decided', target, details: { decision } });
      const decided = await findPrivacyRequest(scope, params.id);
      return requestJson(decided, await authorsOf(scope, [askedBy(decided)]));
    },
  );
}

function requestJson(request: PrivacyRequestDocument, authorOf: AuthorOf): z.infer<typeof RequestJson> {
  return {
    id: request._id.slice(request._id.indexOf('/') + 1),
    at: isoTime(request.at),
    kind: request.kind,
    state: request.state,
    author: authorJson(authorOf(askedBy(request))),
    hostRequestId: request.hostRequestId,
    customers: request.customers.map(customerIdFromKey),
    doneAt: isoTime(request.doneAt),
    exportExpiresAt: isoTimeOrNull(request.expiresAt),
  };
}
