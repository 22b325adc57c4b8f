import { z } from 'zod';
import { startOfDay } from '../../../model.ts';
import type { App } from '../../app-parts.ts';
import { auditChoices, auditPage, targetNames } from '../../queries/audit-page.ts';
import { authorsOf } from '../../queries/authors.ts';
import { AuthorJson, authorJson } from './change-json.ts';
import { GivenDay, isoTime, NextCursor, PageQuery, ShortText, Time } from './schemas.ts';

const tags = ['settings'];
const config = { scope: 'settings:read' } as const;

const Entry = z
  .object({
    id: z.string(),
    at: Time,
    actor: z.string().describe('`key <id>`, `staff <id>`, `cli` or `system`.'),
    author: AuthorJson.describe('The actor, with a name.'),
    action: z.string().describe('`settings.changed`, `delivery.replayed` …'),
    target: z.string().describe('`settings`, `segment <id>`, `customer <id>` …'),
    targetName: z.string().nullable().describe('Of staff, keys, segments and connections that are still known.'),
    details: z.unknown().describe('Names of fields and counts; null for none.'),
  })
  .meta({ id: 'AuditEntry' });

const Choices = z
  .object({
    actors: z.array(z.object({ actor: z.string(), author: AuthorJson })),
    actions: z.array(z.string()),
  })
  .meta({ id: 'AuditChoices' });

/** `/audit`: who administered what. */
export function registerAudit(app: App): void {
  app.get(
    '/audit',
    {
      config,
      schema: {
        tags,
        summary: 'The audit log, newest first',
        querystring: PageQuery.extend({
          actor: ShortText.optional().describe('As entries spell it: `staff <id>`.'),
          action: ShortText.optional(),
          from: GivenDay.optional().describe('First day, in the shop’s time zone.'),
          to: GivenDay.optional().describe('Last day.'),
        }),
        response: { 200: z.object({ items: z.array(Entry), nextCursor: NextCursor }).meta({ id: 'AuditPage' }) },
      },
    },
    async (request) => {
      const { scope } = request;
      const { timeZone } = (await request.shopState()).shop;
      const { from, to, ...asked } = request.query;
      const { items, nextCursor } = await auditPage(scope, {
        ...asked,
        from: from === undefined ? undefined : startOfDay(from, timeZone),
        until: to === undefined ? undefined : startOfDay(to + 1, timeZone),
      });
      const [authorOf, names] = await Promise.all([
        authorsOf(
          scope,
          items.map(({ actor }) => actor),
        ),
        targetNames(
          scope,
          items.map(({ target }) => target),
        ),
      ]);
      return {
        items: items.map(({ _id, at, actor, action, target, details }) => ({
          id: _id.slice(scope.shop.length + 1),
          at: isoTime(at),
          actor,
          author: authorJson(authorOf(actor)),
          action,
          target,
          targetName: names.get(target) ?? null,
          details: details ?? null,
        })),
        nextCursor,
      };
    },
  );

  app.get(
    '/audit/choices',
    {
      config,
      schema: { tags, summary: 'Who and what is in the audit log', response: { 200: Choices } },
    },
    async ({ scope }) => {
      const { actors, actions } = await auditChoices(scope);
      const authorOf = await authorsOf(scope, actors);
      return { actors: actors.map((actor) => ({ actor, author: authorJson(authorOf(actor)) })), actions };
    },
  );
}
