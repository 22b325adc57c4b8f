import type { FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import { holds } from '../api-keys.ts';
import type { App, AppParts } from '../app-parts.ts';
import { bearerOf } from '../http/auth.ts';
import type { RateLimits } from '../http/rate-limit.ts';

/**
 * `/metrics` for Prometheus: to this machine itself, and to others with a key that has `metrics:read`. What came through a proxy
 * is not from this machine, though the proxy may be.
 */
export function showMetrics(app: App, { metrics, principals, store }: AppParts, limits: RateLimits): void {
  metrics.showAlarms(() => store.system.loyaltyAlarms.countDocuments({ resolvedAt: { $exists: false } }));
  metrics.showDifferingSegments(() =>
    store.system.segments.countDocuments({ state: 'failed', error: 'audit_difference' }),
  );
  app.get('/metrics', { schema: { hide: true }, config: { public: true, isProbe: true } }, async (request, reply) => {
    if (!isFromHere(request)) {
      const key = await principals.keys.verify(bearerOf(request));
      if (!key) await limits.countStranger(request, reply);
      if (!key) throw new AppError('unauthorized', 'figures are shown to this machine, or with an API key');
      if (!holds(key.scopes, 'metrics:read')) throw new AppError('forbidden', 'this needs the scope metrics:read');
    }
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}

function isFromHere({ socket, headers }: FastifyRequest): boolean {
  const isForwarded = headers.forwarded !== undefined || headers['x-forwarded-for'] !== undefined;
  return !isForwarded && /^(::1|(::ffff:)?127(\.\d{1,3}){3})$/.test(socket.remoteAddress ?? '');
}
