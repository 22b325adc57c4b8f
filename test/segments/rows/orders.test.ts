import fc from 'fast-check';
import t from 'tap';
import { compareFacts, type PurchaseFact } from '../../../src/model.ts';
import type { SegmentNode } from '../../../src/segments/ast.ts';
import { evaluateNode } from '../../../src/segments/evaluate.ts';
import {
  type CustomerSketch,
  EXAMPLE_CONTEXT,
  type OrderSketch,
  sketchedCustomer,
} from '../../../src/segments/example.ts';
import { parseDefinition, resolvedPeriods, type SegmentContext, segmentContext } from '../../../src/segments/index.ts';
import { propertyRun } from '../seed.ts';
import { decided } from './decided.ts';

/** Days at noon in Vietnam, where it is 22 November 2026. */
const on = (day: string, order: Partial<OrderSketch> = {}): OrderSketch => ({ at: `${day}T12:00:00+07:00`, ...order });
const spent = (...amounts: number[]): CustomerSketch => ({
  orders: amounts.map((netMinor, index) => on(`2026-03-0${index + 1}`, { netMinor })),
});
const bought = (...days: string[]): CustomerSketch => ({ orders: days.map((day) => on(day)) });
const clause = (...all: object[]) => ({ include: [{ all }], exclude: [] });

t.test('C12 what was spent in all is compared with every operator, ranges closed at both ends', async (t) => {
  const people = { nothing: {}, below: spent(500, 499), at: spent(400, 600), above: spent(1001), free: spent(0) };
  const found = (op: object) => decided(t, { kind: 'total_spent', ...op }, people);
  t.same(await found({ op: 'gte', value: 1000 }), ['at', 'above']);
  t.same(await found({ op: 'gt', value: 1000 }), ['above']);
  t.same(await found({ op: 'lte', value: 1000 }), ['nothing', 'below', 'at', 'free']);
  t.same(await found({ op: 'lt', value: 1000 }), ['nothing', 'below', 'free']);
  t.same(await found({ op: 'eq', value: 0 }), ['nothing', 'free']);
  t.same(await found({ op: 'ne', value: 1000 }), ['nothing', 'below', 'above', 'free']);
  t.same(await found({ op: 'between', from: 999, to: 1000 }), ['below', 'at']);
});

t.test('C12 the average order is exact: a third of a đồng decides, and one without orders has none', async (t) => {
  const people = { third: spent(1, 0, 999_999), even: spent(333_333), more: spent(333_334), never: {} };
  const found = (op: object) => decided(t, { kind: 'average_order', ...op }, people);
  t.same(await found({ op: 'gt', value: 333_333 }), ['third', 'more']);
  t.same(await found({ op: 'eq', value: 333_333 }), ['even']);
  t.same(await found({ op: 'ne', value: 333_333 }), ['third', 'more']);
  t.same(await found({ op: 'lt', value: 333_334 }), ['third', 'even']);
  t.same(await found({ op: 'between', from: 333_333, to: 333_334 }), ['third', 'even', 'more']);
  t.same(await found({ op: 'lte', value: 1e15 }), ['third', 'even', 'more']);
});

t.test(
  'C13 spend within a period counts the days of both its ends, as the seed asks for March to May 2019',
  async (t) => {
    const period = { type: 'between', from: '2019-03-01', to: '2019-05-31' };
    const people = {
      inside: { orders: [on('2019-03-01', { netMinor: 400 }), on('2019-05-31', { netMinor: 600 })] },
      partly: { orders: [on('2019-02-28', { netMinor: 900 }), on('2019-05-31', { netMinor: 999 })] },
      after: { orders: [on('2019-06-01', { netMinor: 5000 })] },
      never: {},
    };
    t.same(await decided(t, { kind: 'spent_in_period', period, op: 'gte', value: 1000 }, people), ['inside']);
    t.same(await decided(t, { kind: 'spent_in_period', period, op: 'eq', value: 0 }, people), ['after', 'never']);
    t.same(await decided(t, { kind: 'average_order', period, op: 'lt', value: 999 }, people), ['inside']);
  },
);

t.test('C14 the number of orders is exact or a range, and 0 is never bought', async (t) => {
  const people = { none: {}, one: bought('2020-01-01'), three: bought('2020-01-01', '2020-01-01', '2026-01-01') };
  t.same(await decided(t, { kind: 'order_count', op: 'eq', value: 3 }, people), ['three']);
  t.same(await decided(t, { kind: 'order_count', op: 'between', from: 0, to: 1 }, people), ['none', 'one']);
  t.same(await decided(t, { kind: 'order_count', op: 'eq', value: 0 }, people), ['none']);
  t.same(await decided(t, { kind: 'never_bought' }, people), ['none']);
});

t.test('C15 orders within a period are counted in it alone', async (t) => {
  const period = { type: 'last_n_days', n: 30 };
  const people = {
    two: bought('2026-10-24', '2026-11-22'),
    one: bought('2026-10-23', '2026-11-22'),
    before: bought('2026-10-22', '2026-10-23'),
    never: {},
  };
  t.same(await decided(t, { kind: 'orders_in_period', period, op: 'gte', value: 2 }, people), ['two']);
  t.same(await decided(t, { kind: 'orders_in_period', period, op: 'eq', value: 1 }, people), ['one']);
  t.same(await decided(t, { kind: 'orders_in_period', period, op: 'eq', value: 0 }, people), ['before', 'never']);
});

t.test('C16 three orders make a loyal customer, two do not', async (t) => {
  const people = {
    two: bought('2020-01-01', '2026-01-01'),
    three: bought('2020-01-01', '2026-01-01', '2026-01-02'),
    four: bought('2020-01-01', '2026-01-01', '2026-01-02', '2026-01-03'),
  };
  t.same(await decided(t, { kind: 'order_count', op: 'gte', value: 3 }, people), ['three', 'four']);
});

t.test(
  'C17 those who never bought match no number of days, also not its opposite; never bought is its own condition',
  async (t) => {
    const people = { today: bought('2026-11-22'), longAgo: bought('2020-01-01'), never: {} };
    for (const kind of ['days_since_last_order', 'first_order']) {
      t.same(await decided(t, { kind, op: 'gte', value: 0 }, people), ['today', 'longAgo']);
      t.same(await decided(t, { kind, op: 'ne', value: 0 }, people), ['longAgo']);
      t.same(await decided(t, { kind, op: 'gt', value: 30 }, people), ['longAgo']);
    }
    const either = { any: [{ kind: 'days_since_last_order', op: 'gt', value: 30 }, { kind: 'never_bought' }] };
    t.same(await decided(t, clause(either), people), ['longAgo', 'never']);
  },
);

t.test('C18 the last purchase some days ago takes every operator', async (t) => {
  const people = { 29: bought('2026-10-24'), 30: bought('2026-10-23'), 31: bought('2026-10-22', '2020-01-01') };
  const found = (op: object) => decided(t, { kind: 'days_since_last_order', ...op }, people);
  t.same(await found({ op: 'eq', value: 30 }), ['30']);
  t.same(await found({ op: 'ne', value: 30 }), ['29', '31']);
  t.same(await found({ op: 'lt', value: 30 }), ['29']);
  t.same(await found({ op: 'lte', value: 30 }), ['29', '30']);
  t.same(await found({ op: 'gt', value: 30 }), ['31']);
  t.same(await found({ op: 'gte', value: 30 }), ['30', '31']);
  t.same(await found({ op: 'between', from: 29, to: 30 }), ['29', '30']);
});

t.test('C18 the first purchase some days ago is that of the oldest order', async (t) => {
  const people = { 30: bought('2026-10-23', '2026-11-22'), 31: bought('2026-10-22', '2026-11-22') };
  t.same(await decided(t, { kind: 'first_order', op: 'lte', value: 30 }, people), ['30']);
});

t.test('C19 the date of the last purchase is asked for by absolute and by relative days', async (t) => {
  const people = {
    march: bought('2026-03-31', '2020-01-01'),
    later: bought('2026-03-31', '2026-04-01'),
    week: bought('2026-11-16', '2026-03-01'),
    never: {},
  };
  const last = (period: object) => decided(t, { kind: 'last_order_in_period', period }, people);
  t.same(await last({ type: 'between', from: '2026-03-01', to: '2026-03-31' }), ['march']);
  t.same(await last({ type: 'month', year: 'this', month: 3 }), ['march']);
  t.same(await last({ type: 'this_week' }), ['week']);
  t.same(await last({ type: 'since', day: '2026-04-01' }), ['later', 'week']);
  const first = (period: object) => decided(t, { kind: 'first_order_in_period', period }, people);
  t.same(await first({ type: 'year', year: 2020 }), ['march']);
  t.same(await first({ type: 'month', year: 2026, month: 3 }), ['later', 'week']);
});

t.test(
  'C20 the last store is that of the last order, ties go to the greater order id, and without a store it is online',
  async (t) => {
    const at = '2026-03-01T12:00:00Z';
    const people = {
      // The id of an order is its place in the list.
      tied: {
        orders: [
          { at, location: 'w1:hue' },
          { at, location: 'w1:hanoi' },
        ],
      },
      left: { orders: [on('2026-03-02', { location: 'w1:hanoi' }), on('2026-03-03', { location: 'w1:hue' })] },
      online: { orders: [on('2026-03-02', { location: 'w1:hanoi' }), on('2026-03-03')] },
      never: {},
    };
    t.same(await decided(t, { kind: 'last_store', locations: ['w1:hanoi'] }, people), ['tied']);
    t.same(await decided(t, { kind: 'last_store', locations: ['w1:hue', 'online'] }, people), ['left', 'online']);
    t.same(await decided(t, { kind: 'bought_at_store', locations: ['w1:hanoi'] }, people), ['tied', 'left', 'online']);
    const period = { type: 'between', from: '2026-03-03', to: '2026-03-03' };
    t.same(await decided(t, { kind: 'bought_at_store', locations: ['w1:hue'], period }, people), ['left']);
  },
);

t.test('C27 a channel counts if any order was on one of the chosen, ever or within the window', async (t) => {
  const people = {
    both: { orders: [on('2020-01-01', { channel: 'zalo' }), on('2026-11-20', { channel: 'pos' })] },
    web: { orders: [on('2026-11-20')] },
    never: {},
  };
  t.same(await decided(t, { kind: 'channel', channels: ['Zalo', 'facebook'] }, people), ['both']);
  t.same(await decided(t, { kind: 'channel', channels: ['zalo', 'web'], period: { type: 'this_month' } }, people), [
    'web',
  ]);
});

t.test('C30 product and day have to be those of one order, and line and quantity those of one line', async (t) => {
  const shirt = { p: 'w1:7', q: 1, a: 50 };
  const people = {
    inside: { orders: [on('2026-11-01', { lines: [shirt] })] },
    apart: { orders: [on('2026-10-01', { lines: [shirt] }), on('2026-11-01', { lines: [{ p: 'w1:8', q: 5, a: 5 }] })] },
    two: { orders: [on('2026-10-31', { lines: [{ ...shirt, q: 2 }] })] },
  };
  const found = (also: object) => decided(t, { kind: 'product_bought', products: ['w1:7'], ...also }, people);
  t.same(await found({ period: { type: 'this_month' } }), ['inside']);
  t.same(await found({ minQuantity: 2 }), ['two']);
  t.same(await found({ measure: 'line', minQuantity: 1 }), ['inside', 'apart', 'two']);
});

t.test('C30 orders, quantity and amount are over all lines of the products in the window', async (t) => {
  const line = (q: number, a: number) => ({ m: 'nha dao', q, a });
  const people = {
    tenths: { orders: [on('2026-11-01', { lines: [line(0.1, 10), line(0.2, 20)] })] },
    orders: { orders: [on('2026-11-01', { lines: [line(1, 15)] }), on('2026-11-02', { lines: [line(1, 15)] })] },
    before: { orders: [on('2026-10-31', { lines: [line(9, 900)] })] },
    other: { orders: [on('2026-11-01', { lines: [{ q: 9, a: 900 }] })] },
    never: {},
  };
  const found = (also: object) =>
    decided(t, { kind: 'product_bought', vendors: ['NHÀ đào'], period: { type: 'this_month' }, ...also }, people);
  t.same(await found({ measure: 'quantity', op: 'eq', value: 0.3 }), ['tenths'], '0.1 + 0.2 is 0.3');
  t.same(await found({ measure: 'quantity', op: 'gt', value: 0.3 }), ['orders']);
  t.same(await found({ measure: 'orders', op: 'gte', value: 2 }), ['orders']);
  t.same(await found({ measure: 'orders', op: 'lt', value: 1 }), ['before', 'other', 'never']);
  t.same(await found({ measure: 'amount', op: 'between', from: 30, to: 30 }), ['tenths', 'orders']);
  t.same(await found({ measure: 'amount', op: 'ne', value: 30 }), ['before', 'other', 'never']);
});

t.test('C34 who has bought in a period has one order in it at least', async (t) => {
  const people = {
    first: bought('2026-10-01'),
    last: bought('2026-10-31'),
    around: bought('2026-09-30', '2026-11-01'),
  };
  t.same(await decided(t, { kind: 'bought_in_period', period: { type: 'last_month' } }, people), ['first', 'last']);
});

t.test(
  'C35 who has not bought in a period includes those who never bought, unless they must have bought before',
  async (t) => {
    const people = {
      inside: bought('2026-10-15'),
      before: bought('2026-09-30'),
      after: bought('2026-11-01'),
      never: {},
    };
    const found = (also: object) =>
      decided(t, { kind: 'not_bought_in_period', period: { type: 'last_month' }, ...also }, people);
    t.same(await found({}), ['before', 'after', 'never']);
    t.same(await found({ mustHaveBoughtBefore: true }), ['before']);
  },
);

t.test('C38 a period is kept as it was chosen, rolls on, and tells its days', async (t) => {
  const roll = (period: object, asOf: string) => {
    const parsed = parseDefinition(clause({ kind: 'bought_in_period', period }));
    if (!parsed.ok) throw new Error(parsed.message);
    const context = segmentContext({ ...EXAMPLE_CONTEXT, asOf: Date.parse(asOf) });
    return resolvedPeriods(parsed.definition, context).map(({ from, to }) => `${from}..${to}`);
  };
  const noon = '2026-11-22T12:00:00+07:00';
  const nextYear = '2027-03-01T00:00:00+07:00';
  for (const [period, now, then] of [
    [{ type: 'last_n_days', n: 7 }, '2026-11-16..2026-11-22', '2027-02-23..2027-03-01'],
    [{ type: 'last_quarter' }, '2026-07-01..2026-09-30', '2026-10-01..2026-12-31'],
    [{ type: 'month', year: 'this', month: 2 }, '2026-02-01..2026-02-28', '2027-02-01..2027-02-28'],
    [{ type: 'month', year: 2028, month: 2 }, '2028-02-01..2028-02-29', '2028-02-01..2028-02-29'],
    [{ type: 'year', year: 2026 }, '2026-01-01..2026-12-31', '2026-01-01..2026-12-31'],
    [{ type: 'tet', before: 14, after: 7 }, '2026-02-03..2026-02-24', '2027-01-23..2027-02-13'],
    [{ type: 'tet', year: 'last', before: 0, after: 2 }, '2025-01-29..2025-01-31', '2026-02-17..2026-02-19'],
    [{ type: 'tet', year: 2030, before: 1, after: 0 }, '2030-02-01..2030-02-02', '2030-02-01..2030-02-02'],
  ] as const)
    t.same([...roll(period, noon), ...roll(period, nextYear)], [now, then], JSON.stringify(period));

  const people = { eve: bought('2026-02-16'), first: bought('2026-02-17'), later: bought('2026-02-25') };
  const found = (period: object) => decided(t, { kind: 'bought_in_period', period }, people);
  t.same(await found({ type: 'tet', before: 0, after: 7 }), ['first']);
  t.same(await found({ type: 'tet', year: 2026, before: 1, after: 8 }), ['eve', 'first', 'later']);
});

t.test('C39 operators take typed values only', (t) => {
  const refused = (condition: object) => !parseDefinition(clause(condition)).ok;
  for (const value of ['1000', 1.5, -1, null, true, [1]]) {
    t.ok(refused({ kind: 'total_spent', op: 'gte', value }), `total spent ${JSON.stringify(value)}`);
    t.ok(refused({ kind: 'average_order', op: 'gte', value }), `average order ${JSON.stringify(value)}`);
  }
  t.ok(refused({ kind: 'orders_per_month', op: 'gt', value: 2.005 }), 'hundredths at the finest');
  t.notOk(refused({ kind: 'orders_per_month', op: 'gt', value: 10.01 }));
  t.ok(refused({ kind: 'product_bought', products: ['a'], measure: 'orders', op: 'gte', value: 1.5 }));
  t.ok(refused({ kind: 'product_bought', products: ['a'], measure: 'orders' }), 'a measure without a comparison');
  t.ok(refused({ kind: 'product_bought', products: ['a'], op: 'gte', value: 1 }), 'a comparison without a measure');
  t.ok(refused({ kind: 'order_count', op: 'between', from: 3, to: 2 }), 'a range from above');
  t.ok(refused({ kind: 'bought_in_period', period: { type: 'month', year: 'next', month: 1 } }));
  t.ok(refused({ kind: 'bought_in_period', period: { type: 'tet', before: 1000, after: 0 } }));
  t.end();
});

t.test('C40 conditions of a clause all hold, whatever their order', async (t) => {
  const people = { both: spent(900, 900), spend: spent(1800), orders: spent(1, 1) };
  const [a, b] = [
    { kind: 'total_spent', op: 'gte', value: 1800 },
    { kind: 'order_count', op: 'gte', value: 2 },
  ];
  t.same(await decided(t, clause(a, b), people), ['both']);
  t.same(await decided(t, clause(b, a), people), ['both']);
});

const SETS = {
  zalo: { orders: [on('2026-11-01', { channel: 'zalo', netMinor: 1 })] },
  vip: spent(5000),
  both: { orders: [on('2026-11-02', { channel: 'zalo', netMinor: 5000 })] },
  neither: {},
};
const ZALO = { all: [{ kind: 'channel', channels: ['zalo'] }] };
const VIP = { all: [{ kind: 'total_spent', op: 'gte', value: 5000 }] };

t.test('C41 include clauses are a union', async (t) => {
  t.same(await decided(t, { include: [ZALO, VIP], exclude: [] }, SETS), ['zalo', 'vip', 'both']);
  t.same(await decided(t, { include: [VIP, ZALO, VIP], exclude: [] }, SETS), ['zalo', 'vip', 'both']);
});

t.test('C42 exclude clauses are taken away from all that is included, at the same instant', async (t) => {
  t.same(await decided(t, { include: [ZALO, VIP], exclude: [VIP] }, SETS), ['zalo']);
  t.same(await decided(t, { include: [], exclude: [ZALO, VIP] }, SETS), ['neither']);
  const today = { kind: 'bought_in_period', period: { type: 'today' } };
  const people = { nobody: bought('2026-11-22'), yesterday: bought('2026-11-21') };
  t.same(await decided(t, { include: [{ all: [today] }], exclude: [{ all: [today] }] }, people), []);
  const midnight = segmentContext({ ...EXAMPLE_CONTEXT, asOf: Date.parse('2026-11-23T00:00:00+07:00') });
  t.same(await decided(t, { include: [], exclude: [{ all: [today] }] }, people, midnight), ['nobody', 'yesterday']);
});

t.test('C43 more than five orders a month: of the last 30 days, of the calendar month, or on average', async (t) => {
  const times = (count: number, day: string) => bought(...Array.from({ length: count }, () => day));
  const people = { five: times(5, '2026-11-01'), six: times(6, '2026-11-01'), october: times(6, '2026-10-31') };
  const inside = (period: object) => decided(t, { kind: 'orders_in_period', period, op: 'gt', value: 5 }, people);
  t.same(await inside({ type: 'last_n_days', n: 30 }), ['six', 'october']);
  t.same(await inside({ type: 'this_month' }), ['six']);
  const average = (op: string, value: number, who: Record<string, CustomerSketch> = people) =>
    decided(t, { kind: 'orders_per_month', op, value }, who);
  t.same(await average('gt', 5), ['six', 'october'], 'the first month counts as a whole one');
  const since = (first: string, count: number): CustomerSketch => ({
    orders: [on(first), ...Array.from({ length: count - 1 }, () => on('2026-11-22'))],
  });
  const years = { ten: since('2025-11-23', 120), more: since('2025-11-23', 121), older: since('2025-11-22', 121) };
  t.same(await average('gt', 10, years), ['more'], 'R04: 10 a month is not more than 10');
  t.same(await average('eq', 10, years), ['ten', 'older'], 'an order of 365 days ago is out of the window');
  t.same(await average('gte', 10.01, years), ['more'], '121 in twelve months are 10.083…');
});

t.test('C44 a spend of more than 10,000,000 is strict', async (t) => {
  const people = { at: spent(10_000_000), above: spent(10_000_001) };
  t.same(await decided(t, { kind: 'total_spent', op: 'gt', value: 10_000_000 }, people), ['above']);
});

t.test('C45 no purchase for more than 30 days leaves out day 30 and those who never bought', async (t) => {
  const people = { day30: bought('2026-10-23'), day31: bought('2026-10-22'), never: {} };
  t.same(await decided(t, { kind: 'days_since_last_order', op: 'gt', value: 30 }, people), ['day31']);
});

t.test(
  'C46 a category is that of the order, or that of the product in the catalogue with what lies below it',
  async (t) => {
    const line = (over: object) => ({ orders: [on('2024-01-01', { lines: [{ q: 1, a: 1, ...over }] })] });
    const people = { stated: line({ k: ['w1:shirts'] }), catalogue: line({ p: 'w1:12' }), other: line({ p: 'w1:99' }) };
    const interest = { kind: 'product_bought', categories: ['w1:shirts'] };
    t.same(await decided(t, interest, people), ['stated', 'catalogue']);
    const steps = {
      kind: 'ordered_steps',
      first: { type: 'categories', categories: ['w1:shirts'] },
      second: { type: 'any', withinDays: 9 },
    };
    t.same(await decided(t, steps, people), []);
  },
);

t.test(
  '§2b steps are strictly one after another, also at one instant, and near enough to the step before',
  async (t) => {
    const at = '2026-03-01T12:00:00+07:00';
    const [A, B] = [{ channel: 'zalo' }, { channel: 'pos' }];
    const people = {
      sameInstant: {
        orders: [
          { at, ...A },
          { at, ...B },
        ],
      },
      wrongWayRound: {
        orders: [
          { at, ...B },
          { at, ...A },
        ],
      },
      nearerStart: { orders: [on('2026-01-01', A), on('2026-03-01', A), on('2026-03-08', B)] },
      day8: { orders: [on('2026-03-01', A), on('2026-03-09', B)] },
      between: { orders: [on('2026-03-01', A), on('2026-03-02'), on('2026-03-08', B)] },
      one: { orders: [on('2026-03-01', A)] },
    };
    const steps = {
      kind: 'ordered_steps',
      first: { type: 'channels', channels: ['Zalo'] },
      second: { type: 'channels', channels: ['POS'], withinDays: 7 },
    };
    t.same(await decided(t, steps, people), ['sameInstant', 'nearerStart', 'between']);
    const period = { type: 'month', year: 2026, month: 1 };
    t.same(
      await decided(t, { ...steps, period }, people),
      [],
      'the first step of the period is too far from the second',
    );
  },
);

t.test('§2b four steps find what trying every way finds', (t) => {
  const channels = ['a', 'b', 'c'];
  const order = fc.record({
    at: fc.integer({ min: 0, max: 20 }).map((halfDay) => Date.UTC(2026, 2, 1) + halfDay * 43_200_000),
    channel: fc.constantFrom(...channels),
  });
  const step = fc.oneof(
    fc.constant({ type: 'any' as const }),
    fc
      .subarray(channels, { minLength: 1, maxLength: 2 })
      .map((some) => ({ type: 'channels' as const, channels: some })),
  );
  const next = fc.tuple(step, fc.integer({ min: 0, max: 4 })).map(([one, withinDays]) => ({ ...one, withinDays }));
  const context: SegmentContext = segmentContext({ ...EXAMPLE_CONTEXT, timeZone: 'UTC' });
  const run = propertyRun(t, 500);
  let found = 0;
  fc.assert(
    fc.property(
      fc.array(order, { maxLength: 9 }),
      step,
      fc.array(next, { minLength: 1, maxLength: 3 }),
      (orders, first, rest) => {
        const [second, third, fourth] = rest;
        const node = {
          kind: 'ordered_steps',
          first,
          second,
          ...(third && { third }),
          ...(fourth && { fourth }),
        } as SegmentNode;
        const customer = sketchedCustomer({ orders }, 's/0/0', 'UTC');
        const isOf = (fact: PurchaseFact, one: { type: string; channels?: string[] }) =>
          one.channels === undefined || one.channels.includes(fact.c);
        const canGoOn = (from: PurchaseFact, steps: typeof rest): boolean => {
          const [now, ...later] = steps;
          if (!now) return true;
          return customer.facts.some(
            (fact) =>
              compareFacts(from, fact) > 0 &&
              fact.d - from.d <= now.withinDays &&
              isOf(fact, now) &&
              canGoOn(fact, later),
          );
        };
        const wanted = customer.facts.some((fact) => isOf(fact, first) && canGoOn(fact, rest));
        if (wanted) found += 1;
        if (evaluateNode(node, customer, context) !== wanted) throw new Error(`must be ${wanted}`);
      },
    ),
    run,
  );
  t.ok(found > run.numRuns / 20 && found < run.numRuns, `${found} of ${run.numRuns} customers go the whole way`);
  t.end();
});
