import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Adapter, WebhookRequest } from '../../adapters/adapter.ts';
import { adapterOf } from '../../adapters/index.ts';
import { AppError } from '../../errors.ts';
import type { InstallationId } from '../../model.ts';
import type { App, AppParts } from '../app-parts.ts';
import type { RateLimits } from '../http/rate-limit.ts';
import { InboxLoad } from '../inbox-load.ts';

/** Hosts try again in minutes anyway; sooner than this nothing will have changed. */
const RETRY_AFTER_SECONDS = 30;
/** Longer than any id of ours; what is longer is not looked up. */
const INSTALLATION_MAX = 64;

const MEDIA_TYPE = /^[\w.+-]+\/[\w.+-]+\s*(;|$)/;

const Params = z.object({ platform: z.string().max(32), installation: z.string().max(INSTALLATION_MAX).optional() });

/**
 * Where hosts deliver. The bytes are kept as they came, whatever the content type says of them: the signature is over bytes, and what
 * they mean is found out later, when they are safely stored. Whatever is wrong with a signature, connection or header, there is
 * one answer to it.
 */
export function receiveWebhooks(app: App, parts: AppParts, limits: RateLimits): void {
  const { config, metrics, reception } = parts;
  const load = new InboxLoad(parts.store, config.inboxLimit, parts.now);
  metrics.showPending(() => load.count());

  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: config.webhookBodyLimitBytes },
    (_request, bytes, done) => done(null, bytes),
  );

  app.addHook('onRequest', async (request, reply) => {
    // Fastify would refuse what is not a media type; some tills send "json".
    if (!MEDIA_TYPE.test(request.headers['content-type'] ?? '')) delete request.raw.headers['content-type'];
    // Before the body is read: it would only be thrown away.
    if (load.isFull()) {
      reply.header('retry-after', RETRY_AFTER_SECONDS);
      throw new AppError('overloaded', 'more deliveries wait than this server takes');
    }
    const encoding = request.headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity')
      throw new AppError('unsupported_media_type', 'deliveries are taken uncompressed, as they were signed');
  });

  const receive = async (request: FastifyRequest<{ Params: z.infer<typeof Params> }>, reply: FastifyReply) => {
    const adapter = adapterOf(request.params.platform);
    if (!adapter) throw new AppError('not_found', 'there is no such platform');
    const installation = (request.params.installation ?? null) as InstallationId | null;
    const webhook = webhookRequest(request);

    const answer = adapter.handshake?.(webhook, await verifyToken(adapter, webhook, installation)) ?? null;
    if (answer?.status === 200) return reply.type('text/plain; charset=utf-8').send(answer.body);
    const receipt =
      answer === null ? await reception.receive(adapter, webhook, installation) : ({ kind: 'refused' } as const);
    if (receipt.kind === 'refused') {
      metrics.deliveryAnswered(adapter.platform, 'refused');
      await limits.countStranger(request, reply);
      throw new AppError('webhook_refused', 'this request is not one of a connected shop');
    }
    metrics.deliveryAnswered(adapter.platform, receipt.isNew ? 'received' : 'repeated');
    return { ok: true };
  };

  /** Haravan is told our verify token on its own page: it is the connection's webhook secret. Only a GET asks for it. */
  async function verifyToken(
    adapter: Adapter,
    { method }: WebhookRequest,
    installation: InstallationId | null,
  ): Promise<string> {
    if (method !== 'GET' || installation === null) return '';
    return (await reception.secretsOf(adapter.platform, installation))[0] ?? '';
  }

  for (const url of ['/:platform', '/:platform/:installation']) {
    app.route({
      method: ['GET', 'POST'],
      url,
      exposeHeadRoute: false,
      schema: { hide: true, params: Params },
      handler: receive,
    });
  }
}

function webhookRequest(request: FastifyRequest): WebhookRequest {
  const query = Object.entries(request.query as Record<string, string | string[]>).filter(
    ([, value]) => typeof value === 'string',
  );
  return {
    method: request.method === 'GET' ? 'GET' : 'POST',
    headers: request.headers,
    query: Object.fromEntries(query) as Record<string, string>,
    rawBody: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  };
}
