import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AppError } from '../../../errors.ts';
import type { App, AppParts } from '../../app-parts.ts';
import { recordAudit } from '../../audit.ts';
import { type AuthorOf, authorsOf } from '../../queries/authors.ts';
import { findAction, lastActions } from '../../segments/actions.ts';
import { linksOf } from '../../segments/export.ts';
import { COLUMN_IDS, EXPORT_COLUMNS } from '../../segments/export-columns.ts';
import { deleteExport } from '../../segments/export-erase.ts';
import { idOf } from '../../segments/live.ts';
import { getSegment } from '../../segments/saved.ts';
import type { BulkActionDocument } from '../../store/bulk-action-document.ts';
import type { ShopStore } from '../../store/index.ts';
import { AuthorJson, authorJson } from './change-json.ts';
import { segmentIdOf } from './customer-json.ts';
import { IdParams, isoTime, isoTimeOrNull, Time, Words } from './schemas.ts';
import { actionIdOf, Progress } from './segment-actions.ts';

const tags = ['segments'];
const config = { scope: 'segments:export' } as const;

const Column = z.enum(COLUMN_IDS);
const Given = z
  .strictObject({
    format: z.enum(['xlsx', 'csv']),
    columns: z
      .array(Column)
      .min(1)
      .max(COLUMN_IDS.length)
      .refine((columns) => new Set(columns).size === columns.length, 'names a column twice')
      .describe('In this order; see `columns` of the list.'),
    language: z.enum(['vi', 'en']).default('vi').describe('Of the names of columns, and of the mail.'),
    email: z.email().max(200).optional().describe('Where the link is sent; left out: nowhere.'),
  })
  .meta({ id: 'SegmentExportGiven' });
const ExportParams = IdParams.extend({ export: z.string().max(200) });
const ExportJson = z
  .object({
    id: z.string(),
    segment: z.string(),
    format: z.enum(['xlsx', 'csv']).describe('As it was asked for; what one sheet cannot hold comes as CSV in parts.'),
    columns: z.array(Column),
    state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
    progress: Progress,
    files: z
      .array(
        z.object({
          name: z.string(),
          format: z.enum(['xlsx', 'csv']),
          rows: z.int().describe('Customers; the row of names is not counted.'),
          bytes: z.int(),
          sha256: z.string(),
          url: z
            .string()
            .nullable()
            .describe('For whoever has it; null when it has run out or the files were deleted.'),
        }),
      )
      .describe('Empty until it is done: no half file is served.'),
    linksUntil: Time.nullable(),
    deletedAt: Time.nullable(),
    mail: z
      .enum(['none', 'pending', 'sent', 'failed', 'not_configured'])
      .describe('`not_configured`: this server sends no mail (SMTP_URL), so the link is here only.'),
    at: Time,
    by: z.string(),
    author: AuthorJson,
    endedAt: Time.nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'SegmentExport' });

/** `/segments/:id/exports`: everybody in a segment as a file (A04). What is in it is personal data, so it has a scope of its own. */
export function registerSegmentExports(app: App, parts: AppParts): void {
  begin(app, parts);
  show(app, parts);
  app.delete(
    '/segments/:id/exports/:export',
    {
      config,
      schema: {
        tags,
        summary: 'Delete the files of an export',
        description: 'Cancels one that is under way. Its links find nothing any more.',
        params: ExportParams,
        response: { 200: ExportJson },
      },
    },
    async (request) => {
      const { scope, actor } = request;
      const before = await exportOf(request, request.params);
      const id = before._id.slice(scope.shop.length + 1);
      await parts.actions.cancel(scope, id, actor);
      const deleted = (await deleteExport(scope, id, parts.now())) ?? before;
      if (before.deletedAt === undefined)
        await recordAudit(scope, {
          at: parts.now(),
          actor,
          action: 'segment.export_deleted',
          target: `segment ${idOf(before.segment)}`,
        });
      return answer(parts, scope, deleted);
    },
  );
}

function begin(app: App, parts: AppParts): void {
  app.post(
    '/segments/:id/export',
    {
      config,
      schema: {
        tags,
        summary: 'Export everybody in the segment',
        description:
          'Those who are in it now, in the background, without a limit of rows. Links work for seven days, for whoever has them.',
        params: IdParams,
        body: Given,
        response: { 202: ExportJson },
      },
    },
    async (request, reply) => {
      const { scope, actor, params, body } = request;
      const segment = await getSegment(scope, params.id);
      const { email, ...asked } = body;
      const action = await parts.actions.start(
        scope,
        segment,
        { type: 'export', ...asked, ...(email === undefined ? {} : { email }) },
        actor,
      );
      return reply.code(202).send(await answer(parts, scope, action));
    },
  );
}

function show(app: App, parts: AppParts): void {
  app.get(
    '/segments/:id/exports',
    {
      config,
      schema: {
        tags,
        summary: 'The last exports of a segment, newest first, and the columns there are',
        params: IdParams,
        response: {
          200: z
            .object({
              items: z.array(ExportJson),
              columns: z.array(z.object({ id: Column, title: Words })),
              hasMail: z.boolean().describe('This server can send mail.'),
            })
            .meta({ id: 'SegmentExports' }),
        },
      },
    },
    async ({ scope, params }) => {
      const segment = await getSegment(scope, params.id);
      const exports = await lastActions(scope, segment._id, true);
      const authorOf = await authorsOf(
        scope,
        exports.map(({ by }) => by),
      );
      return {
        items: exports.map((action) => exportJson(parts, action, authorOf)),
        columns: COLUMN_IDS.map((id) => ({ id, title: EXPORT_COLUMNS[id].title })),
        hasMail: parts.hasMail,
      };
    },
  );

  app.get(
    '/segments/:id/exports/:export',
    {
      config,
      schema: {
        tags,
        summary: 'An export: how far it is, and its files',
        params: ExportParams,
        response: { 200: ExportJson },
      },
    },
    async (request) => answer(parts, request.scope, await exportOf(request, request.params)),
  );
}

async function exportOf(
  { scope }: Pick<FastifyRequest, 'scope'>,
  params: { id: string; export: string },
): Promise<BulkActionDocument> {
  const action = await findAction(scope, `${params.id}.${params.export}`);
  if (action?.asked.type !== 'export') throw new AppError('not_found', 'no such export');
  return action;
}

async function answer(
  parts: AppParts,
  scope: ShopStore,
  action: BulkActionDocument,
): Promise<z.infer<typeof ExportJson>> {
  return exportJson(parts, action, await authorsOf(scope, [action.by]));
}

function exportJson(
  { box, config, hasMail, now }: AppParts,
  action: BulkActionDocument,
  authorOf: AuthorOf,
): z.infer<typeof ExportJson> {
  const { asked, files = [] } = action;
  if (asked.type !== 'export') throw new AppError('not_found', 'no such export');
  const links = linksOf({ box, publicUrl: config.publicUrl, now }, action);
  const unsent = hasMail ? 'pending' : 'not_configured';
  return {
    id: actionIdOf(action),
    segment: segmentIdOf(action.segment),
    format: asked.format,
    columns: [...asked.columns],
    state: action.state as z.infer<typeof ExportJson>['state'],
    progress: action.progress,
    files: files.map((file, index) => ({ ...file, url: links?.[index] ?? null })),
    linksUntil: isoTimeOrNull(action.linksUntil),
    deletedAt: isoTimeOrNull(action.deletedAt),
    mail: asked.email === undefined ? 'none' : (action.mail?.state ?? unsent),
    at: isoTime(action.at),
    by: action.by,
    author: authorJson(authorOf(action.by)),
    endedAt: isoTimeOrNull(action.endedAt),
    error: action.reason ?? null,
  };
}
