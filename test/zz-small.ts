import { MongoClient } from 'mongodb';
import { houseOver } from './support/house.ts';
import { makeDemoShop } from '../src/server/demo/index.ts';
import { dayNumber } from '../src/model.ts';
const client = await new MongoClient(process.env.TESSERA_TEST_MONGODB_URI!).connect();
const name = `t_demo_${process.pid}`;
const customers = Number(process.argv[2] ?? 500), inBulk = process.argv[3] === 'bulk';
try {
  const h = await houseOver(client, name, { concurrency: Number(process.argv[4] ?? 16) });
  h.worker.start();
  const t0 = performance.now();
  const c0 = process.cpuUsage();
  const made = await makeDemoShop({ store: h.store, box: h.box, states: h.states, reception: h.reception, now: Date.now, log: console.log, customers, until: dayNumber(2026, 11, 22), inBulk });
  const ms = performance.now() - t0; const c = process.cpuUsage(c0);
  const d = await h.store.system.inbox.countDocuments({});
  console.log(made, `${ms.toFixed(0)} ms, cpu ${((c.user + c.system) / 1000).toFixed(0)} ms, deliveries ${d}, ${(d / ms * 1000).toFixed(0)}/s, ${(customers / ms * 1000).toFixed(0)} customers/s`);
  if (customers <= 2500) console.log(await h.verify(made.shopId));
  const s = await h.store.db.stats(); console.log(s.dataSize / 1e6, s.storageSize / 1e6, s.indexSize / 1e6, s.objects);
  for (const n of ['customers','orders','order_versions','changes','identities']) { const st = await h.store.db.command({ collStats: n }); console.log(n, st.count, st.avgObjSize, st.storageSize/1e6, st.totalIndexSize/1e6); }
  console.log(await h.store.system.inbox.find({ state: 'parked' }).limit(2).toArray());
  await h.worker.stop();
} finally { await client.db(name).dropDatabase(); await client.close(); }
