import underPressure from '@fastify/under-pressure';
import { AppError } from '../../errors.ts';
import type { App, AppParts } from '../app-parts.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Asked by whoever watches the server: answered under load and while stopping too, and not logged each time. */
    isProbe?: true;
  }
}

/** A second behind: whoever waits longer than that is better served by an honest "not now". */
const EVENT_LOOP_DELAY_MAX_MS = 1000;

/** Stopping as a whole has ten seconds; a body that trickles in may have half of them. */
const DRAIN_MS = 5000;

/** Refuses new work while the event loop lags, and once the service is being closed; what was begun is finished, or cut off after a while. */
export async function refuseUnderPressure(app: App, { config }: AppParts): Promise<void> {
  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
    const cut = setTimeout(() => app.server.closeAllConnections(), config.drainMs ?? DRAIN_MS);
    app.server.once('close', () => clearTimeout(cut));
    cut.unref();
  });
  app.addHook('onRequest', async (request) => {
    if (isClosing && request.routeOptions.config.isProbe !== true)
      throw new AppError('shutting_down', 'the server is being stopped');
  });
  await app.register(underPressure, {
    maxEventLoopDelay: EVENT_LOOP_DELAY_MAX_MS,
    pressureHandler: (request) => {
      if (request.routeOptions.config.isProbe === true) return;
      return Promise.reject(new AppError('overloaded', 'the server has more to do than it can'));
    },
  });
}
