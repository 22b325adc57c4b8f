import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import { type LiveEvent, openLive } from '../../extension-ui/src/api/live-stream.ts';
import type { CustomerKey, ShopId } from '../../src/model.ts';
import { buildApp } from '../../src/server/app.ts';
import { newCustomer } from '../../src/server/ingest/person.ts';
import { LiveEvents } from '../../src/server/live/live-events.ts';
import { type TestApp, type TestAppOptions, testApp } from '../support/app.ts';
import { type Heard, Listener, type Refused } from '../support/listener.ts';
import { head, listening } from '../support/raw-http.ts';
import { sampleOf, sign } from '../support/samples.ts';
import { seeded } from '../support/seeded.ts';
import { staffToken } from '../support/staff.ts';
import { invoice, type Till, till } from '../support/till.ts';
import { SPENT } from '../support/twins.ts';

/** The event stream over a real server and a real change stream. What each event needs is in src/server/live/events.ts. */

async function serving(t: Test, options: TestAppOptions = {}) {
  const server = await testApp(t, options);
  const port = await listening(server.app);
  const listeners: Listener[] = [];
  const hear = async (headers: Record<string, string>, lastId?: string) => {
    const listener = await Listener.open(port, headers, lastId);
    listeners.push(listener);
    return listener;
  };
  t.teardown(() => {
    for (const listener of listeners) listener.hangUp();
  });
  return { server, port, hear };
}

/** Somebody new, written past everything: what happens in the database is what is told, whoever did it. */
async function appear(server: TestApp, shop: ShopId, ...ids: string[]): Promise<void> {
  const documents = ids.map((id) => newCustomer(`${shop}/000/${id}` as CustomerKey, 0));
  await server.house.store.forShop(shop).customers.insert(documents);
}

/** Cursors of change streams of this database, as the database itself sees them. */
async function changeStreams({ house }: TestApp): Promise<unknown[]> {
  const { client, db } = house.store;
  const all = [{ $currentOp: { idleCursors: true, allUsers: true } }, { $match: { 'cursor.tailable': true } }];
  const found = await client.db('admin').aggregate(all).toArray();
  return found.filter(({ ns }) => String(ns).startsWith(`${db.databaseName}.`)).map(({ cursor }) => cursor.cursorId);
}

const isCustomer = (id: string) => (heard: Heard) => heard.event === 'customer' && heard.data.id === id;
const customersIn = ({ heard }: Listener) =>
  heard.filter(({ event }) => event === 'customer').map(({ data }) => data.id);

t.test('more than is told one by one is a reset, and equal events are one', async (t) => {
  const { server, hear } = await serving(t, { live: { batchMax: 50 } });
  const { id: shop, scope } = await server.house.addShop({ platform: 'pos', domain: 'a' });
  const listener = await hear(await server.authorise(shop));
  await appear(server, shop, ...Array.from({ length: 200 }, (_, i) => `m${i}`));
  const { id } = await listener.until(({ event }) => event === 'reset'); console.error('reset seen');
  t.notOk(customersIn(listener).includes('m199'), 'none of them by name');
  await server.house.store.transaction(shop, async (inside) => {
    for (let i = 0; i < 30; i++)
      await inside.customers.updateOne({ _id: `${shop}/000/m1` as CustomerKey }, { $set: { name: `${i}` } });
  });
  console.error('tx done', listener.heard.length); await appear(server, shop, 'last');
  const timer=setInterval(()=>console.error(JSON.stringify(listener.heard.slice(-5))),3000); await listener.until(isCustomer('last')); clearInterval(timer);
  const after = listener.heard.filter((heard) => heard.id > id && heard.event === 'customer');
  t.same(
    after.map(({ data }) => data.id),
    ['m1', 'last'],
    'thirty changes of one customer are one',
  );
  t.equal(await scope.customers.count(), 201);
});
