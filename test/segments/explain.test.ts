import fc from 'fast-check';
import t from 'tap';
import type { Customer } from '../../src/model.ts';
import { CONDITIONS } from '../../src/segments/conditions/index.ts';
import { EXAMPLE_CONTEXT, sketchedCustomer } from '../../src/segments/example.ts';
import {
  type ConditionNode,
  changesBetween,
  costlyConditions,
  type Definitions,
  dependantsAmong,
  evaluate,
  explain,
  explainedConditions,
  movesWithTime,
  REFERENCE_LIMITS,
  referenceProblem,
  referencesAmong,
  type SegmentContext,
  type SegmentDefinition,
  segmentContext,
} from '../../src/segments/index.ts';
import { contextArbitrary, customersArbitrary, definitionArbitrary } from './arbitraries.ts';
import { propertyRun } from './seed.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const DAY_MS = 86_400_000;
const spent = (value: number): ConditionNode => ({ kind: 'total_spent', op: 'gte', value });
const tagged = (tag: string): ConditionNode => ({ kind: 'has_tag', tags: [tag] });
const awayFor = (value: number): ConditionNode => ({ kind: 'days_since_last_order', op: 'gt', value });
const named = (...segments: string[]): ConditionNode => ({ kind: 'in_segment', segments });
const onlyIf = (...all: SegmentDefinition['include'][number]['all'][number][]): SegmentDefinition => ({
  include: [{ all }],
  exclude: [],
});
const bought = (at: string, netMinor: number, tags: string[] = []) =>
  sketchedCustomer({ tags, orders: [{ at, netMinor }] }, 'k7f2qz/000/1', ZONE);

t.test(
  'an explanation mirrors the definition, with what decides, what is found and the least that would turn it',
  (t) => {
    const definition: SegmentDefinition = {
      include: [{ all: [spent(1_000_000), { any: [tagged('vip'), { not: awayFor(30) }] }] }],
      exclude: [{ all: [tagged('bad')] }],
    };
    const customer = bought('2026-11-01T08:00:00+07:00', 800_000);
    const found = explain(definition, customer, EXAMPLE_CONTEXT);
    t.equal(found.isIn, false);
    t.match(found.include, [
      {
        group: 'all',
        path: 'include[0]',
        holds: false,
        nodes: [
          { path: 'include[0].all[0]', holds: false, decides: true, flipsOn: null },
          {
            group: 'any',
            path: 'include[0].all[1]',
            holds: true,
            nodes: [
              { path: 'include[0].all[1].any[0]', holds: false, decides: false },
              {
                group: 'not',
                path: 'include[0].all[1].any[1]',
                holds: true,
                nodes: [{ path: 'include[0].all[1].any[1].not', holds: false, decides: false, flipsOn: 20_789 }],
              },
            ],
          },
        ],
      },
    ]);
    t.match(found.exclude, [{ holds: false, nodes: [{ path: 'exclude[0].all[0]', decides: false }] }]);
    const [first] = explainedConditions(found);
    t.match(first?.sentence, { vi: /tổng chi tiêu/, en: /have spent/ });
    t.equal(found.flipsOn, null, 'who is not in by what they spent is not in on any day');

    const later = explain(definition, bought('2026-11-01T08:00:00+07:00', 1_000_000), EXAMPLE_CONTEXT);
    t.match(later, { isIn: true, flipsOn: 20_789 }, 'the 31st day after 1 November is 2 December');
    t.end();
  },
);

t.test('being in another segment is read by name, with pins and bans', (t) => {
  const definition = onlyIf(named('vip', 'list'));
  const reading = (customer: Customer) =>
    explainedConditions(
      explain(definition, customer, EXAMPLE_CONTEXT, { segment: (id) => (id === 'vip' ? 'Quý' : 'Danh sách') }),
    )[0]?.reading;
  t.same(reading({ ...bought('2026-11-01T08:00:00+07:00', 10_000_000), pins: ['list'] }), {
    value: ['vip', 'list'],
    shown: { vi: '“Quý” và “Danh sách”', en: '“Quý” and “Danh sách”' },
    change: { by: null, text: { vi: 'chặn khỏi “Quý” và “Danh sách”', en: 'ban from “Quý” and “Danh sách”' } },
  });
  t.match(reading({ ...bought('2026-11-01T08:00:00+07:00', 10_000_000), bans: ['vip'] }), {
    value: [],
    change: { text: { en: 'pin to “Quý”' } },
  });
  t.end();
});

t.test('an explanation says what the evaluator says, on each coming day as today', (t) => {
  const run = propertyRun(t, 60);
  const customers = fc.sample(customersArbitrary(ZONE, 40), { ...run, numRuns: 1 })[0] ?? [];
  let flips = 0;
  let decisive = 0;
  const property = fc.property(
    definitionArbitrary,
    contextArbitrary(ZONE),
    fc.constantFrom(...customers),
    (definition, context, customer) => {
      const found = explain(definition, customer, context);
      const on = (day: number, asked = definition) => evaluate(asked, customer, midnight(context, day));
      same(found.isIn, evaluate(definition, customer, context), 'the whole');
      same(
        firstTurn(found.isIn, (day) => on(day), context),
        found.flipsOn,
        'the day on which the whole turns',
      );
      for (const { condition, holds, flipsOn } of explainedConditions(found)) {
        const alone = onlyIf(condition);
        same(holds, evaluate(alone, customer, context), `the verdict of ${condition.kind}`);
        same(
          firstTurn(holds, (day) => on(day, alone), context),
          flipsOn,
          `the day of ${condition.kind}`,
        );
        if (flipsOn !== null) flips += 1;
      }
      decisive += explainedConditions(found).filter(({ decides }) => decides).length;
    },
  );
  fc.assert(property, run);
  t.comment(`${flips} conditions turn by time, ${decisive} decide alone`);
  t.ok(flips > 0 && decisive > 0);
  t.end();
});

t.test('the least change really turns the verdict, and one less does not', (t) => {
  const run = propertyRun(t, 400);
  const plain: Record<string, (customer: Customer, by: number) => Customer> = {
    total_spent: (customer, by) => ({
      ...customer,
      stats: { ...customer.stats, spentMinor: customer.stats.spentMinor + by },
    }),
    points: (customer, by) => {
      const { points = 0, ...rest } = customer.loyalty ?? {};
      return { ...customer, loyalty: { pending: 0, earned: 0, joinedAt: 0, ...rest, points: points + by } };
    },
    order_count: (customer, by) => ({ ...customer, stats: { ...customer.stats, orders: customer.stats.orders + by } }),
  };
  const figure = fc.integer({ min: 0, max: 12 });
  const comparison = fc.oneof(
    fc.record({ op: fc.constantFrom('eq', 'ne', 'lt', 'lte', 'gt', 'gte'), value: figure }),
    fc.tuple(figure, figure).map(([a, b]) => ({ op: 'between', from: Math.min(a, b), to: Math.max(a, b) })),
  );
  const kinds = Object.keys(plain).filter((kind) => CONDITIONS.some((one) => one.kind === kind && one.read));
  t.comment(`kinds with a reading: ${kinds.join(', ')}`);
  if (kinds.length === 0) return t.end();
  let turned = 0;
  const property = fc.property(fc.constantFrom(...kinds), comparison, figure, (kind, args, value) => {
    const add = plain[kind] as (customer: Customer, by: number) => Customer;
    const node = { kind, ...args } as ConditionNode;
    const customer = add(sketchedCustomer({}, 'k7f2qz/000/1', ZONE), value);
    const [found] = explainedConditions(explain(onlyIf(node), customer, EXAMPLE_CONTEXT));
    const after = (by: number) => evaluate(onlyIf(node), add(customer, by), EXAMPLE_CONTEXT);
    const by = found?.reading?.change?.by;
    if (by === undefined || by === null) {
      for (let other = -value; other < 30; other++) same(after(other), found?.holds, 'nothing would turn it');
      return;
    }
    same(after(by), !found?.holds, 'the change turns it');
    const less = by - Math.sign(by);
    for (let other = -Math.abs(less); other <= Math.abs(less); other++)
      if (value + other >= 0) same(after(other), found?.holds, 'less does not');
    turned += 1;
  });
  fc.assert(property, run);
  t.ok(turned > run.numRuns / 4, `${turned} of ${run.numRuns}`);
  t.end();
});

t.test('the conditions by whose change somebody enters or leaves', (t) => {
  const because = (before: SegmentDefinition, after: SegmentDefinition, customer: Customer) =>
    changesBetween(explain(before, customer, EXAMPLE_CONTEXT), explain(after, customer, EXAMPLE_CONTEXT));
  const customer = bought('2026-11-01T08:00:00+07:00', 800_000, ['vip']);
  t.match(
    because(onlyIf(spent(500_000)), onlyIf(spent(900_000)), customer),
    [{ change: 'changed', path: 'include[0].all[0]', sentence: { en: /900/ }, before: { en: /500/ } }],
    'another threshold',
  );
  const stricter = because(onlyIf(spent(500_000)), onlyIf(tagged('x'), spent(500_000)), customer);
  t.match(stricter, [{ change: 'added', path: 'include[0].all[0]', before: null }]);
  t.equal(stricter.length, 1, 'what only stands elsewhere is no reason');
  t.match(because(onlyIf(spent(500_000), tagged('x')), onlyIf(spent(500_000)), customer), [
    { change: 'removed', path: 'include[0].all[1]' },
  ]);
  const kept = because(
    onlyIf(spent(500_000)),
    { ...onlyIf(spent(500_000)), exclude: [{ all: [tagged('vip')] }] },
    customer,
  );
  t.match(kept, [{ change: 'added', path: 'exclude[0].all[0]' }]);
  const two = because(onlyIf(spent(500_000)), onlyIf(spent(500_000), tagged('x'), tagged('y')), customer);
  t.equal(two.length, 2, 'where no single change would turn it back, all of them');
  t.same(because(onlyIf({ all: [spent(1), tagged('x')] }), onlyIf({ any: [spent(1), tagged('x')] }), customer), []);
  t.end();
});

t.test('segments that name each other in a circle are refused with the way round, and nobody is in any of one', (t) => {
  const definitions: Definitions = new Map<string, SegmentDefinition | null>([
    ['a', onlyIf(named('b'))],
    ['b', { include: [], exclude: [{ all: [{ not: named('c', 'list') }] }] }],
    ['c', onlyIf(spent(1))],
    ['list', null],
  ]);
  t.same(referenceProblem('c', onlyIf(named('a')), definitions), { kind: 'circle', way: ['c', 'a', 'b', 'c'] });
  t.same(referenceProblem('c', onlyIf(named('c')), definitions), { kind: 'circle', way: ['c', 'c'] });
  t.same(referenceProblem('c', onlyIf(named('gone')), definitions), { kind: 'unknown', segment: 'gone' });
  t.equal(referenceProblem('new', onlyIf(named('a', 'c')), definitions), null);
  t.same(dependantsAmong('c', definitions), ['b', 'a']);
  t.same(dependantsAmong('a', definitions), []);
  t.ok(movesWithTime(onlyIf(named('x')), { definitionOf: () => onlyIf(awayFor(1)) }));
  t.notOk(movesWithTime(onlyIf(named('a')), referencesAmong(definitions)));

  const round = referencesAmong(new Map(definitions).set('c', onlyIf(named('a'))));
  const context = segmentContext({ ...EXAMPLE_CONTEXT, references: round });
  t.equal(evaluate(onlyIf(named('a')), bought('2026-11-01T08:00:00+07:00', 5), context), false, 'it ends');
  t.end();
});

t.test('what definitions are with all that they name has a limit, also where one that is named grows', (t) => {
  const chain = new Map<string, SegmentDefinition | null>([['s0', onlyIf(spent(1))]]);
  for (let i = 1; i <= REFERENCE_LIMITS.depth; i++) chain.set(`s${i}`, onlyIf(named(`s${i - 1}`)));
  const top = `s${REFERENCE_LIMITS.depth}`;
  t.same(referenceProblem('new', onlyIf(named(top)), chain), { kind: 'depth', segment: 'new' });
  t.equal(referenceProblem('new', onlyIf(named(`s${REFERENCE_LIMITS.depth - 1}`)), chain), null);
  t.same(referenceProblem('s0', onlyIf(named('under')), new Map(chain).set('under', onlyIf(spent(2)))), {
    kind: 'depth',
    segment: top,
  });

  const many = (count: number) => onlyIf(...Array.from({ length: count }, () => spent(1)));
  const wide: Definitions = new Map<string, SegmentDefinition | null>([
    ['hundred', many(100)],
    ['four', onlyIf(...Array.from({ length: 4 }, () => named('hundred')))],
  ]);
  t.equal(referenceProblem('new', onlyIf(named('four'), ...many(95).include[0]!.all), wide), null, '1 + 95 + 4 + 400');
  t.same(referenceProblem('new', onlyIf(named('four'), ...many(96).include[0]!.all), wide), {
    kind: 'conditions',
    segment: 'new',
  });
  t.same(
    referenceProblem('hundred', onlyIf(named('more')), new Map(wide).set('more', many(124))),
    { kind: 'conditions', segment: 'four' },
    '4 × 125 and its own 4',
  );
  t.end();
});

t.test('the conditions that cost more than a look at a field are told with the reason', (t) => {
  const period = { type: 'last_n_days', n: 30 } as const;
  const definition = onlyIf(
    spent(1),
    { kind: 'spent_in_period', period, op: 'gte', value: 5 },
    { kind: 'last_store', locations: Array.from({ length: 101 }, (_, i) => `w1:${i}`) },
    { not: named('vip') },
    { kind: 'bought_in_period', period },
  );
  t.same(costlyConditions(definition, EXAMPLE_CONTEXT), [
    { path: 'include[0].all[1]', reasons: ['facts', 'expression'] },
    { path: 'include[0].all[2]', reasons: ['choices'] },
    { path: 'include[0].all[3].not', reasons: ['segment'] },
    { path: 'include[0].all[4]', reasons: ['facts'] },
  ]);
  t.end();
});

/** The zone has no daylight saving time, and is seven hours ahead. */
function midnight(context: SegmentContext, day: number): SegmentContext {
  return segmentContext({ ...context, asOf: day * DAY_MS - 7 * 3_600_000 });
}

function firstTurn(now: boolean, on: (day: number) => boolean, { today }: SegmentContext): number | null {
  for (let day = today + 1; day <= today + 400; day++) if (on(day) !== now) return day;
  return null;
}

function same(found: unknown, wanted: unknown, rule: string): void {
  if (found !== wanted) throw new Error(`${rule}: ${String(found)}, should be ${String(wanted)}`);
}
