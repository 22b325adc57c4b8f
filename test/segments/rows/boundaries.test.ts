import t from 'tap';
import { dayNumber, formatDay, startOfDay } from '../../../src/model.ts';
import { type CustomerSketch, EXAMPLE_CONTEXT } from '../../../src/segments/example.ts';
import { type SegmentContext, segmentContext } from '../../../src/segments/index.ts';
import { ZONES } from '../arbitraries.ts';
import { decided } from './decided.ts';

/** The tables of what lies on, just below and just above an edge; each row says which of them are in. */

const at = (instant: number, timeZone: string): SegmentContext =>
  segmentContext({ ...EXAMPLE_CONTEXT, asOf: instant, timeZone });
const ordered = (...instants: number[]): CustomerSketch => ({ orders: instants.map((instant) => ({ at: instant })) });
const spent = (amountMinor: number): CustomerSketch => ({ orders: [{ at: 0, netMinor: amountMinor }] });
const times = (count: number, instant: number): CustomerSketch =>
  ordered(...Array.from({ length: count }, () => instant));

t.test('D15 ranges are closed at both ends: money, counts, days and calendar days', async (t) => {
  const zone = 'Asia/Ho_Chi_Minh';
  const noon = Date.UTC(2026, 10, 22, 5);
  const day = 86_400_000;
  const money = {
    999999: spent(999_999),
    1000000: spent(1_000_000),
    2000000: spent(2_000_000),
    2000001: spent(2_000_001),
  };
  for (const kind of ['total_spent', 'average_order'])
    t.same(await decided(t, { kind, op: 'between', from: 1_000_000, to: 2_000_000 }, money), ['1000000', '2000000']);
  const counts = { 1: times(1, noon), 2: times(2, noon), 4: times(4, noon), 5: times(5, noon) };
  const period = { type: 'today' };
  t.same(await decided(t, { kind: 'order_count', op: 'between', from: 2, to: 4 }, counts), ['2', '4']);
  t.same(await decided(t, { kind: 'orders_in_period', period, op: 'between', from: 2, to: 4 }, counts), ['2', '4']);
  t.same(await decided(t, { kind: 'orders_per_month', op: 'between', from: 2, to: 4 }, counts), ['2', '4']);
  const ago = { 0: ordered(noon), 1: ordered(noon - day), 7: ordered(noon - 7 * day), 8: ordered(noon - 8 * day) };
  for (const kind of ['days_since_last_order', 'first_order'])
    t.same(await decided(t, { kind, op: 'between', from: 1, to: 7 }, ago, at(noon, zone)), ['1', '7']);
});

t.test('S3 thresholds are strict: 10,000,000, 10 orders a month, day 30, day 7', async (t) => {
  const now = EXAMPLE_CONTEXT.asOf;
  const day = 86_400_000;
  const money = { at: spent(10_000_000), above: spent(10_000_001) };
  t.same(await decided(t, { kind: 'total_spent', op: 'gt', value: 10_000_000 }, money), ['above']);
  const counts = { 5: times(5, now), 6: times(6, now), 10: times(10, now), 11: times(11, now) };
  const month = { type: 'last_n_days', n: 30 };
  t.same(await decided(t, { kind: 'orders_in_period', period: month, op: 'gt', value: 5 }, counts), ['6', '10', '11']);
  t.same(await decided(t, { kind: 'orders_per_month', op: 'gt', value: 10 }, counts), ['11']);
  const ago = Object.fromEntries([7, 8, 30, 31].map((n) => [n, ordered(now - n * day)]));
  const since = (op: string, value: number) => decided(t, { kind: 'days_since_last_order', op, value }, ago);
  t.same(await since('gt', 30), ['31']);
  t.same(await since('lte', 30), ['7', '8', '30']);
  t.same(await since('lte', 7), ['7'], 'R01: 7 is high, 8 is not');
  t.same(await since('gt', 7), ['8', '30', '31']);
});

for (const zone of ZONES) {
  t.test(`D1 days turn at midnight in ${zone}, also those on which clocks change`, async (t) => {
    // New York skips an hour on 8 March 2026 and repeats one on 1 November 2026.
    for (const today of [dayNumber(2026, 3, 8), dayNumber(2026, 11, 1), dayNumber(2026, 11, 22)]) {
      const edges = {
        'day 31': ordered(startOfDay(today - 30, zone) - 1),
        'day 30': ordered(startOfDay(today - 30, zone)),
        'day 29': ordered(startOfDay(today - 29, zone)),
        'day 8': ordered(startOfDay(today - 7, zone) - 1),
        'day 7': ordered(startOfDay(today - 7, zone)),
        yesterday: ordered(startOfDay(today, zone) - 1),
        today: ordered(startOfDay(today, zone)),
        tonight: ordered(startOfDay(today + 1, zone) - 1),
        tomorrow: ordered(startOfDay(today + 1, zone)),
      };
      for (const asOf of [startOfDay(today, zone), startOfDay(today + 1, zone) - 1]) {
        const found = (condition: object) => decided(t, condition, edges, at(asOf, zone));
        const bought = (period: object) => found({ kind: 'bought_in_period', period });
        t.same(await found({ kind: 'days_since_last_order', op: 'gt', value: 30 }), ['day 31'], formatDay(today));
        t.same(await found({ kind: 'days_since_last_order', op: 'between', from: 8, to: 30 }), [
          'day 30',
          'day 29',
          'day 8',
        ]);
        t.same(await bought({ type: 'today' }), ['today', 'tonight']);
        t.same(await bought({ type: 'yesterday' }), ['yesterday']);
        t.same(await bought({ type: 'last_n_days', n: 8 }), ['day 7', 'yesterday', 'today', 'tonight']);
        t.same(await found({ kind: 'not_bought_in_period', period: { type: 'last_n_days', n: 30 } }), [
          'day 31',
          'day 30',
          'tomorrow',
        ]);
      }
    }
  });

  t.test(`D1 a year ends at midnight of 31 December in ${zone}`, async (t) => {
    const [first, last] = [dayNumber(2026, 1, 1), dayNumber(2026, 12, 31)];
    const edges = {
      'end of 2025': ordered(startOfDay(first, zone) - 1),
      'start of 2026': ordered(startOfDay(first, zone)),
      'end of 2026': ordered(startOfDay(last + 1, zone) - 1),
      'start of 2027': ordered(startOfDay(last + 1, zone)),
    };
    const bought = (period: object, asOf: number) =>
      decided(t, { kind: 'bought_in_period', period }, edges, at(asOf, zone));
    const [eve, newYear] = [startOfDay(last + 1, zone) - 1, startOfDay(last + 1, zone)];
    t.same(await bought({ type: 'this_year' }, eve), ['start of 2026', 'end of 2026']);
    t.same(await bought({ type: 'this_year' }, newYear), ['start of 2027']);
    t.same(await bought({ type: 'last_year' }, eve), ['end of 2025']);
    t.same(await bought({ type: 'last_year' }, newYear), ['start of 2026', 'end of 2026']);
    t.same(await bought({ type: 'year', year: 2026 }, eve), ['start of 2026', 'end of 2026']);
    t.same(await bought({ type: 'month', year: 'last', month: 12 }, newYear), ['end of 2026']);
    t.same(
      await bought({ type: 'month', year: 'this', month: 12 }, newYear),
      [],
      'a month of this year that has not come',
    );
    t.same(await bought({ type: 'last_quarter' }, newYear), ['end of 2026']);
    t.same(await bought({ type: 'last_month' }, newYear), ['end of 2026']);
    t.same(await bought({ type: 'yesterday' }, newYear), ['end of 2026']);
  });

  t.test(`D1 29 February is a day of its own in ${zone}`, async (t) => {
    const leapDay = dayNumber(2024, 2, 29);
    const edges = {
      28: ordered(startOfDay(leapDay, zone) - 1),
      29: ordered(startOfDay(leapDay, zone), startOfDay(leapDay + 1, zone) - 1),
      1: ordered(startOfDay(leapDay + 1, zone)),
    };
    const found = (condition: object, asOf: number) => decided(t, condition, edges, at(asOf, zone));
    const bought = (period: object, asOf: number) => found({ kind: 'bought_in_period', period }, asOf);
    const march = startOfDay(dayNumber(2024, 3, 31), zone);
    t.same(await bought({ type: 'last_month' }, march), ['28', '29']);
    t.same(await bought({ type: 'month', year: 2024, month: 2 }, march), ['28', '29']);
    t.same(await bought({ type: 'between', from: '2024-02-29', to: '2024-02-29' }, march), ['29']);
    t.same(await bought({ type: 'since', day: '2024-02-29' }, march), ['1', '29']);
    t.same(await found({ kind: 'days_since_last_order', op: 'eq', value: 31 }, march), ['29']);
    const yearLater = startOfDay(dayNumber(2025, 2, 28), zone);
    t.same(
      await found({ kind: 'days_since_last_order', op: 'gt', value: 365 }, yearLater),
      ['28'],
      'a leap year has 366',
    );
    t.same(await found({ kind: 'days_since_last_order', op: 'eq', value: 365 }, yearLater), ['29']);
  });

  t.test(`D1 around Tết ends at midnight in ${zone}, whatever the zone of the calendar`, async (t) => {
    const first = dayNumber(2026, 2, 17);
    const edges = {
      before: ordered(startOfDay(first - 14, zone) - 1),
      begins: ordered(startOfDay(first - 14, zone)),
      ends: ordered(startOfDay(first + 8, zone) - 1),
      after: ordered(startOfDay(first + 8, zone)),
    };
    const period = { type: 'tet', before: 14, after: 7 };
    const bought = (asOf: number) => decided(t, { kind: 'bought_in_period', period }, edges, at(asOf, zone));
    t.same(await bought(startOfDay(dayNumber(2026, 11, 22), zone)), ['begins', 'ends']);
    t.same(await bought(startOfDay(first, zone)), ['begins'], 'while it is on, it ends today');
    t.same(await bought(startOfDay(first - 14, zone) - 1), [], 'before it begins it has no day');
    t.same(await bought(startOfDay(dayNumber(2027, 1, 1), zone)), [], 'and from New Year on it is the next one');
  });
}
