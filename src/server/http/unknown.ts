import { AppError } from '../../errors.ts';
import type { App } from '../app-parts.ts';
import type { RateLimits } from './rate-limit.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** An address that does not exist is 404. Guessing addresses is counted, because that is how they are found. */
export function refuseUnknown(app: App, limits: RateLimits): void {
  const count = async (...[request, reply]: Parameters<RateLimits['countStranger']>) =>
    limits.countStranger(request, reply);
  app.setNotFoundHandler({ preHandler: count }, async () => {
    throw new AppError('not_found', 'there is nothing at this address');
  });
}

/**
 * Begins to remember addresses; what it returns is called when all are known, and makes every other method of them a 405 that
 * says which there are.
 */
export function refuseOtherMethods(app: App): () => void {
  const urls = new Set<string>();
  app.addHook('onRoute', ({ url }) => {
    urls.add(url);
  });
  return () => {
    for (const url of [...urls]) {
      const known = METHODS.filter((method) => app.hasRoute({ url, method }));
      const others = METHODS.filter((method) => !known.includes(method));
      const allow = known.join(', ');
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
