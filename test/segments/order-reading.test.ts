import fc from 'fast-check';
import t from 'tap';
import type { ConditionNode } from '../../src/segments/conditions/index.ts';
import { conditionIn } from '../../src/segments/conditions/index.ts';
import { evaluateNode } from '../../src/segments/evaluate.ts';
import {
  type CustomerSketch,
  EXAMPLE_CONTEXT,
  type OrderSketch,
  sketchedCustomer,
} from '../../src/segments/example.ts';
import type { Reading } from '../../src/segments/reading.ts';
import { wordingOf } from '../../src/segments/wording.ts';
import { propertyRun } from './seed.ts';

const [VI, EN] = (['vi', 'en'] as const).map((language) => wordingOf(language, EXAMPLE_CONTEXT, {}));

function read(node: ConditionNode, sketch: CustomerSketch, wording = EN): Reading | undefined {
  const customer = sketchedCustomer(sketch, 's/0/0', EXAMPLE_CONTEXT.timeZone);
  return wording && conditionIn(node).read?.(node, customer, wording, () => false);
}

/** What it says in English: what is found, and the least change. */
function says(node: ConditionNode, sketch: CustomerSketch, wording = EN): [shown: string, change: string | null] {
  const reading = read(node, sketch, wording);
  const plain = (text: string) => text.replaceAll('\u00a0', ' ');
  return [plain(reading?.shown ?? ''), reading?.change ? plain(reading.change.text) : null];
}

const order = (at: string, over: Partial<OrderSketch> = {}): OrderSketch => ({ at: `${at}T12:00:00+07:00`, ...over });
const TWO: CustomerSketch = {
  orders: [
    order('2026-03-01', { netMinor: 300_000, lines: [{ p: 'w1:7', q: 0.5, a: 100 }] }),
    order('2026-11-01', { netMinor: 200_000, location: 'w1:hue' }),
  ],
};

t.test('a reading says what is found and the least that turns the verdict', (t) => {
  const cases: [ConditionNode, string, string | null][] = [
    [{ kind: 'total_spent', op: 'gt', value: 500_000 }, '₫500,000', 'spend ₫1 more'],
    [{ kind: 'order_count', op: 'gte', value: 4 }, '2 orders', 'place 2 more orders'],
    [{ kind: 'order_count', op: 'lt', value: 3 }, '2 orders', 'place 1 more order'],
    [{ kind: 'days_since_last_order', op: 'gt', value: 20 }, '21 days ago', 'place an order today'],
    [{ kind: 'days_since_last_order', op: 'gt', value: 30 }, '21 days ago', null],
    [{ kind: 'first_order', op: 'gt', value: 30 }, '266 days ago', null],
    [{ kind: 'last_order_in_period', period: { type: 'today' } }, '1 November 2026', 'place an order today'],
    [{ kind: 'first_order_in_period', period: { type: 'today' } }, '1 March 2026', null],
    [{ kind: 'average_order', op: 'gte', value: 300_000 }, '₫250,000', 'place one order of ₫400,000'],
    [{ kind: 'orders_per_month', op: 'gte', value: 0.5 }, '0.22 orders a month', 'place 3 more orders'],
    [{ kind: 'last_store', locations: ['w1:hanoi'] }, 'at “w1:hue”', 'place an order at “w1:hanoi”'],
    [{ kind: 'bought_at_store', locations: ['w1:hanoi'] }, 'online and at “w1:hue”', 'place an order at “w1:hanoi”'],
    [{ kind: 'channel', channels: ['Zalo'] }, '“web”', 'place an order on the channel “Zalo”'],
    [{ kind: 'product_bought', products: ['w1:8'] }, '0 orders', 'buy “w1:8”'],
    [{ kind: 'product_bought', products: ['w1:7'], measure: 'quantity', op: 'gte', value: 2 }, '0.5', 'buy 1.5 more'],
    [
      {
        kind: 'ordered_steps',
        first: { type: 'any' },
        second: { type: 'channels', channels: ['zalo'], withinDays: 21 },
      },
      '1 of 2 steps',
      'step 2: bought on the channel “zalo”',
    ],
    [
      {
        kind: 'ordered_steps',
        first: { type: 'any' },
        second: { type: 'channels', channels: ['zalo'], withinDays: 20 },
      },
      '1 of 2 steps',
      null,
    ],
  ];
  for (const [node, shown, change] of cases) t.strictSame(says(node, TWO), [shown, change], JSON.stringify(node));
  t.strictSame(says({ kind: 'total_spent', op: 'gte', value: 1_000_000 }, TWO, VI), [
    '500.000 ₫',
    'chi thêm 500.000 ₫',
  ]);
  t.end();
});

t.test('nobody can buy in a period that is over, or in one that has not come', (t) => {
  for (const [from, to] of [
    ['2025-01-01', '2025-12-31'],
    ['2027-01-01', '2027-12-31'],
  ] as const) {
    const period = { type: 'between', from, to } as const;
    t.equal(says({ kind: 'bought_in_period', period }, TWO)[1], null);
    t.equal(says({ kind: 'orders_in_period', period, op: 'gte', value: 3 }, TWO)[1], null);
    t.equal(says({ kind: 'spent_in_period', period, op: 'gte', value: 3 }, TWO)[1], null);
    t.equal(says({ kind: 'channel', period, channels: ['zalo'] }, TWO)[1], null);
    t.equal(says({ kind: 'product_bought', period, products: ['w1:9'] }, TWO)[1], null);
  }
  t.end();
});

t.test('of one who never bought it says so, and not a figure', (t) => {
  const nodes: ConditionNode[] = [
    { kind: 'days_since_last_order', op: 'gt', value: 30 },
    { kind: 'average_order', op: 'gt', value: 30 },
    { kind: 'orders_per_month', op: 'gt', value: 3 },
    { kind: 'last_store', locations: ['online'] },
  ];
  for (const node of nodes) {
    t.equal(read(node, {})?.value, null, node.kind);
    t.equal(says(node, {})[0], 'has never bought');
  }
  t.end();
});

t.test('the change of a figure is enough: made, it turns the verdict', (t) => {
  const comparison = fc.record({
    op: fc.constantFrom('eq', 'ne', 'lt', 'lte', 'gt', 'gte'),
    value: fc.integer({ min: 0, max: 6 }),
  });
  const kinds = fc.constantFrom('order_count', 'orders_in_period', 'orders_per_month', 'average_order');
  const orders = fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 5 });
  const run = propertyRun(t, 1000);
  let turned = 0;
  fc.assert(
    fc.property(kinds, comparison, orders, (kind, compared, daysAgo) => {
      const period = kind === 'orders_in_period' ? { period: { type: 'last_n_days', n: 30 } } : {};
      const node = { kind, ...period, ...compared } as ConditionNode;
      const now = EXAMPLE_CONTEXT.asOf;
      const bought = daysAgo.map((n) => ({ at: now - n * 86_400_000, netMinor: n % 7 }));
      const change = read(node, { orders: bought })?.change;
      const placed = /^place (\d+) more orders?$/.exec(change?.text ?? '');
      const amount = /^place one order of ₫(\d+)$/.exec(change?.text ?? '');
      if (!placed && !amount) return;
      turned += 1;
      const more = amount
        ? [{ at: now, netMinor: Number(amount[1]) }]
        : Array.from({ length: Number(placed?.[1]) }, () => ({ at: now }));
      const isIn = (list: OrderSketch[]) =>
        evaluateNode(node, sketchedCustomer({ orders: list }, 's/0/0', EXAMPLE_CONTEXT.timeZone), EXAMPLE_CONTEXT);
      if (isIn(bought) === isIn([...bought, ...more])) throw new Error(change?.text);
      // And one order fewer, or a đồng less, is not.
      if (amount && Number(amount[1]) > 0 && isIn([...bought, { at: now, netMinor: Number(amount[1]) - 1 }]))
        throw new Error(`less than ${change?.text}`);
      if (placed && isIn(bought) !== isIn([...bought, ...more.slice(1)])) throw new Error(`less than ${change?.text}`);
    }),
    run,
  );
  t.ok(turned > run.numRuns / 5, `${turned} of ${run.numRuns} verdicts turned by an order`);
  t.end();
});
