import { randomBytes } from 'node:crypto';
import type { LightMyRequestResponse } from 'fastify';
import { type Logger, pino } from 'pino';
import type { Test } from 'tap';
import type { Platform, WebhookRequest } from '../../src/adapters/adapter.ts';
import type { InstallationId, ShopId } from '../../src/model.ts';
import { createApiKey, type GrantedScope } from '../../src/server/api-keys.ts';
import { buildApp } from '../../src/server/app.ts';
import type { App, AppConfig, AppParts } from '../../src/server/app-parts.ts';
import { LiveEvents, type LiveParts } from '../../src/server/live/live-events.ts';
import { BackTests } from '../../src/server/loyalty/back-tests.ts';
import type { Mail } from '../../src/server/mail.ts';
import { Metrics } from '../../src/server/metrics.ts';
import { Principals } from '../../src/server/principals.ts';
import { registerApi } from '../../src/server/routes/api/index.ts';
import { BulkActions, type BulkActionsParts } from '../../src/server/segments/actions.ts';
import { SegmentBuilder } from '../../src/server/segments/build.ts';
import type { Telemetry } from '../../src/server/telemetry.ts';
import { type House, houseOver } from './house.ts';
import { testMongo } from './mongo.ts';

/** A whole server with HTTP, over a real database, without a port: `app.inject` reaches it. */
export interface TestApp {
  readonly app: App;
  readonly house: House;
  readonly parts: AppParts;
  readonly mongodbUri: string;
  /** A new key of the shop, as the `Authorization` header; all of the shop's scopes unless some are named. */
  authorise(shop: ShopId, ...scopes: GrantedScope[]): Promise<{ authorization: string }>;
  /** Sends what {@link sign} made to the webhook address. */
  deliver(
    platform: Platform,
    request: WebhookRequest,
    installation: InstallationId | null,
  ): Promise<LightMyRequestResponse>;
}

export interface TestAppOptions {
  readonly config?: Partial<AppConfig>;
  readonly now?: () => number;
  /** Encrypts secrets of hosts: one that another server of the same database knows. */
  readonly key?: Buffer;
  readonly logger?: Logger;
  readonly isReady?: () => boolean;
  /** Routes of the test's own, beside those of the API and behind its keys. */
  readonly routes?: (api: App) => void;
  readonly telemetry?: Telemetry;
  readonly live?: LiveParts['limits'];
  readonly mail?: Mail;
  readonly exports?: Pick<BulkActionsParts, 'rowsMax'>;
}

/** Rate limits are off unless a test asks for them. */
export async function testApp(t: Test, options: TestAppOptions = {}): Promise<TestApp> {
  const { client, db, uri } = await testMongo(t);
  const now = options.now ?? Date.now;
  const logger = options.logger ?? pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });
  const metrics = new Metrics();
  const onEnd: NonNullable<Parameters<typeof houseOver>[2]>['onEnd'] = (delivery, outcome) =>
    metrics.deliveryEnded(delivery, outcome, now());
  const { key = randomBytes(32) } = options;
  const house = await houseOver(client, db.databaseName, { now, key, logger, onEnd });
  const { store, box, states, worker, reception } = house;
  const builder = new SegmentBuilder({ store, states, logger, owner: 'test', now });
  const backTests = new BackTests({ store, states, logger, owner: 'test', now, mongodbUri: uri });
  const live = new LiveEvents({ store, states, metrics, logger, limits: options.live ?? {} });
  const mail = options.mail ?? null;
  const config: AppConfig = {
    publicUrl: 'http://localhost:3000',
    rateLimitPerMinute: 0,
    webhookBodyLimitBytes: 5 << 20,
    inboxLimit: 100_000,
    trustProxy: false,
    shopifyApiKey: null,
    ...options.config,
  };
  const { publicUrl } = config;
  const actionsParts = { store, states, logger, owner: 'test', now, box, mail, publicUrl, ...options.exports };
  const actions = new BulkActions(actionsParts);
  const parts: AppParts = {
    config,
    store,
    box,
    principals: new Principals({ store, box, states, config, now }),
    states,
    worker,
    reception,
    builder,
    backTests,
    actions,
    hasMail: mail !== null,
    live,
    logger,
    metrics,
    now,
    isReady: options.isReady ?? (() => true),
    telemetry: options.telemetry ?? null,
  };
  const app = await buildApp(parts, (api) => {
    registerApi(api, parts);
    options.routes?.(api);
  });
  worker.start();
  t.teardown(async () => {
    await app.close();
    await live.stop();
    await builder.stop();
    await actions.stop();
    await backTests.stop();
    await worker.stop();
  });
  return {
    app,
    house,
    parts,
    mongodbUri: uri,
    async authorise(shop, ...scopes) {
      const { key } = await createApiKey(
        store.forShop(shop),
        { name: 'test', scopes: scopes.length === 0 ? ['*'] : scopes },
        now(),
      );
      return { authorization: `Bearer ${key}` };
    },
    deliver(platform, { method, headers, query, rawBody }, installation) {
      const url = `/webhooks/${platform}${installation === null ? '' : `/${installation}`}`;
      const sent = headers as Record<string, string>;
      return app.inject({
        method,
        url,
        headers: { 'content-type': 'application/json', ...sent },
        query: query as Record<string, string>,
        ...(method === 'POST' ? { payload: rawBody } : {}),
      });
    },
  };
}
