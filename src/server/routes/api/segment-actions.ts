import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AppError } from '../../../errors.ts';
import type { App, AppParts } from '../../app-parts.ts';
import { recordAudit } from '../../audit.ts';
import { type AuthorOf, authorsOf } from '../../queries/authors.ts';
import { findAction, lastActions } from '../../segments/actions.ts';
import { idOf } from '../../segments/live.ts';
import { refuseArchived } from '../../segments/pinning.ts';
import { createSegment, getSegment } from '../../segments/saved.ts';
import type { BulkActionDocument } from '../../store/bulk-action-document.ts';
import type { ShopStore } from '../../store/index.ts';
import { alsoNeeds } from './also-needs.ts';
import { AuthorJson, authorJson } from './change-json.ts';
import { segmentIdOf } from './customer-json.ts';
import { IdParams, isoTime, isoTimeOrNull, ShortText, Time } from './schemas.ts';

const tags = ['segments'];
const read = { scope: 'segments:read' } as const;
const write = { scope: 'segments:write' } as const;

const Tag = ShortText.refine((tag) => /[\p{L}\p{N}]/u.test(tag), 'must hold a letter or digit');
const Asked = z.strictObject({ type: z.enum(['add_tag', 'remove_tag']), tag: Tag }).meta({ id: 'SegmentActionGiven' });
const Copied = z
  .strictObject({
    name: ShortText.optional().describe('Of a new list.'),
    into: z.string().max(200).optional().describe('Id of the segment or list that they are added to.'),
  })
  .meta({ id: 'SegmentCopyGiven', description: 'Give `name` or `into`.' });
const ActionParams = IdParams.extend({ action: z.string().max(200) });

const State = z.enum(['queued', 'running', 'done', 'failed', 'cancelled', 'undoing', 'undone']);
export const Progress = z
  .object({ done: z.int(), total: z.int() })
  .describe('Customers; 0 of 0 until the members are written down. While it is undone: those whom it had changed.');
const ActionJson = z
  .object({
    id: z.string(),
    segment: z.string(),
    type: z.enum(['add_tag', 'remove_tag', 'copy']),
    tag: z.string().nullable(),
    into: z.string().nullable().describe('Of a copy: id of the list.'),
    state: State,
    progress: Progress,
    changed: z.int().describe('Customers of whom it was not so before: whom an undo is about.'),
    canUndo: z.boolean(),
    at: Time,
    by: z.string(),
    author: AuthorJson,
    endedAt: Time.nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'SegmentAction' });

/** `/segments/:id/actions`: something done to everybody in a segment, as its members are at that moment (A03). */
export function registerSegmentActions(app: App, parts: AppParts): void {
  begin(app, parts);
  show(app);
  change(app, parts);
}

function begin(app: App, { actions, builder, now, states }: AppParts): void {
  app.post(
    '/segments/:id/actions',
    {
      config: write,
      schema: {
        tags,
        summary: 'Add or take a tag, for everybody in the segment',
        description:
          'For those who are in it now, in the background; who enters later is not among them. Also needs `customers:write`. A tag that a host or till set is not taken away.',
        params: IdParams,
        body: Asked,
        response: { 202: ActionJson },
      },
    },
    async (request, reply) => {
      alsoNeeds(request, 'customers:write');
      const { scope, actor, params, body } = request;
      const segment = await getSegment(scope, params.id);
      return reply.code(202).send(await answer(scope, await actions.start(scope, segment, body, actor)));
    },
  );

  app.post(
    '/segments/:id/copy',
    {
      config: write,
      schema: {
        tags,
        summary: 'Copy the members to a fixed list',
        description: 'To a new one, or by hand into a segment that is there; who is kept out of that stays out.',
        params: IdParams,
        body: Copied,
        response: { 202: ActionJson },
      },
    },
    async (request, reply) => {
      const { scope, actor, params, body } = request;
      const segment = await getSegment(scope, params.id);
      if ((body.name === undefined) === (body.into === undefined))
        throw new AppError('invalid', 'give `name` or `into`');
      refuseArchived(segment);
      if (segment.activeVersion === 0)
        throw new AppError('conflict', 'the members of this segment have not been found yet');
      const list =
        body.name === undefined
          ? await getSegment(scope, body.into ?? '')
          : await createSegment(scope, { name: body.name, by: actor, now: now() });
      refuseArchived(list);
      if (list._id === segment._id) throw new AppError('invalid', 'into: this is the segment itself');
      if (body.name !== undefined) {
        builder.requestBuild(scope.shop, list._id);
        const target = `segment ${idOf(list._id)}`;
        await recordAudit(scope, { at: now(), actor, action: 'segment.created', target, details: { version: 1 } });
      }
      states.forget(scope.shop);
      const asked = { type: 'copy', into: idOf(list._id) } as const;
      return reply.code(202).send(await answer(scope, await actions.start(scope, segment, asked, actor)));
    },
  );
}

function show(app: App): void {
  app.get(
    '/segments/:id/actions',
    {
      config: read,
      schema: {
        tags,
        summary: 'The last actions on a segment, newest first',
        description: 'They are kept for thirty days.',
        params: IdParams,
        response: { 200: z.object({ items: z.array(ActionJson) }).meta({ id: 'SegmentActions' }) },
      },
    },
    async ({ scope, params }) => {
      const segment = await getSegment(scope, params.id);
      const last = await lastActions(scope, segment._id, false);
      const authorOf = await authorsOf(
        scope,
        last.map(({ by }) => by),
      );
      return { items: last.map((action) => actionJson(action, authorOf)) };
    },
  );

  app.get(
    '/segments/:id/actions/:action',
    {
      config: read,
      schema: { tags, summary: 'An action: how far it is', params: ActionParams, response: { 200: ActionJson } },
    },
    async (request) => answer(request.scope, await actionOf(request, request.params)),
  );
}

function change(app: App, { actions }: AppParts): void {
  app.post(
    '/segments/:id/actions/:action/cancel',
    {
      config: write,
      schema: {
        tags,
        summary: 'Cancel an action',
        description: 'Nobody else is changed from now on. One that has ended stays as it is.',
        params: ActionParams,
        response: { 200: ActionJson },
      },
    },
    async (request) => {
      const { _id, shop } = await actionOf(request, request.params);
      const { scope, actor } = request;
      return answer(scope, found(await actions.cancel(scope, _id.slice(shop.length + 1), actor)));
    },
  );

  app.post(
    '/segments/:id/actions/:action/undo',
    {
      config: write,
      schema: {
        tags,
        summary: 'Undo an action',
        description: 'For those alone of whom this action changed something. Also needs `customers:write`.',
        params: ActionParams,
        response: { 202: ActionJson },
      },
    },
    async (request, reply) => {
      alsoNeeds(request, 'customers:write');
      const { _id, shop } = await actionOf(request, request.params);
      const { scope, actor } = request;
      const undone = await actions.undo(scope, _id.slice(shop.length + 1), actor);
      return reply.code(202).send(await answer(scope, found(undone)));
    },
  );
}

async function actionOf(
  { scope }: Pick<FastifyRequest, 'scope'>,
  { id, action }: { id: string; action: string },
): Promise<BulkActionDocument> {
  const document = found(await findAction(scope, `${id}.${action}`));
  if (document.asked.type === 'export') throw new AppError('not_found', 'no such action');
  return document;
}

function found<T>(action: T | null): T {
  if (action === null) throw new AppError('not_found', 'no such action');
  return action;
}

/** What it is called below its segment. */
export const actionIdOf = ({ _id, segment }: Pick<BulkActionDocument, '_id' | 'segment'>): string =>
  _id.slice(segment.length + 1);

async function answer(scope: ShopStore, action: BulkActionDocument): Promise<z.infer<typeof ActionJson>> {
  return actionJson(action, await authorsOf(scope, [action.by]));
}

function actionJson(action: BulkActionDocument, authorOf: AuthorOf): z.infer<typeof ActionJson> {
  const { asked, state, changed, at, by } = action;
  if (asked.type === 'export') throw new AppError('not_found', 'no such action');
  return {
    id: actionIdOf(action),
    segment: segmentIdOf(action.segment),
    type: asked.type,
    tag: asked.type === 'copy' ? null : asked.tag,
    into: asked.type === 'copy' ? asked.into : null,
    state,
    progress: action.progress,
    changed,
    canUndo: changed > 0 && ['done', 'failed', 'cancelled'].includes(state),
    at: isoTime(at),
    by,
    author: authorJson(authorOf(by)),
    endedAt: isoTimeOrNull(action.endedAt),
    error: action.reason ?? null,
  };
}
