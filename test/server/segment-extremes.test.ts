import { pino } from 'pino';
import t, { type Test } from 'tap';
import { dayOf, type OrderKey } from '../../src/model.ts';
import {
  conditionCatalogue,
  evaluate,
  LIMITS,
  parseDefinition,
  type SegmentDefinition,
} from '../../src/segments/index.ts';
import { SegmentBuilder } from '../../src/server/segments/build.ts';
import { contextFor, labelOf } from '../../src/server/segments/live.ts';
import { previewSegment } from '../../src/server/segments/preview.ts';
import { createSegment, getSegment, SEGMENTS_MAX } from '../../src/server/segments/saved.ts';
import type { OrderDocument } from '../../src/server/store/documents.ts';
import { house } from '../support/house.ts';
import { sampleOf, sign } from '../support/samples.ts';
import { invoice } from '../support/till.ts';

/** Shops and customers of sizes that nobody plans for. */
const logger = pino({ level: 'silent' });
const ZONE = 'Asia/Ho_Chi_Minh';
const idOf = (segment: { readonly _id: string }) => segment._id.slice(segment._id.indexOf('/') + 1);

async function aShop(t: Test) {
  const opened = await house(t);
  const shop = await opened.addShop({ platform: 'pos', domain: 'tills', timeZone: ZONE });
  const builder = new SegmentBuilder({ ...opened, logger, owner: 'extremes', now: Date.now });
  t.teardown(() => builder.stop());
  let sold = 0;
  return {
    ...opened,
    ...shop,
    builder,
    async sell(phone: string, amount: number) {
      const body = invoice({ id: `HD${sold++}`, amount, at: new Date().toISOString(), phone });
      await opened.receive('pos', sign('pos', sampleOf('pos', 'invoice.saved', body), shop.secret), shop.installation);
      await opened.settled();
    },
    async customer() {
      const found = await shop.scope.customers.findOne({});
      if (!found) throw new Error('nobody came');
      return found;
    },
    async state() {
      opened.states.forget(shop.id);
      const state = await opened.states.get(shop.id);
      if (!state) throw new Error('the shop is gone');
      return state;
    },
    make: (name: string, definition: SegmentDefinition) =>
      createSegment(shop.scope, { name, definition, by: 'test', now: Date.now() }),
  };
}

const only = (...all: SegmentDefinition['include'][number]['all']): SegmentDefinition => ({
  include: [{ all }],
  exclude: [],
});

t.test('five hundred segments: an event decides them all, and a shop holds a thousand', async (t) => {
  const shop = await aShop(t);
  await shop.sell('0912345671', 1_000_000);
  // Those that name a segment would need theirs.
  const examples = conditionCatalogue().flatMap(({ kind, examples }) => (kind === 'in_segment' ? [] : examples));
  const definitions = Array.from({ length: 500 }, (_, i): SegmentDefinition => {
    const parsed = parseDefinition({
      include: [{ all: [examples[i % examples.length], { kind: 'total_spent', op: 'gte', value: i * 10_000 }] }],
    });
    if (!parsed.ok) throw new Error(parsed.message);
    return parsed.definition;
  });
  for (const [i, definition] of definitions.entries()) await shop.make(`s${i}`, definition);
  const made = await shop.scope.segments.find({}).toArray();
  // Some are built; what is not built yet an event decides as well.
  for (const { _id } of made.slice(0, 50)) shop.builder.requestBuild(shop.id, _id);
  await shop.builder.idle();
  t.equal(await shop.scope.segments.count({ state: 'ready' }), 50);

  await shop.sell('0912345671', 3_000_000);
  const state = await shop.state();
  const customer = await shop.customer();
  const { catalogue, references } = state.live;
  const at = contextFor(state, Date.now(), catalogue, references);
  const expected = made
    .filter(({ definition }) => evaluate(definition, customer, at))
    .map(({ _id }) => labelOf(_id, 1));
  t.same([...customer.memberOf], expected.sort());
  t.ok(expected.length > 10 && expected.length < 490, `in ${expected.length} of 500`);

  await shop.scope.segments.insert(
    Array.from({ length: SEGMENTS_MAX - 500 }, (_, i) => ({
      ...(made[0] as (typeof made)[0]),
      _id: `${shop.id}/more${i}`,
      name: `more ${i}`,
      nameFolded: `more ${i}`,
    })),
  );
  await t.rejects(shop.make('one more', only({ kind: 'never_bought' })), {
    code: 'segments_full',
    message: /at most 1000 segments/,
  });
});

t.test('a shop with one customer, and a segment of everyone', async (t) => {
  const shop = await aShop(t);
  await shop.sell('0912345671', 1_000_000);
  const everyone = only({ kind: 'order_count', op: 'gte', value: 0 });
  const nobody = only({ not: { kind: 'order_count', op: 'gte', value: 0 } });
  for (const mode of ['estimate', 'exact'] as const)
    for (const [definition, count] of [
      [everyone, 1],
      [nobody, 0],
    ] as const) {
      const preview = await previewSegment(shop.scope, await shop.state(), { definition, asOf: Date.now(), mode });
      t.match(preview, { mode: 'exact', count, customers: 1, interval: null });
    }
  const made = await shop.make('everyone', everyone);
  shop.builder.requestBuild(shop.id, made._id);
  await shop.builder.idle();
  t.match(await getSegment(shop.scope, idOf(made)), { state: 'ready', size: 1 });
});

t.test('fifty conditions in a tree; one more than the limit is refused, and the limit named', async (t) => {
  const shop = await aShop(t);
  await shop.sell('0912345671', 1_000_000);
  const leaf = (i: number) => ({ kind: 'total_spent' as const, op: 'gte' as const, value: i * 100_000 });
  const pairs = Array.from({ length: 25 }, (_, i) => ({ any: [leaf(i), { not: leaf(i + 25) }] }));
  const definition = only({ all: pairs });
  const made = await shop.make('fifty', definition);
  shop.builder.requestBuild(shop.id, made._id);
  await shop.builder.idle();
  const state = await shop.state();
  const isIn = evaluate(definition, await shop.customer(), contextFor(state, Date.now(), state.live.catalogue));
  t.match(await getSegment(shop.scope, idOf(made)), { state: 'ready', size: isIn ? 1 : 0 });
  const many = (count: number) =>
    parseDefinition({ include: [{ all: Array.from({ length: count }, (_, i) => leaf(i)) }] });
  t.equal(many(LIMITS.conditions).ok, true);
  t.match(many(LIMITS.conditions + 1), {
    ok: false,
    code: 'segment_too_complex',
    message: new RegExp(`${LIMITS.conditions}`),
  });
});

t.test('an account with 200,000 orders: counted by all of them, and right after one more', async (t) => {
  const shop = await aShop(t);
  await shop.sell('0912345671', 1_000_000);
  const walkIn = await shop.customer();
  const [known] = await shop.scope.orders.find({}).toArray();
  if (!known?.fact) throw new Error('no order');
  const ORDERS = 200_000;
  const newest = known.fact.t;
  const older = (i: number): OrderDocument => {
    const at = newest - (i + 1) * 60_000;
    const hostId = `old${i}`;
    return {
      _id: `${shop.id}/${shop.installation}/${hostId}` as OrderKey,
      shop: shop.id,
      installation: shop.installation,
      hostId,
      at,
      customer: walkIn._id,
      refundsAlone: [],
      deleted: false,
      restored: false,
      fact: { d: dayOf(at, ZONE), t: at, o: `${shop.installation}/${hostId}`, n: 1000, c: 'pos', l: 'online', i: [] },
    };
  };
  for (let from = 0; from < ORDERS; from += 10_000)
    await shop.scope.orders.insert(
      Array.from({ length: 10_000 }, (_, i) => older(from + i)),
      { ordered: false },
    );
  const facts = [known.fact, ...Array.from({ length: 999 }, (_, i) => older(i).fact).flatMap((fact) => fact ?? [])];
  const last = older(ORDERS - 1).fact;
  await shop.scope.customers.updateOne(
    { _id: walkIn._id },
    {
      $set: {
        facts,
        factsCut: true,
        'stats.orders': ORDERS + 1,
        'stats.spentMinor': 1_000_000 + ORDERS * 1000,
        'stats.firstAt': last?.t,
        'stats.firstDay': last?.d,
      } as object,
    },
  );
  const inYear = (value: number) =>
    only({ kind: 'orders_in_period', period: { type: 'last_n_days', n: 365 }, op: 'gte', value });
  const preview = async (value: number) =>
    (
      await previewSegment(shop.scope, await shop.state(), {
        definition: inYear(value),
        asOf: Date.now(),
        mode: 'exact',
      })
    ).count;
  t.equal(await preview(ORDERS + 1), 1, 'far more than are kept on the customer');
  t.equal(await preview(ORDERS + 2), 0);
  const made = await shop.make('walk-in', inYear(ORDERS + 2));
  shop.builder.requestBuild(shop.id, made._id);
  await shop.builder.idle();
  t.match(await getSegment(shop.scope, idOf(made)), { state: 'ready', size: 0 });
  await shop.sell('0912345671', 5000);
  t.match(await shop.customer(), { memberOf: [labelOf(made._id, 1)], stats: { orders: ORDERS + 2 } });
});
