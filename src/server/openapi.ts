import { pino } from 'pino';
import { buildApp } from './app.ts';
import type { AppParts } from './app-parts.ts';
import { Metrics } from './metrics.ts';

/** The OpenAPI document of the API, as `/api/v1/openapi.json` serves it. Only routes are registered: nothing is opened or asked. */
export async function openApiDocument(): Promise<object> {
  const untouched = {} as never;
  const parts: AppParts = {
    config: {
      publicUrl: 'http://localhost:3000',
      rateLimitPerMinute: 0,
      webhookBodyLimitBytes: 0,
      inboxLimit: 0,
      trustProxy: false,
      shopifyApiKey: null,
    },
    store: untouched,
    box: untouched,
    principals: untouched,
    states: untouched,
    worker: untouched,
    reception: untouched,
    builder: untouched,
    backTests: untouched,
    actions: untouched,
    hasMail: false,
    live: untouched,
    logger: pino({ level: 'silent' }),
    metrics: new Metrics(),
    now: () => 0,
    isReady: () => false,
    telemetry: null,
  };
  const app = await buildApp(parts);
  try {
    await app.ready();
    return app.swagger();
  } finally {
    await app.close();
  }
}
