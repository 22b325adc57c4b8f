import { z } from 'zod';
import type { App } from '../../app-parts.ts';
import { auditPage } from '../../queries/log-page.ts';
import { isoTime, NextCursor, PageQuery, Time } from './schemas.ts';

const Entry = z
  .object({
    at: Time,
    actor: z.string().describe('`key <id>`, `cli` or `system`.'),
    action: z.string().describe('`settings.changed`, `delivery.replayed` …'),
    target: z.string(),
    details: z.unknown().describe('Names of fields and counts; null for none.'),
  })
  .meta({ id: 'AuditEntry' });

/** `/audit`: who administered what. */
export function registerAudit(app: App): void {
  app.get(
    '/audit',
    {
      config: { scope: 'settings:read' },
      schema: {
        tags: ['settings'],
        summary: 'The audit log, newest first',
        querystring: PageQuery,
        response: { 200: z.object({ items: z.array(Entry), nextCursor: NextCursor }).meta({ id: 'AuditPage' }) },
      },
    },
    async (request) => {
      const { items, nextCursor } = await auditPage(request.scope, request.query);
      return {
        items: items.map(({ at, actor, action, target, details }) => ({
          at: isoTime(at),
          actor,
          action,
          target,
          details: details ?? null,
        })),
        nextCursor,
      };
    },
  );
}
