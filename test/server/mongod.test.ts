import t from 'tap';
import { testMongo } from '../support/mongo.ts';

const s = performance.now();
const { client, db, uri } = await testMongo(t);
t.comment(uri, performance.now() - s);
await db.createCollection('a');
await client.withSession((session) =>
  session.withTransaction(async () => {
    await db.collection('a').insertOne({ a: 1 }, { session });
  }),
);
t.equal(await db.collection('a').countDocuments(), 1);
