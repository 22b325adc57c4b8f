import { MongoClient } from 'mongodb';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { adapterOf } from '../../src/adapters/index.ts';
import { deliveryDocument } from '../../src/server/inbox.ts';
import { houseOver } from '../support/house.ts';
import { sampleOf, sign } from '../support/samples.ts';
import { invoice } from './invoice.ts';
import { median, type Row } from './report.ts';

const IN_FLIGHT = 32;

/**
 * Deliveries applied a second, beside a bare transaction of three writes (order upsert, customer `$inc`, ledger insert) on the same
 * database with the same number in flight. Rounds alternate, so that both see the same machine.
 */
export async function benchProcessed(uri: string, options: { deliveries: number; rounds: number }): Promise<Row[]> {
  const client = await new MongoClient(uri, { maxPoolSize: 100 }).connect();
  const name = `bench_processed_${process.pid}`;
  const house = await houseOver(client, name, { concurrency: IN_FLIGHT });
  const ours: number[] = [];
  const bare: number[] = [];
  try {
    for (let round = 0; round < options.rounds; round++) {
      bare.push(await bareTransactions(client, name, options.deliveries));
      const shop = await house.addShop({ platform: 'pos', domain: `bench-${round}` });
      const installation = await house.store.system.installations.findOne({ _id: shop.installation });
      if (!installation) throw new Error('no installation');
      const adapter = adapterOf('pos') as Adapter;
      const deliveries = Array.from({ length: options.deliveries }, (_, i) => {
        const sample = sampleOf('pos', 'invoice.saved', invoice(i));
        const request = sign(
          'pos',
          { ...sample, headers: { ...sample.headers, 'x-tessera-delivery': `d${i}` } },
          shop.secret,
        );
        const claim = adapter.identify(request);
        if (!claim) throw new Error('the bench sends what the adapter does not know');
        return deliveryDocument(installation, adapter, claim, request, Date.now());
      });
      // As the server that took them in works them off: stored, and handed over in memory as fast as they are taken.
      const others = { owner: 'whoever took them in', until: Date.now() + 600_000 };
      await house.store.system.inbox.insertMany(deliveries.map((delivery) => ({ ...delivery, lease: others })));
      house.worker.start();
      const started = performance.now();
      for (const delivery of deliveries) {
        let lease = house.worker.handoverLease(0);
        for (; !lease; lease = house.worker.handoverLease(0)) await new Promise((resolve) => setTimeout(resolve, 5));
        house.worker.handOver({ ...delivery, lease });
      }
      await house.settled();
      ours.push(options.deliveries / ((performance.now() - started) / 1000));
      await house.worker.stop();
    }
  } finally {
    await client.db(name).dropDatabase();
    await client.close();
  }
  const ratio = median(ours) / median(bare);
  return [
    {
      what: 'deliveries applied a second',
      ours: median(ours),
      against: median(bare),
      baseline: 'bare transaction of three writes',
      ratio,
      aim: '≥ 0.6',
    },
  ];
}

async function bareTransactions(client: MongoClient, database: string, count: number): Promise<number> {
  const db = client.db(database, { writeConcern: { w: 'majority' } });
  const orders = db.collection<{ _id: string }>('bare_orders');
  const customers = db.collection<{ _id: string }>('bare_customers');
  const ledger = db.collection<{ _id: string; customer: string; amount: number }>('bare_ledger');
  for (const collection of [orders, customers, ledger]) {
    await db.createCollection(collection.collectionName).catch(() => undefined); // a transaction cannot be the first to write one
    await collection.deleteMany({});
  }
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      for (let i = next++; i < count; i = next++) {
        const document = invoice(i);
        for (let attempt = 0; ; attempt++) {
          const session = client.startSession({
            defaultTransactionOptions: { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } },
          });
          try {
            session.startTransaction();
            await orders.updateOne({ _id: `o${i}` }, { $set: document }, { upsert: true, session });
            await customers.updateOne(
              { _id: document.customer.phone },
              { $inc: { orders: 1, spent: 1_050_000 } },
              { upsert: true, session },
            );
            await ledger.insertOne({ _id: `l${i}`, customer: document.customer.phone, amount: 105 }, { session });
            await session.commitTransaction();
            break;
          } catch (error) {
            await session.abortTransaction().catch(() => undefined);
            if (attempt > 20) throw error;
          } finally {
            await session.endSession();
          }
        }
      }
    }),
  );
  return count / ((performance.now() - started) / 1000);
}
