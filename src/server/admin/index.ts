import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply } from 'fastify';
import type { App, AppParts } from '../app-parts.ts';
import type { RateLimits } from '../http/rate-limit.ts';
import { bootedPage } from './boot.ts';
import { ADMIN_BUILD_DIR, builtPages } from './built-page.ts';
import { contentPolicy } from './content-policy.ts';
import { answerLaunches } from './launch.ts';
import { sendNotice, sendPage } from './notice.ts';
import { type Place, placeAt, placeOf } from './place.ts';

/**
 * The embedded admin: one page for every address below `/app`, told where it is shown, and the files it is built of. It holds no
 * data: what it shows it asks of the API, as whoever the host says is looking.
 */
export async function showAdmin(app: App, parts: AppParts, limits: RateLimits): Promise<void> {
  const { store, config, logger } = parts;
  const buildDir = config.adminBuildDir ?? ADMIN_BUILD_DIR;
  const built = builtPages(buildDir);

  const show = (reply: FastifyReply, place: Place | null) => {
    if (!place) return sendNotice(reply, 'unknown');
    const page = built();
    if (!page) {
      logger.error('the admin has not been built: npm run build');
      return sendNotice(reply, 'unbuilt', place.ancestors);
    }
    const nonce = randomBytes(16).toString('base64');
    return sendPage(reply, bootedPage(page, place, nonce), contentPolicy(place, nonce), place.ancestors);
  };

  // Their names hold a hash of what is in them, so what was fetched once stays right.
  await app.register(fastifyStatic, {
    root: join(buildDir, 'assets'),
    prefix: '/app/assets/',
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
    index: false,
    dotfiles: 'deny',
    decorateReply: false,
    suppressWarning: true, // before the first build there is no such folder; the page says so
  });
  answerLaunches(app, parts, limits);
  for (const url of ['/app', '/app/*']) {
    app.get<{ Querystring: { shop?: unknown } }>(url, { schema: { hide: true } }, async (request, reply) =>
      show(reply, await placeOf(store, request.query.shop, config.shopifyApiKey)),
    );
  }
  for (const url of ['/app/at/:connection', '/app/at/:connection/*']) {
    app.get<{ Params: { connection: string } }>(url, { schema: { hide: true } }, async (request, reply) => {
      const place = await placeAt(store, request.params.connection);
      // Counted, because guessing is how connections of others are found.
      if (!place) await limits.countStranger(request, reply);
      return show(reply, place);
    });
  }
}
