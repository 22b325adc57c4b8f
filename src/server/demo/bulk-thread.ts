import { workerData } from 'node:worker_threads';
import { MongoClient } from 'mongodb';
import { invariant } from '../../errors.ts';
import { ShopStates } from '../shop-state.ts';
import { openStore } from '../store/index.ts';
import { writeBulk } from './bulk.ts';
import { type BulkThreadInput, COUNTERS } from './bulk-threads.ts';
import { type DemoDelivery, demoCustomers } from './generate.ts';

/** One thread of a bulk run: the program that `bulk-threads.ts` starts. */
const { mongodbUri, databaseName, shop, installation, origin, now, counters } = workerData as BulkThreadInput;

/** Customers taken at a time. */
const SLICE = 200;

const client = await new MongoClient(mongodbUri).connect();
try {
  const store = await openStore(client, databaseName);
  const state = await new ShopStates(store).get(shop);
  invariant(state, 'the demo shop was made before its threads');
  const { timeZone } = state.shop;
  const lists = function* (): Generator<readonly DemoDelivery[]> {
    while (Atomics.load(counters, COUNTERS.stop) === 0) {
      const from = Atomics.add(counters, COUNTERS.next, SLICE);
      if (from >= origin.customers) return;
      for (const { deliveries } of demoCustomers(
        { ...origin, timeZone },
        from,
        Math.min(from + SLICE, origin.customers),
      ))
        yield deliveries;
    }
  };
  await writeBulk({
    scope: store.forShop(shop),
    state,
    installation,
    now,
    lists: lists(),
    onList: () => Atomics.add(counters, COUNTERS.done, 1),
  });
} finally {
  await client.close();
}
