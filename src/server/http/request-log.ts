import type { App, AppParts } from '../app-parts.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its answer goes on until somebody ends it: how long that was says nothing about the server. */
    isStream?: true;
  }
}

/** One line and one measurement a request, when its answer has gone out; and its id on every answer. */
export function logRequests(app: App, { metrics }: AppParts): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    const isStream = request.routeOptions.config.isStream === true && reply.statusCode < 400;
    if (!isStream) metrics.requestEnded(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    // Probes come every few seconds and would drown the rest.
    const level = request.routeOptions.config.isProbe === true && reply.statusCode < 500 ? 'debug' : 'info';
    request.log[level](
      { method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime * 10) / 10 },
      isStream ? 'stream' : 'request',
    );
  });
}
