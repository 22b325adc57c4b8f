import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pino } from 'pino';
import t from 'tap';
import { SecretBox } from '../../src/server/secrets.ts';
import { BulkActions } from '../../src/server/segments/actions.ts';
import { testApp } from '../support/app.ts';
import { crowd, segmentReady, untilState } from '../support/crowd.ts';
import { seeded } from '../support/seeded.ts';
import { member, type Till, till } from '../support/till.ts';

/** Something done to everybody in a segment, as its members are at that moment (A03). */

const EVERYBODY = { include: [{ all: [{ kind: 'order_count', op: 'gte', value: 0 }] }], exclude: [] };
const WITH_TAG = { include: [{ all: [{ kind: 'has_tag', tags: ['Tri ân'] }] }], exclude: [] };

async function segmentOf(shop: Till, definition: object = EVERYBODY, name = 'Mọi người'): Promise<string> {
  const { body } = await shop.ask('POST', '/segments', { name, definition });
  await segmentReady(shop, body.id);
  return body.id;
}

const tagged = ({ scope }: Till) => scope.customers.count({ tags: 'tri an' });

t.test(
  'A03 a tag goes to the frozen set, once each, and an undo takes it from those alone who got it here',
  async (t) => {
    const server = await testApp(t);
    const shop = await till(server, 'tags');
    const { ask, scope, send } = shop;
    const keys = await crowd(shop, 250);
    const id = await segmentOf(shop);
    const labelled = await segmentOf(shop, WITH_TAG, 'Có nhãn');
    const [first, second] = keys.map((key) => key.slice(-12));
    await ask('PUT', `/customers/${first}/tags`, { tags: ['tri an', 'khác'] });
    await send('customer.saved', member({ phone: '0900000001', tags: ['Tri Ân'], at: '2026-11-20T00:00:00Z' }));

    const { status, body } = await ask('POST', `/segments/${id}/actions`, { type: 'add_tag', tag: 'Tri ân' });
    t.equal(status, 202);
    t.match(body, { type: 'add_tag', tag: 'Tri ân', state: 'queued' });
    const path = `/segments/${id}/actions/${body.id}`;
    const done = await untilState(shop, path, 'done');
    t.match(done, { progress: { done: 250, total: 250 }, changed: 249, canUndo: true });
    t.equal(await tagged(shop), 250);
    t.equal(
      (await ask('GET', `/segments/${labelled}`)).body.size,
      250,
      'saved segments follow in the same transactions',
    );
    t.match((await scope.customers.findOne({ _id: keys[5] as string as never }))?.tagClaims, [
      { source: 'staff', tags: ['Tri ân'] },
    ]);
    const change = await scope.changes.findOne({ customer: keys[5] as (typeof keys)[number], field: 'tags:staff' });
    t.match(change?.cause, { kind: 'api', id: body.by }, 'the history tells who did it');
    await crowd(shop, 0);
    await send('customer.saved', member({ phone: '0911111111', name: 'Đến sau' }));
    t.equal(await tagged(shop), 250, 'who comes later is not among them');

    t.equal((await ask('POST', `${path}/undo`)).status, 202);
    t.match(await untilState(shop, path, 'undone'), { progress: { done: 249, total: 249 }, canUndo: false });
    const left = await scope.customers.find({ tags: 'tri an' }).toArray();
    t.same(
      left.map(({ _id }) => _id.slice(-12)).sort(),
      [first, second].map(String).sort(),
      'who had it from staff or a till keeps it',
    );
    t.equal((await ask('POST', `${path}/undo`)).status, 202);
    t.match((await ask('GET', path)).body, { state: 'undone' }, 'twice is once');
    t.equal((await ask('GET', `/segments/${labelled}`)).body.size, 2);

    const took = (await ask('POST', `/segments/${id}/actions`, { type: 'remove_tag', tag: 'TRI AN' })).body;
    t.match(await untilState(shop, `/segments/${id}/actions/${took.id}`, 'done'), { changed: 1 });
    t.equal(await tagged(shop), 1, 'what a till set is taken away there');
    t.same(
      (await ask('GET', `/customers/${first}`)).body.tags.map((tag: any) => tag.name ?? tag),
      ['khác'],
    );
    await ask('POST', `/segments/${id}/actions/${took.id}/undo`);
    await untilState(shop, `/segments/${id}/actions/${took.id}`, 'undone');
    t.equal(await tagged(shop), 2);
    t.equal((await ask('GET', `/segments/${id}/actions`)).body.items.length, 2);
    const acts = await scope.audit
      .find({ action: /^segment\.action/ })
      .sort({ at: 1 })
      .toArray();
    t.same(
      acts.map(({ action }) => action),
      ['started', 'undone', 'started', 'undone'].map((what) => `segment.action_${what}`),
    );
    t.same((await server.house.verify(shop.shop)).differences, []);
  },
);

t.test('A03 a key that may not change customers may not tag them by the hundred', async (t) => {
  const server = await testApp(t);
  const shop = await till(server, 'rights');
  await crowd(shop, 1);
  const id = await segmentOf(shop);
  const headers = await server.authorise(shop.shop, 'segments:read', 'segments:write');
  const asked = (path: string, payload: object) =>
    server.app.inject({ method: 'POST', url: `/api/v1/segments/${id}/${path}`, headers, payload });
  t.match((await asked('actions', { type: 'add_tag', tag: 'x' })).json(), { code: 'forbidden' });
  t.match((await asked('paste', { text: '0900000000' })).json(), { code: 'forbidden' }, 'nor be told who is who');
  t.match((await asked('export', { format: 'csv', columns: ['name'] })).json(), { code: 'forbidden' });
  t.equal(await shop.scope.bulkActions.count(), 0);
  t.equal((await shop.ask('POST', `/segments/${id}/actions`, { type: 'add_tag', tag: '!' })).status, 422);
});

t.test('A03 cancelled: nothing is changed after the answer, and what was changed can be undone', async (t) => {
  const server = await testApp(t);
  const shop = await till(server, 'cancel');
  await crowd(shop, 1500);
  const id = await segmentOf(shop);
  const { body } = await shop.ask('POST', `/segments/${id}/actions`, { type: 'add_tag', tag: 'Tri ân' });
  const path = `/segments/${id}/actions/${body.id}`;
  while ((await shop.ask('GET', path)).body.changed < 100) await new Promise((resolve) => setTimeout(resolve, 10));
  const cancelled = (await shop.ask('POST', `${path}/cancel`)).body;
  t.equal(cancelled.state, 'cancelled');
  t.ok(cancelled.changed < 1500, `${cancelled.changed} of 1500 by then`);
  t.equal(await tagged(shop), cancelled.changed);
  await new Promise((resolve) => setTimeout(resolve, 400));
  t.equal(await tagged(shop), cancelled.changed, 'and no more afterwards');
  t.match((await shop.ask('POST', `${path}/cancel`)).body, { state: 'cancelled' });
  await shop.ask('POST', `${path}/undo`);
  await untilState(shop, path, 'undone');
  t.equal(await tagged(shop), 0);
});

t.test('A03 killed with -9 again and again: each customer is changed once, by whoever takes it up', async (t) => {
  const { seed, below } = seeded();
  t.comment(`SEED=${seed}`);
  const server = await testApp(t);
  const shop = await till(server, 'kill');
  const { scope, ask } = shop;
  const COUNT = 1200;
  await crowd(shop, COUNT);
  const id = await segmentOf(shop);
  const segment = await scope.segments.findOne({ _id: `${shop.shop}/${id}` });
  if (!segment) return t.fail('the segment is there');
  const { store, states } = server.house;
  const parts = { store, states, logger: pino({ level: 'silent' }), box: new SecretBox(Buffer.alloc(32, 7)) };
  const idle = (owner: string, aheadMs: number) =>
    new BulkActions({ ...parts, owner, now: () => Date.now() + aheadMs, mail: null, publicUrl: 'http://x' });
  // Written down by a process that does nothing about it any more.
  const first = idle('first', 0);
  await first.stop();
  const action = await first.start(scope, segment, { type: 'add_tag', tag: 'Tri ân' }, 'key test');
  let ahead = 0;
  let kills = 0;
  const killedRuns = async (until: number) => {
    for (;;) {
      const state = await scope.bulkActions.findOne({ _id: action._id });
      if (!state || state.progress.done >= until) return;
      ahead += 60_000; // the lease of the one that was killed has run out
      const script = join(import.meta.dirname, '../support/segment-runner.ts');
      const args = [script, server.mongodbUri, store.db.databaseName, String(ahead)];
      const runner = spawn(process.execPath, args, { stdio: 'ignore' });
      const ended = once(runner, 'exit');
      const more = state.progress.done + below(200) + 1;
      for (;;) {
        const now = await scope.bulkActions.findOne({ _id: action._id });
        if (!now || now.progress.done >= more || runner.exitCode !== null) break;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      runner.kill('SIGKILL');
      await ended;
      kills++;
    }
  };
  await killedRuns(COUNT / 2);
  const last = idle('last', ahead + 60_000);
  await last.resume();
  await last.idle();
  t.match(await scope.bulkActions.findOne({ _id: action._id }), {
    state: 'done',
    changed: COUNT,
    progress: { done: COUNT, total: COUNT },
  });
  t.comment(`killed ${kills} times`);
  t.equal(await tagged(shop), COUNT);
  const changes = await scope.changes
    .aggregate([{ $match: { field: 'tags:staff' } }, { $group: { _id: '$customer', n: { $sum: 1 } } }])
    .toArray();
  t.equal(changes.length, COUNT);
  t.ok(
    changes.every((row) => row['n'] === 1),
    'each once',
  );
  await last.undo(scope, action._id.slice(shop.shop.length + 1), 'key test');
  await last.idle();
  t.equal(await tagged(shop), 0);
  t.match((await ask('GET', `/segments/${id}/actions`)).body.items, [{ state: 'undone' }]);
  t.same((await server.house.verify(shop.shop)).differences, []);
});

t.test('A06 the members of a segment are copied to a fixed list, and stay there', async (t) => {
  const server = await testApp(t);
  const shop = await till(server, 'copy');
  const { ask, scope } = shop;
  const keys = await crowd(shop, 120, (index) => (index < 100 ? { tags: ['tri an'] } : {}));
  const id = await segmentOf(shop, WITH_TAG, 'Có nhãn');
  const { status, body } = await ask('POST', `/segments/${id}/copy`, { name: 'Danh sách tri ân' });
  t.equal(status, 202);
  t.match(await untilState(shop, `/segments/${id}/actions/${body.id}`, 'done'), { type: 'copy', changed: 100 });
  await segmentReady(shop, body.into);
  t.match((await ask('GET', `/segments/${body.into}`)).body, { kind: 'fixed', size: 100 });
  const other = (await ask('POST', '/segments', { name: 'Kia', kind: 'fixed' })).body.id;
  await segmentReady(shop, other);
  const outside = keys[0]?.slice(-12);
  await ask('POST', `/segments/${other}/bans`, { customers: [outside] });
  await ask('POST', `/segments/${other}/pins`, { customers: [keys[1]?.slice(-12)] });
  const again = (await ask('POST', `/segments/${id}/copy`, { into: other })).body;
  t.match(await untilState(shop, `/segments/${id}/actions/${again.id}`, 'done'), { changed: 98 });
  t.equal((await ask('GET', `/segments/${other}`)).body.size, 99, 'who is kept out by hand stays out');
  await ask('POST', `/segments/${id}/actions/${again.id}/undo`);
  await untilState(shop, `/segments/${id}/actions/${again.id}`, 'undone');
  t.equal((await ask('GET', `/segments/${other}`)).body.size, 1, 'who was on it before stays');
  t.equal((await ask('POST', `/segments/${id}/copy`, { into: id })).status, 422);
  t.equal((await ask('POST', `/segments/${id}/copy`, {})).status, 422);
  t.equal((await ask('POST', `/segments/${id}/copy`, { name: 'Kia' })).status, 409);
  t.equal(await scope.customers.count({ pins: body.into }), 100);
});
