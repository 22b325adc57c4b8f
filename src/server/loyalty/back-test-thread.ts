import { parentPort, workerData } from 'node:worker_threads';
import { MongoClient } from 'mongodb';
import { addTallies, emptyTally } from '../../loyalty/index.ts';
import { rangesOf } from '../segments/scan.ts';
import { openStore } from '../store/index.ts';
import { tallyRange } from './back-test-tally.ts';
import { type BackTestThreadInput, COUNTERS } from './back-test-threads.ts';

/** One thread of a back-test: the program that `back-test-threads.ts` starts. */
const { mongodbUri, databaseName, shop, plan, reading, parts, counters } = workerData as BackTestThreadInput;

const client = await new MongoClient(mongodbUri, { maxPoolSize: 4, appName: 'tessera back-test' }).connect();
try {
  const scope = (await openStore(client, databaseName)).forShop(shop);
  const ranges = rangesOf(parts);
  const isStopped = () => Atomics.load(counters, COUNTERS.stop) !== 0;
  let tally = emptyTally(plan);
  for (let i = take(); i < parts && !isStopped(); i = take()) {
    const range = ranges[i];
    if (!range) break;
    const part = await tallyRange(scope, plan, reading, range, (count) => {
      Atomics.add(counters, COUNTERS.done, count);
      return !isStopped();
    });
    tally = addTallies(tally, part);
  }
  parentPort?.postMessage(tally); // of a stopped one nobody reads it
} finally {
  await client.close();
}

function take(): number {
  return Atomics.add(counters, COUNTERS.next, 1);
}
