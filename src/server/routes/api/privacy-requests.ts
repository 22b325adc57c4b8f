import { z } from 'zod';
import { customerIdFromKey } from '../../../model.ts';
import type { App, AppParts } from '../../app-parts.ts';
import { recordAudit } from '../../audit.ts';
import { findPrivacyRequest, privacyRequestsPage } from '../../queries/log-page.ts';
import type { PrivacyRequestDocument } from '../../store/documents.ts';
import { IdParams, isoTime, isoTimeOrNull, NextCursor, PageQuery, Time } from './schemas.ts';

const tags = ['privacy'];
const config = { scope: 'privacy:write' } as const;

const RequestJson = z
  .object({
    id: z.string(),
    at: Time,
    kind: z.enum(['export', 'erase', 'erase_shop']),
    state: z.enum(['pending', 'waiting_for_owner', 'done', 'nobody_found']),
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
        querystring: PageQuery,
        response: {
          200: z.object({ items: z.array(RequestJson), nextCursor: NextCursor }).meta({ id: 'PrivacyRequestsPage' }),
        },
      },
    },
    async (request) => {
      const { items, nextCursor } = await privacyRequestsPage(request.scope, request.query);
      return { items: items.map(requestJson), nextCursor };
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
    async (request) => {
      const { scope, actor, params } = request;
      const found = await findPrivacyRequest(scope, params.id);
      if (found.export !== undefined)
        await recordAudit(scope, {
          at: parts.now(),
          actor,
          action: 'privacy_export.read',
          target: `privacy request ${params.id}`,
        });
      return { ...requestJson(found), export: found.export ?? null };
    },
  );
}

function requestJson(request: PrivacyRequestDocument): z.infer<typeof RequestJson> {
  return {
    id: request._id.slice(request._id.indexOf('/') + 1),
    at: isoTime(request.at),
    kind: request.kind,
    state: request.state,
    hostRequestId: request.hostRequestId,
    customers: request.customers.map(customerIdFromKey),
    doneAt: isoTime(request.doneAt),
    exportExpiresAt: isoTimeOrNull(request.expiresAt),
  };
}
