import { AppError } from '../../errors.ts';
import type { App } from '../app-parts.ts';
import type { RateLimits } from './rate-limit.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** An address that does not exist is 404. Guessing addresses is counted, because that is how they are found. */
export function refuseUnknown(app: App, limits: RateLimits): void {
  const count = async (...[request, reply]: Parameters<RateLimits['countStranger']>) => limits.countStranger(request, reply);
  app.setNotFoundHandler({ preHandler: count }, async () => {
    throw new AppError('not_found', 'there is nothing at this address');
  });
}

/**
 * Begins to remember addresses; what it returns is called when all are known, and makes every other method of them a 405 that
 * says which there are.
 */
export function refuseOtherMethods(app: App): () => void {
  const known = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const methods = known.get(url) ?? new Set<string>();
    for (const one of [method].flat()) methods.add(one);
    known.set(url, methods);
  });
  return () => {
    for (const [url, methods] of [...known]) {
      const allow = [...methods].join(', ');
      const others = METHODS.filter((method) => !methods.has(method));
      if (others.length === 0) continue;
      app.route({
        url,
        method: others,
        schema: { hide: true },
        config: { public: true },
        onRequest: async (_request, reply) => {
          reply.header('allow', allow);
          throw new AppError('method_not_allowed', `this address knows ${allow}`);
        },
        handler: () => undefined,
      });
    }
  };
}
