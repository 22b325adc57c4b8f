import t, { type Test } from 'tap';
import { pos } from '../../src/adapters/pos/index.ts';
import { type CustomerRecord, dayNumber, dayOf, normalisePhone, type Order, startOfDay } from '../../src/model.ts';
import { Calendar, DEMO_DAYS } from '../../src/server/demo/calendar.ts';
import { type DemoDelivery, type DemoOptions, demoCustomers, demoProducts } from '../../src/server/demo/generate.ts';
import { DEMO_SHOP, type DemoShopOptions, makeDemoShop } from '../../src/server/demo/index.ts';
import { SHOP_COLLECTIONS } from '../../src/server/store/index.ts';
import { type House, house } from '../support/house.ts';

const UNTIL = dayNumber(2026, 11, 22);
const NOW = startOfDay(UNTIL, DEMO_SHOP.timeZone) + 36_000_000;
const OPTIONS: DemoOptions = { customers: 2_000, seed: 1, until: UNTIL, timeZone: DEMO_SHOP.timeZone };

t.test('the generator is deterministic: equal options give equal bytes, another seed another shop', async (t) => {
  const whole = JSON.stringify([...demoCustomers(OPTIONS)]);
  t.ok(whole === JSON.stringify([...demoCustomers(OPTIONS)]), 'twice the same');
  const other = JSON.stringify([...demoCustomers({ ...OPTIONS, seed: 2 })]);
  t.not(whole, other);
  t.same(
    [...demoCustomers({ ...OPTIONS, customers: 1_000_000 }, 700, 720)],
    [...demoCustomers(OPTIONS)].slice(700, 720),
    'a slice of a larger shop is that part of the whole',
  );
  t.same(demoProducts(OPTIONS), demoProducts(OPTIONS));
  t.throws(() => demoCustomers({ ...OPTIONS, customers: 10_000_001 }).next(), { code: 'invalid' });
  t.throws(() => demoCustomers({ ...OPTIONS, seed: -1 }).next(), { code: 'invalid' });
});

t.test(
  'every body is what docs/pos.md describes, in order of time, within three years, with ids of its own',
  async (t) => {
    const end = startOfDay(UNTIL, OPTIONS.timeZone);
    const begin = startOfDay(UNTIL - DEMO_DAYS - 40, OPTIONS.timeZone);
    const ids = new Set<string>();
    const products = demoProducts(OPTIONS);
    for (const list of [products, ...[...demoCustomers(OPTIONS)].map((customer) => customer.deliveries)]) {
      let before = 0;
      for (const delivery of list) {
        if (list !== products && delivery.at < before) t.fail(`${delivery.id} is out of order`);
        if (delivery.at < begin || delivery.at >= end) t.fail(`${delivery.id} is of another time`);
        if (ids.has(delivery.id)) t.fail(`${delivery.id} comes twice`);
        if (!decoded(delivery).ok) t.fail(`${delivery.id} cannot be read`);
        ids.add(delivery.id);
        before = delivery.at;
      }
    }
    t.ok(ids.size > 10_000 && ids.size < 15_000, `${ids.size} deliveries`);
  },
);

t.test('people are as a Vietnamese shop knows them', async (t) => {
  const { cards } = content();
  const people = [...new Map(cards.map((card) => [card.hostId, card])).values()];
  const phones = people.flatMap((person) => normalisePhone(person.phone, 'VN') ?? []);
  t.equal(
    phones.length,
    people.filter((person) => person.phone != null).length,
    'every phone is one somebody can have',
  );
  t.equal(new Set(phones).size, phones.length, 'no two people have one phone');
  t.ok(
    phones.every((phone) => /^\+84[35789]\d{8}$/.test(phone)),
    'mobile numbers',
  );
  t.ok(
    people.every((person) => person.email == null || /@example\.(com|vn)$/.test(person.email)),
    'mail reaches nobody',
  );
  t.equal(
    new Set(people.map((person) => person.memberCode)).size - 1,
    people.filter((person) => person.memberCode != null).length,
  );

  const share = (of: (person: CustomerRecord) => boolean) => people.filter(of).length / people.length;
  within(
    t,
    share((person) => /^nguyễn /i.test(person.name ?? '')),
    0.32,
    0.44,
    'named Nguyễn',
  );
  within(
    t,
    share((person) => person.phone == null),
    0.05,
    0.16,
    'without a phone',
  );
  within(
    t,
    share((person) => person.email == null),
    0.35,
    0.6,
    'without an e-mail',
  );
  within(
    t,
    share((person) => person.gender == null),
    0.14,
    0.26,
    'of unknown gender',
  );
  within(
    t,
    share((person) => person.gender === 'female'),
    0.4,
    0.62,
    'women',
  );
  within(
    t,
    share((person) => person.birthDate == null),
    0.2,
    0.36,
    'without a birthday',
  );
  within(
    t,
    share((person) => person.birthDate != null && person.birthDate.year === undefined),
    0.1,
    0.23,
    'with day and month only',
  );
  within(
    t,
    share((person) => person.birthDate?.month === 2 && person.birthDate.day === 29),
    0.003,
    0.03,
    'born on 29 February',
  );
  for (const tag of ['VIP', 'vip', 'Hay khiếu nại', 'Khách sỉ'])
    t.ok(share((person) => person.tags?.includes(tag) ?? false) > 0, `somebody is tagged ${tag}`);
  for (const source of ['pos', 'facebook', 'zalo', 'web', 'shopee'])
    t.ok(share((person) => person.source === source) > 0.02, `some come from ${source}`);
  for (const consent of ['subscribed', 'unsubscribed'] as const)
    t.ok(share((person) => person.smsConsent === consent) > 0.01, `some are ${consent}`);
  t.ok(share((person) => (person.debtMinor ?? 0) > 0) > 0, 'somebody owes');
  t.ok(
    new Set(people.flatMap((person) => person.addresses?.map((place) => place.provinceCode) ?? [])).size > 30,
    'they live all over the country',
  );
});

t.test('orders are of all kinds, channels and stores', async (t) => {
  const { orders, orderCount } = content();
  within(t, orderCount / OPTIONS.customers, 4, 5, 'orders a customer');
  const last = [...new Map(orders.map((order) => [order.hostId, order])).values()];
  const some = (what: string, of: (order: Order) => boolean, least: number) =>
    t.ok(last.filter(of).length >= least, `${what}: at least ${least}`);
  for (const channel of ['web', 'pos', 'zalo', 'facebook', 'shopee'])
    some(channel, (order) => order.channel === channel, 200);
  for (const store of ['CH01', 'CH02', 'CH03', 'CH04', 'CH05', 'CH06'])
    some(store, (order) => order.locationId === store, 100);
  some('partly refunded', (order) => order.payment === 'partly_refunded', 100);
  some('refunded with lines', (order) => order.refunds.some((refund) => refund.lines.length > 0), 100);
  some('money back without goods', (order) => order.refunds.some((refund) => refund.lines.length === 0), 5);
  some('wholly refunded', (order) => order.payment === 'refunded', 30);
  some('cancelled', (order) => order.state === 'cancelled', 100);
  some('tests', (order) => order.test, 5);
  some('owed', (order) => order.debtMinor > 0, 20);
  some('discounted', (order) => order.discountMinor > 0, 500);
  some('with a voucher', (order) => order.voucherCodes.length > 0, 300);
  const daysOnTheWay = (order: Order) =>
    ((order.fulfilledAt ?? Number.NaN) - (order.paidAt ?? Number.NaN)) / 86_400_000;
  some('handed over the counter', (order) => order.locationId !== null && daysOnTheWay(order) === 0, 1000);
  some('delivered a day or two after payment', (order) => daysOnTheWay(order) >= 0.9 && daysOnTheWay(order) < 2, 500);
  some('paid at the door', (order) => order.locationId === null && daysOnTheWay(order) === 0, 100);
  some('paid and still on their way', (order) => order.payment === 'paid' && order.fulfilledAt === null, 1);
  t.ok(
    last.every((order) => order.fulfilledAt === null || order.fulfilledAt <= order.version.at),
    'nothing has arrived before it is told',
  );
  t.ok(
    last.every((order) =>
      order.refunds.every((refund) => order.fulfilledAt === null || (refund.at ?? 0) > order.fulfilledAt),
    ),
    'nothing comes back before it has arrived',
  );
  some(
    'by member code alone',
    ({ buyer }) => buyer.memberCode !== null && buyer.hostId === null && buyer.phone === null,
    500,
  );
  some(
    'by phone alone',
    ({ buyer }) => buyer.memberCode === null && buyer.hostId === null && buyer.phone !== null,
    200,
  );
  some('by nobody', ({ buyer }) => Object.values(buyer).every((field) => field === null), 20);
  t.ok(
    last.every((order) => order.goodsMinor === order.lines.reduce((sum, line) => sum + line.amountMinor, 0)),
    'lines add up to the goods',
  );
  t.ok(
    last.every((order) => order.discountMinor === order.lines.reduce((sum, line) => sum + line.discountMinor, 0)),
    'and their discounts to the order’s',
  );
  t.ok(
    last.every((order) => order.totalMinor === order.goodsMinor + order.shippingMinor),
    'goods and shipping add up to the total',
  );
  t.ok(
    last.every((order) =>
      order.refunds.every((refund) => refund.totalMinor > 0 && refund.totalMinor <= order.totalMinor),
    ),
    'nobody gets more back than they paid',
  );

  const days = last.map((order) => dayOf(order.placedAt, OPTIONS.timeZone));
  const on = (weekday: number) => days.filter((day) => (day + 4) % 7 === weekday).length;
  t.ok(on(6) > 1.4 * on(1), 'Saturdays are busier than Mondays');
  const tet = dayNumber(2026, 2, 17);
  const between = (first: number, end: number) =>
    days.filter((day) => day >= first && day < end).length / (end - first);
  t.ok(between(tet - 21, tet - 1) > 1.3 * between(tet + 25, tet + 55), 'the weeks before Tết are the busiest');
  t.ok(between(tet, tet + 4) < 0.3 * between(tet + 25, tet + 55), 'at Tết nearly nothing is open');
});

t.test('a demo shop reaches back three years from the first instant of its last day', async (t) => {
  const calendar = new Calendar(UNTIL, OPTIONS.timeZone);
  t.equal(calendar.from, UNTIL - DEMO_DAYS);
  t.equal(calendar.end, Date.UTC(2026, 10, 21, 17));
});

t.test('bulk writing yields exactly what ingest writes, at 2,000 customers', async (t) => {
  t.setTimeout(300_000);
  const [ingested, written] = [await house(t, { now: () => NOW }), await house(t, { now: () => NOW })];
  const started = performance.now();
  const made = await makeDemoShop(demoOptions(ingested));
  const between = performance.now();
  t.same(made, {
    shopId: 'dem0vn',
    installationId: 'p0s1',
    origin: { seed: 1, customers: 2_000, until: UNTIL, complete: true },
    isNew: true,
  });
  t.same(await makeDemoShop({ ...demoOptions(written), inBulk: true }), made);
  const done = performance.now();
  const deliveries = await ingested.store.system.inbox.countDocuments();
  t.comment(
    `ingest: ${deliveries} deliveries, ${Math.round(deliveries / ((between - started) / 1000))} a second; bulk: ${Math.round(2_000 / ((done - between) / 1000))} customers a second`,
  );

  t.equal(
    await ingested.store.system.inbox.countDocuments({ state: { $ne: 'done' } }),
    0,
    'every delivery was applied',
  );
  t.equal(await written.store.system.inbox.countDocuments(), 0, 'bulk writing keeps no deliveries: none came in');
  for (const [collection] of Object.values(SHOP_COLLECTIONS)) {
    if (collection === 'inbox' || collection === 'installations') continue; // a connection's secret is random
    const [one, two] = [await raw(ingested, collection), await raw(written, collection)];
    t.equal(two.length, one.length, `${collection}: ${one.length} documents`);
    const different = one.findIndex((bytes, i) => !bytes.equals(two[i] ?? Buffer.alloc(0)));
    t.equal(different, -1, `${collection}: equal to the byte`);
  }
  t.equal(await ingested.store.db.collection('customers').countDocuments(), 2_000);
  t.same((await ingested.verify(made.shopId)).differences, [], 'verify finds nothing in what was ingested');
  t.same((await written.verify(made.shopId)).differences, [], 'verify finds nothing in what was written in bulk');
});

t.test(
  'the demo shop is made once, and one that was left half made is finished from what it was begun with',
  async (t) => {
    const opened = await house(t, { now: () => NOW });
    const stop = new AbortController();
    const options = { ...demoOptions(opened), customers: 60 };
    const stopping = makeDemoShop({ ...options, signal: stop.signal });
    while ((await opened.store.system.inbox.countDocuments({ topic: 'invoice.saved' })) < 20)
      await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort(new Error('the server stops'));
    await t.rejects(stopping, { message: 'the server stops' });
    t.equal((await opened.store.system.shops.findOne({ _id: DEMO_SHOP.id }))?.demo?.complete, false);

    await opened.settled();
    const finished = await makeDemoShop({ ...options, until: UNTIL + 3, seed: 9 });
    t.same(
      finished.origin,
      { seed: 1, customers: 60, until: UNTIL, complete: true },
      'on a later day, with its own options',
    );
    const expected = await house(t, { now: () => NOW });
    await makeDemoShop({ ...demoOptions(expected), customers: 60, inBulk: true });
    for (const collection of ['customers', 'orders', 'identities', 'changes', 'order_versions', 'products']) {
      t.same(
        await raw(opened, collection),
        await raw(expected, collection),
        `${collection}: as if nothing had happened`,
      );
    }
    t.equal((await makeDemoShop(options)).isNew, false);
  },
);

t.test('killed between the shop and its connection, the next start makes the connection', async (t) => {
  const opened = await house(t, { now: () => NOW });
  await makeDemoShop({ ...demoOptions(opened), customers: 0, inBulk: true });
  await opened.store.system.installations.deleteOne({ _id: DEMO_SHOP.installationId });
  await opened.store.forShop(DEMO_SHOP.id).products.deleteMany();
  await opened.store.system.shops.updateOne({ _id: DEMO_SHOP.id }, { $set: { 'demo.complete': false } });
  t.equal((await makeDemoShop({ ...demoOptions(opened), customers: 0 })).isNew, true);
  t.equal(await opened.store.system.inbox.countDocuments({ state: 'done' }), demoProducts(OPTIONS).length);
  t.equal(await opened.store.system.installations.countDocuments({ shop: DEMO_SHOP.id }), 1);
});

t.test('on several threads bulk writing yields the same', async (t) => {
  const [here, threaded] = [await house(t, { now: () => NOW }), await house(t, { now: () => NOW })];
  await makeDemoShop({ ...demoOptions(here), customers: 450, inBulk: true });
  await makeDemoShop({ ...demoOptions(threaded), customers: 450, inBulk: true, mongodbUri: uriOf(threaded) });
  for (const collection of ['customers', 'orders', 'identities', 'changes', 'order_versions', 'products']) {
    t.same(await raw(threaded, collection), await raw(here, collection), collection);
  }
  const again = await house(t, { now: () => NOW });
  const stop = AbortSignal.timeout(300);
  await t.rejects(makeDemoShop({ ...demoOptions(again), customers: 500_000, mongodbUri: uriOf(again), signal: stop }), {
    name: 'TimeoutError',
  });
  t.equal((await again.store.system.shops.findOne({ _id: DEMO_SHOP.id }))?.demo?.complete, false);
  await t.rejects(
    makeDemoShop({ ...demoOptions(again), customers: 500_000 }),
    { code: 'shop_not_empty' },
    'half a bulk run is not repaired',
  );
  const said: string[] = [];
  const { customers: _any, ...start } = demoOptions(again);
  const left = await makeDemoShop({ ...start, log: (line) => said.push(line) });
  t.match(
    left,
    { isNew: false, origin: { customers: 500_000, complete: false } },
    'and does not keep a server from starting',
  );
  t.match(said, [/not whole/]);
  const nowhere = await house(t, { now: () => NOW });
  await t.rejects(
    makeDemoShop({
      ...demoOptions(nowhere),
      customers: 500,
      inBulk: true,
      mongodbUri: 'mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=200',
    }),
    'a thread that fails ends the run',
  );
});

t.test('bulk writing refuses a shop that has data, and another size or another shop is never mixed in', async (t) => {
  const opened = await house(t, { now: () => NOW });
  const options = { ...demoOptions(opened), customers: 5, inBulk: true };
  await makeDemoShop(options);
  await opened.store.system.shops.updateOne({ _id: DEMO_SHOP.id }, { $set: { 'demo.complete': false } });
  await t.rejects(makeDemoShop(options), { code: 'shop_not_empty' });
  await t.rejects(makeDemoShop({ ...options, customers: 6 }), { code: 'shop_not_empty' });
  await opened.store.system.shops.updateOne({ _id: DEMO_SHOP.id }, { $unset: { demo: '' } });
  await t.rejects(makeDemoShop(options), { code: 'conflict' });
});

function demoOptions({ store, box, states, reception }: House): DemoShopOptions {
  return { store, box, states, reception, now: () => NOW, log: () => undefined, customers: 2_000, until: UNTIL };
}

/** The address a thread is given. */
const uriOf = ({ store }: House) =>
  `mongodb://${store.client.options.hosts.map(String).join(',')}/?directConnection=true`;

/** All documents of a collection as the bytes that lie in the database, in order of `_id`. */
async function raw({ store }: House, collection: string): Promise<Buffer[]> {
  return (await store.db
    .collection(collection)
    .find({}, { raw: true, hint: { _id: 1 } })
    .sort({ _id: 1 })
    .toArray()) as unknown as Buffer[];
}

function decoded(delivery: DemoDelivery) {
  const { timeZone, currency, countryCode } = DEMO_SHOP;
  return pos.decode({
    topic: delivery.topic,
    rawBody: Buffer.from(delivery.body),
    headers: {},
    receivedAt: 0,
    shop: { timeZone, currency, countryCode },
  });
}

function content() {
  const events = [...demoCustomers(OPTIONS)]
    .flatMap((customer) => customer.deliveries)
    .flatMap((delivery) => {
      const result = decoded(delivery);
      return result.ok ? result.events : [];
    });
  const cards = events.flatMap((event) => (event.type === 'customer_changed' ? [event.customer] : []));
  const orders = events.flatMap((event) => (event.type === 'order_changed' ? [event.order] : []));
  return { cards, orders, orderCount: new Set(orders.map((order) => order.hostId)).size };
}

function within(t: Test, value: number, least: number, most: number, what: string): void {
  t.ok(value >= least && value <= most, `${what}: ${value.toFixed(3)} lies in ${least} to ${most}`);
}
