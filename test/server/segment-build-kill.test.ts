import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pino } from 'pino';
import t from 'tap';
import { type CustomerId, customerKey, EMPTY_STATS, shortHash } from '../../src/model.ts';
import type { SegmentDefinition } from '../../src/segments/index.ts';
import { newCustomer } from '../../src/server/ingest/person.ts';
import { SegmentBuilder } from '../../src/server/segments/build.ts';
import { createSegment, getSegment, membersPage, updateSegment } from '../../src/server/segments/saved.ts';
import { testApp } from '../support/app.ts';
import { seeded } from '../support/seeded.ts';

const CUSTOMERS = 6000;
const KILLS = 5;
const spentAtLeast = (value: number): SegmentDefinition => ({
  include: [{ all: [{ kind: 'total_spent', op: 'gte', value }] }],
  exclude: [],
});

t.test('A09 killed with -9 again and again, a build goes on, and members never mix two versions', async (t) => {
  const { seed, below } = seeded();
  t.comment(`SEED=${seed}`);
  const server = await testApp(t);
  const { store, states, addShop } = server.house;
  const { id: shop, scope } = await addShop({ platform: 'pos', domain: 'tills' });
  await scope.customers.insert(
    Array.from({ length: CUSTOMERS }, (_, i) => ({
      ...newCustomer(customerKey(shop, shortHash(12, shop, String(i)) as CustomerId), 0),
      stats: { ...EMPTY_STATS, spentMinor: (i % 10) * 1000 },
    })),
  );
  const parts = { store, states, logger: pino({ level: 'silent' }) };
  const first = new SegmentBuilder({ ...parts, owner: 'first', now: Date.now });
  const made = await createSegment(scope, { name: 'a', definition: spentAtLeast(5000), by: 'test', now: Date.now() });
  const id = made._id.slice(shop.length + 1);
  first.requestBuild(shop, made._id);
  await first.idle();
  await updateSegment(scope, id, { definition: spentAtLeast(2000), by: 'test', now: Date.now() });
  const SIZES = { 1: CUSTOMERS / 2, 2: (CUSTOMERS * 8) / 10 } as const;

  /** Every page of the members, which is one version's, whole. */
  const shown = async () => {
    const versions = new Set<number>();
    let count = 0;
    let cursor: string | null | undefined;
    do {
      const page = await membersPage(scope, id, { limit: 2000, ...(cursor ? { cursor } : {}) });
      versions.add(page.version);
      count += page.items.length;
      cursor = page.nextCursor;
    } while (cursor);
    return { versions: [...versions], count };
  };

  let ahead = 0;
  for (let kill = 1; kill <= KILLS; kill++) {
    ahead += 60_000; // the lease of the one that was killed has run out
    const script = join(import.meta.dirname, '../support/segment-runner.ts');
    const runner = spawn(process.execPath, [script, server.mongodbUri, store.db.databaseName, String(ahead)], {
      stdio: 'ignore',
    });
    const ended = once(runner, 'exit');
    const until = below(90) / 100;
    for (;;) {
      const { lease, progress } = await getSegment(scope, id);
      if (runner.exitCode !== null || (lease?.owner === String(runner.pid) && progress > until)) break;
      await new Promise((later) => setTimeout(later, 1));
    }
    runner.kill('SIGKILL');
    await ended;
    const { activeVersion, state, progress } = await getSegment(scope, id);
    t.same(
      await shown(),
      { versions: [activeVersion], count: SIZES[activeVersion as 1 | 2] },
      `after kill ${kill} (${state}, ${Math.round(progress * 100)} %) version ${activeVersion} is shown whole`,
    );
    if (state === 'ready') break;
  }
  const last = new SegmentBuilder({ ...parts, owner: 'last', now: () => Date.now() + ahead + 60_000 });
  await last.resume();
  await last.idle();
  t.match(await getSegment(scope, id), { state: 'ready', activeVersion: 2, size: SIZES[2] });
  t.same(await shown(), { versions: [2], count: SIZES[2] });
  const labels = await scope.customers.count({ memberOf: `${id}.1` });
  const left = labels === 0 ? labels : 'some';
  t.equal(left, 0, 'and nothing is left of the version before');
});
