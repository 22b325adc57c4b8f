import fc from 'fast-check';
import { pino } from 'pino';
import t from 'tap';
import {
  bucketOf,
  type CustomerId,
  type CustomerKey,
  customerKey,
  dayOf,
  EMPTY_STATS,
  type ShopId,
  shortHash,
} from '../../src/model.ts';
import type { SegmentDefinition } from '../../src/segments/index.ts';
import { newCustomer } from '../../src/server/ingest/person.ts';
import { flipSegments } from '../../src/server/jobs/midnight.ts';
import { SegmentBuilder } from '../../src/server/segments/build.ts';
import { labelOf } from '../../src/server/segments/live.ts';
import { previewSegment, totalInterval } from '../../src/server/segments/preview.ts';
import {
  archiveSegment,
  callOffBuild,
  createSegment,
  getSegment,
  listSegments,
  membershipEvents,
  membersPage,
  updateSegment,
} from '../../src/server/segments/saved.ts';
import { type House, house } from '../support/house.ts';
import { seeded } from '../support/seeded.ts';
import { shopWithBuilder } from '../support/shop-with-builder.ts';

const spentAtLeast = (value: number): SegmentDefinition => ({
  include: [{ all: [{ kind: 'total_spent', op: 'gte', value }] }],
  exclude: [],
});
const boughtRecently: SegmentDefinition = {
  include: [{ all: [{ kind: 'bought_in_period', period: { type: 'last_n_days', n: 7 } }] }],
  exclude: [],
};
const logger = pino({ level: 'silent' });

t.test(
  'the interval of an estimate holds the true total 95 times of 100, and nobody found does not mean nobody',
  async (t) => {
    const { seed, random } = seeded();
    t.comment(`SEED=${seed}`);
    const share = 10 / 1024;
    for (const total of [40, 400, 4000, 40_000]) {
      let held = 0;
      for (let run = 0; run < 400; run++) {
        let hits = 0;
        for (let i = 0; i < total; i++) if (random() < share) hits++;
        const { low, high } = totalInterval(hits, share, 1_000_000);
        if (low <= total && total <= high) held++;
      }
      t.ok(held >= 360, `${held} of 400 intervals hold a total of ${total}`);
    }
    t.same(totalInterval(0, share, 1_000_000), { low: 0, high: 390 });
    fc.assert(
      fc.property(fc.nat(5000), (hits) => {
        const { low, high } = totalInterval(hits, share, 1_000_000);
        return (
          low <= high && low >= hits && low <= Math.round(hits / share) + 1 && high >= Math.round(hits / share) - 1
        );
      }),
      { seed },
    );
  },
);

t.test(
  'a preview: an estimate from ten buckets with its interval, the exact figure, a sample, and an end when nobody wants it any more',
  async (t) => {
    const opened = await house(t);
    const shop = await opened.addShop({ platform: 'pos', domain: 'preview', id: 'prev00' as ShopId });
    await opened.store.forShop(shop.id).customers.insert(Array.from({ length: 24_000 }, (_, i) => bare(shop.id, i)));
    const state = await opened.states.get(shop.id);
    if (!state) throw new Error('no shop');
    const request = { definition: spentAtLeast(9000), asOf: Date.now(), mode: 'exact' as const };
    const exact = await previewSegment(shop.scope, state, request);
    t.match(exact, { mode: 'exact', count: 2400, interval: null, customers: 24_000 });
    t.equal(exact.sample.length, 20);
    t.ok(exact.sample.every((customer) => customer.stats.spentMinor >= 9000));
    const estimate = await previewSegment(shop.scope, state, { ...request, mode: 'estimate' });
    t.equal(estimate.mode, 'estimate');
    t.ok(
      estimate.interval && estimate.interval.low <= 2400 && estimate.interval.high >= 2400,
      `2400 lies in ${JSON.stringify(estimate.interval)}`,
    );
    const aborted = new AbortController();
    aborted.abort();
    await t.rejects(previewSegment(shop.scope, state, { ...request, signal: aborted.signal }), { name: 'AbortError' });
  },
);

t.test(
  'a preview says what its periods mean and of how many a condition knows nothing, in small shops and large ones',
  async (t) => {
    const opened = await house(t);
    const small = await opened.addShop({ platform: 'pos', domain: 'few', id: 'few000' as ShopId });
    const large = await opened.addShop({ platform: 'pos', domain: 'many', id: 'many00' as ShopId });
    const born = { birth: { month: 5, day: 17, monthDay: 517 }, tags: ['vip'] };
    for (const [shop, count] of [
      [small, 200],
      [large, 24_000],
    ] as const)
      await opened.store
        .forShop(shop.id)
        .customers.insert(Array.from({ length: count }, (_, i) => ({ ...bare(shop.id, i), ...(i % 4 ? born : {}) })));
    const definition: SegmentDefinition = {
      include: [
        {
          all: [
            { kind: 'birthday_month', months: ['this_month'] },
            {
              not: {
                any: [
                  { kind: 'has_tag', tags: ['x'] },
                  { kind: 'birthday_month', months: [1] },
                ],
              },
            },
          ],
        },
      ],
      exclude: [
        {
          all: [
            { kind: 'has_tag', mode: 'none', tags: ['x'] },
            { kind: 'has_tag', tags: ['x'] },
          ],
        },
        { all: [{ kind: 'bought_in_period', period: { type: 'last_month' } }] },
      ],
    };
    const birthdays = { label: { vi: 'chưa có ngày sinh', en: 'have no birthday on record' } };
    const asked = { definition, asOf: Date.UTC(2026, 10, 22, 5), mode: 'estimate' as const };
    const stateOf = async (id: ShopId) => {
      const state = await opened.states.get(id);
      if (!state) throw new Error('no shop');
      return state;
    };
    const preview = await previewSegment(small.scope, await stateOf(small.id), asked);
    t.match(preview.missing, [
      { path: 'include[0].all[0]', ...birthdays, customers: 50, isIn: false },
      { path: 'include[0].all[1].not.any[0]', label: { en: 'have no tag at all' }, customers: 50, isIn: true },
      { path: 'include[0].all[1].not.any[1]', ...birthdays, customers: 50, isIn: true },
      { path: 'exclude[0].all[0]', label: { en: 'have no tag at all' }, customers: 50, isIn: true },
    ]);
    t.equal(preview.missing.length, 4, 'that one without tags has not this tag is no news');
    t.same(preview.periods, [{ path: 'exclude[1].all[0].period', from: '2026-10-01', to: '2026-10-31' }]);
    const estimated = await previewSegment(large.scope, await stateOf(large.id), asked);
    const [first] = estimated.missing;
    t.ok(first && first.customers > 3000 && first.customers < 9000, `about 6000: ${first?.customers}`);
  },
);

t.test('a saved segment: built, kept right by events, replaced by its next version as a whole, archived', async (t) => {
  const { opened, shop, builder, sell } = await shopWithBuilder(t);
  await sell('0912345671', 50_000);
  await sell('0912345672', 150_000);
  const made = await createSegment(shop.scope, {
    name: 'Khách  VIP',
    definition: spentAtLeast(100_000),
    by: 'test',
    now: Date.now(),
  });
  t.match(await getSegment(shop.scope, idOf(made)), { state: 'queued', activeVersion: 0 });
  await t.rejects(
    createSegment(shop.scope, { name: 'khach vip', definition: spentAtLeast(1), by: 'test', now: Date.now() }),
    { code: 'name_taken' },
  );
  builder.requestBuild(shop.id, made._id);
  await builder.idle();
  t.match(await getSegment(shop.scope, idOf(made)), { state: 'ready', activeVersion: 1, size: 1 });

  await sell('0912345671', 60_000);
  const { items } = await membersPage(shop.scope, idOf(made), { limit: 10 });
  t.same(
    items.map((customer) => customer.phone ?? '').sort(),
    ['+84912345671', '+84912345672'],
    'an order lets a customer enter, without a build',
  );
  const { items: events } = await membershipEvents(shop.scope, idOf(made), { limit: 10 });
  t.match(events[0], { kind: 'entered', cause: { kind: 'delivery' } }, 'and it is told, with its cause');

  const changed = await updateSegment(shop.scope, idOf(made), {
    definition: spentAtLeast(120_000),
    by: 'test',
    now: Date.now(),
  });
  t.match(changed, { version: 2, activeVersion: 1, state: 'queued' });
  opened.states.forget(shop.id);
  t.equal(
    (await membersPage(shop.scope, idOf(made), { limit: 10 })).items.length,
    2,
    'the old members stay visible until the new set is whole',
  );
  builder.requestBuild(shop.id, made._id);
  await builder.idle();
  const after = await membersPage(shop.scope, idOf(made), { limit: 10 });
  t.same(
    { phones: after.items.map((customer) => customer.phone), version: after.version },
    { phones: ['+84912345672'], version: 2 },
  );
  t.match((await membershipEvents(shop.scope, idOf(made), { limit: 1 })).items[0], {
    kind: 'left',
    cause: { kind: 'job' },
  });
  t.equal(
    await shop.scope.customers.count({ memberOf: labelOf(made._id, 1) }),
    0,
    'labels of the old version are gone',
  );
  t.same((await opened.verify(shop.id)).differences, []);

  await t.rejects(
    updateSegment(shop.scope, idOf(made), { definition: spentAtLeast(7), version: 1, by: 'test', now: Date.now() }),
    { code: 'conflict' },
    'who edited the version before is told, and undoes nothing',
  );
  await createSegment(shop.scope, { name: 'taken', definition: spentAtLeast(1), by: 'test', now: Date.now() });
  const clash = { name: 'Taken', definition: spentAtLeast(5), by: 'test', now: Date.now() };
  await t.rejects(updateSegment(shop.scope, idOf(made), clash), { code: 'name_taken' });
  const next = await updateSegment(shop.scope, idOf(made), { ...clash, name: 'free' });
  t.match(next, { version: 3, name: 'free' }, 'a name that was taken does not keep the definition from being changed');
  await archiveSegment(shop.scope, idOf((await listSegments(shop.scope, { search: 'taken' }))[0] as { _id: string }));

  await archiveSegment(shop.scope, idOf(made));
  t.same(await listSegments(shop.scope), []);
  t.equal((await listSegments(shop.scope, { includeArchived: true })).length, 2);
});

t.test(
  'a build that was stopped half way is resumed by another process; one that was overtaken is not shown',
  async (t) => {
    const { opened, shop, builder } = await shopWithBuilder(t);
    await shop.scope.customers.insert(Array.from({ length: 3000 }, (_, i) => bare(shop.id, i)));
    const made = await createSegment(shop.scope, {
      name: 'a',
      definition: spentAtLeast(5000),
      by: 'test',
      now: Date.now(),
    });
    builder.requestBuild(shop.id, made._id);
    await until(async () => ((await getSegment(shop.scope, idOf(made))).progress > 0.1 ? true : null));
    await builder.stop();
    t.match(
      await getSegment(shop.scope, idOf(made)),
      { state: 'building', activeVersion: 0 },
      'nothing is shown of half a build',
    );
    const half = (await opened.verify(shop.id)).differences.filter((difference) => difference.kind === 'membership');
    t.same(half, [], 'and verify does not take half a build for a fault');

    const later = () => Date.now() + 60_000; // the dead process's lease has run out
    const second = new SegmentBuilder({
      store: opened.store,
      states: opened.states,
      logger,
      owner: 'second',
      now: later,
    });
    await second.resume();
    await second.idle();
    t.match(await getSegment(shop.scope, idOf(made)), { state: 'ready', size: 1500 });

    second.requestBuild(shop.id, made._id);
    await updateSegment(shop.scope, idOf(made), { definition: spentAtLeast(9000), by: 'test', now: Date.now() });
    await second.idle();
    await until(async () => ((await getSegment(shop.scope, idOf(made))).state === 'ready' ? true : null));
    t.match(await getSegment(shop.scope, idOf(made)), { activeVersion: 2, size: 300 });
    const wrong = (await opened.verify(shop.id)).differences.filter((difference) => difference.kind === 'membership');
    t.same(wrong, [], 'the customers were made up without orders; their memberships are right');
  },
);

t.test('a build outlasts the transaction that a killed process has left open', async (t) => {
  const { opened, shop, builder } = await shopWithBuilder(t);
  await shop.scope.customers.insert(Array.from({ length: 300 }, (_, i) => bare(shop.id, i)));
  const made = await createSegment(shop.scope, {
    name: 'a',
    definition: spentAtLeast(5000),
    by: 'test',
    now: Date.now(),
  });
  const left = opened.store.client.startSession();
  left.startTransaction();
  await opened.store.forShop(shop.id, left).customers.updateMany({}, { $inc: { revision: 1 } });
  builder.requestBuild(shop.id, made._id);
  // Longer than a request of somebody who waits is tried.
  await new Promise((resolve) => setTimeout(resolve, 15_000));
  t.match(await getSegment(shop.scope, idOf(made)), { state: 'building' });
  await left.abortTransaction();
  await left.endSession();
  await builder.idle();
  t.match(await getSegment(shop.scope, idOf(made)), { state: 'ready', size: 150 });
});

t.test(
  'a build that is called off ends: the members before it stay, and it begins again when it is asked for',
  async (t) => {
    const { opened, shop, builder } = await shopWithBuilder(t);
    await shop.scope.customers.insert(Array.from({ length: 1000 }, (_, i) => bare(shop.id, i)));
    const of = { by: 'test', now: Date.now() };
    const made = await createSegment(shop.scope, { name: 'a', definition: spentAtLeast(5000), ...of });
    builder.requestBuild(shop.id, made._id);
    await builder.idle();
    const { size } = await getSegment(shop.scope, idOf(made));
    await updateSegment(shop.scope, idOf(made), { definition: spentAtLeast(9000), by: 'test', now: Date.now() });
    builder.requestBuild(shop.id, made._id);
    await until(async () => ((await getSegment(shop.scope, idOf(made))).state === 'building' ? true : null));
    await callOffBuild(shop.scope, idOf(made));
    await builder.idle();
    await builder.resume();
    await flipSegments({ store: opened.store, builder, logger, now: Date.now });
    await builder.idle();
    const ended = { state: 'failed', error: 'called_off', activeVersion: 1, version: 2, size };
    t.match(await getSegment(shop.scope, idOf(made)), ended, 'and nobody takes it up by themselves');
    t.equal((await membersPage(shop.scope, idOf(made), { limit: 1 })).version, 1);
    builder.requestBuild(shop.id, made._id);
    await builder.idle();
    const again = await getSegment(shop.scope, idOf(made));
    t.match(again, { state: 'ready', activeVersion: 2 });
    t.ok((again.size ?? 0) < (size ?? 0));
    t.same(await callOffBuild(shop.scope, idOf(made)), again, 'what is built cannot be called off');
  },
);

t.test('A08 midnight flips date conditions once a local day, also after days of downtime', async (t) => {
  let now = Date.UTC(2026, 10, 20, 10);
  const { opened, shop, builder, sell } = await shopWithBuilder(t, () => now);
  await sell('0912345671', 50_000, now);
  const made = await createSegment(shop.scope, { name: 'recent', definition: boughtRecently, by: 'test', now });
  builder.requestBuild(shop.id, made._id);
  await builder.idle();
  t.match(await getSegment(shop.scope, idOf(made)), { size: 1, timeDependent: true });
  const parts = { store: opened.store, builder, logger, now: () => now };
  await flipSegments(parts);
  await builder.idle();
  const noted = await opened.store.system.shops.findOne({ _id: shop.id });
  t.equal(noted?.segmentsDay, dayOf(now, 'Asia/Ho_Chi_Minh'));
  const builtAt = (await getSegment(shop.scope, idOf(made))).computedAt;
  await flipSegments(parts);
  await builder.idle();
  t.equal((await getSegment(shop.scope, idOf(made))).computedAt, builtAt, 'the same day builds nothing again');
  now = Date.UTC(2026, 10, 26, 17); // midnight between the 26th and the 27th in Vietnam: the 20th is the eighth day back
  await flipSegments(parts);
  await builder.idle();
  t.match(await getSegment(shop.scope, idOf(made)), { size: 0 });
  t.match((await membershipEvents(shop.scope, idOf(made), { limit: 1 })).items[0], {
    kind: 'left',
    at: now,
    cause: { kind: 'job' },
  });
  t.same((await opened.verify(shop.id)).differences, []);
});

t.test('no query of a segment lets the planner fetch the shop through a secondary index', async (t) => {
  const { shop } = await shopWithBuilder(t);
  await shop.scope.customers.insert(Array.from({ length: 500 }, (_, i) => bare(shop.id, i)));
  const plan = await shop.scope.customers
    .find({ 'stats.orders': { $gte: 1 } }, { hint: { _id: 1 } })
    .explain('queryPlanner');
  t.match(JSON.stringify(plan), /CLUSTERED_IXSCAN|"COLLSCAN"/);
  t.notMatch(JSON.stringify(plan.queryPlanner.winningPlan), /"FETCH"/);
  t.match(JSON.stringify(plan.queryPlanner.winningPlan), new RegExp(`${shop.id}/`), 'and it is bounded by the shop');
});

function bare(shop: Awaited<ReturnType<House['addShop']>>['id'], i: number) {
  const id = shortHash(12, shop, String(i)) as CustomerId;
  const key: CustomerKey = customerKey(shop, id);
  if (!key.includes(bucketOf(id))) throw new Error('a key holds its bucket');
  return { ...newCustomer(key, 0), stats: { ...EMPTY_STATS, spentMinor: (i % 10) * 1000 } };
}

const idOf = (segment: { _id: string }) => segment._id.slice(segment._id.indexOf('/') + 1);

async function until<R>(look: () => Promise<R | null>): Promise<R> {
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
