import { setTimeout as pause } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { pino } from 'pino';
import { TIKME } from '../../src/loyalty/index.ts';
import { addMonths } from '../../src/model.ts';
import { makeDemoShop } from '../../src/server/demo/index.ts';
import { BackTests } from '../../src/server/loyalty/back-tests.ts';
import { findBackTest } from '../../src/server/queries/back-tests.ts';
import type { ShopStore } from '../../src/server/store/index.ts';
import { houseOver } from '../support/house.ts';
import { median, type Row } from './report.ts';

const DAY = 86_400_000;

/** Two programmes over two years of a large shop's orders, beside reading the orders whole in one go. */
export async function benchBackTest(
  uri: string,
  options: { customers: number; rounds: number; say: (line: string) => void },
): Promise<Row[]> {
  const client = await new MongoClient(uri, { maxPoolSize: 50 }).connect();
  const name = `bench_back_test_${process.pid}`;
  const { store, box, states, reception } = await houseOver(client, name);
  const now = Date.UTC(2026, 10, 22, 5);
  const logger = pino({ level: 'silent' });
  const backTests = new BackTests({ store, states, logger, owner: 'bench', now: () => now, mongodbUri: uri });
  try {
    const until = Math.floor(now / DAY);
    const { shopId } = await makeDemoShop({
      store,
      box,
      states,
      reception,
      now: () => now,
      log: options.say,
      customers: options.customers,
      until,
      inBulk: true,
      mongodbUri: uri,
    });
    const scope = store.forShop(shopId);
    const dearer = { ...TIKME, redeeming: { ...TIKME.redeeming, pointMinor: 2000 } };
    const asked = {
      programme: dearer,
      against: TIKME,
      fromDay: addMonths(until, -24),
      redeemPercent: 60,
      redeemAfterDays: 30,
    };
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (let round = 0; round < options.rounds; round++) {
      theirs.push(await seconds(() => readOrders(scope)));
      ours.push(
        await seconds(async () => {
          const id = await backTests.start(scope, 'bench', asked);
          await backTests.idle();
          const { state, report } = await findBackTest(scope, id);
          if (state !== 'done' || !report) throw new Error(`the back-test is ${state}`);
          options.say(
            `${report.customers} customers, ${report.orders} orders, cost ${report.programme.totals.costMinor}`,
          );
        }),
      );
      await pause(500);
    }
    return [
      {
        what: `two programmes over ${(await scope.orders.count()).toLocaleString('en')} orders, s`,
        ours: median(ours),
        against: median(theirs),
        baseline: 'reading the orders, whole',
        ratio: median(theirs) / median(ours),
        aim: '< 60 s',
      },
    ];
  } finally {
    await backTests.stop();
    await client.db(name).dropDatabase();
    await client.close();
  }
}

async function readOrders(scope: ShopStore): Promise<void> {
  for await (const _ of scope.orders.find({}));
}

async function seconds(run: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await run();
  return (performance.now() - started) / 1000;
}
