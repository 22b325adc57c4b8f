import { randomBytes } from 'node:crypto';
import type { MongoClient } from 'mongodb';
import { type Logger, pino } from 'pino';
import type { Test } from 'tap';
import type { Adapter, Platform, WebhookRequest } from '../../src/adapters/adapter.ts';
import { adapterOf } from '../../src/adapters/index.ts';
import type { InstallationId, ShopId } from '../../src/model.ts';
import { deliveryDocument, InboxWriter } from '../../src/server/inbox.ts';
import { applyDelivery, contextOf, readDelivery } from '../../src/server/ingest/delivery.ts';
import { Worker, type WorkerOptions } from '../../src/server/ingest/worker.ts';
import { addShop, connect, type NewShop } from '../../src/server/installations.ts';
import { type Receipt, Reception } from '../../src/server/receive.ts';
import { SecretBox } from '../../src/server/secrets.ts';
import { ShopStates } from '../../src/server/shop-state.ts';
import { openStore, type ShopStore, type Store } from '../../src/server/store/index.ts';
import { type VerifyReport, verifyShop } from '../../src/server/verify.ts';
import { testMongo } from './mongo.ts';

/** A whole server without HTTP: what the webhook route calls, over a real database. */
export interface House {
  readonly store: Store;
  readonly box: SecretBox;
  readonly states: ShopStates;
  readonly worker: Worker;
  readonly reception: Reception;
  receive(platform: Platform, request: WebhookRequest, installation: InstallationId | null): Promise<Receipt>;
  addShop(
    given: Partial<NewShop> & Pick<NewShop, 'platform' | 'domain'>,
  ): Promise<{ id: ShopId; installation: InstallationId; secret: string; scope: ShopStore }>;
  connect(shop: ShopId, platform: Platform, domain: string): Promise<{ installation: InstallationId; secret: string }>;
  /** Stores and applies a delivery without the worker and its locks, as another process would. */
  applyAlone(platform: Platform, request: WebhookRequest, installation: InstallationId): Promise<void>;
  /** Resolves when nothing waits in the inbox any more, and whatever begins now sees it. */
  settled(): Promise<void>;
  verify(shop: ShopId): Promise<VerifyReport>;
}

export interface HouseOptions {
  readonly concurrency?: number;
  readonly now?: () => number;
  readonly key?: Buffer;
  readonly logger?: Logger;
  readonly onEnd?: WorkerOptions['onEnd'];
}

export async function house(t: Test, options: HouseOptions = {}): Promise<House> {
  const { client, db } = await testMongo(t);
  const opened = await houseOver(client, db.databaseName, options);
  opened.worker.start();
  t.teardown(() => opened.worker.stop());
  return opened;
}

export async function houseOver(client: MongoClient, databaseName: string, options: HouseOptions = {}): Promise<House> {
  const store = await openStore(client, databaseName);
  const box = new SecretBox(options.key ?? randomBytes(32));
  const states = new ShopStates(store);
  const now = options.now ?? Date.now;
  const logger = options.logger ?? pino({ level: process.env.TEST_LOG_LEVEL ?? 'silent' });
  const worker = new Worker({
    store,
    states,
    logger,
    owner: randomBytes(4).toString('hex'),
    concurrency: options.concurrency ?? 16,
    now,
    ...(options.onEnd ? { onEnd: options.onEnd } : {}),
  });
  const reception = new Reception({ store, box, inbox: new InboxWriter(store), worker, now });
  return {
    store,
    box,
    states,
    worker,
    reception,
    receive: (platform, request, installation) =>
      reception.receive(adapterOf(platform) as Adapter, request, installation),
    async applyAlone(platform, request, installation) {
      const adapter = adapterOf(platform) as Adapter;
      const document = await store.system.installations.findOne({ _id: installation });
      const claim = adapter.identify(request);
      if (!document || !claim) throw new Error('no such connection');
      const delivery = {
        ...deliveryDocument(document, adapter, claim, request, now()),
        lease: { owner: 'another', until: now() + 60_000 },
      };
      await store.system.inbox.insertOne(delivery);
      const state = await states.get(document.shop);
      if (!state) throw new Error('no such shop');
      const context = contextOf(delivery, state, now());
      await applyDelivery(store, delivery, readDelivery(delivery, context), async () => context);
    },
    async addShop(given) {
      const made = await addShop(store, box, { currency: 'VND', timeZone: 'Asia/Ho_Chi_Minh', ...given }, now());
      return {
        id: made.shop._id,
        installation: made.installation._id,
        secret: made.secret,
        scope: store.forShop(made.shop._id),
      };
    },
    async connect(shop, platform, domain) {
      const made = await connect(store, box, shop, { platform, domain }, now());
      return { installation: made.installation._id, secret: made.secret };
    },
    async settled() {
      // By what a majority has, as transactions do: one that begins between a commit and its majority may not see it yet.
      const options = { projection: { _id: 1 }, hint: 'pending', readConcern: { level: 'majority' } } as const;
      const pending = () => store.system.inbox.findOne({ state: 'pending' }, options);
      while (await pending()) await new Promise((resolve) => setTimeout(resolve, 20));
    },
    async verify(shop) {
      const state = await states.get(shop);
      if (!state) throw new Error('no such shop');
      return verifyShop(store.forShop(shop), state, now());
    },
  };
}
