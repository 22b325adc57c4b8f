import { hostname } from 'node:os';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { AppError } from '../errors.ts';
import { buildApp } from './app.ts';
import type { Config } from './config.ts';
import { type Database, openDatabase } from './database.ts';
import { InboxWriter } from './inbox.ts';
import { listUnlisted } from './ingest/list-unlisted.ts';
import { Worker } from './ingest/worker.ts';
import { startJobs } from './jobs/index.ts';
import { encryptionKey } from './key.ts';
import { LiveEvents } from './live/live-events.ts';
import { createLogger } from './logger.ts';
import { BackTests } from './loyalty/back-tests.ts';
import { openMail } from './mail.ts';
import { Metrics } from './metrics.ts';
import { Principals } from './principals.ts';
import { randomId } from './random.ts';
import { requestDueRebuilds } from './rebuild.ts';
import { Reception } from './receive.ts';
import { SecretBox } from './secrets.ts';
import { BulkActions } from './segments/actions.ts';
import { SegmentBuilder } from './segments/build.ts';
import { queueBuilds } from './segments/queue.ts';
import { ShopStates } from './shop-state.ts';
import type { Store } from './store/index.ts';
import { startTelemetry } from './telemetry.ts';

/** A running server, and the parts that the demo shop is made with. */
export interface Server {
  readonly url: string;
  readonly store: Store;
  readonly box: SecretBox;
  readonly states: ShopStates;
  readonly reception: Reception;
  readonly builder: SegmentBuilder;
  readonly isEmbedded: boolean;
  /** The demo host has started: the server's own page links to it. */
  showDemoHost(url: string): void;
  /** From now on /readyz says 200. */
  ready(): void;
  /** No new requests, finish those in flight, give leases back, stop MongoDB. A second call waits for the first. */
  stop(): Promise<void>;
}

/** Opens everything in the order in which it is needed; whatever fails closes what was opened before it. */
export async function startServer(
  config: Config,
  log: (line: string) => void,
  onLost: (detail: string) => void,
): Promise<Server> {
  const database = await openDatabase(config, log);
  try {
    return await serve(config, database, createLogger(config.logLevel), onLost);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function serve(
  config: Config,
  database: Database,
  logger: Logger,
  onLost: (detail: string) => void,
): Promise<Server> {
  const { store, mongod, uri } = database;
  const now = Date.now;
  const box = await openBox(config, store);
  const owner = `${hostname()}:${process.pid}:${randomId(6)}`;
  const states = new ShopStates(store);
  const metrics = new Metrics();
  const builder = new SegmentBuilder({ store, states, logger, owner, now });
  const backTests = new BackTests({ store, states, logger, owner, now, mongodbUri: uri });
  const mail = openMail(config);
  const publicUrl = config.publicUrl ?? `http://localhost:${config.port}`;
  const actions = new BulkActions({ store, states, logger, owner, now, box, mail, publicUrl });
  const worker = new Worker({
    store,
    states,
    logger,
    owner,
    concurrency: config.workers,
    now,
    onEnd(delivery, outcome, { productsChanged }) {
      metrics.deliveryEnded(delivery, outcome, now());
      // Which products are in a category has changed: segments that name categories are decided again.
      if (productsChanged) void rebuildByCategory(store, states, builder, delivery.shop).catch(() => undefined);
    },
  });
  const reception = new Reception({ store, box, inbox: new InboxWriter(store), worker, now });
  const live = new LiveEvents({ store, states, metrics, logger });
  const telemetry = await startTelemetry(config.otlpEndpoint);
  let isReady = false;
  let demoHostUrl: string | null = null;
  const app = await buildApp({
    config: {
      publicUrl,
      rateLimitPerMinute: config.rateLimitPerMinute,
      webhookBodyLimitBytes: config.webhookBodyLimitBytes,
      inboxLimit: config.inboxLimit,
      trustProxy: config.trustProxy,
      shopifyApiKey: config.shopifyApiKey,
    },
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
    isReady: () => isReady,
    demoHostUrl: () => demoHostUrl,
    telemetry,
  });
  const url = await listen(app, config);
  worker.start();
  void listUnlisted(store).catch((error: Error) => logger.error({ code: error.name }, 'customers could not be listed'));
  await builder.resume();
  await actions.resume();
  await requestDueRebuilds(store, now());
  const jobs = await startJobs({ store, builder, actions, logger, now });
  void mongod?.exited.then(({ expected, detail }) => expected || onLost(detail));

  let stopping: Promise<void> | undefined;
  const stop = async () => {
    await app.close();
    await live.stop();
    await jobs.stop();
    await Promise.all([worker.stop(), builder.stop(), actions.stop(), backTests.stop()]);
    mail?.close();
    await telemetry?.stop();
    await database.close();
  };
  return {
    url,
    store,
    box,
    states,
    reception,
    builder,
    isEmbedded: mongod !== null,
    showDemoHost: (url) => {
      demoHostUrl = url;
    },
    ready: () => {
      isReady = true;
    },
    stop: () => (stopping ??= stop()),
  };
}

/** The box of this server's key. A key made just now cannot open what a database already holds: better said now than at a delivery. */
export async function openBox(config: Config, store: Store): Promise<SecretBox> {
  const { key, isNew } = encryptionKey(config);
  const box = new SecretBox(key);
  const sample = await store.system.installations.findOne({});
  if (sample && isNew)
    throw new AppError('key_missing', `the database holds host secrets, and ${config.dataDir}/key was made only now`);
  if (sample?.secrets[0] !== undefined) box.open(sample.secrets[0], sample._id);
  return box;
}

async function listen(app: FastifyInstance, config: Config): Promise<string> {
  try {
    await app.listen({ port: config.port, host: config.host });
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === 'EADDRINUSE')
      throw new AppError('port_in_use', `port ${config.port} on ${config.host} is taken`, { cause: error });
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL')
      throw new AppError('setting_invalid', `cannot listen on ${config.host}:${config.port} (${code})`, {
        cause: error,
      });
    throw error;
  }
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  return config.publicUrl ?? `http://localhost:${port}`;
}

async function rebuildByCategory(
  store: Store,
  states: ShopStates,
  builder: SegmentBuilder,
  shop: Parameters<ShopStates['get']>[0],
): Promise<void> {
  const state = await states.get(shop);
  const naming = (state?.live.segments ?? []).filter((segment) => segment.active && segment.namesCategories);
  const keys = naming.map(({ key }) => key);
  if (keys.length > 0) await queueBuilds(store.forShop(shop), keys);
  for (const key of keys) builder.requestBuild(shop, key);
}
