import fc from 'fast-check';
import t from 'tap';
import { startOfDay } from '../../src/model.ts';
import type { SegmentDefinition, SegmentNode } from '../../src/segments/ast.ts';
import { CONDITIONS } from '../../src/segments/conditions/index.ts';
import { type SegmentContext, segmentContext } from '../../src/segments/context.ts';
import { evaluate, turnedByTime } from '../../src/segments/index.ts';
import { joined } from '../../src/segments/turned.ts';
import { argsArbitrary, contextArbitrary, customersArbitrary, definitionArbitrary, ZONES } from './arbitraries.ts';
import { propertyRun } from './seed.ts';

const CUSTOMERS = 60;
/** Mostly the next midnight; sometimes a server was down for longer. */
const DAYS_LATER = [1, 1, 1, 2, 7, 31, 366];

const ofOneCondition: fc.Arbitrary<SegmentDefinition> = fc
  .constantFrom(...CONDITIONS)
  .chain((condition) => argsArbitrary(condition).map((args) => ({ kind: condition.kind, ...args }) as SegmentNode))
  .map((node) => ({ include: [{ all: [node] }], exclude: [] }));

function later(context: SegmentContext, days: number): SegmentContext {
  return segmentContext({ ...context, asOf: startOfDay(context.today + days, context.timeZone) });
}

t.test('A08 whom time turns has bought on one of the days that are named, or anyone is said', async (t) => {
  const run = propertyRun(t, 800);
  let [turned, named] = [0, 0];
  for (const [index, zone] of ZONES.entries()) {
    const asked = fc.tuple(
      contextArbitrary(zone),
      fc.constantFrom(...DAYS_LATER),
      customersArbitrary(zone, CUSTOMERS),
      fc.oneof({ arbitrary: ofOneCondition, weight: 4 }, { arbitrary: definitionArbitrary, weight: 1 }),
    );
    fc.assert(
      fc.property(asked, ([before, days, customers, definition]) => {
        const after = later(before, days);
        const ranges = turnedByTime(definition, before, after);
        for (const customer of customers) {
          if (evaluate(definition, customer, before) === evaluate(definition, customer, after)) continue;
          turned += 1;
          if (ranges === null) continue;
          named += 1;
          const isNamed = customer.facts.some(({ d }) =>
            ranges.some(({ fromDay, toDay }) => fromDay <= d && d <= toDay),
          );
          if (!isNamed)
            throw new Error(`${customer._id} is turned, and bought on other days than ${JSON.stringify(ranges)}`);
        }
      }),
      { seed: run.seed + index, numRuns: Math.ceil(run.numRuns / ZONES.length) },
    );
  }
  t.comment(`${turned} turned, ${named} of them found by the days they bought on`);
  t.ok(named > turned / 4, 'many are found so');
});

t.test('days are joined: each once, in order, and those that are none left out', async (t) => {
  const range = (fromDay: number, toDay: number) => ({ fromDay, toDay });
  t.same(joined([range(8, 9), range(5, 4), range(1, 3), range(2, 2), range(4, 5)]), [range(1, 5), range(8, 9)]);
  t.same(joined([]), []);
});

t.test('a night of the usual windows names a few days', async (t) => {
  const before = segmentContext({
    ...{ asOf: Date.UTC(2026, 10, 22, 5), timeZone: 'Asia/Ho_Chi_Minh', currency: 'VND', countryCode: 'VN' },
    catalogue: { productsInCategory: () => [] },
  });
  const days = (...nodes: SegmentNode[]) =>
    turnedByTime({ include: [{ all: nodes }], exclude: [] }, before, later(before, 1))?.map(({ fromDay, toDay }) => [
      fromDay - before.today,
      toDay - before.today,
    ]) ?? null;
  const recent = { kind: 'bought_in_period', period: { type: 'last_n_days', n: 90 } } as const;
  t.same(days(recent), [
    [-89, -89],
    [1, 1],
  ]);
  t.same(days({ kind: 'days_since_last_order', op: 'gt', value: 30 }), [[-30, -29]]);
  t.same(days({ kind: 'spent_in_period', op: 'gte', value: 1, period: { type: 'this_month' } }), [[1, 1]]);
  t.same(days({ kind: 'birthday_month', months: ['this_month'] }), [], 'nobody within a month');
  t.same(days({ kind: 'total_spent', op: 'gte', value: 1 }), [], 'nobody by time');
  t.same(days(recent, { kind: 'age', op: 'gte', value: 18 }), null, 'anyone, as far as purchases tell');
});
