import { type Db, MongoClient } from 'mongodb';
import { addShop } from '../../../src/server/installations.ts';
import { startMongod } from '../../../src/server/mongod.ts';
import { ensureMongod, mongodSources } from '../../../src/server/mongod-binary.ts';
import { openStore } from '../../../src/server/store/index.ts';
import { type House, houseOver } from '../../support/house.ts';
import { keptFolder } from './kept.ts';
import { documentOf, keyOf, NOW, orderDocumentsOf, personAt, SHOP, TILL, VERSION, ZONE } from './shop.ts';

export const DATABASE = 'bench_segments';
/** Documents of one insert. */
const BATCH = 1000;

export interface Database {
  readonly uri: string;
  readonly client: MongoClient;
  readonly db: Db;
  readonly house: House;
  stop(): Promise<void>;
}

/** The shop in a MongoDB of its own, which is kept: filled by the first run of this size. */
export async function openDatabase(customers: number, say: (line: string) => void): Promise<Database> {
  const binary = await ensureMongod(say, mongodSources(process.env));
  const mongod = await startMongod({
    binary: binary.path,
    dataDir: keptFolder(customers, 'mongodb'),
    cacheGb: customers > 200_000 ? 6 : 2, // all of it in memory, as PostgreSQL and DuckDB have it
    log: say,
  });
  const client = await new MongoClient(mongod.uri, { maxPoolSize: 100 }).connect();
  try {
    const db = client.db(DATABASE);
    const marks = db.collection<{ _id: string }>('bench_made');
    if (!(await marks.findOne({ _id: `v${VERSION}` }))) {
      say(`writing ${customers} customers and their orders`);
      await db.dropDatabase();
      await fill(db, customers);
      say('building indexes');
      await openStore(client, DATABASE);
      await marks.insertOne({ _id: `v${VERSION}` });
    }
    const house = await houseOver(client, DATABASE, { concurrency: 32, now: Date.now });
    if (!(await house.states.get(SHOP))) {
      await addShop(
        house.store,
        house.box,
        { platform: 'pos', domain: 'bench', currency: 'VND', timeZone: ZONE, id: SHOP, installationId: TILL },
        NOW,
      );
      house.states.forget(SHOP);
    }
    return {
      uri: mongod.uri,
      client,
      db,
      house,
      async stop() {
        await client.close();
        await mongod.stop();
      },
    };
  } catch (error) {
    await client.close();
    await mongod.stop();
    throw error;
  }
}

/** In order of the clustered key, and without indexes until all is there: each is built once then. */
async function fill(db: Db, customers: number): Promise<void> {
  await db.createCollection('customers', { clusteredIndex: { key: { _id: 1 }, unique: true, name: '_id' } });
  const keys = Array.from({ length: customers }, (_, index) => ({ key: keyOf(index), index }));
  keys.sort((a, b) => (a.key < b.key ? -1 : 1));
  let writing: Promise<unknown> = Promise.resolve();
  for (let start = 0; start < customers; start += BATCH) {
    const people = keys.slice(start, start + BATCH).map(({ index }) => personAt(index));
    const documents = people.map(documentOf);
    const orders = people.flatMap(orderDocumentsOf);
    await writing;
    const options = { ordered: false, writeConcern: { w: 1 } };
    writing = Promise.all([
      db.collection('customers').insertMany(documents as never[], options),
      ...(orders.length > 0 ? [db.collection('orders').insertMany(orders as never[], options)] : []),
    ]);
  }
  await writing;
}
