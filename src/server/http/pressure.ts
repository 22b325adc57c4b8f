import underPressure from '@fastify/under-pressure';
import { AppError } from '../../errors.ts';
import type { App } from '../app-parts.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Asked by whoever watches the server: answered under load and while stopping too, and not logged each time. */
    isProbe?: true;
  }
}

/** A second behind: whoever waits longer than that is better served by an honest "not now". */
const EVENT_LOOP_DELAY_MAX_MS = 1000;

/** Refuses new work while the event loop lags, and once the service is being closed; what was begun is finished. */
export async function refuseUnderPressure(app: App): Promise<void> {
  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
  });
  app.addHook('onRequest', async (request) => {
    if (isClosing && request.routeOptions.config.isProbe !== true) throw new AppError('shutting_down', 'the server is being stopped');
  });
  await app.register(underPressure, {
    maxEventLoopDelay: EVENT_LOOP_DELAY_MAX_MS,
    pressureHandler: (request) => {
      if (request.routeOptions.config.isProbe === true) return;
      return Promise.reject(new AppError('overloaded', 'the server has more to do than it can'));
    },
  });
}
