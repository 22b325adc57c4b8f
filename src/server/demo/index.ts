import { availableParallelism } from 'node:os';
import { AppError, invariant } from '../../errors.ts';
import type { DayNumber, DemoOrigin, InstallationId, Shop, ShopId } from '../../model.ts';
import { addShop, connect } from '../installations.ts';
import type { Reception } from '../receive.ts';
import type { SecretBox } from '../secrets.ts';
import type { ShopStates } from '../shop-state.ts';
import type { InstallationDocument } from '../store/documents.ts';
import type { Store } from '../store/index.ts';
import { refuseUnlessEmpty, writeBulk } from './bulk.ts';
import { writeInThreads } from './bulk-threads.ts';
import { deliverAll } from './deliver.ts';
import { type DemoDelivery, demoCustomers, demoProducts } from './generate.ts';
import { DemoProgress } from './progress.ts';

/** Fixed, so that what is written about the demo shop (README, printed commands) holds on every machine. */
export const DEMO_SHOP = {
  id: 'dem0vn' as ShopId,
  installationId: 'p0s1' as InstallationId,
  name: 'Tiệm Mẫu',
  currency: 'VND',
  timeZone: 'Asia/Ho_Chi_Minh',
  countryCode: 'VN',
} as const;

export const DEMO_CUSTOMERS = 2_000;
export const DEMO_SEED = 1;
/** Up to so many customers the demo shop is sent through ingest; more are written in bulk. */
export const DELIVERED_MAX = 10_000;

export interface DemoShopOptions {
  readonly store: Store;
  readonly box: SecretBox;
  readonly states: ShopStates;
  /** Of a server whose worker is running; unused in bulk. */
  readonly reception: Reception;
  readonly now: () => number;
  /** One line of progress. */
  readonly log: (line: string) => void;
  readonly customers?: number;
  readonly seed?: number;
  /** Today: everything happened before it. */
  readonly until: DayNumber;
  /** Default: by the number of customers. */
  readonly inBulk?: boolean;
  /** Where the store is: with it, writing in bulk uses a thread a processor; without it, this one. */
  readonly mongodbUri?: string;
  readonly signal?: AbortSignal;
  /** Another shop than the default one. */
  readonly ids?: { readonly id: ShopId; readonly installationId: InstallationId; readonly name: string };
}

export interface DemoShop {
  readonly shopId: ShopId;
  readonly installationId: InstallationId;
  /** `complete` is false for a bulk run that was interrupted. */
  readonly origin: DemoOrigin;
  /** False when it was whole already. */
  readonly isNew: boolean;
}

/**
 * Makes the demo shop, once. What it is made from stands on the shop from the beginning: a process that is killed half way
 * leaves a shop that the next start finishes from the same options, by sending everything again (a repeat changes nothing). In bulk
 * there is no such repair: a shop that has data is refused with `shop_not_empty`, and a start that only asks for the demo shop
 * leaves it as it is and says so, because half a demo must not keep a server from serving.
 */
export async function makeDemoShop(options: DemoShopOptions): Promise<DemoShop> {
  const { store, states, signal } = options;
  const { shop, installation, secret } = await openDemoShop(options);
  const origin = originOf(shop);
  const ids = { shopId: shop._id, installationId: installation._id };
  const made = { ...ids, origin: { ...origin, complete: true } };
  const asked = options.customers ?? origin.customers;
  if (asked !== origin.customers)
    throw new AppError('shop_not_empty', `shop ${shop._id} is a demo shop of ${origin.customers} customers`);
  if (origin.complete) return { ...made, isNew: false };

  const scope = store.forShop(shop._id);
  const inBulk = options.inBulk ?? origin.customers > DELIVERED_MAX;
  if (inBulk && options.customers === undefined && options.inBulk === undefined) {
    options.log(
      `The demo shop of ${origin.customers} customers is not whole: writing it was interrupted. Erase it, or use a new database.`,
    );
    return { ...ids, origin, isNew: false };
  }
  const from = { ...origin, timeZone: shop.timeZone };
  const progress = new DemoProgress(origin.customers, options.log);
  if (inBulk) {
    await refuseUnlessEmpty(scope);
    const state = await states.get(shop._id);
    invariant(state, 'the demo shop has just been made');
    const common = { scope, state, installation: installation._id, now: options.now(), ...(signal ? { signal } : {}) };
    await writeBulk({ ...common, lists: [demoProducts(from)] });
    if (options.mongodbUri === undefined) {
      await writeBulk({ ...common, lists: deliveriesOf(from), onList: () => progress.customer() });
    } else {
      const input = {
        mongodbUri: options.mongodbUri,
        databaseName: store.db.databaseName,
        shop: shop._id,
        installation: installation._id,
        origin,
        now: common.now,
      };
      await writeInThreads(input, {
        threads: availableParallelism(),
        onCustomers: (done) => progress.customers(done),
        ...(signal ? { signal } : {}),
      });
    }
  } else {
    const common = {
      reception: options.reception,
      scope,
      installation: installation._id,
      secret,
      ...(signal ? { signal } : {}),
    };
    const products = await deliverAll({ ...common, lists: [demoProducts(from)] });
    const people = await deliverAll({ ...common, lists: deliveriesOf(from), onList: () => progress.customer() });
    const parked = products.parked + people.parked;
    if (parked > 0) options.log(`${parked} deliveries of the demo shop were parked; \`crm replay\` applies them.`);
  }
  await store.system.shops.updateOne({ _id: shop._id }, { $set: { 'demo.complete': true } });
  states.forget(shop._id);
  progress.end();
  return { ...made, isNew: true };
}

function originOf(shop: Shop): DemoOrigin {
  if (!shop.demo) throw new AppError('conflict', `shop ${shop._id} exists and is no demo shop`);
  return shop.demo;
}

function* deliveriesOf(origin: Parameters<typeof demoCustomers>[0]): Generator<readonly DemoDelivery[]> {
  for (const customer of demoCustomers(origin)) yield customer.deliveries;
}

/** The shop with its connection, as they are or made now. Another process may make them at the same moment: then its shop is taken. */
async function openDemoShop(
  options: DemoShopOptions,
): Promise<{ shop: Shop; installation: InstallationDocument; secret: string }> {
  const found = await findDemoShop(options);
  if (found) return found;
  const { store, box, now, until, customers = DEMO_CUSTOMERS, seed = DEMO_SEED, ids = DEMO_SHOP } = options;
  const { currency, timeZone, countryCode } = DEMO_SHOP;
  const demo: DemoOrigin = { seed, customers, until, complete: false };
  const { id, installationId, name } = ids;
  try {
    return await addShop(
      store,
      box,
      { platform: 'pos', domain: domainOf(id), currency, timeZone, countryCode, name, id, installationId, demo },
      now(),
    );
  } catch (error) {
    const foundNow = await findDemoShop(options);
    if (foundNow) return foundNow;
    throw error;
  }
}

const domainOf = (shop: ShopId) => `${shop}.example`;

async function findDemoShop({ store, box, now, ids = DEMO_SHOP }: DemoShopOptions) {
  const shop = await store.system.shops.findOne({ _id: ids.id });
  if (!shop) return null;
  originOf(shop);
  const installation = await store.system.installations.findOne({ _id: ids.installationId });
  // Killed between the two: the connection is made now.
  if (!installation)
    return {
      shop,
      ...(await connect(
        store,
        box,
        shop._id,
        { platform: 'pos', domain: domainOf(shop._id), installationId: ids.installationId },
        now(),
      )),
    };
  return { shop, installation, secret: box.open(installation.secrets[0] ?? '', installation._id) };
}
