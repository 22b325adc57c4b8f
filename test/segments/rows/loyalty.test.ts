import t from 'tap';
import type { CustomerLoyalty, DayNumber } from '../../../src/model.ts';
import { dayNumber, startOfDay } from '../../../src/model.ts';
import { type CustomerSketch, EXAMPLE_CONTEXT } from '../../../src/segments/example.ts';
import { type SegmentContext, segmentContext } from '../../../src/segments/index.ts';
import { decided } from './decided.ts';

const account = (figures: Partial<CustomerLoyalty> = {}): CustomerSketch => ({
  loyalty: { points: 0, pending: 0, earned: 0, joinedAt: 0, ...figures },
});

/** Of the programme from the lowest to the highest. */
const TIERS: SegmentContext = segmentContext({ ...EXAMPLE_CONTEXT, tiers: ['member', 'silver', 'gold', 'diamond'] });

t.test('C10 the balance is compared exactly, closed ranges at both ends, and strict ones not at theirs', async (t) => {
  const people = {
    49: account({ points: 49 }),
    50: account({ points: 50 }),
    51: account({ points: 51 }),
    100: account({ points: 100 }),
    101: account({ points: 101 }),
  };
  const found = (op: object) => decided(t, { kind: 'points', ...op }, people);
  t.same(await found({ op: 'gte', value: 50 }), ['50', '51', '100', '101']);
  t.same(await found({ op: 'gt', value: 50 }), ['51', '100', '101']);
  t.same(await found({ op: 'lte', value: 50 }), ['49', '50']);
  t.same(await found({ op: 'lt', value: 50 }), ['49']);
  t.same(await found({ op: 'eq', value: 50 }), ['50']);
  t.same(await found({ op: 'ne', value: 50 }), ['49', '51', '100', '101']);
  t.same(await found({ op: 'between', from: 50, to: 100 }), ['50', '51', '100']);
});

t.test('C10 a customer without a ledger has 0 points and is not missing', async (t) => {
  const people = { none: {}, zero: account(), one: account({ points: 1 }), owing: account({ points: -5 }) };
  const found = (op: object) => decided(t, { kind: 'points', ...op }, people);
  t.same(await found({ op: 'eq', value: 0 }), ['none', 'zero']);
  t.same(await found({ op: 'ne', value: 0 }), ['one', 'owing']);
  t.same(await found({ op: 'lt', value: 1 }), ['none', 'zero', 'owing']);
  t.same(await found({ op: 'lte', value: 0 }), ['none', 'zero', 'owing']);
  t.same(await found({ op: 'gte', value: 0 }), ['none', 'zero', 'one']);
  t.same(await found({ op: 'gt', value: 0 }), ['one']);
  t.same(await found({ op: 'lt', value: 0 }), ['owing'], 'a balance that is owed is below nothing');
  t.same(await found({ op: 'between', from: 0, to: 1 }), ['none', 'zero', 'one']);
});

t.test('C10 neither pending points nor those ever earned are in the balance', async (t) => {
  const people = { now: account({ points: 50 }), later: account({ pending: 50 }), spent: account({ earned: 50 }) };
  const found = (kind: string) => decided(t, { kind, op: 'gte', value: 50 }, people);
  t.same(await found('points'), ['now']);
  t.same(await found('points_pending'), ['later']);
  t.same(await found('points_earned'), ['spent']);
});

t.test('C11 enough points for a campaign: the balance reaches what the reward costs', async (t) => {
  const people = { short: account({ points: 499, pending: 50 }), enough: account({ points: 500 }), none: {} };
  t.same(await decided(t, { kind: 'points', op: 'gte', value: 500 }, people), ['enough']);
});

t.test('C25 in any of several tiers, or in none of them', async (t) => {
  const people = {
    silver: account({ level: 'silver' }),
    gold: account({ level: 'gold' }),
    former: account({ level: 'bronze' }),
    before: account(),
    none: {},
  };
  const found = (mode: string, ...tiers: string[]) => decided(t, { kind: 'tier', mode, tiers }, people, TIERS);
  t.same(await found('any', 'silver', 'gold'), ['silver', 'gold']);
  t.same(await found('any', 'bronze'), ['former'], 'a tier that the programme has no more');
  t.same(await found('none', 'silver', 'gold'), ['former', 'before', 'none'], 'the exact complement');
});

t.test('C25 at or above and at or below a tier, in the order of the programme', async (t) => {
  const people = {
    member: account({ level: 'member' }),
    silver: account({ level: 'silver' }),
    gold: account({ level: 'gold' }),
    diamond: account({ level: 'diamond' }),
    former: account({ level: 'bronze' }),
    before: account(),
    none: {},
  };
  const found = (mode: string, tier: string, context = TIERS) =>
    decided(t, { kind: 'tier', mode, tiers: [tier] }, people, context);
  t.same(await found('at_or_above', 'member'), ['member', 'silver', 'gold', 'diamond']);
  t.same(await found('at_or_above', 'gold'), ['gold', 'diamond']);
  t.same(await found('at_or_above', 'diamond'), ['diamond']);
  t.same(await found('at_or_below', 'diamond'), ['member', 'silver', 'gold', 'diamond']);
  t.same(await found('at_or_below', 'silver'), ['member', 'silver'], 'who has no tier is not below one');
  t.same(await found('at_or_above', 'bronze'), ['former'], 'a former tier stands beside the others');
  const turned = segmentContext({ ...TIERS, tiers: ['member', 'gold', 'silver'] });
  t.same(await found('at_or_above', 'gold', turned), ['silver', 'gold'], 'the programme says which is higher');
  const not = { not: { kind: 'tier', mode: 'at_or_above', tiers: ['gold'] } };
  t.same(await decided(t, { include: [not] }, people, TIERS), ['member', 'silver', 'former', 'before', 'none']);
});

t.test('C28 an offer was used on an order that counts, in the period or ever', async (t) => {
  const people: Record<string, CustomerSketch> = {
    today: { orders: [{ at: '2026-11-22T09:00:00+07:00', offers: 1 }] },
    yesterday: { orders: [{ at: '2026-11-21T23:59:59+07:00', offers: 2 }] },
    first: { orders: [{ at: '2026-10-24T00:00:00+07:00', offers: 1 }, { at: '2026-11-22T09:00:00+07:00' }] },
    before: { orders: [{ at: '2026-10-23T23:59:59+07:00', offers: 1 }, { at: '2026-11-22T09:00:00+07:00' }] },
    without: { orders: [{ at: '2026-11-22T09:00:00+07:00', offers: 0 }] },
    none: {},
  };
  const found = (period?: object) => decided(t, { kind: 'offer_used', ...(period && { period }) }, people);
  t.same(await found(), ['today', 'yesterday', 'first', 'before']);
  t.same(await found({ type: 'today' }), ['today']);
  t.same(await found({ type: 'last_n_days', n: 30 }), ['today', 'yesterday', 'first'], 'today and the 29 days before');
  t.same(await found({ type: 'between', from: '2026-10-23', to: '2026-10-23' }), ['before']);
  t.same(await decided(t, { exclude: [{ kind: 'offer_used' }] }, people), ['without', 'none']);
});

t.test('C29 joined the programme in a period of the shop’s days, whenever the record was made', async (t) => {
  const at = (time: string): CustomerSketch => account({ joinedAt: Date.parse(time) });
  const people = {
    eve: at('2026-10-31T23:59:59.999+07:00'),
    first: at('2026-11-01T00:00:00+07:00'),
    now: at('2026-11-22T23:59:59.999+07:00'),
    created: { createdAt: Date.parse('2026-11-10T00:00:00Z'), ...at('2020-01-01T00:00:00Z') },
    none: { createdAt: Date.parse('2026-11-10T00:00:00Z') },
  };
  const found = (period: object) => decided(t, { kind: 'member_since', period }, people);
  t.same(await found({ type: 'this_month' }), ['first', 'now']);
  t.same(await found({ type: 'last_month' }), ['eve']);
  t.same(await found({ type: 'between', from: '2026-10-31', to: '2026-11-01' }), ['eve', 'first']);
  t.same(await found({ type: 'since', day: '2020-01-01' }), ['eve', 'first', 'now', 'created']);
});

t.test('C29 the days begin and end at local midnight, also where clocks change', async (t) => {
  // In New York 2026-03-08 has 23 hours and 2026-11-01 has 25.
  const timeZone = 'America/New_York';
  const context = segmentContext({ ...EXAMPLE_CONTEXT, timeZone });
  const days = [dayNumber(2026, 3, 8), dayNumber(2026, 11, 1)];
  for (const day of days) {
    const at = (of: DayNumber, ms: number) => account({ joinedAt: startOfDay(of, timeZone) + ms });
    const people = { before: at(day, -1), first: at(day, 0), last: at(day + 1, -1), after: at(day + 1, 0) };
    const text = new Date(day * 86_400_000).toISOString().slice(0, 10);
    const period = { type: 'between', from: text, to: text };
    t.same(await decided(t, { kind: 'member_since', period }, people, context), ['first', 'last'], text);
  }
});

t.test('§2b has been in a state for some days: calendar days of the shop, begun today is 0', async (t) => {
  const at = (time: string): CustomerSketch => account({ level: 'gold', levelSince: Date.parse(time) });
  const people = {
    today: at('2026-11-22T00:00:00+07:00'),
    yesterday: at('2026-11-21T23:59:59.999+07:00'),
    seven: at('2026-11-15T00:00:00+07:00'),
    eight: at('2026-11-14T23:59:59.999+07:00'),
    unknown: account({ level: 'gold' }),
    silver: account({ level: 'silver', levelSince: Date.parse('2026-01-01T00:00:00Z') }),
    none: {},
  };
  const found = (op: object) =>
    decided(t, { kind: 'has_been', state: { type: 'tier', tiers: ['gold'] }, ...op }, people);
  t.same(await found({ op: 'gte', value: 0 }), ['today', 'yesterday', 'seven', 'eight']);
  t.same(await found({ op: 'eq', value: 0 }), ['today']);
  t.same(await found({ op: 'gte', value: 1 }), ['yesterday', 'seven', 'eight']);
  t.same(await found({ op: 'lte', value: 7 }), ['today', 'yesterday', 'seven']);
  t.same(await found({ op: 'gt', value: 7 }), ['eight']);
  t.same(await found({ op: 'lt', value: 1 }), ['today']);
  t.same(await found({ op: 'ne', value: 1 }), ['today', 'seven', 'eight']);
  t.same(await found({ op: 'between', from: 1, to: 7 }), ['yesterday', 'seven']);
});

t.test('§2b has had a tag for some days: of several the one that has been there so long', async (t) => {
  const tag = (key: string, name: string, time?: string) => ({
    key,
    name,
    ...(time === undefined ? {} : { since: Date.parse(time) }),
  });
  const people: Record<string, CustomerSketch> = {
    old: { tagNames: [tag('vip', 'VIP', '2026-10-23T23:59:59+07:00')] },
    fresh: { tagNames: [tag('vip', 'víp', '2026-10-24T00:00:00+07:00')] },
    other: { tagNames: [tag('si', 'Sỉ', '2020-01-01T00:00:00Z'), tag('vip', 'VIP', '2026-11-22T00:00:00Z')] },
    unknown: { tagNames: [tag('vip', 'VIP')] },
    none: {},
  };
  const found = (tags: string[], op: object) =>
    decided(t, { kind: 'has_been', state: { type: 'tag', tags }, ...op }, people);
  t.same(await found(['Víp'], { op: 'gte', value: 30 }), ['old']);
  t.same(await found(['VIP'], { op: 'lt', value: 30 }), ['fresh', 'other']);
  t.same(await found(['vip', 'sỉ'], { op: 'gte', value: 30 }), ['old', 'other']);
  const member = (op: object) =>
    decided(
      t,
      { kind: 'has_been', state: { type: 'member' }, ...op },
      { since: account({ joinedAt: TIERS.asOf }), none: {} },
    );
  t.same(await member({ op: 'eq', value: 0 }), ['since']);
  t.same(await member({ op: 'gte', value: 1 }), []);
});
