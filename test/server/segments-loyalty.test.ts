import { setTimeout } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { TIKME } from '../../src/loyalty/index.ts';
import { labelOf } from '../../src/server/segments/live.ts';
import { testApp } from '../support/app.ts';
import { timeAt } from '../support/loyalty/books.ts';
import { cart, PHONE, pointsShop } from '../support/loyalty/shop.ts';
import { invoice, member } from '../support/till.ts';

/** Segments by points and tiers, against a real ledger: every operation that moves a figure decides the memberships with it. */

const NOON = Date.parse('2026-11-22T05:00:00Z');
const DAY = 86_400_000;

async function shopAt(t: Test) {
  const clock = { now: NOON };
  const server = await testApp(t, { now: () => clock.now });
  const shop = await pointsShop(server, 'segments.example.vn');
  let keys = 0;
  const post = (path: string, body: object = {}) =>
    shop.ask('POST', path, { customer: shop.an, ...body }, { 'idempotency-key': `key-${keys++}` });
  return {
    server,
    shop,
    clock,
    post,
    buy: (id: string, amount: number, at = '2026-11-22T03:00:00Z', more: object = {}) =>
      shop.send('invoice.saved', { ...invoice({ id, phone: PHONE, amount, at }), ...more }),
    adjust: (points: number) =>
      shop.ask(
        'POST',
        `/customers/${shop.an}/loyalty/adjustments`,
        { points, ranks: false, reason: 'Tết', kind: 'adjusted' },
        { 'idempotency-key': `key-${keys++}` },
      ),
    /** A saved segment of one condition, built; what comes back tells whether An is in it, by the document. */
    async segment(name: string, ...all: object[]) {
      const { status, body } = await shop.ask('POST', '/segments', { name, definition: { include: [{ all }] } });
      if (status !== 201) throw new Error(JSON.stringify(body));
      while ((await shop.ask('GET', `/segments/${body.id}`)).body.state !== 'ready') await setTimeout(30);
      const label = labelOf(`${shop.shop}/${body.id}`, 1);
      return {
        body,
        async hasAn() {
          const an = await shop.scope.customers.findOne({ phone: `+84${PHONE.slice(1)}` });
          return an?.memberOf.includes(label) ?? false;
        },
        told: async () =>
          (
            await shop.scope.membershipEvents
              .find({ segment: `${shop.shop}/${body.id}` })
              .sort({ at: 1 })
              .toArray()
          ).map(({ kind, cause }) => `${kind} by ${cause.kind}`),
      };
    },
    async verified() {
      server.house.states.forget(shop.shop);
      return (await server.house.verify(shop.shop)).differences;
    },
  };
}

t.test('C10 an order at the till brings points, and with them the segment, in the same transaction', async (t) => {
  const { buy, segment, clock, server, post, adjust, verified } = await shopAt(t);
  const enough = await segment('Đủ điểm', { kind: 'points', op: 'gte', value: 100 });
  const few = await segment('Ít điểm', { kind: 'points', op: 'lt', value: 100 });
  t.same([await enough.hasAn(), await few.hasAn()], [false, true], 'nobody has points yet');

  await buy('HD1', 1_000_000);
  t.same([await enough.hasAn(), await few.hasAn()], [true, false]);

  clock.now += 1000;
  const held = await post('/loyalty/holds', { cart: cart(500_000), points: 50 });
  t.equal(held.status, 201);
  t.same(
    [await enough.hasAn(), await few.hasAn()],
    [false, true],
    'points that a till holds cannot be spent elsewhere',
  );
  clock.now += 1000;
  t.equal((await post(`/loyalty/holds/${held.body.id}/release`)).status, 200);
  t.ok(await enough.hasAn(), 'let go, they are back');

  clock.now += 1000;
  const again = await post('/loyalty/holds', { cart: cart(500_000), points: 50 });
  await post(`/loyalty/holds/${again.body.id}/capture`);
  t.notOk(await enough.hasAn(), 'spent');
  clock.now += 1000;
  t.equal((await adjust(50)).status, 201);
  t.ok(await enough.hasAn(), 'given by hand');
  clock.now += 1000;
  await adjust(-1);
  t.notOk(await enough.hasAn(), 'taken by hand');
  clock.now += 1000;
  await adjust(1);

  clock.now = NOON + 366 * DAY; // points of the year before end at the end of 22 November 2027
  t.ok(await enough.hasAn(), 'as it was booked last');
  t.ok((await timeAt(server.house, clock.now)).done > 0);
  t.same(
    [await enough.hasAn(), await few.hasAn()],
    [false, true],
    'what time takes is booked by the job, and decided with it',
  );
  t.same((await enough.told()).slice(0, 2), ['entered by delivery', 'left by api']);
  t.equal((await enough.told()).at(-1), 'left by job');
  t.same(await verified(), []);
});

t.test('C10 a till that lets a hold run out gives the points, and the segment, back', async (t) => {
  const { buy, segment, clock, server, post } = await shopAt(t);
  const enough = await segment('Đủ điểm', { kind: 'points', op: 'gte', value: 100 });
  await buy('HD1', 1_000_000);
  clock.now += 1000;
  t.equal((await post('/loyalty/holds', { cart: cart(500_000), points: 50 })).status, 201);
  t.notOk(await enough.hasAn());
  clock.now += (TIKME.redeeming.holdMinutes + 1) * 60_000;
  await timeAt(server.house, clock.now);
  t.ok(await enough.hasAn());
});

t.test('C25 a tier that is reached, set by hand and let go moves its segments at once', async (t) => {
  const { shop, buy, segment, clock, verified } = await shopAt(t);
  const silver = await segment('Bạc trở lên', { kind: 'tier', mode: 'at_or_above', tiers: ['silver'] });
  const gold = await segment('Vàng', { kind: 'tier', mode: 'any', tiers: ['gold'] });
  const low = await segment('Chưa bạc', { not: { kind: 'tier', mode: 'at_or_above', tiers: ['silver'] } });
  t.same([await silver.hasAn(), await gold.hasAn(), await low.hasAn()], [false, false, true]);

  await buy('HD1', 5_010_000); // 501 points: more than 500 is silver
  t.same([await silver.hasAn(), await gold.hasAn(), await low.hasAn()], [true, false, false]);
  clock.now += 1000;
  const path = `/customers/${shop.an}/loyalty/pins`;
  const pinned = await shop.ask('POST', path, { level: 'gold', reason: 'Khách quen' }, { 'idempotency-key': 'pin' });
  t.equal(pinned.status, 201);
  t.same([await silver.hasAn(), await gold.hasAn()], [true, true], 'the order of tiers is that of the programme');
  clock.now += 1000;
  t.equal((await shop.ask('DELETE', `${path}/${pinned.body.pin.id}`)).status, 200);
  t.same([await silver.hasAn(), await gold.hasAn()], [true, false]);
  t.same(await silver.told(), ['entered by delivery']);
  t.same(await gold.told(), ['entered by api', 'left by api']);

  t.match(silver.body.sentence, {
    vi: 'Khách hàng ở hạng “Bạc” trở lên',
    en: 'Customers who are in the tier “Silver” or above',
  });
  t.same((await shop.ask('GET', '/segments/lookups/tiers?search=SILV')).body.items, [
    { value: 'silver', label: 'Bạc · Silver', count: null },
  ]);
  t.same(
    (await shop.ask('GET', '/segments/lookups/tiers')).body.items.map(({ value }: { value: string }) => value),
    TIKME.tiers.levels.map(({ id }) => id),
    'from the lowest to the highest',
  );
  const values = [
    { of: 'tiers', value: 'gold' },
    { of: 'tiers', value: 'none' },
  ];
  t.match((await shop.ask('POST', '/segments/lookups/names', { values })).body.items, [{ label: /Gold/ }]);
  t.same(await verified(), []);
});

t.test('C25 a preview and a saved segment read the same order of tiers', async (t) => {
  const { shop, buy } = await shopAt(t);
  await buy('HD1', 5_010_000);
  const preview = async (mode: string, tier: string) => {
    const definition = { include: [{ all: [{ kind: 'tier', mode, tiers: [tier] }] }] };
    return (await shop.ask('POST', '/segments/preview', { definition, mode: 'exact' })).body.count;
  };
  t.equal(await preview('at_or_above', 'member'), 1);
  t.equal(await preview('at_or_above', 'gold'), 0);
  t.equal(await preview('at_or_below', 'gold'), 1);
  t.equal(await preview('at_or_below', 'member'), 0);
});

t.test('C29 who joined is counted from the day they were first known or the programme began', async (t) => {
  const { shop, buy, segment } = await shopAt(t);
  await buy('HD1', 100_000, '2026-11-10T03:00:00Z');
  const joined = await segment('Mới tham gia', { kind: 'member_since', period: { type: 'this_month' } });
  t.ok(await joined.hasAn());
  const { loyalty } = (await shop.scope.customers.findOne({ phone: `+84${PHONE.slice(1)}` })) ?? {};
  t.ok(loyalty && loyalty.joinedAt <= Date.parse('2026-11-10T03:00:00Z'));
});

t.test('§2b has had a tag, been in a tier or been a member for some days', async (t) => {
  const { shop, buy, segment, clock, server } = await shopAt(t);
  await shop.send('customer.saved', member({ phone: PHONE, tags: ['VIP'], at: '2026-11-15T05:00:00Z' }));
  const tagged = await segment('VIP từ 7 ngày', {
    kind: 'has_been',
    state: { type: 'tag', tags: ['vip'] },
    op: 'gte',
    value: 7,
  });
  t.ok(await tagged.hasAn(), 'since the word of the till, seven days ago');
  await shop.send('customer.saved', member({ phone: PHONE, tags: ['Sỉ', 'VIP'], at: '2026-11-20T05:00:00Z' }));
  t.ok(await tagged.hasAn(), 'another tag beside it begins nothing anew');
  await shop.send('customer.saved', member({ phone: PHONE, tags: ['Sỉ'], at: '2026-11-21T05:00:00Z' }));
  t.notOk(await tagged.hasAn());
  await shop.send('customer.saved', member({ phone: PHONE, tags: ['VIP'], at: '2026-11-22T04:00:00Z' }));
  t.notOk(await tagged.hasAn(), 'taken off and put on, it began today');

  await buy('HD1', 5_010_000, '2026-11-22T03:00:00Z');
  const silver = await segment('Bạc hôm nay', {
    kind: 'has_been',
    state: { type: 'tier', tiers: ['silver'] },
    op: 'lte',
    value: 0,
  });
  t.ok(await silver.hasAn());
  clock.now += DAY;
  server.house.states.forget(shop.shop);
  await shop.ask('PUT', `/customers/${shop.an}/tags`, { tags: ['khác'] });
  t.notOk(await silver.hasAn(), 'a day later it is a day');
});
