import fc from 'fast-check';
import t, { type Test } from 'tap';
import { type CustomerKey, customerIdFromKey, type Instant } from '../../src/model.ts';
import { conditionsWithin, NO_REFERENCES, parseDefinition, type SegmentDefinition } from '../../src/segments/index.ts';
import { resumeBackfills } from '../../src/server/history/backfill.ts';
import { countAsOf, customerAtInstant, membersAsOf } from '../../src/server/history/members-as-of.ts';
import { pinCustomers } from '../../src/server/segments/pinning.ts';
import { createSegment, getSegment } from '../../src/server/segments/saved.ts';
import type { CustomerDocument } from '../../src/server/store/documents.ts';
import { definitionArbitrary } from '../segments/arbitraries.ts';
import { testApp } from '../support/app.ts';
import { house } from '../support/house.ts';
import { inForce, timeAt } from '../support/loyalty/books.ts';
import { asRead, membersOf, stateOf } from '../support/past.ts';
import { sampleOf, sign } from '../support/samples.ts';
import { seeded } from '../support/seeded.ts';
import { till } from '../support/till.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.parse('2026-08-31T20:00:00Z');

/** Something that happened at a shop, as its till tells it. */
interface Event {
  readonly at: Instant;
  readonly topic: string;
  readonly body: object;
  /** A deletion says nothing of when: it is as old as its delivery. */
  readonly undated?: true;
}

/** Weeks at a shop: purchases, edits of them, returns, cancellations, deletions, moves to other buyers, and cards that change. */
function weeks({ random, below }: ReturnType<typeof seeded>, count: number): Event[] {
  const pick = <T>(values: readonly T[]) => values[below(values.length)] as T;
  const events: Event[] = [];
  const invoices: Record<string, any>[] = [];
  const gone = new Set<unknown>();
  let at = START;
  const iso = () => new Date(at).toISOString();
  for (let i = 0; i < count; i++) {
    at += 60_000 + below(12 * HOUR);
    const phone = `091234560${below(6)}`;
    const open = invoices.filter(({ id }) => !gone.has(id));
    const turn = random();
    if (turn < 0.35 || open.length === 0) {
      const amount = pick([99_999, 100_000, 500_000, 1_000_000, 5_000_000]);
      const isPaid = random() < 0.8;
      const made = {
        id: `HD${i}`,
        updatedAt: iso(),
        placedAt: iso(),
        ...(isPaid ? { paidAt: iso(), status: 'paid' } : { status: 'open' }),
        channel: pick(['web', 'pos', 'facebook']),
        ...(random() < 0.5 ? { store: { id: pick(['hanoi', 'hue']) } } : {}),
        customer: { phone, ...(random() < 0.3 ? { name: `Khách ${phone.at(-1)}` } : {}) },
        items: [
          { id: '1', productId: pick(['1', '2']), name: 'Áo', quantity: 2, amount: String(amount) },
          { id: '2', productId: '3', name: 'Quần', quantity: 1, amount: '100000' },
        ],
        totals: { goods: String(amount + 100_000), total: String(amount + 100_000) },
        returns: [],
      };
      invoices.push(made);
      events.push({ at, topic: 'invoice.saved', body: made });
    } else if (turn < 0.7) {
      const one = pick(open);
      const act = random();
      let next: Record<string, any> = { ...one, updatedAt: iso() };
      if (act < 0.35 && one.status === 'paid') {
        const dated = random() < 0.7 ? { at: iso() } : {};
        const back = { id: `R${i}`, amount: '50000', ...dated, items: [{ itemId: '1', quantity: 1, amount: '50000' }] };
        next = { ...next, returns: [...one.returns, back] };
      } else if (act < 0.5) next = { ...next, status: 'cancelled' };
      else if (act < 0.7 && one.status === 'open') next = { ...next, status: 'paid', paidAt: iso() };
      else if (act < 0.8) next = { ...next, customer: { phone } };
      else if (act < 0.9) {
        const amount = pick([100_000, 700_000]);
        next = {
          ...next,
          items: [{ id: '1', productId: '2', name: 'Áo', quantity: 1, amount: String(amount) }],
          totals: { goods: String(amount), total: String(amount) },
          returns: [],
        };
      } else {
        gone.add(one.id);
        events.push({ at, topic: 'invoice.deleted', body: { id: one.id }, undated: true });
        continue;
      }
      invoices[invoices.indexOf(one)] = next;
      events.push({ at, topic: 'invoice.saved', body: next });
    } else {
      const maybe = (name: string, values: readonly unknown[]) => (random() < 0.4 ? { [name]: pick(values) } : {});
      const body = {
        phone,
        updatedAt: iso(),
        ...maybe('name', ['Nguyễn Văn An', 'Đào', 'van']),
        ...maybe('gender', ['Nam', 'Nữ', null]),
        ...maybe('tags', [['VIP'], ['vip', 'Sỉ'], [], ['Sỉ', 'Hay khiếu nại']]),
        ...maybe('groups', [['Sỉ'], []]),
        ...maybe('note', ['gọi lại', null]),
        ...maybe('company', ['ACME', null]),
        ...maybe('debt', ['100000', '0']),
        ...maybe('source', ['zalo', 'web', 'facebook']),
        ...maybe('birthDate', ['1990-09-17', '2000-02-29']),
        ...maybe('consents', [{ email: 'subscribed', sms: 'unsubscribed' }, { email: 'unsubscribed' }]),
        ...maybe('addresses', [[{ provinceCode: '79', countryCode: 'VN' }], []]),
      };
      events.push({ at, topic: 'customer.saved', body });
    }
  }
  return events;
}

function read(given: unknown): SegmentDefinition {
  const parsed = parseDefinition(given);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed));
  return parsed.definition;
}

/** Of each of these something may turn at an instant; random ones of every condition come on top. */
const TELLING: SegmentDefinition[] = [
  { kind: 'total_spent', op: 'gte', value: 1_000_000 },
  { kind: 'order_count', op: 'gte', value: 2 },
  { kind: 'has_tag', tags: ['VIP'] },
  { kind: 'has_tag', mode: 'none', tags: ['Sỉ'] },
  { kind: 'gender', values: ['male'] },
  { kind: 'bought_in_period', period: { type: 'last_n_days', n: 7 } },
  { kind: 'points', op: 'gte', value: 10 },
  { kind: 'tier', mode: 'any', tiers: ['silver', 'gold'] },
  { kind: 'has_been', state: { type: 'tag', tags: ['VIP'] }, op: 'gte', value: 3 },
  { kind: 'in_segment', segments: ['list'] },
].map((condition) => read({ include: [{ all: [condition as never] }], exclude: [] }));

/** Told otherwise, or not at all, to the shop that hears everything late: lists by hand, chance by id, and the order of bookings. */
const OWN_TO_A_SHOP = new Set(['in_segment', 'random_share', 'points', 'points_pending']);

t.test(
  'any definition at any past instant finds whom it found then, and a shop that heard late finds the same',
  async (t) => {
    t.setTimeout(240_000);
    const dice = seeded();
    t.comment(`SEED=${dice.seed}`);
    const clock = { now: START };
    const opened = await house(t, { now: () => clock.now });
    const given = { platform: 'pos' as const, timeZone: 'America/New_York' };
    const inTime = await opened.addShop({ ...given, domain: 'in-time' });
    const late = await opened.addShop({ ...given, domain: 'late' });
    for (const { scope } of [inTime, late]) await inForce(opened, scope, START - 100 * DAY);
    const send = async ({ installation, secret }: typeof late, { topic, body }: Event) => {
      await opened.receive('pos', sign('pos', sampleOf('pos', topic, body), secret), installation);
      await opened.settled();
    };
    const events = weeks(dice, Number(process.env.RUNS ?? 90));
    const definitions = [...TELLING, ...fc.sample(definitionArbitrary, { seed: dice.seed, numRuns: 12 })];

    await createSegment(inTime.scope, { name: 'Danh sách', by: 'test', now: START }).then(async (made) => {
      // Definitions of the generator name it so.
      await inTime.scope.segments.deleteOne({ _id: made._id });
      await inTime.scope.segments.insert([{ ...made, _id: `${inTime.id}/list` }]);
    });
    const list = await getSegment(inTime.scope, 'list');
    const hand = async (act: 'pin' | 'unpin' | 'ban') => {
      const all = await inTime.scope.customers.find({}, { projection: { _id: 1 } }).toArray();
      const one = all[dice.below(Math.max(1, all.length))];
      if (!one) return;
      const parts = { store: opened.store, states: opened.states, now: () => clock.now };
      await pinCustomers(parts, inTime.scope, list, {
        act,
        customers: [customerIdFromKey(one._id)],
        actor: 'key test',
      });
    };

    const snapshots: { at: Instant; customers: CustomerDocument[] }[] = [];
    for (const event of events) {
      clock.now = event.at + dice.below(20_000);
      await send(inTime, event);
      if (dice.random() < 0.1) await hand((['pin', 'unpin', 'ban'] as const)[dice.below(3)] ?? 'pin');
      if (dice.random() < 0.15) {
        clock.now += dice.below(20_000);
        await timeAt(opened, clock.now);
        snapshots.push({ at: clock.now, customers: await inTime.scope.customers.find().toArray() });
      }
    }
    const end = clock.now + DAY;
    clock.now = end;
    await timeAt(opened, end);

    const state = await stateOf(opened, inTime.id);
    let decided = 0;
    for (const { at, customers } of snapshots) {
      for (const customer of customers) {
        const then = await customerAtInstant(inTime.scope, state, customer._id, at);
        t.same(then && asRead(then), asRead(customer), `${customer.phone} at ${new Date(at).toISOString()}`);
      }
      for (const definition of definitions) {
        const expected = await membersOf(inTime.scope, state, definition, customers, at);
        const asked = { definition, at };
        const found = await membersAsOf(inTime.scope, state, asked, { after: null, limit: 100 });
        const named = JSON.stringify(definition);
        t.same(found.map(({ phone, _id }) => phone ?? _id).sort(), expected, named);
        t.same(
          await countAsOf(inTime.scope, state, asked),
          { members: expected.length, customers: customers.length },
          named,
        );
        decided += customers.length;
      }
    }
    t.comment(`${decided} decisions at ${snapshots.length} instants by ${definitions.length} definitions`);
    t.ok(snapshots.length > 0 && decided > 0);

    // Orders come in any order; cards of one person late, and one after the other: a word that repeats another is not kept with each of its dates.
    const cards = new Map<string, number>();
    const deliveries = events
      .map((event) => {
        const then = event.at + (event.undated ? 0 : dice.below(end - event.at));
        const { phone } = event.body as { phone?: string };
        if (phone === undefined) return { event, at: then };
        const at = Math.max(then, (cards.get(phone) ?? 0) + 1);
        cards.set(phone, at);
        return { event, at };
      })
      .sort((a, b) => a.at - b.at);
    for (const { event, at } of deliveries) {
      clock.now = at;
      await send(late, event);
    }
    clock.now = end + DAY;
    const lateState = await stateOf(opened, late.id);
    const shared = definitions.filter((definition) =>
      conditionsWithin(definition, NO_REFERENCES).every(({ kind }) => !OWN_TO_A_SHOP.has(kind)),
    );
    const all = await late.scope.customers.find({}, { projection: { _id: 1, phone: 1 } }).toArray();
    for (const { at, customers } of snapshots) {
      for (const customer of customers) {
        const key = all.find(({ phone }) => phone === customer.phone)?._id as CustomerKey;
        const then = await customerAtInstant(late.scope, lateState, key, at);
        t.same(
          then && heard(then, late.installation),
          heard(customer, inTime.installation),
          `${customer.phone} heard late, at ${at}`,
        );
      }
      for (const definition of shared) {
        const found = await membersAsOf(late.scope, lateState, { definition, at }, { after: null, limit: 100 });
        const expected = await membersOf(inTime.scope, state, definition, customers, at);
        t.same(found.map(({ phone, _id }) => phone ?? _id).sort(), expected, `late: ${JSON.stringify(definition)}`);
      }
    }
  },
);

/** What both shops must know: without keys, hands, and points, which each booked when it heard. */
function heard(customer: CustomerDocument, installation: string) {
  const { _id, pins, bans, loyalty, stats, ...rest } = asRead(customer) as Record<string, any>;
  const { points: _points, pending: _pending, ...ranked } = loyalty ?? {};
  return JSON.parse(
    JSON.stringify({ ...rest, stats: { ...stats, locations: stats.locations.length }, ranked }).replaceAll(
      installation,
      '<connection>',
    ),
  );
}

const one = (condition: object): SegmentDefinition => read({ include: [{ all: [condition] }], exclude: [] });
const BOUGHT = one({ kind: 'order_count', op: 'gte', value: 1 });
const PHONE = '0912345601';
const paid = (at: string, more: object = {}) => ({
  id: 'HD1',
  updatedAt: at,
  placedAt: '2026-11-01T03:00:00Z',
  paidAt: '2026-11-01T03:00:00Z',
  status: 'paid',
  customer: { phone: PHONE },
  items: [{ id: '1', productId: '1', name: 'Áo', quantity: 1, amount: '100000' }],
  totals: { goods: '100000', total: '100000' },
  ...more,
});
const CANCELLED = { status: 'cancelled' };
const RETURNED = (at: string) => ({ returns: [{ id: 'R1', at, amount: '100000' }] });

/** A server whose clock stands where it is put, and a till that asks it. */
async function past(t: Test, timeZone = 'Asia/Ho_Chi_Minh') {
  const clock = { now: Date.parse('2026-11-22T05:00:00Z') };
  const server = await testApp(t, { now: () => clock.now });
  const shop = await till(server, 'past', { timeZone });
  const countAt = async (definition: SegmentDefinition, asOf: string) => {
    const { status, body } = await shop.ask('POST', '/segments/preview', { definition, asOf, mode: 'exact' });
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body.count;
  };
  return { clock, server, shop, countAt };
}

t.test(
  'an order that was cancelled, or returned, later counts until then, also when only its last state was ever heard',
  async (t) => {
    for (const [name, changed] of [
      ['cancelled', CANCELLED],
      ['returned', RETURNED('2026-11-10T03:00:00Z')],
    ] as const)
      for (const isHeard of [true, false]) {
        const { shop, countAt } = await past(t);
        if (isHeard) await shop.send('invoice.saved', paid('2026-11-01T03:00:00Z'));
        await shop.send('invoice.saved', paid('2026-11-10T03:00:00Z', changed));
        t.same(
          [
            await countAt(BOUGHT, '2026-11-01T02:59:59.999Z'),
            await countAt(BOUGHT, '2026-11-01T03:00:00Z'),
            await countAt(BOUGHT, '2026-11-10T02:59:59.999Z'),
            await countAt(BOUGHT, '2026-11-10T03:00:00Z'),
          ],
          [0, 1, 1, 0],
          `${name}, ${isHeard ? 'heard in time' : 'imported'}`,
        );
      }
  },
);

t.test('a tag that was taken off later was there; members and explanations of a day tell it', async (t) => {
  const { shop, countAt } = await past(t);
  const VIP = one({ kind: 'has_tag', tags: ['VIP'] });
  await shop.send('customer.saved', { phone: PHONE, updatedAt: '2026-11-01T00:00:00Z', tags: ['VIP'] });
  await shop.send('customer.saved', { phone: PHONE, updatedAt: '2026-11-05T00:00:00Z', tags: [] });
  t.same(
    [
      await countAt(VIP, '2026-10-31T00:00:00Z'),
      await countAt(VIP, '2026-11-04T23:59:59.999Z'),
      await countAt(VIP, '2026-11-05T00:00:00Z'),
    ],
    [0, 1, 0],
  );
  const { body: made } = await shop.ask('POST', '/segments', { name: 'VIP', definition: VIP });
  const { body: members } = await shop.ask('GET', `/segments/${made.id}/members?asOf=2026-11-02T00:00:00Z`);
  t.match(members, { items: [{ tags: ['VIP'] }], nextCursor: null });
  const [{ id }] = members.items;
  t.match((await shop.ask('GET', `/segments/${made.id}/members?asOf=2026-11-06T00:00:00Z`)).body.items, []);
  t.match((await shop.ask('GET', `/segments/${made.id}/explain/${id}?asOf=2026-11-02T00:00:00Z`)).body, {
    isMember: true,
  });
  t.match((await shop.ask('GET', `/segments/${made.id}/explain/${id}?asOf=2026-11-06T00:00:00Z`)).body, {
    isMember: false,
  });
  t.equal((await shop.ask('GET', `/segments/${made.id}/explain/${id}?asOf=2026-01-01T00:00:00Z`)).status, 404);
});

t.test('tier and points of a past instant, before what was earned later', async (t) => {
  const { shop, server, countAt } = await past(t);
  await inForce(server.house, shop.scope, Date.UTC(2026, 0, 1));
  await shop.send('invoice.saved', paid('2026-11-01T03:00:00Z'));
  await shop.send('invoice.saved', {
    ...paid('2026-11-15T03:00:00Z', { id: 'HD2', placedAt: '2026-11-15T03:00:00Z', paidAt: '2026-11-15T03:00:00Z' }),
    items: [{ id: '1', name: 'Áo', quantity: 1, amount: '90000000' }],
    totals: { goods: '90000000', total: '90000000' },
  });
  const key = (await shop.scope.customers.findOne({}))?._id as CustomerKey;
  const state = await stateOf(server.house, shop.shop);
  const [before, after] = [
    await customerAtInstant(shop.scope, state, key, Date.parse('2026-11-14T00:00:00Z')),
    await customerAtInstant(shop.scope, state, key, Date.parse('2026-11-15T03:00:00Z')),
  ];
  t.ok(before?.loyalty && after?.loyalty && before.loyalty.points < after.loyalty.points);
  t.not(before?.loyalty?.level, after?.loyalty?.level);
  t.same(after?.loyalty, (await shop.scope.customers.findOne({ _id: key }))?.loyalty);
  const enough = one({ kind: 'points', op: 'gte', value: after?.loyalty?.points });
  t.same([await countAt(enough, '2026-11-14T00:00:00Z'), await countAt(enough, '2026-11-15T03:00:00Z')], [0, 1]);
});

t.test('the day of a past instant is the shop’s, in four zones', async (t) => {
  const TODAY = one({ kind: 'bought_in_period', period: { type: 'today' } });
  for (const [zone, midnight] of [
    ['Pacific/Kiritimati', '2026-11-01T10:00:00.000Z'],
    ['Asia/Ho_Chi_Minh', '2026-11-01T17:00:00.000Z'],
    ['America/New_York', '2026-11-01T04:00:00.000Z'], // the clocks go back on this day
    ['Pacific/Pago_Pago', '2026-11-01T11:00:00.000Z'],
  ] as const) {
    const { shop, countAt } = await past(t, zone);
    const at = (ms: number) => new Date(Date.parse(midnight) + ms).toISOString();
    const hours = zone === 'America/New_York' ? 25 : 24;
    const bought = { placedAt: at(0), paidAt: at(0) };
    await shop.send('invoice.saved', paid(at(0), bought));
    t.same(
      [
        await countAt(TODAY, at(-1)),
        await countAt(TODAY, at(0)),
        await countAt(TODAY, at(hours * HOUR - 1)),
        await countAt(TODAY, at(hours * HOUR)),
      ],
      [0, 1, 1, 0],
      zone,
    );
  }
});

t.test('growth before a segment was made is told from history, once it is asked for', async (t) => {
  const { shop, server, clock } = await past(t);
  await shop.send('invoice.saved', paid('2026-11-01T03:00:00Z'), paid('2026-11-10T03:00:00Z', CANCELLED));
  const { body: made } = await shop.ask('POST', '/segments', { name: 'Đã mua', definition: BOUGHT });
  const days = async () =>
    (await shop.ask('GET', `/segments/${made.id}/growth?from=2026-10-31&to=2026-11-11`)).body.days.map(
      ({ size, entered, left, source }: any) => `${size} +${entered} -${left} ${source}`,
    );
  t.ok((await days()).every((day: string) => day === '0 +0 -0 events'));
  t.equal(
    (await shop.ask('POST', `/segments/${made.id}/backfill`, { from: '2026-11-22' })).status,
    422,
    'today is not over',
  );
  const asked = await shop.ask('POST', `/segments/${made.id}/backfill`, { from: '2026-10-31' });
  t.match(asked, { status: 202, body: { state: 'running', from: '2026-10-31', to: '2026-11-21' } });
  while ((await shop.ask('GET', `/segments/${made.id}/backfill`)).body.backfill.state === 'running')
    await new Promise((resolve) => setTimeout(resolve, 20));
  const told = await days();
  t.same(told.slice(0, 3), ['0 +0 -0 history', '1 +1 -0 history', '1 +0 -0 history']);
  t.same(told.slice(-2), ['0 +0 -1 history', '0 +0 -0 history']);

  const key = `${shop.shop}/${made.id}`;
  const { backfill } = await getSegment(shop.scope, made.id);
  await shop.scope.segmentDays.deleteMany();
  const left = {
    ...backfill,
    state: 'running',
    done: 0,
    leaseUntil: clock.now + 1000,
    counts: backfill?.counts.map(() => ({ size: 0, entered: 0, left: 0 })),
  };
  await shop.scope.segments.updateOne({ _id: key }, { $set: { backfill: left as never } });
  const parts = { ...server.parts, now: () => clock.now };
  await resumeBackfills(parts);
  t.equal(await shop.scope.segmentDays.count(), 0, 'another process is at it');
  clock.now += 2000;
  await resumeBackfills(parts);
  t.same(await days(), told, 'taken up when the lease has run out');
});
