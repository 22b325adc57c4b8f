import fc from 'fast-check';
import t from 'tap';
import { type Customer, dayNumber } from '../../src/model.ts';
import { conditionIn } from '../../src/segments/conditions/index.ts';
import { EXAMPLE_CONTEXT, sketchedCustomer } from '../../src/segments/example.ts';
import {
  type ConditionNode,
  cellsOf,
  compile,
  cutsFrom,
  evaluate,
  figuresExpression,
  figuresOf,
  fixedModel,
  labelled,
  NO_PURCHASE,
  problemsOfModel,
  quantileModel,
  RFM_LABELS,
  type RfmModel,
  rfmModel,
  rfmPresets,
  type SegmentDefinition,
  scaleOf,
  scoresOf,
  segmentContext,
} from '../../src/segments/index.ts';
import { wordingOf } from '../../src/segments/wording.ts';
import { testDatabase } from '../support/mongo.ts';
import { contextArbitrary, customersArbitrary, ZONES } from './arbitraries.ts';
import { found, storedCustomers } from './members.ts';
import { RFM_CHOICES } from './rfm.ts';
import { propertyRun } from './seed.ts';

t.test('the default grid is total, with the counts of the specification', (t) => {
  const { grid } = fixedModel('VND');
  t.same(Object.keys(grid).sort(), cellsOf(3));
  t.equal(cellsOf(3).length, 27);
  const count = (label: string) => Object.values(grid).filter((given) => given === label).length;
  t.same(
    RFM_LABELS.map(({ id }) => [id, count(id)]),
    [
      ['champions', 1],
      ['loyal', 5],
      ['promising', 6],
      ['needs_attention', 6],
      ['at_risk', 8],
      ['lost', 1],
    ],
  );
  t.end();
});

t.test('the grid of fifths follows R and FM as it is published', (t) => {
  const { grid } = quantileModel(5);
  t.equal(Object.keys(grid).length, 125);
  for (const [cell, label] of Object.entries({
    555: 'champions',
    454: 'champions',
    354: 'loyal',
    444: 'loyal',
    443: 'loyal',
    533: 'promising',
    511: 'promising',
    333: 'needs_attention',
    311: 'needs_attention',
    255: 'at_risk',
    122: 'at_risk',
    212: 'lost',
    111: 'lost',
  }))
    t.equal(grid[cell], label, cell);
  t.end();
});

t.test('every preset in every currency is a valid model', (t) => {
  for (const currency of ['VND', 'USD', 'JPY', 'KWD'])
    for (const { id, model } of rfmPresets(currency)) {
      t.ok(rfmModel.safeParse(model).success, `${id} ${currency}`);
      t.same(problemsOfModel(model), [], `${id} ${currency}`);
    }
  t.match(fixedModel('USD'), { monetary: { high: 40_000, middle: 8_000 } });
  t.match(fixedModel('JPY'), { monetary: { high: 400, middle: 80 } });
  t.end();
});

t.test('a hole in the grid, an unknown label and thresholds in the wrong order are named', (t) => {
  const model = fixedModel('VND');
  const { '213': _, ...holed } = model.grid;
  t.same(problemsOfModel({ ...model, grid: holed }), [{ path: 'grid.213', message: 'the cell 213 has no label' }]);
  t.match(problemsOfModel({ ...model, grid: { ...model.grid, 333: 'kings' } }), [
    { path: 'grid.333', message: /333.*kings/ },
  ]);
  t.match(problemsOfModel({ ...model, grid: { ...model.grid, 444: 'lost' } }), [{ path: 'grid.444' }]);
  t.match(problemsOfModel({ ...model, labels: [...model.labels, model.labels[0] as (typeof RFM_LABELS)[number]] }), [
    { path: 'labels[6].id', message: /twice/ },
  ]);
  const outside = { ...(RFM_LABELS[0] as (typeof RFM_LABELS)[number]), id: NO_PURCHASE };
  t.match(problemsOfModel({ ...model, labels: [...model.labels, outside] }), [{ path: 'labels[6].id' }]);
  t.match(problemsOfModel({ ...model, recency: { high: 30, middle: 30 } } as RfmModel), [{ path: 'recency.middle' }]);
  t.match(problemsOfModel({ ...model, monetary: { high: 5, middle: 5 } } as RfmModel), [{ path: 'monetary.middle' }]);
  t.notOk(rfmModel.safeParse({ ...model, scores: 5 }).success, 'fixed thresholds have three scores');
  t.notOk(rfmModel.safeParse({ ...quantileModel(3), scores: 4 }).success);
  t.end();
});

t.test('quantiles: equal values score alike, and most customers with one order all score 1', (t) => {
  const counted = (...pairs: [number, number][]) => new Map(pairs);
  const even = counted([1, 20], [2, 20], [3, 20], [4, 20], [5, 20]);
  const cuts = cutsFrom(1, 5, {
    recency: counted([0, 20], [10, 20], [20, 20], [30, 20], [40, 20]),
    frequency: counted([1, 80], [2, 15], [3, 5]),
    monetary: even,
  });
  t.same(cuts.recency, [30, 20, 10, 0]);
  t.same(cuts.frequency, [2, 2, 2, 2], 'four fifths tie at 1; who bought twice is in the best fifth');
  t.same(cuts.monetary, [2, 3, 4, 5]);
  const alike = cutsFrom(1, 3, { recency: counted([5, 9]), frequency: counted([1, 9]), monetary: counted([0, 9]) });
  t.same(
    [alike.recency, alike.frequency, alike.monetary],
    [
      [null, null],
      [null, null],
      [null, null],
    ],
  );
  const none = cutsFrom(1, 3, { recency: counted(), frequency: counted(), monetary: counted() });
  t.match(none, { customers: 0, recency: [null, null] });
  t.end();
});

t.test('quantiles are monotonous, and at least (i − 1)/k of the buyers are below score i', (t) => {
  const run = propertyRun(t, 300);
  const values = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(values, fc.constantFrom(3 as const, 5 as const), (drawn, scores) => {
      const counted = new Map<number, number>();
      for (const value of drawn) counted.set(value, (counted.get(value) ?? 0) + 1);
      const cuts = cutsFrom(0, scores, { recency: counted, frequency: counted, monetary: counted });
      const scale = scaleOf(quantileModel(scores), cuts);
      if (!scale) throw new Error('no scale');
      const scoreOf = (value: number) =>
        labelled({ daysSince: value, orders: value, daysActive: 1, spentMinor: value, daysSinceFirst: 0 }, scale, {
          model: quantileModel(scores),
        });
      for (const value of drawn) {
        const { r, f, m } = scoreOf(value);
        const lower = drawn.filter((other) => other < value).length;
        const higher = drawn.filter((other) => other > value).length;
        const rank = (worse: number) => Math.min(scores, 1 + Math.floor((worse * scores) / drawn.length));
        if (f !== rank(lower) || m !== rank(lower) || r !== rank(higher))
          throw new Error(`${value} of ${drawn.join()}: ${r}${f}${m}`);
      }
    }),
    run,
  );
  t.pass(`${run.numRuns} sets of buyers`);
  t.end();
});

t.test(
  'flags: at risk and bought often or much is to be saved first; promising and first bought within 30 days is new',
  (t) => {
    const { rfm, today, asOf } = EXAMPLE_CONTEXT;
    const at = (days: number, netMinor = 0) => ({ at: asOf - days * 86_400_000, netMinor });
    const flags = (orders: ReturnType<typeof at>[]) =>
      scoresOf(sketchedCustomer({ orders }, 's/0', EXAMPLE_CONTEXT.timeZone), rfm, today);
    t.match(flags([at(40, 20_000_000)]), { label: 'at_risk', flags: ['save_first'] });
    t.same(flags([at(40, 5_000_000)])?.flags, []);
    t.same(flags([at(40)]), { r: 1, f: 1, m: 1, label: 'lost', flags: [] });
    t.match(flags([at(30), at(0)]), { label: 'promising', flags: ['new'] });
    t.match(flags([at(31), at(0)]), { label: 'promising', flags: [] });
    t.equal(flags([]), null);
    t.end();
  },
);

t.test('what is read of a customer says scores and label, and what would turn the verdict', (t) => {
  const { asOf, timeZone } = EXAMPLE_CONTEXT;
  const order = (days: number, netMinor = 0) => ({ at: asOf - days * 86_400_000, netMinor });
  const customer = sketchedCustomer(
    { orders: [order(40, 1_500_000), order(41), order(42), order(43)] },
    's/0',
    timeZone,
  );
  const read = (node: ConditionNode, of: Customer = customer, language: 'vi' | 'en' = 'en') =>
    conditionIn(node).read?.(node, of, wordingOf(language, EXAMPLE_CONTEXT, {}), () => false);
  t.same(read({ kind: 'rfm_label', labels: ['lost'] }), {
    value: 'lost',
    shown: 'R1 F1 M1, Lost',
    change: { by: null, text: 'place one more order' },
  });
  t.match(read({ kind: 'rfm_label', labels: ['lost'] }, customer, 'vi'), { shown: 'R1 F1 M1, Đã rời bỏ' });
  t.match(read({ kind: 'rfm_label', labels: ['champions'] }), { change: null });
  t.match(read({ kind: 'rfm_score', axis: 'm', op: 'gte', value: 2 }), { value: 1, change: { by: 500_000 } });
  t.match(read({ kind: 'rfm_score', axis: 'r', op: 'eq', value: 1 }), { value: 1, change: { by: null } });
  t.match(read({ kind: 'rfm_score', axis: 'f', op: 'gte', value: 2 }), { value: 1, change: { by: 1 } });
  const nobody = sketchedCustomer({}, 's/1', timeZone);
  t.match(read({ kind: 'rfm_score', axis: 'f', op: 'gte', value: 2 }, nobody), { value: null, shown: 'never bought' });
  t.match(read({ kind: 'rfm_label', labels: ['lost'] }, nobody), { value: 'no_purchase', shown: 'No purchase' });
  t.match(read({ kind: 'rfm_label_at', labels: ['lost'], day: '2026-10-12' }), {
    shown: 'R3 F2 M1, Promising',
    change: null,
  });
  t.end();
});

t.test(
  'MongoDB and the evaluator find the same by every model, and draw quantiles from the same figures',
  async (t) => {
    const db = await testDatabase(t);
    t.setTimeout(0);
    for (const zone of ZONES) {
      await t.test(`with days in ${zone}`, async (t) => {
        const run = propertyRun(t, 150);
        const customers = fc.sample(customersArbitrary(zone, 150), { ...run, numRuns: 1 })[0] ?? [];
        const collection = await storedCustomers(db, zone.replace('/', '_'), customers);
        const labels = fc.subarray(RFM_CHOICES, { minLength: 1, maxLength: 4 });
        const day = fc.integer({ min: dayNumber(2022, 12, 1), max: dayNumber(2026, 2, 1) });
        const node = fc.oneof(
          labels.map((chosen): ConditionNode => ({ kind: 'rfm_label', labels: chosen })),
          fc.tuple(labels, day).map(
            ([chosen, on]): ConditionNode => ({
              kind: 'rfm_label_at',
              labels: chosen,
              day: new Date(on * 86_400_000).toISOString().slice(0, 10),
            }),
          ),
          fc
            .tuple(fc.constantFrom('r' as const, 'f' as const, 'm' as const), fc.integer({ min: 1, max: 5 }))
            .map(([axis, value]): ConditionNode => ({ kind: 'rfm_score', axis, op: 'gte', value })),
        );
        let telling = 0;
        const property = fc.asyncProperty(node, contextArbitrary(zone), async (asked, context) => {
          const definition: SegmentDefinition = { include: [{ all: [asked] }], exclude: [] };
          const members = customers.filter((one) => evaluate(definition, one, context)).map(({ _id }) => String(_id));
          const stored = await found(collection, compile(definition, context));
          if (JSON.stringify(stored) !== JSON.stringify(members.sort()))
            throw new Error(`${stored.join()}\n${members.join()}`);
          if (members.length > 0 && members.length < customers.length) telling += 1;
        });
        await fc.assert(property, run);
        t.ok(telling >= run.numRuns / 4, `${telling} of ${run.numRuns} tell customers apart`);

        const { today } = segmentContext({ ...EXAMPLE_CONTEXT, asOf: Date.UTC(2024, 2, 1), timeZone: zone });
        for (const spentWindow of ['12_months', 'lifetime'] as const) {
          const drawn = await collection
            .aggregate<{ _id: string; r: number; f: number; m: number }>([
              { $match: { 'stats.firstDay': { $lte: today } } },
              { $project: figuresExpression({ spentWindow }, today) },
            ])
            .toArray();
          const wanted = customers.flatMap((one) => {
            const figures = figuresOf(one, { spentWindow }, today);
            return figures ? [[one._id, figures.daysSince, figures.orders, figures.spentMinor]] : [];
          });
          const inOrder = (rows: readonly unknown[][]) => rows.map((row) => row.join()).sort();
          t.same(inOrder(drawn.map(({ _id, r, f, m }) => [_id, r, f, m])), inOrder(wanted), spentWindow);
        }
      });
    }
  },
);
