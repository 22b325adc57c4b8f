import { z } from 'zod';
import type { App, AppParts } from '../app-parts.ts';
import { isReachable } from '../store/reachable.ts';

const Checks = z.object({ database: z.boolean(), worker: z.boolean(), start: z.boolean() });
const Readiness = z.object({ ready: z.boolean(), checks: Checks });

/**
 * `/healthz`: the process answers, so restarting it would cure nothing. `/readyz`: it can take work now. Both are open to everybody and
 * tell nothing but this.
 */
export function answerProbes(app: App, { store, worker, isReady }: AppParts): void {
  const config = { public: true, isProbe: true } as const;
  app.get(
    '/healthz',
    { schema: { hide: true, response: { 200: z.object({ ok: z.literal(true) }) } }, config },
    async () => ({ ok: true as const }),
  );

  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
  });
  app.get(
    '/readyz',
    { schema: { hide: true, response: { 200: Readiness, 503: Readiness } }, config },
    async (_request, reply) => {
      const checks = { database: await isReachable(store), worker: worker.isRunning, start: isReady() };
      const ready = checks.database && checks.worker && checks.start && !isClosing;
      return reply.code(ready ? 200 : 503).send({ ready, checks });
    },
  );
}
