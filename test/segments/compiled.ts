import type { ConditionNode } from '../../src/segments/conditions/index.ts';
import type { Filter } from '../../src/segments/filter.ts';

/**
 * What MongoDB is asked for each condition, as a value, on day 20779 (2026-11-22 in Vietnam). A changed line here is a
 * changed question to every shop: look at it as at a change of storage.
 */
export const COMPILED: readonly { readonly node: ConditionNode; readonly filter: Filter }[] = [
  { node: { kind: 'has_tag', tags: ['Víp'] }, filter: { tags: { $in: ['vip'] } } },
  { node: { kind: 'has_tag', mode: 'any', tags: ['VIP', 'Sỉ', 'vip'] }, filter: { tags: { $in: ['si', 'vip'] } } },
  { node: { kind: 'has_tag', mode: 'all', tags: ['VIP', 'Sỉ', 'vip'] }, filter: { tags: { $all: ['si', 'vip'] } } },
  { node: { kind: 'has_tag', mode: 'none', tags: ['VIP', 'Sỉ'] }, filter: { tags: { $nin: ['si', 'vip'] } } },

  { node: { kind: 'gender', values: ['male', 'female'] }, filter: { gender: { $in: ['female', 'male'] } } },
  { node: { kind: 'gender', values: ['unknown', 'other'] }, filter: { gender: { $in: ['other', null] } } },

  { node: { kind: 'birthday_month', months: [5, 3, 5] }, filter: { 'birth.month': { $in: [3, 5] } } },
  {
    node: { kind: 'birthday_month', months: ['next_month', 'this_month', 12] },
    filter: { 'birth.month': { $in: [11, 12] } },
  },

  {
    node: { kind: 'birthday_between', window: { type: 'between', from: '03-01', to: '05-31' } },
    filter: { 'birth.monthDay': { $gte: 301, $lte: 531 } },
  },
  {
    node: { kind: 'birthday_between', window: { type: 'between', from: '12-20', to: '01-05' } },
    filter: { $or: [{ 'birth.monthDay': { $gte: 1220 } }, { 'birth.monthDay': { $lte: 105 } }] },
  },
  {
    // The next February is that of 2027, a common year: the 28th stands for the 29th too.
    node: { kind: 'birthday_between', window: { type: 'between', from: '02-29', to: '02-29' } },
    filter: { 'birth.monthDay': { $gte: 228, $lte: 229 } },
  },
  {
    node: { kind: 'birthday_between', window: { type: 'next_days', n: 60 } },
    filter: { $or: [{ 'birth.monthDay': { $gte: 1122 } }, { 'birth.monthDay': { $lte: 120 } }] },
  },

  { node: { kind: 'name_contains', text: ' VÂN  anh' }, filter: { nameFolded: { $regex: 'van anh' } } },
  { node: { kind: 'name_contains', text: 'a.*(b' }, filter: { nameFolded: { $regex: 'a\\.\\*\\(b' } } },
  { node: { kind: 'name_contains', text: 'Vă$', exactAccents: true }, filter: { name: { $regex: '[Vv][Ăă]\\$' } } },

  {
    node: { kind: 'phone_prefix', prefixes: ['091', '+84 28', '84'] },
    filter: { phone: { $regex: '^\\+(?:8428|8484|8491)' } },
  },
  {
    node: { kind: 'phone_prefix', prefixes: ['091'], carriers: ['itelecom', 'gmobile'] },
    filter: { phone: { $regex: '^\\+(?:8459|8487|8491|8499)' } },
  },

  { node: { kind: 'total_spent', op: 'gte', value: 10_000_000 }, filter: { 'stats.spentMinor': { $gte: 10_000_000 } } },
  { node: { kind: 'total_spent', op: 'ne', value: 0 }, filter: { 'stats.spentMinor': { $ne: 0 } } },
  {
    node: { kind: 'total_spent', op: 'between', from: 1, to: 2 },
    filter: { 'stats.spentMinor': { $gte: 1, $lte: 2 } },
  },

  {
    node: { kind: 'spent_in_period', period: { type: 'last_n_days', n: 90 }, op: 'gte', value: 5 },
    filter: spentAtLeast(5, 20690, 20779),
  },
  {
    node: { kind: 'spent_in_period', period: { type: 'yesterday' }, op: 'lte', value: 5 },
    filter: { $nor: [spentAtLeast(6, 20778, 20778)] },
  },
  {
    node: { kind: 'spent_in_period', period: { type: 'today' }, op: 'ne', value: 5 },
    filter: { $nor: [{ $and: [spentAtLeast(5, 20779, 20779), { $nor: [spentAtLeast(6, 20779, 20779)] }] }] },
  },
  { node: { kind: 'spent_in_period', period: { type: 'today' }, op: 'gte', value: 0 }, filter: {} },

  { node: { kind: 'order_count', op: 'eq', value: 0 }, filter: { 'stats.orders': { $eq: 0 } } },
  { node: { kind: 'order_count', op: 'gt', value: 2 }, filter: { 'stats.orders': { $gt: 2 } } },

  {
    node: { kind: 'orders_in_period', period: { type: 'last_n_days', n: 30 }, op: 'gte', value: 3 },
    filter: threeOrders(20750, 20779),
  },
  {
    node: { kind: 'orders_in_period', period: { type: 'last_n_days', n: 30 }, op: 'lt', value: 3 },
    filter: { $nor: [threeOrders(20750, 20779)] },
  },
  {
    node: { kind: 'orders_in_period', period: { type: 'last_n_days', n: 30 }, op: 'between', from: 1, to: 2 },
    filter: { $and: [anyOrder(20750, 20779), { $nor: [threeOrders(20750, 20779)] }] },
  },

  { node: { kind: 'days_since_last_order', op: 'gt', value: 30 }, filter: { 'stats.lastDay': { $lt: 20749 } } },
  { node: { kind: 'days_since_last_order', op: 'lte', value: 30 }, filter: { 'stats.lastDay': { $gte: 20749 } } },
  {
    node: { kind: 'days_since_last_order', op: 'ne', value: 1 },
    filter: { 'stats.lastDay': { $ne: 20778, $exists: true } },
  },
  {
    node: { kind: 'days_since_last_order', op: 'between', from: 1, to: 7 },
    filter: { 'stats.lastDay': { $gte: 20772, $lte: 20778 } },
  },

  { node: { kind: 'bought_in_period', period: { type: 'last_month' } }, filter: anyOrder(20727, 20757) },

  {
    node: { kind: 'not_bought_in_period', period: { type: 'last_month' } },
    filter: { $nor: [anyOrder(20727, 20757)] },
  },
  {
    node: { kind: 'not_bought_in_period', period: { type: 'since', day: '2026-11-01' }, mustHaveBoughtBefore: true },
    filter: { 'stats.firstDay': { $lt: 20758 }, $nor: [anyOrder(20758, 20779)] },
  },

  {
    node: { kind: 'product_bought', products: ['w1:7', 'w1:6', 'w1:7'] },
    filter: { facts: { $elemMatch: { i: { $elemMatch: { p: { $in: ['w1:6', 'w1:7'] } } } } } },
  },
  {
    node: {
      kind: 'product_bought',
      variants: ['w1:7a'],
      categories: ['w1:shirts'],
      period: { type: 'today' },
      minQuantity: 2,
    },
    filter: {
      'stats.lastDay': { $gte: 20779 },
      'stats.firstDay': { $lte: 20779 },
      ...late({
        facts: {
          $elemMatch: {
            d: { $gte: 20779, $lte: 20779 },
            i: {
              $elemMatch: {
                $or: [{ p: { $in: ['w1:11', 'w1:12'] } }, { v: { $in: ['w1:7a'] } }, { k: { $in: ['w1:shirts'] } }],
                q: { $gte: 2 },
              },
            },
          },
        },
      }),
    },
  },

  {
    node: { kind: 'last_store', locations: ['w1:hue', 'online'] },
    filter: { 'stats.lastLocation': { $in: ['online', 'w1:hue'] } },
  },

  { node: { kind: 'channel', channels: ['Zalo', 'pos'] }, filter: { 'stats.channels': { $in: ['pos', 'zalo'] } } },
  {
    node: { kind: 'channel', channels: ['pos'], period: { type: 'between', from: '2026-11-01', to: '2026-11-30' } },
    filter: {
      'stats.channels': { $in: ['pos'] },
      'stats.lastDay': { $gte: 20758 },
      'stats.firstDay': { $lte: 20787 },
      ...late({ facts: { $elemMatch: { d: { $gte: 20758, $lte: 20787 }, c: { $in: ['pos'] } } } }),
    },
  },
];

function inDays(from: number, to: number): object {
  const cond = { $and: [{ $gte: ['$$f.d', from] }, { $lte: ['$$f.d', to] }] };
  return { $filter: { input: { $ifNull: ['$facts', []] }, as: 'f', cond } };
}

function spentAtLeast(amount: number, from: number, to: number): Filter {
  return {
    'stats.spentMinor': { $gte: amount },
    'stats.lastDay': { $gte: from },
    'stats.firstDay': { $lte: to },
    $expr: { $gte: [{ $sum: { $map: { input: inDays(from, to), as: 'f', in: '$$f.n' } } }, amount] },
  };
}

function threeOrders(from: number, to: number): Filter {
  return {
    'stats.orders': { $gte: 3 },
    'stats.lastDay': { $gte: from },
    'stats.firstDay': { $lte: to },
    ...late({
      'facts.2.d': { $gte: from },
      $or: [{ 'stats.lastDay': { $lte: to } }, { $expr: { $gte: [{ $size: inDays(from, to) }, 3] } }],
    }),
  };
}

/** Asked behind its neighbours. */
function late(filter: Filter): Filter {
  return { $nor: [{ $nor: [filter] }] };
}

function anyOrder(from: number, to: number): Filter {
  return {
    'stats.lastDay': { $gte: from },
    'stats.firstDay': { $lte: to },
    ...late({ $or: [{ 'stats.lastDay': { $lte: to } }, { facts: { $elemMatch: { d: { $gte: from, $lte: to } } } }] }),
  };
}
