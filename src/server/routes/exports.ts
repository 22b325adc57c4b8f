import { Readable } from 'node:stream';
import { AppError } from '../../errors.ts';
import type { App, AppParts } from '../app-parts.ts';
import { recordAudit } from '../audit.ts';
import type { RateLimits } from '../http/rate-limit.ts';
import { keepOutOfCaches } from '../http/security.ts';
import { readChunks } from '../segments/export-file.ts';
import { readToken } from '../segments/export-link.ts';
import { idOf } from '../segments/live.ts';

const TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
} as const;

/**
 * `/exports/:token`: a file of an export, for whoever has its link, until the link runs out or the file is deleted. Each download is written
 * down. Guessing is counted.
 */
export function serveExports(app: App, { box, store, now }: AppParts, limits: RateLimits): void {
  keepOutOfCaches(app);
  app.get<{ Params: { token: string } }>(
    '/:token',
    // Mail programs look at links before people do, and a look is no download.
    { schema: { hide: true }, config: { public: true }, exposeHeadRoute: false },
    async (request, reply) => {
      const linked = readToken(box, request.params.token, now());
      const scope = linked && store.forShop(linked.shop);
      const action = scope && (await scope.bulkActions.findOne({ _id: `${scope.shop}/${linked.action}` }));
      const file = linked && action?.files?.[linked.file];
      if (!scope || !action || !file || action.state !== 'done' || action.deletedAt !== undefined) {
        await limits.countStranger(request, reply);
        throw new AppError('not_found', 'this link has run out, or its file was deleted');
      }
      await recordAudit(scope, {
        at: now(),
        actor: 'link',
        action: 'segment.export_downloaded',
        target: `segment ${idOf(action.segment)}`,
        details: { file: file.name },
      });
      return reply
        .headers({
          'content-type': TYPES[file.format],
          'content-length': file.bytes,
          'content-disposition': `attachment; filename="${file.name}"`,
        })
        .send(Readable.from(readChunks(scope, action, linked.file), { objectMode: false }));
    },
  );
}
