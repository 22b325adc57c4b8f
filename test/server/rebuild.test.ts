import { pino } from 'pino';
import t from 'tap';
import { type RebuildParts, rebuildDerived, requestRebuild, resumeRebuilds } from '../../src/server/rebuild.ts';
import { testApp } from '../support/app.ts';
import { invoice, member, till } from '../support/till.ts';

/** The clock is asked twice before the rebuild is anybody's. */
const FIRST_AFTER_LEASE = 3;

t.test('a rebuild that is stopped anywhere is finished by whoever comes after', async (t) => {
  const server = await testApp(t);
  const shop = await till(server, 'till.example.vn');
  const phones = Array.from({ length: 120 }, (_, n) => `09123${45_000 + n}`);
  await shop.send('customer.saved', ...phones.map((phone, n) => member({ phone, name: `Khách ${n}` })));
  await shop.send(
    'invoice.saved',
    ...phones.flatMap((phone, n) =>
      [1, 2].map((k) =>
        invoice({ id: `${n}-${k}`, phone, amount: 1000 * n + k, tax: 10, at: `2026-11-0${k}T20:00:00Z` }),
      ),
    ),
  );
  const { store } = server.house;

  const built: string[] = [];
  const partsAt = (now: () => number): RebuildParts => ({
    store,
    logger: pino({ level: 'silent' }),
    now,
    builder: { requestBuild: (_shop, key) => built.push(key) },
  });
  let includeTax = false;
  const change = async () => {
    includeTax = !includeTax;
    await store.system.shops.updateOne(
      { _id: shop.shop },
      { $set: { 'settings.spend.includeTax': includeTax } as object },
    );
    await requestRebuild(store, shop.shop, Date.now() - 10_000); // long enough ago that nothing waits for other processes
  };
  const progress = async () => (await store.system.shops.findOne({ _id: shop.shop }))?.rebuild;

  const stages = new Set<string>();
  for (let dieAt = FIRST_AFTER_LEASE; ; dieAt++) {
    await change();
    let asked = 0;
    const dying = () => {
      if (++asked >= dieAt) throw new Error('killed');
      return Date.now();
    };
    const isWhole = await rebuildDerived(partsAt(dying), shop.shop).then(
      () => true,
      () => false,
    );
    const left = await progress();
    stages.add(`${left?.state} ${left?.phase} ${left?.done}`);
    if (isWhole) break;
    await resumeRebuilds(partsAt(Date.now));
    t.equal((await progress())?.state, 'running', 'left alone while its lease holds');
    await resumeRebuilds(partsAt(() => Date.now() + 120_000));
    t.match(await progress(), { state: 'done', phase: 'customers' });
    server.house.states.forget(shop.shop);
    t.same((await server.house.verify(shop.shop)).differences, [], `stopped at the ${dieAt}th step`);
    t.match((await shop.scope.customers.findOne({ name: 'Khách 7' }))?.stats, {
      spentMinor: 14_003 + (includeTax ? 20 : 0),
    });
  }
  t.ok(stages.size > 5, `stopped at ${[...stages].join(', ')}`);

  t.test('a later change of settings takes over from a rebuild that runs', async (t) => {
    await change();
    let asked = 0;
    let other: Promise<void> | undefined;
    const overtaken = () => {
      if (++asked === 4) other = change();
      return Date.now();
    };
    await rebuildDerived(partsAt(overtaken), shop.shop);
    await other;
    await rebuildDerived(
      partsAt(() => Date.now() + 120_000),
      shop.shop,
    );
    server.house.states.forget(shop.shop);
    t.match(await progress(), { state: 'done' });
    t.same((await server.house.verify(shop.shop)).differences, []);
  });
});
