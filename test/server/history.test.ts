import fc from 'fast-check';
import t from 'tap';
import { customerIdFromKey, type CustomerKey, type Instant } from '../../src/model.ts';
import { conditionsWithin, NO_REFERENCES, parseDefinition, type SegmentDefinition } from '../../src/segments/index.ts';
import { countAsOf, customerAtInstant, membersAsOf } from '../../src/server/history/members-as-of.ts';
import { pinCustomers } from '../../src/server/segments/pinning.ts';
import { createSegment, getSegment } from '../../src/server/segments/saved.ts';
import type { CustomerDocument } from '../../src/server/store/documents.ts';
import { definitionArbitrary } from '../segments/arbitraries.ts';
import { house } from '../support/house.ts';
import { inForce, timeAt } from '../support/loyalty/books.ts';
import { asRead, membersOf, stateOf } from '../support/past.ts';
import { sampleOf, sign } from '../support/samples.ts';
import { seeded } from '../support/seeded.ts';

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
        customer: { phone, ...(random() < 0.3 ? { name: pick(['Văn', 'Đào']), source: pick(['zalo', 'web']) } : {}) },
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

t.test('any definition at any past instant finds whom it found then, and a shop that heard late finds the same', async (t) => {
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
  const definitions = [
    ...TELLING,
    ...fc.sample(definitionArbitrary, { seed: dice.seed, numRuns: 12 }),
  ];

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
    await pinCustomers(parts, inTime.scope, list, { act, customers: [customerIdFromKey(one._id)], actor: 'key test' });
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
      t.same(await countAsOf(inTime.scope, state, asked), { members: expected.length, customers: customers.length }, named);
      decided += customers.length;
    }
  }
  t.comment(`${decided} decisions at ${snapshots.length} instants by ${definitions.length} definitions`);
  t.ok(snapshots.length > 0 && decided > 0);

  const deliveries = events
    .map((event) => ({ event, at: event.undated ? event.at : event.at + dice.below(end - event.at) }))
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
      t.same(then && heard(then, late.installation), heard(customer, inTime.installation), `${customer.phone} heard late, at ${at}`);
    }
    for (const definition of shared) {
      const found = await membersAsOf(late.scope, lateState, { definition, at }, { after: null, limit: 100 });
      const expected = await membersOf(inTime.scope, state, definition, customers, at);
      t.same(found.map(({ phone, _id }) => phone ?? _id).sort(), expected, `late: ${JSON.stringify(definition)}`);
    }
  }
});

/** What both shops must know: without keys, hands, and points, which each booked when it heard. */
function heard(customer: CustomerDocument, installation: string) {
  const { _id, pins, bans, loyalty, ...rest } = asRead(customer) as Record<string, any>;
  const { points: _points, pending: _pending, ...ranked } = loyalty ?? {};
  return JSON.parse(JSON.stringify({ ...rest, ranked }).replaceAll(installation, '<connection>'));
}
