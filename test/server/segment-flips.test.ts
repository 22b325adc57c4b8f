import pino from 'pino';
import t, { type Test } from 'tap';
import { type CustomerKey, dayOf, startOfDay } from '../../src/model.ts';
import { evaluate, type SegmentDefinition, type SegmentNode } from '../../src/segments/index.ts';
import { flipSegments } from '../../src/server/jobs/midnight.ts';
import { flipCalendar } from '../../src/server/segments/calendar.ts';
import { contextFor, idOf, labelOf } from '../../src/server/segments/live.ts';
import { createSegment, getSegment } from '../../src/server/segments/saved.ts';
import { allFactsOf } from '../../src/server/segments/scan.ts';
import { customersTurned, isScannedOn, LATE_MS } from '../../src/server/segments/turned.ts';
import { seeded } from '../support/seeded.ts';
import { shopWithBuilder } from '../support/shop-with-builder.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const logger = pino({ level: 'silent' });
const CUSTOMERS = 60;
const lastDays = (n: number) => ({ type: 'last_n_days', n }) as const;
const only = (...nodes: SegmentNode[]): SegmentDefinition => ({ include: [{ all: nodes }], exclude: [] });

/** By days on which people buy; the last three hang on other days, and everybody is looked at. */
const DEFINITIONS: readonly SegmentDefinition[] = [
  only({ kind: 'bought_in_period', period: lastDays(7) }),
  only({ kind: 'not_bought_in_period', period: lastDays(30), mustHaveBoughtBefore: true }),
  only({ kind: 'days_since_last_order', op: 'between', from: 10, to: 20 }),
  only({ kind: 'first_order', op: 'gt', value: 45 }),
  only({ kind: 'orders_in_period', op: 'gte', value: 2, period: lastDays(30) }),
  only({ kind: 'spent_in_period', op: 'lt', value: 300_000, period: { type: 'this_month' } }),
  only({ kind: 'average_order', op: 'gte', value: 150_000, period: { type: 'last_week' } }),
  {
    include: [{ all: [{ any: [{ kind: 'last_order_in_period', period: { type: 'yesterday' } }] }] }],
    exclude: [{ all: [{ not: { kind: 'bought_in_period', period: { type: 'this_quarter' } } }] }],
  },
  only({ kind: 'orders_per_month', op: 'gte', value: 1.5 }),
  only({ kind: 'customer_created', period: lastDays(3) }),
  only({ kind: 'birthday_between', window: { type: 'next_days', n: 40 } }),
];

t.test('A08 midnight after midnight members are whom the definition finds, and few are looked at', async (t) => {
  const { seed, below: random } = seeded();
  t.comment(`SEED=${seed}`);
  const { opened, shop, builder, sell, clock, membersOf } = await shopOverTime(t);
  for (let i = 0; i < CUSTOMERS; i++)
    for (let order = random(3); order >= 0; order--)
      await sell(i, 50_000 + random(6) * 50_000, clock.now - random(80) * 86_400_000 - random(80_000_000));
  const ids: string[] = [];
  for (const [index, definition] of DEFINITIONS.entries()) {
    const made = await createSegment(shop.scope, { name: `s${index}`, definition, by: 'test', now: clock.now });
    builder.requestBuild(shop.id, made._id);
    ids.push(idOf(made._id));
  }
  await builder.idle();
  await opened.verify(shop.id);
  const parts = { store: opened.store, builder, logger, now: () => clock.now };
  let flipped = 0;
  for (const days of [1, 1, 1, 2, 1, 1, 9, 1, 1, 1, 30, 1]) {
    const before = await Promise.all(ids.map(membersOf));
    clock.now = startOfDay(dayOf(clock.now, ZONE) + days, ZONE) + 1000;
    t.same(await flipSegments(parts), { done: DEFINITIONS.length });
    await builder.idle();
    t.same(await flipSegments(parts), { done: 0 }, 'once, and');
    for (const [index, id] of ids.entries()) {
      const definition = DEFINITIONS[index] as SegmentDefinition;
      const found = await membersOf(id);
      t.same(found, await named(definition), `${clock.now}: ${JSON.stringify(definition)}`);
      if (JSON.stringify(found) !== JSON.stringify(before[index])) flipped += 1;
      t.match(await getSegment(shop.scope, id), { state: 'ready', size: found.length, computedAt: clock.now });
    }
    clock.now += LATE_MS;
    t.same(
      await flipSegments(parts),
      { done: DEFINITIONS.length },
      'when nothing of the day before is on its way any more',
    );
    await builder.idle();
    t.same(await flipSegments(parts), { done: 0 }, 'and then no more that day');
    t.same((await opened.verify(shop.id)).differences, []);
    await sell(random(CUSTOMERS + 5), 100_000, clock.now + 500);
  }
  t.ok(flipped > DEFINITIONS.length * 3, 'the days change much');

  async function named(definition: SegmentDefinition): Promise<CustomerKey[]> {
    const state = await opened.states.get(shop.id);
    if (!state) throw new Error('no shop');
    const context = contextFor(state, clock.now, state.live.catalogue, state.live.references);
    const customers = await shop.scope.customers.find({}).sort({ _id: 1 }).toArray();
    return customers.filter((customer) => evaluate(definition, customer, context)).map(({ _id }) => _id);
  }
});

t.test('a flip looks at those who bought on the days that turn, and a build at everybody', async (t) => {
  const { opened, shop, builder, sell, clock, membersOf } = await shopOverTime(t);
  const daysAgo = (n: number) => clock.now - n * 86_400_000;
  for (let i = 0; i < 30; i++) await sell(i, 100_000, daysAgo(i < 2 ? 6 : 3));
  const definition = only({ kind: 'bought_in_period', period: lastDays(7) });
  const tomorrow = dayOf(clock.now, ZONE) + 1;
  const create = (name: string) => createSegment(shop.scope, { name, definition, by: 'test', now: clock.now });
  let [made, scanned] = [await create('recent'), await create('scanned')];
  for (let i = 0; isScannedOn(tomorrow, made._id); i++) made = await create(`recent ${i}`);
  for (let i = 0; !isScannedOn(tomorrow, scanned._id); i++) scanned = await create(`scanned ${i}`);
  for (const { _id } of [made, scanned]) builder.requestBuild(shop.id, _id);
  await builder.idle();
  const id = idOf(made._id);
  t.equal((await membersOf(id)).length, 30);

  const keys = (await shop.scope.customers.find({ 'stats.lastDay': dayOf(daysAgo(3), ZONE) }).toArray()).map(
    ({ _id }) => _id,
  );
  const [untouched, unlisted] = keys as [CustomerKey, CustomerKey];
  for (const segment of [made, scanned])
    await shop.scope.customers.updateOne({ _id: untouched }, { $pull: { memberOf: labelOf(segment._id, 1) } });
  const parts = { store: opened.store, builder, logger, now: () => clock.now };
  clock.now = startOfDay(dayOf(clock.now, ZONE) + 1, ZONE);
  await flipSegments(parts);
  await builder.idle();
  const after = await membersOf(id);
  t.equal(after.length, 27, 'two bought a week before, and of one the label was taken');
  t.notOk(after.includes(untouched), 'who is not turned is not looked at');
  t.ok(
    (await membersOf(idOf(scanned._id))).includes(untouched),
    'but on one day of seven, which mends what went wrong',
  );

  const state = await opened.states.get(shop.id);
  if (!state) throw new Error('no shop');
  const at = (day: number) => contextFor(state, startOfDay(day, ZONE), state.live.catalogue);
  const today = dayOf(clock.now, ZONE);
  const turned = (most: number) => customersTurned(shop.scope, definition, [at(today - 1), at(today)], most);
  t.equal((await turned(2))?.length, 2);
  t.equal(await turned(1), null, 'more than a flip is for');
  const tonight = [at(today + 2), at(today + 3)] as const;
  t.equal((await customersTurned(shop.scope, definition, tonight, 100))?.length, 28);
  await shop.scope.customers.updateOne({ _id: unlisted }, { $unset: { listing: '' } });
  t.equal(await customersTurned(shop.scope, definition, tonight, 100), null, 'one of them cannot be found by the key');
  await shop.scope.customers.deleteOne({ _id: unlisted });
  t.equal(
    (await customersTurned(shop.scope, definition, tonight, 100))?.length,
    28,
    'or is no more, which is no hindrance',
  );

  builder.requestBuild(shop.id, made._id);
  await builder.idle();
  t.ok((await membersOf(id)).includes(untouched), 'a build does look');
});

t.test('an event of the day before that is written down behind the flip is found soon after', async (t) => {
  const { opened, shop, builder, sell, clock, membersOf } = await shopOverTime(t);
  for (let i = 0; i < 30; i++) await sell(i, 100_000, clock.now - 3 * 86_400_000);
  const definition = only({ kind: 'bought_in_period', period: { type: 'today' } });
  const made = await createSegment(shop.scope, { name: 'today', definition, by: 'test', now: clock.now });
  builder.requestBuild(shop.id, made._id);
  await builder.idle();
  const midnight = startOfDay(dayOf(clock.now, ZONE) + 1, ZONE);
  const parts = { store: opened.store, builder, logger, now: () => clock.now };
  clock.now = midnight + 1;
  await flipSegments(parts);
  // It waits a second before it begins. So something is being built until the second look, and what the first one found is still known.
  const other = await createSegment(shop.scope, { name: 'other', definition, by: 'test', now: clock.now });
  builder.requestBuild(shop.id, other._id);
  while ((await getSegment(shop.scope, idOf(made._id))).computedAt !== midnight + 1)
    await new Promise((resolve) => setTimeout(resolve, 5));
  clock.now = midnight - 1;
  await sell(1, 100_000, clock.now);
  t.equal((await membersOf(idOf(made._id))).length, 1, 'by the day that it was decided on');
  clock.now = midnight + LATE_MS;
  await flipSegments(parts);
  await builder.idle();
  t.equal((await membersOf(idOf(made._id))).length, 0);
});

t.test('who has more orders than are kept is turned by those that are not kept', async (t) => {
  const { opened, shop, builder, sell, clock, membersOf } = await shopOverTime(t);
  const daysAgo = (n: number) => clock.now - n * 86_400_000;
  for (let i = 0; i < 30; i++) await sell(i, 100_000, daysAgo(1));
  for (const n of [6, 5, 1]) await sell(0, 100_000, daysAgo(n));
  const definition = only({ kind: 'orders_in_period', op: 'gte', value: 3, period: lastDays(7) });
  const made = await createSegment(shop.scope, { name: 'often', definition, by: 'test', now: clock.now });
  builder.requestBuild(shop.id, made._id);
  await builder.idle();
  const members = await membersOf(idOf(made._id));
  t.equal(members.length, 1);
  const [_id] = members as [CustomerKey];
  const facts = await allFactsOf(shop.scope, { _id });
  await shop.scope.customers.updateOne({ _id }, { $set: { factsCut: true, facts: facts.slice(0, 2) } });
  const parts = { store: opened.store, builder, logger, now: () => clock.now };
  for (const size of [1, 0]) {
    clock.now = startOfDay(dayOf(clock.now, ZONE) + 1, ZONE);
    await flipSegments(parts);
    await builder.idle();
    t.equal((await membersOf(idOf(made._id))).length, size);
  }
});

t.test('a segment that could not be built is tried again on the next day, and holds up no other', async (t) => {
  const { opened, shop, builder, sell, clock } = await shopOverTime(t);
  await sell(1, 100_000, clock.now - 1000);
  const ids: string[] = [];
  for (const name of ['one', 'two']) {
    const definition = only({ kind: 'bought_in_period', period: lastDays(7) });
    const made = await createSegment(shop.scope, { name, definition, by: 'test', now: clock.now });
    builder.requestBuild(shop.id, made._id);
    ids.push(made._id);
  }
  await builder.idle();
  await shop.scope.segments.updateOne({ _id: ids[0] as string }, { $set: { state: 'failed', error: 'internal' } });
  clock.now = startOfDay(dayOf(clock.now, ZONE) + 8, ZONE) + LATE_MS;
  const parts = { store: opened.store, builder, logger, now: () => clock.now };
  await flipSegments(parts);
  await builder.idle();
  t.match(await shop.scope.segments.findOne({ _id: ids[1] as string }), { state: 'ready', size: 0 });
  t.match(await shop.scope.segments.findOne({ _id: ids[0] as string }), { state: 'failed' });
  t.same(await flipSegments(parts), { done: 1 });
  await builder.idle();
  t.match(await shop.scope.segments.findOne({ _id: ids[0] as string }), { state: 'ready', size: 0 });
  t.same(await flipSegments(parts), { done: 0 });
});

t.test('the calendar of what is to come counts the same', async (t) => {
  const { opened, shop, builder, sell, clock } = await shopOverTime(t);
  for (let i = 0; i < 12; i++) await sell(i, 100_000, clock.now - i * 86_400_000);
  const definition = only({ kind: 'bought_in_period', period: lastDays(7) });
  const made = await createSegment(shop.scope, { name: 'recent', definition, by: 'test', now: clock.now });
  builder.requestBuild(shop.id, made._id);
  await builder.idle();
  const state = await opened.states.get(shop.id);
  if (!state) throw new Error('no shop');
  const segment = await getSegment(shop.scope, idOf(made._id));
  const from = dayOf(clock.now, ZONE) + 1;
  const { items } = await flipCalendar(shop.scope, state, segment, { from, days: 9, now: clock.now });
  t.same(
    items.map(({ enters, leaves }) => [enters, leaves]),
    [...Array.from({ length: 7 }, () => [0, 1]), [0, 0], [0, 0]],
  );
});

/** A shop whose clock the test turns. */
async function shopOverTime(t: Test) {
  const clock = { now: Date.UTC(2026, 10, 20, 10) };
  const { sell: sellTo, ...rest } = await shopWithBuilder(t, () => clock.now);
  const { id: shop, scope } = rest.shop;
  const sell = (customer: number, amount: number, at: number) =>
    sellTo(`09${String(12_000_000 + customer)}`, amount, at);
  const membersOf = async (id: string): Promise<CustomerKey[]> => {
    const members = scope.customers.find({ memberOf: labelOf(`${shop}/${id}`, 1) });
    return (await members.sort({ _id: 1 }).toArray()).map(({ _id }) => _id);
  };
  return { ...rest, sell, clock, membersOf };
}
