import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { ShopId } from '../../../src/model.ts';
import { Dice } from '../../../src/server/demo/dice.ts';
import { contextFor, labelOf } from '../../../src/server/segments/live.ts';
import { createSegment } from '../../../src/server/segments/saved.ts';
import { ALL_BUCKETS, countIn, select } from '../../../src/server/segments/scan.ts';
import { readNamed } from '../../../src/server/shop-state.ts';
import { SHOP_COLLECTIONS, type ShopStore } from '../../../src/server/store/index.ts';
import { type House, houseOver } from '../../support/house.ts';
import { sampleOf, sign } from '../../support/samples.ts';
import { invoice } from '../invoice.ts';
import { percentile } from '../report.ts';
import { DATABASE, type Database } from './database.ts';
import { randomDefinition } from './dice-definitions.ts';

const SEED = 20_261_124;
const SEGMENTS = 100;
const A_SECOND = 200;
/** Shops of this bench, so that one that was killed leaves nothing to the next. */
const DOMAIN = 'live-';

export interface Live {
  readonly events: number;
  /** From when the event was due until its customer's memberships were committed. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Webhooks at an even pace into a shop with a hundred saved segments, in the same collections as the large one. */
export async function measureLive(database: Database, seconds: number): Promise<Live> {
  const ended = new Map<string, () => void>();
  const house = await houseOver(database.client, DATABASE, {
    concurrency: 16,
    onEnd: (delivery) => ended.get(delivery.headers['x-tessera-delivery'] ?? '')?.(),
  });
  await eraseShops(database);
  const shop = await house.addShop({ platform: 'pos', domain: `${DOMAIN}${randomBytes(4).toString('hex')}` });
  try {
    await saveSegments(shop.scope);
    house.states.forget(shop.id);
    house.worker.start();
    const events = seconds * A_SECOND;
    const waits: number[] = [];
    const begin = performance.now() + 200;
    const receipts: Promise<unknown>[] = [];
    const all: Promise<void>[] = [];
    for (let i = 0; i < events; i++) {
      const due = begin + (i * 1000) / A_SECOND;
      await pause(Math.max(0, due - performance.now()));
      const id = `live-${i}`;
      all.push(
        new Promise((settle) => {
          ended.set(id, () => {
            waits.push(performance.now() - due);
            settle();
          });
        }),
      );
      const sample = sampleOf('pos', 'invoice.saved', invoice(i));
      const headers = { ...sample.headers, 'x-tessera-delivery': id };
      receipts.push(house.receive('pos', sign('pos', { ...sample, headers }, shop.secret), shop.installation));
    }
    await Promise.all(receipts);
    await Promise.all(all);
    await house.worker.stop();
    await checkMembers(house, shop.scope);
    return { events, p50Ms: percentile(waits, 0.5), p99Ms: percentile(waits, 0.99) };
  } finally {
    await house.worker.stop();
    await eraseShops(database);
  }
}

/** As they are after their first build: of nobody yet. */
async function saveSegments(scope: ShopStore): Promise<void> {
  for (let i = 0; i < SEGMENTS; i++) {
    const definition = randomDefinition(new Dice(SEED, i));
    await createSegment(scope, { name: `s${i}`, definition, by: 'bench', now: Date.now() });
  }
  await scope.segments.updateMany({}, { $set: { state: 'ready', activeVersion: 1 } });
}

/** Events decide by the evaluator; the compiler has to find the same. */
async function checkMembers(house: House, scope: ShopStore): Promise<void> {
  const state = await house.states.get(scope.shop);
  if (!state) throw new Error('the shop is not there');
  for await (const segment of scope.segments.find({})) {
    const { catalogue, references } = await readNamed(scope, [segment.definition]);
    const selection = select(segment.definition, contextFor(state, Date.now(), catalogue, references));
    const found = await countIn(scope, selection, ALL_BUCKETS);
    const kept = await scope.customers.count({ memberOf: labelOf(segment._id, 1) });
    if (found !== kept) throw new Error(`${segment.name}: ${kept} members are kept, of ${found}`);
  }
}

async function eraseShops({ db, house }: Database): Promise<void> {
  const { installations, shops } = house.store.system;
  for await (const { shop } of installations.find({ domain: { $regex: `^${DOMAIN}` } })) await eraseShop(shop);

  async function eraseShop(shop: ShopId): Promise<void> {
    for (const [name, kind] of Object.values(SHOP_COLLECTIONS)) {
      if (name === 'installations') continue; // the last: what is left is found by it
      const own = kind === 'range' ? { _id: { $gte: `${shop}/`, $lt: `${shop}0` } } : { shop };
      await db.collection(name).deleteMany(own as never);
    }
    await shops.deleteOne({ _id: shop });
    await installations.deleteMany({ shop });
  }
}
