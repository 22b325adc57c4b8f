import t, { type Test } from 'tap';
import { type CustomerSketch, EXAMPLE_CONTEXT } from '../../../src/segments/example.ts';
import { RFM_LABELS, type SegmentContext, segmentContext } from '../../../src/segments/index.ts';
import { decided } from './decided.ts';

/** The thresholds of the seed at noon on Sunday 22 November 2026 in Vietnam. */

/** So many orders, all so many days before, that cost `spent` in all. */
function bought(daysAgo: number, orders = 1, spent = 0, firstDaysAgo = daysAgo): CustomerSketch {
  const at = (days: number) => EXAMPLE_CONTEXT.asOf - days * 86_400_000;
  return {
    orders: Array.from({ length: orders }, (_, index) => ({
      at: index === 0 ? at(firstDaysAgo) : at(daysAgo),
      netMinor: index === orders - 1 ? spent : 0,
    })),
  };
}

const score = (t: Test, axis: 'r' | 'f' | 'm', value: number, people: Record<string, CustomerSketch>) =>
  decided(t, { kind: 'rfm_score', axis, op: 'eq', value }, people);
const labelled = (t: Test, label: string, people: Record<string, CustomerSketch>, context?: SegmentContext) =>
  decided(t, { kind: 'rfm_label', labels: [label] }, people, context);

const DAYS = {
  never: {},
  today: bought(0),
  day1: bought(1),
  day7: bought(7),
  day8: bought(8),
  day30: bought(30),
  day31: bought(31),
  day400: bought(400),
};

t.test('R01 recency is high from today to the 7th day, and one who never bought has none', async (t) => {
  t.same(await score(t, 'r', 3, DAYS), ['today', 'day1', 'day7']);
  t.same(await decided(t, { kind: 'rfm_score', axis: 'r', op: 'ne', value: 5 }, { never: {}, day1: bought(1) }), [
    'day1',
  ]);
});

t.test('R01 days change at midnight of the shop and not after 24 hours', async (t) => {
  const people = {
    lastMomentOfDay8: { orders: [{ at: '2026-11-14T23:59:59.999+07:00' }] },
    firstMomentOfDay7: { orders: [{ at: '2026-11-15T00:00:00+07:00' }] },
  };
  t.same(await score(t, 'r', 3, people), ['firstMomentOfDay7']);
});

t.test('R02 recency is middle from the 8th to the 30th day, both included', async (t) => {
  t.same(await score(t, 'r', 2, DAYS), ['day8', 'day30']);
});

t.test('R03 recency is low from the 31st day on', async (t) => {
  t.same(await score(t, 'r', 1, DAYS), ['day31', 'day400']);
});

t.test('R03 an order that is dated after today does not hide the one before it', async (t) => {
  const tomorrow = { at: '2026-11-23T00:00:00+07:00' };
  const people = {
    onlyTomorrow: { orders: [tomorrow] },
    longAgo: { orders: [{ at: '2026-10-22T09:00:00+07:00' }, tomorrow] },
    lately: { orders: [{ at: '2026-11-20T09:00:00+07:00' }, tomorrow] },
  };
  t.same(await score(t, 'r', 1, people), ['longAgo']);
  t.same(await score(t, 'r', 3, people), ['lately']);
});

/** A whole year: n orders are n/12 a month. 121 are 10.08, 120 are 10, 36 are 3, 35 are 2.92. */
const A_YEAR = Object.fromEntries([35, 36, 120, 121].map((orders) => [`y${orders}`, bought(0, orders, 0, 364)]));
/** A single month at most: n orders are n a month. */
const A_MONTH = Object.fromEntries([2, 3, 10, 11].map((orders) => [`m${orders}`, bought(3, orders)]));

t.test('R04 frequency is high above 10 orders a month: 10 is not, 10.01 is', async (t) => {
  t.same(await score(t, 'f', 3, { ...A_YEAR, ...A_MONTH }), ['y121', 'm11']);
  // 365 · 100 · n > 1000 · 12 · days: 100 orders in 304 days are 10.0054 a month, in 305 days 9.97.
  const people = { d304: bought(0, 100, 0, 303), d305: bought(0, 100, 0, 304) };
  t.same(await score(t, 'f', 3, people), ['d304']);
  t.same(await score(t, 'f', 2, people), ['d305']);
});

t.test('R05 frequency is middle from 3 to 10 orders a month, both included', async (t) => {
  t.same(await score(t, 'f', 2, { ...A_YEAR, ...A_MONTH }), ['y36', 'y120', 'm3', 'm10']);
});

t.test('R06 frequency is low below 3, and less than a month of history counts as one', async (t) => {
  t.same(await score(t, 'f', 1, { ...A_YEAR, ...A_MONTH, firstToday: bought(0) }), ['y35', 'm2', 'firstToday']);
  // 3 orders in 30 days are one month; in 31 days they are 3 · 365 / 372 = 2.94 a month.
  const people = { d30: bought(0, 3, 0, 29), d31: bought(0, 3, 0, 30) };
  t.same(await score(t, 'f', 2, people), ['d30']);
  t.same(await score(t, 'f', 1, people), ['d31']);
});

t.test('R06 only the last twelve months count: 365 days, today among them', async (t) => {
  const people = { within: bought(364, 36), before: bought(365, 36), both: bought(0, 36, 0, 400) };
  t.same(await score(t, 'f', 2, people), ['within'], '36 in a whole year are 3 a month; 35 and an older one are not');
  t.same(await score(t, 'f', 1, people), ['before', 'both']);
});

const MONEY = {
  m1999999: bought(3, 1, 1_999_999),
  m2000000: bought(3, 1, 2_000_000),
  m10000000: bought(3, 1, 10_000_000),
  m10000001: bought(3, 1, 10_000_001),
  lastYear: bought(365, 1, 99_000_000),
  yearAgo: bought(364, 1, 99_000_000),
};

t.test('R07 money is high above 10,000,000 đ in twelve months', async (t) => {
  t.same(await score(t, 'm', 3, MONEY), ['m10000001', 'yearAgo']);
});

t.test('R08 money is middle from 2,000,000 to 10,000,000 đ, both included', async (t) => {
  t.same(await score(t, 'm', 2, MONEY), ['m2000000', 'm10000000']);
});

t.test('R09 money is low below 2,000,000 đ, and without an order that counts there is no purchase', async (t) => {
  t.same(await score(t, 'm', 1, MONEY), ['m1999999', 'lastYear']);
  const people = { refundedWhole: { orders: [] }, bought: bought(3) }; // what is refunded whole is no fact
  t.same(await labelled(t, 'no_purchase', people), ['refundedWhole']);
});

t.test('R07 money of a lifetime, where the shop chose it, has no window', async (t) => {
  const { rfm } = EXAMPLE_CONTEXT;
  const context = segmentContext({
    ...EXAMPLE_CONTEXT,
    rfm: { ...rfm, model: { ...rfm.model, spentWindow: 'lifetime' } },
  });
  const high = { kind: 'rfm_score', axis: 'm', op: 'eq', value: 3 };
  t.same(await decided(t, high, MONEY, context), ['m10000001', 'lastYear', 'yearAgo']);
});

/** One customer in each of the 27 cells. */
const CELLS: Record<string, CustomerSketch> = Object.fromEntries(
  [1, 2, 3].flatMap((r) =>
    [1, 2, 3].flatMap((f) =>
      [1, 2, 3].map((m) => {
        const daysAgo = [40, 20, 3][r - 1] ?? 0;
        const orders = [1, 5, 40][f - 1] ?? 0; // in 41 days at most: 0.7, 3.7 and 29.7 a month
        return [`c${r}${f}${m}`, bought(daysAgo, orders, [0, 5_000_000, 20_000_000][m - 1])];
      }),
    ),
  ),
);
const of = (...cells: string[]) => cells.map((cell) => `c${cell}`);

t.test('R10 champions are the cell 333 alone', async (t) => {
  t.same(await labelled(t, 'champions', CELLS), of('333'));
});

t.test('R11 loyal are those with high frequency and recency of 2 or 3, but for champions', async (t) => {
  t.same(await labelled(t, 'loyal', CELLS), of('231', '232', '233', '331', '332'));
});

t.test('R12 at risk are all of low recency but for the lost', async (t) => {
  t.same(await labelled(t, 'at_risk', CELLS), of('112', '113', '121', '122', '123', '131', '132', '133'));
});

t.test('R13 lost are the cell 111, which is not at risk as well', async (t) => {
  t.same(await labelled(t, 'lost', CELLS), of('111'));
  t.same(await labelled(t, 'promising', CELLS), of('311', '312', '313', '321', '322', '323'));
  t.same(await labelled(t, 'needs_attention', CELLS), of('211', '212', '213', '221', '222', '223'));
});

t.test('R14 the label follows from orders and the day: midnight alone and an order change it', async (t) => {
  const lapsing = { one: bought(30) };
  const tomorrow = segmentContext({ ...EXAMPLE_CONTEXT, asOf: Date.UTC(2026, 10, 22, 17) });
  const evening = segmentContext({ ...EXAMPLE_CONTEXT, asOf: Date.UTC(2026, 10, 22, 17) - 1 });
  t.same(await labelled(t, 'needs_attention', lapsing, evening), ['one']);
  t.same(await labelled(t, 'lost', lapsing, evening), []);
  t.same(await labelled(t, 'lost', lapsing, tomorrow), ['one'], 'at midnight, without an event');
  t.same(
    await labelled(t, 'promising', { one: bought(0, 2, 0, 31) }, tomorrow),
    ['one'],
    'and one order brings them back',
  );
});

t.test('R15 every label has a message, a voucher and a channel, in both languages', (t) => {
  for (const { id, care, name } of RFM_LABELS)
    for (const text of [name, care.message, care.voucher, care.channel]) t.ok(text.vi !== '' && text.en !== '', id);
  t.same(
    RFM_LABELS.map(({ name }) => name.en),
    ['Champions', 'Loyal', 'Promising', 'Needs attention', 'At Risk', 'Lost'],
  );
  t.end();
});
