import { AppError } from '../../../errors.ts';
import type { App, AppParts } from '../../app-parts.ts';
import { queueBuilds } from '../../segments/queue.ts';
import { callOffBuild, getSegment, restoreSegment } from '../../segments/saved.ts';
import { IdParams } from './schemas.ts';
import { answer, record } from './segment-answer.ts';
import { SegmentJson } from './segment-json.ts';

const tags = ['segments'];
const write = { scope: 'segments:write' } as const;

/** Finding the members of a segment: again, from the archive, or not after all. */
export function registerSegmentBuilds(app: App, parts: AppParts): void {
  app.post(
    '/segments/:id/restore',
    {
      config: write,
      schema: {
        tags,
        summary: 'Take a segment back from the archive',
        description: 'As a new version of its last definition. 409 `name_taken` when another has its name by now.',
        params: IdParams,
        response: { 200: SegmentJson },
      },
    },
    async (request) => {
      const { scope, actor, params } = request;
      const before = await getSegment(scope, params.id);
      const segment = await restoreSegment(scope, params.id, { by: actor, now: parts.now() });
      if (before.state === 'archived') {
        parts.builder.requestBuild(scope.shop, segment._id);
        await record(request, parts, 'segment.restored', segment);
      }
      return answer(request, segment);
    },
  );

  app.post(
    '/segments/:id/call-off',
    {
      config: write,
      schema: {
        tags,
        summary: 'End a build',
        description: 'The members shown stay those of the version before; `rebuild` begins again.',
        params: IdParams,
        response: { 200: SegmentJson },
      },
    },
    async (request) => {
      const segment = await callOffBuild(request.scope, request.params.id);
      await record(request, parts, 'segment.called_off', segment);
      return answer(request, segment);
    },
  );

  app.post(
    '/segments/:id/rebuild',
    {
      config: write,
      schema: {
        tags,
        summary: 'Find the members again',
        description: 'Events keep them right; this is for doubt.',
        params: IdParams,
        response: { 202: SegmentJson },
      },
    },
    async (request, reply) => {
      const segment = await getSegment(request.scope, request.params.id);
      if (segment.state === 'archived') throw new AppError('conflict', 'the segment is archived');
      await queueBuilds(request.scope, [segment._id]);
      parts.builder.requestBuild(request.scope.shop, segment._id);
      await record(request, parts, 'segment.rebuilt', segment);
      return reply.code(202).send(await answer(request, await getSegment(request.scope, request.params.id)));
    },
  );
}
