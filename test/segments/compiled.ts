import type { ConditionNode } from '../../src/segments/conditions/index.ts';
import type { Filter } from '../../src/segments/filter.ts';

/** Behind a letter of folded text any accents may stand, and between words any spaces. */
const ACCENTS = '\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f';
const BLANKS = '\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';
const MARKS = `[${ACCENTS}]*`;
const SPACES = `[${BLANKS}][${BLANKS}${ACCENTS}]*`;
const NO_LIST = { $not: { $type: 'array' } };
/** SHA-256 of "november". */
const HASHED = {
  $toHashedIndexKey: { $concat: ['b68823eded0bc9c7f3317d601ac24f6ac563895cee8e5a2bd2ca475906fe2615', '$_id'] },
};

/** 10 · F + M of the year until 22 November 2026 by the thresholds of the seed. */
const YEAR_OF_FACTS = {
  $filter: {
    input: { $ifNull: ['$facts', []] },
    as: 'f',
    cond: { $and: [{ $gte: ['$$f.d', 20415] }, { $lte: ['$$f.d', 20779] }] },
  },
};
const MONTHS = { $max: [{ $multiply: [12, { $subtract: [20780, { $max: ['$stats.firstDay', 20415] }] }] }, 365] };
const ORDERS = { $multiply: ['$$n', 36_500] };
const RFM_OF_YEAR = {
  $let: {
    vars: { n: { $size: YEAR_OF_FACTS }, s: { $sum: { $map: { input: YEAR_OF_FACTS, as: 'f', in: '$$f.n' } } } },
    in: {
      $add: [
        {
          $multiply: [
            10,
            {
              $add: [
                1,
                { $cond: [{ $gte: [ORDERS, { $multiply: [300, MONTHS] }] }, 1, 0] },
                { $cond: [{ $gt: [ORDERS, { $multiply: [1000, MONTHS] }] }, 1, 0] },
              ],
            },
          ],
        },
        {
          $add: [1, { $cond: [{ $gte: ['$$s', 2_000_000] }, 1, 0] }, { $cond: [{ $gte: ['$$s', 10_000_001] }, 1, 0] }],
        },
      ],
    },
  },
};

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

  {
    node: { kind: 'age', op: 'gte', value: 18 },
    filter: { $or: [{ 'birth.year': { $lt: 2008 } }, inYear(2008, '$lte')] },
  },
  {
    node: { kind: 'age', op: 'between', from: 25, to: 34 },
    filter: { $or: [{ 'birth.year': { $gt: 1991, $lt: 2001 } }, inYear(2001, '$lte'), inYear(1991, '$gt')] },
  },
  {
    node: { kind: 'age', op: 'ne', value: 0 },
    filter: { $or: [{ 'birth.year': { $lt: 2025 } }, inYear(2025, '$lte')] },
  },
  { node: { kind: 'age', op: 'lt', value: 0 }, filter: { $nor: [{}] } },

  {
    node: { kind: 'customer_created', period: { type: 'today' } },
    filter: { createdAt: { $gte: startOf(20779), $lt: startOf(20780) } },
  },

  { node: { kind: 'company', match: 'any' }, filter: { company: { $exists: true } } },
  { node: { kind: 'company', match: 'none' }, filter: { company: { $exists: false } } },
  {
    node: { kind: 'company', match: 'contains', text: '7 %' },
    filter: { company: { $regex: `7${MARKS}${SPACES}%${MARKS}` } },
  },
  { node: { kind: 'note_contains', text: '7.' }, filter: { note: { $regex: `7${MARKS}\\.${MARKS}` } } },

  { node: { kind: 'member_group', groups: ['b', 'a', 'b'] }, filter: { groups: { $in: ['a', 'b'] } } },
  { node: { kind: 'source', touch: 'first', sources: ['Zalo'] }, filter: { source: { $in: ['zalo'] } } },
  {
    node: { kind: 'source', touch: 'last', sources: ['zalo', 'web'] },
    filter: { lastSource: { $in: ['web', 'zalo'] } },
  },

  { node: { kind: 'debt', op: 'gt', value: 0 }, filter: { debtMinor: { $gt: 0 } } },
  {
    node: { kind: 'debt', op: 'lte', value: 0 },
    filter: { $or: [{ debtMinor: { $lte: 0 } }, { debtMinor: { $exists: false } }] },
  },
  { node: { kind: 'debt', op: 'ne', value: 0 }, filter: { debtMinor: { $nin: [0, null] } } },

  { node: { kind: 'email_contains', mode: 'contains', text: 'A+b' }, filter: { email: { $regex: 'a\\+b' } } },
  { node: { kind: 'email_contains', mode: 'starts', text: 'info@' }, filter: { email: { $regex: '^info@' } } },
  { node: { kind: 'email_contains', mode: 'ends', text: '.vn' }, filter: { email: { $regex: '\\.vn\\z' } } },
  {
    node: { kind: 'email_contains', mode: 'domain', text: '@shop.vn' },
    filter: { email: { $regex: '@(?:[^@]*\\.)?shop\\.vn\\z' } },
  },
  { node: { kind: 'email_missing' }, filter: { email: { $not: { $regex: '^[^@ ]+@[^@ ]+\\.[^@ .]+\\z' } } } },
  { node: { kind: 'phone_missing' }, filter: { phone: { $not: { $regex: '^\\+[0-9]{7,15}\\z' } } } },
  {
    node: { kind: 'marketing_consent', channel: 'email', states: ['subscribed'] },
    filter: { emailConsent: { $in: ['subscribed'] } },
  },
  {
    node: { kind: 'marketing_consent', channel: 'sms', states: ['pending', 'not_subscribed'] },
    filter: { smsConsent: { $in: ['not_subscribed', null, 'pending'] } },
  },

  {
    node: { kind: 'custom_attribute', name: 'size', type: 'text', match: 'is', text: 'L' },
    filter: { 'attributes.size': { $in: ['L'], ...NO_LIST } },
  },
  {
    node: { kind: 'custom_attribute', name: 'size', type: 'text', match: 'contains', sought: '7' },
    filter: { 'attributes.size': { $regex: `7${MARKS}`, ...NO_LIST } },
  },
  {
    node: { kind: 'custom_attribute', name: 'size', type: 'number', op: 'ne', value: 1.5 },
    filter: { 'attributes.size': { $ne: 1.5 } },
  },
  {
    node: { kind: 'custom_attribute', name: 'size', type: 'boolean', is: 'no' },
    filter: { 'attributes.size': { $eq: false } },
  },
  {
    node: { kind: 'custom_attribute', name: 'size', type: 'day', period: { type: 'last_month' } },
    filter: {
      'attributes.size': {
        $gte: '2026-10-01',
        $lte: '2026-10-31',
        $regex: '^[0-9]{4}-[0-9]{2}-[0-9]{2}\\z',
        ...NO_LIST,
      },
    },
  },
  {
    node: { kind: 'custom_attribute', name: 'size', type: 'list', mode: 'all', values: ['L', 'M', 'L'] },
    filter: { 'attributes.size': { $all: ['L', 'M'], $type: 'array' } },
  },
  {
    node: { kind: 'custom_attribute', name: 'size', type: 'missing' },
    filter: { 'attributes.size': { $exists: false } },
  },

  {
    node: { kind: 'random_share', seed: 'november', from: 20, to: 50 },
    filter: { $expr: { $lt: [{ $mod: [{ $add: [{ $mod: [HASHED, 100] }, 180] }, 100] }, 30] } },
  },
  { node: { kind: 'random_share', seed: 'november', from: 0, to: 100 }, filter: {} },

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
    filter: { $nor: [spentBetween(5, 5, 20779, 20779)] },
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
    filter: noOrder(20727, 20757),
  },
  {
    node: { kind: 'not_bought_in_period', period: { type: 'since', day: '2026-11-01' }, mustHaveBoughtBefore: true },
    filter: { 'stats.firstDay': { $lt: 20758 }, ...noOrder(20758, 20779) },
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

  {
    node: { kind: 'last_area', areas: ['vn63.74', 'vn.01', 'vn63.74'] },
    filter: { 'stats.lastAreas': { $in: ['vn.01', 'vn63.74'] } },
  },

  {
    node: { kind: 'lives_or_works_in', where: 'either', areas: ['vn.01'] },
    filter: { $or: [{ homeAreas: { $in: ['vn.01'] } }, { workAreas: { $in: ['vn.01'] } }] },
  },
  {
    node: { kind: 'lives_or_works_in', where: 'home', areas: ['vn.01'] },
    filter: { homeAreas: { $in: ['vn.01'] } },
  },
  {
    node: { kind: 'lives_or_works_in', where: 'work', areas: ['vn.01'] },
    filter: { workAreas: { $in: ['vn.01'] } },
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

  { node: { kind: 'points', op: 'gte', value: 50 }, filter: { 'loyalty.points': { $gte: 50 } } },
  {
    node: { kind: 'points', op: 'lt', value: 50 },
    filter: { $or: [{ 'loyalty.points': { $lt: 50 } }, { 'loyalty.points': { $exists: false } }] },
  },
  { node: { kind: 'points', op: 'ne', value: 0 }, filter: { 'loyalty.points': { $ne: 0, $exists: true } } },
  { node: { kind: 'points', op: 'ne', value: 5 }, filter: { 'loyalty.points': { $ne: 5 } } },
  { node: { kind: 'points_earned', op: 'gt', value: 500 }, filter: { 'loyalty.earned': { $gt: 500 } } },
  {
    node: { kind: 'points_pending', op: 'between', from: 1, to: 9 },
    filter: { 'loyalty.pending': { $gte: 1, $lte: 9 } },
  },

  {
    node: { kind: 'tier', mode: 'any', tiers: ['silver', 'gold', 'silver'] },
    filter: { 'loyalty.level': { $in: ['gold', 'silver'] } },
  },
  { node: { kind: 'tier', mode: 'none', tiers: ['gold'] }, filter: { 'loyalty.level': { $nin: ['gold'] } } },
  {
    node: { kind: 'tier', mode: 'at_or_above', tiers: ['gold'] },
    filter: { 'loyalty.level': { $in: ['diamond', 'gold'] } },
  },
  {
    node: { kind: 'tier', mode: 'at_or_below', tiers: ['silver'] },
    filter: { 'loyalty.level': { $in: ['member', 'silver'] } },
  },
  {
    node: { kind: 'tier', mode: 'at_or_below', tiers: ['bronze'] },
    filter: { 'loyalty.level': { $in: ['bronze'] } },
  },

  {
    node: { kind: 'member_since', period: { type: 'last_month' } },
    filter: { 'loyalty.joinedAt': { $gte: startOf(20727), $lt: startOf(20758) } },
  },

  { node: { kind: 'offer_used' }, filter: { facts: { $elemMatch: { r: { $gte: 1 } } } } },
  {
    node: { kind: 'offer_used', period: { type: 'today' } },
    filter: {
      'stats.lastDay': { $gte: 20779 },
      'stats.firstDay': { $lte: 20779 },
      ...late({ facts: { $elemMatch: { d: { $gte: 20779, $lte: 20779 }, r: { $gte: 1 } } } }),
    },
  },

  {
    node: { kind: 'has_been', state: { type: 'tag', tags: ['VIP', 'Sỉ'] }, op: 'gte', value: 30 },
    filter: {
      tags: { $in: ['si', 'vip'] },
      ...late({ tagNames: { $elemMatch: { key: { $in: ['si', 'vip'] }, since: { $lt: startOf(20750) } } } }),
    },
  },
  {
    node: { kind: 'has_been', state: { type: 'tier', tiers: ['gold'] }, op: 'lte', value: 7 },
    filter: { $and: [{ 'loyalty.level': { $in: ['gold'] } }, { 'loyalty.levelSince': { $gte: startOf(20772) } }] },
  },
  {
    node: { kind: 'has_been', state: { type: 'member' }, op: 'ne', value: 0 },
    filter: {
      $or: [{ 'loyalty.joinedAt': { $lt: startOf(20779) } }, { 'loyalty.joinedAt': { $gte: startOf(20780) } }],
    },
  },
  {
    node: { kind: 'rfm_label', labels: ['lost', 'no_purchase', 'gone'] },
    filter: {
      $or: [
        {
          $and: [
            { 'stats.firstDay': { $lte: 20779 } },
            {
              $and: [
                { $or: [{ 'stats.lastDay': { $lte: 20748 } }, hidden({ $lte: 20748 }, 20779)] },
                { $expr: { $in: [RFM_OF_YEAR, [11]] } },
              ],
            },
          ],
        },
        { $and: [{ $nor: [{ 'stats.firstDay': { $lte: 20779 } }] }, { createdAt: { $lt: 1_795_366_800_000 } }] },
      ],
    },
  },
  {
    node: { kind: 'rfm_score', axis: 'r', op: 'eq', value: 2 },
    filter: {
      $and: [
        { 'stats.firstDay': { $lte: 20779 } },
        {
          $or: [{ 'stats.lastDay': { $lte: 20771, $gte: 20749 } }, hidden({ $lte: 20771, $gte: 20749 }, 20779)],
        },
      ],
    },
  },
  {
    node: { kind: 'rfm_label_at', labels: ['not_known'], day: '2026-10-31' },
    filter: { $nor: [{ 'stats.firstDay': { $lte: 20757 } }, { createdAt: { $lt: 1_793_466_000_000 } }] },
  },
  {
    node: { kind: 'in_segment', segments: ['vip', 'gone', 'list', 'vip'] },
    filter: {
      $or: [
        { $nor: [{}] },
        { $and: [{ bans: { $nin: ['list'] } }, { pins: { $in: ['list'] } }] },
        {
          $and: [
            { bans: { $nin: ['vip'] } },
            { $or: [{ pins: { $in: ['vip'] } }, { 'stats.spentMinor': { $gte: 10_000_000 } }] },
          ],
        },
      ],
    },
  },
  {
    node: { kind: 'in_segment', mode: 'none', segments: ['list'] },
    filter: { $nor: [{ $and: [{ bans: { $nin: ['list'] } }, { pins: { $in: ['list'] } }] }] },
  },

  {
    node: { kind: 'average_order', op: 'gt', value: 5 },
    filter: {
      'stats.orders': { $gte: 1 },
      $expr: { $gt: ['$stats.spentMinor', { $multiply: ['$stats.orders', 5] }] },
    },
  },
  {
    node: { kind: 'average_order', op: 'between', from: 1, to: 5, period: { type: 'today' } },
    filter: {
      ...anyOrder(20779, 20779),
      $expr: {
        $and: [
          { $gte: [spentIn(20779, 20779), { $multiply: [{ $size: inDays(20779, 20779) }, 1] }] },
          { $lte: [spentIn(20779, 20779), { $multiply: [{ $size: inDays(20779, 20779) }, 5] }] },
        ],
      },
    },
  },
  { node: { kind: 'first_order', op: 'lte', value: 30 }, filter: { 'stats.firstDay': { $gte: 20749 } } },
  {
    node: { kind: 'first_order_in_period', period: { type: 'month', year: 'last', month: 12 } },
    filter: { 'stats.firstDay': { $gte: 20423, $lte: 20453 } },
  },
  {
    // Tết 2026 is on 17 February.
    node: { kind: 'last_order_in_period', period: { type: 'tet', before: 14, after: 7 } },
    filter: { 'stats.lastDay': { $gte: 20487, $lte: 20508 } },
  },
  { node: { kind: 'never_bought' }, filter: { 'stats.orders': { $eq: 0 } } },
  {
    node: { kind: 'bought_at_store', locations: ['w1:hue', 'online'] },
    filter: { 'stats.locations': { $in: ['online', 'w1:hue'] } },
  },
  {
    node: { kind: 'bought_at_store', locations: ['w1:hue'], period: { type: 'year', year: 2026 } },
    filter: {
      'stats.locations': { $in: ['w1:hue'] },
      'stats.lastDay': { $gte: 20454 },
      'stats.firstDay': { $lte: 20818 },
      ...late({ facts: { $elemMatch: { d: { $gte: 20454, $lte: 20818 }, l: { $in: ['w1:hue'] } } } }),
    },
  },
  {
    node: { kind: 'orders_per_month', op: 'gt', value: 2.5 },
    filter: {
      'stats.orders': { $gte: 3 },
      'stats.lastDay': { $gte: 20415 },
      $expr: {
        $gt: [
          { $multiply: [{ $size: inDays(20415, 20779) }, 36_500] },
          {
            $multiply: [
              250,
              {
                $max: [
                  { $multiply: [12, { $min: [365, { $add: [{ $subtract: [20779, '$stats.firstDay'] }, 1] }] }] },
                  365,
                ],
              },
            ],
          },
        ],
      },
    },
  },
  {
    node: { kind: 'product_bought', vendors: ['Nhà Đào'], measure: 'amount', op: 'lt', value: 100 },
    filter: {
      $nor: [
        {
          'stats.orders': { $gte: 1 },
          facts: { $elemMatch: { i: { $elemMatch: { m: { $in: ['nha dao'] } } } } },
          $expr: {
            $gte: [
              {
                $sum: {
                  $map: {
                    input: { $ifNull: ['$facts', []] },
                    as: 'f',
                    in: {
                      $sum: {
                        $map: {
                          input: { $ifNull: ['$$f.i', []] },
                          as: 'line',
                          in: { $cond: [{ $in: ['$$line.m', { $literal: ['nha dao'] }] }, '$$line.a', 0] },
                        },
                      },
                    },
                  },
                },
              },
              100,
            ],
          },
        },
      ],
    },
  },
  {
    node: {
      kind: 'ordered_steps',
      first: { type: 'channels', channels: ['Zalo'] },
      second: { type: 'amount', minAmount: 5, withinDays: 30 },
      period: { type: 'today' },
    },
    filter: {
      $and: [
        { 'stats.orders': { $gte: 2 }, 'stats.lastDay': { $gte: 20779 }, 'stats.firstDay': { $lte: 20779 } },
        { 'stats.channels': { $in: ['zalo'] } },
        { 'stats.spentMinor': { $gte: 5 } },
        late({
          $expr: {
            $gt: [
              {
                $getField: {
                  field: 's2',
                  input: {
                    $reduce: {
                      input: { $reverseArray: { $ifNull: ['$facts', []] } },
                      initialValue: { s1: -1_000_000, s2: -1_000_000 },
                      in: {
                        s1: {
                          $cond: [
                            {
                              $and: [
                                { $and: [{ $gte: ['$$this.d', 20779] }, { $lte: ['$$this.d', 20779] }] },
                                { $in: ['$$this.c', { $literal: ['zalo'] }] },
                              ],
                            },
                            '$$this.d',
                            '$$value.s1',
                          ],
                        },
                        s2: {
                          $cond: [
                            {
                              $and: [
                                { $lte: [{ $subtract: ['$$this.d', '$$value.s1'] }, 30] },
                                { $gte: ['$$this.n', 5] },
                              ],
                            },
                            '$$this.d',
                            '$$value.s2',
                          ],
                        },
                      },
                    },
                  },
                },
              },
              -1_000_000,
            ],
          },
        }),
      ],
    },
  },
];

/** Born in the year of an age's end, before or after 22 November. */
function inYear(year: number, side: '$lte' | '$gt'): Filter {
  return { 'birth.year': year, 'birth.monthDay': { [side]: 1122 } };
}

/** Midnight of a day in Vietnam. */
function startOf(day: number): number {
  return day * 86_400_000 - 7 * 3_600_000;
}

function inDays(from: number, to: number): object {
  const cond = { $and: [{ $gte: ['$$f.d', from] }, { $lte: ['$$f.d', to] }] };
  return { $filter: { input: { $ifNull: ['$facts', []] }, as: 'f', cond } };
}

function spentIn(from: number, to: number): object {
  const isIn = { $and: [{ $gte: ['$$f.d', from] }, { $lte: ['$$f.d', to] }] };
  return {
    $sum: { $map: { input: { $ifNull: ['$facts', []] }, as: 'f', in: { $cond: [isIn, '$$f.n', 0] } } },
  };
}

function noOrder(from: number, to: number): Filter {
  const inWindow = { facts: { $elemMatch: { d: { $gte: from, $lte: to } } } };
  return {
    $or: [
      { 'stats.lastDay': { $not: { $gte: from } } },
      { 'stats.firstDay': { $not: { $lte: to } } },
      { 'stats.lastDay': { $gt: to }, $nor: [inWindow] },
    ],
  };
}

function spentBetween(least: number, most: number, from: number, to: number): Filter {
  const each = { $cond: [{ $and: [{ $gte: ['$$f.d', from] }, { $lte: ['$$f.d', to] }] }, '$$f.n', 0] };
  const sum = { $sum: { $map: { input: { $ifNull: ['$facts', []] }, as: 'f', in: each } } };
  const isBetween = { $and: [{ $gte: ['$$s', least] }, { $lte: ['$$s', most] }] };
  return {
    'stats.spentMinor': { $gte: least },
    'stats.lastDay': { $gte: from },
    'stats.firstDay': { $lte: to },
    ...late({
      $or: [
        { 'stats.firstDay': { $gte: from }, 'stats.lastDay': { $lte: to }, 'stats.spentMinor': { $lte: most } },
        {
          $or: [{ 'facts.0.n': { $lte: most } }, { 'stats.lastDay': { $gt: to } }],
          ...late({ $expr: { $let: { vars: { s: sum }, in: isBetween } } }),
        },
      ],
    }),
  };
}

function spentAtLeast(amount: number, from: number, to: number): Filter {
  return {
    'stats.spentMinor': { $gte: amount },
    'stats.lastDay': { $gte: from },
    'stats.firstDay': { $lte: to },
    ...late({
      $or: [
        { 'stats.firstDay': { $gte: from }, 'stats.lastDay': { $lte: to } },
        { $expr: { $gte: [spentIn(from, to), amount] } },
      ],
    }),
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

/** Whose last order until a day is hidden by one that is dated after it. */
function hidden(d: { readonly $lte: number; readonly $gte?: number }, day: number): object {
  const later = { facts: { $elemMatch: { d: { $gt: d.$lte, $lte: day } } } };
  return { 'stats.lastDay': { $gt: day }, facts: { $elemMatch: { d } }, $nor: [later] };
}
