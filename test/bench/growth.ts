import { MongoClient } from 'mongodb';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { adapterOf } from '../../src/adapters/index.ts';
import { makeDemoShop } from '../../src/server/demo/index.ts';
import { deliveryDocument } from '../../src/server/inbox.ts';
import { createSegment } from '../../src/server/segments/saved.ts';
import { houseOver } from '../support/house.ts';
import { sampleOf, sign } from '../support/samples.ts';
import { invoice } from './invoice.ts';
import { median, type Row } from './report.ts';

const DELIVERIES = 1000;

/**
 * What an event costs in a large shop beside a small one: the same deliveries into demo shops of both sizes, each with ten saved
 * segments that are decided with every event. Rounds alternate.
 */
export async function benchGrowth(
  uri: string,
  options: { small: number; large: number; rounds: number; say: (line: string) => void },
): Promise<Row[]> {
  const client = await new MongoClient(uri, { maxPoolSize: 100 }).connect();
  const name = (size: number) => `bench_growth_${process.pid}_${size}`;
  const rates = new Map<number, number[]>([
    [options.small, []],
    [options.large, []],
  ]);
  try {
    const houses = new Map<number, Awaited<ReturnType<typeof prepare>>>();
    for (const size of rates.keys()) houses.set(size, await prepare(client, uri, name(size), size, options.say));
    for (let round = 0; round < options.rounds; round++) {
      for (const [size, measured] of rates)
        measured.push(await (houses.get(size) as Awaited<ReturnType<typeof prepare>>)(round));
    }
  } finally {
    for (const size of rates.keys()) await client.db(name(size)).dropDatabase();
    await client.close();
  }
  const [small, large] = [...rates.values()].map(median) as [number, number];
  const size = (customers: number) => customers.toLocaleString('en');
  return [
    {
      what: `events a second with ${size(options.large)} customers`,
      ours: large,
      against: small,
      baseline: `with ${size(options.small)}`,
      ratio: large / small,
      aim: '≈ 1: the cost of an event does not grow',
    },
  ];
}

async function prepare(
  client: MongoClient,
  uri: string,
  database: string,
  customers: number,
  say: (line: string) => void,
) {
  const now = Date.UTC(2026, 10, 22, 5);
  const house = await houseOver(client, database, { concurrency: 32, now: () => Date.now() });
  const { store, box, states, reception, worker } = house;
  const made = await makeDemoShop({
    store,
    box,
    states,
    reception,
    now: () => now,
    log: say,
    customers,
    until: Math.floor(now / 86_400_000),
    inBulk: true,
    mongodbUri: uri,
  });
  const scope = store.forShop(made.shopId);
  for (let i = 0; i < 10; i++) {
    const definition = {
      include: [
        {
          all: [
            {
              kind: 'spent_in_period' as const,
              op: 'gte' as const,
              value: 1_000_000 * (i + 1),
              period: { type: 'last_n_days' as const, n: 30 * (i + 1) },
            },
          ],
        },
      ],
      exclude: [],
    };
    await createSegment(scope, { name: `s${i}`, definition, by: 'bench', now });
  }
  const installation = await store.system.installations.findOne({ _id: made.installationId });
  if (!installation) throw new Error('no connection');
  const adapter = adapterOf('pos') as Adapter;
  return async (round: number): Promise<number> => {
    const deliveries = Array.from({ length: DELIVERIES }, (_, i) => {
      const body = { ...invoice(i), id: `bench-${round}-${i}` };
      const sample = sampleOf('pos', 'invoice.saved', body);
      const request = sign(
        'pos',
        { ...sample, headers: { ...sample.headers, 'x-tessera-delivery': `g${round}-${i}` } },
        'not checked here',
      );
      const claim = adapter.identify(request);
      if (!claim) throw new Error('the bench sends what the adapter does not know');
      return deliveryDocument(installation, adapter, claim, request, Date.now());
    });
    await store.system.inbox.insertMany(deliveries);
    const started = performance.now();
    worker.start();
    await house.settled();
    const rate = DELIVERIES / ((performance.now() - started) / 1000);
    await worker.stop();
    return rate;
  };
}
