import type { SegmentDefinition, SegmentNode } from '../../../src/segments/ast.ts';
import { TILL, TODAY } from './shop.ts';

/** A stage or a filter as one writes it to MongoDB by hand. */
type Plain = Readonly<Record<string, unknown>>;

/** One question in every language that it is asked in. All answers are counts, and have to be equal. */
export interface Question {
  readonly name: string;
  readonly definition: SegmentDefinition;
  /** What a developer writes who knows the documents and what is in them: no case that this shop does not have. The quickest counts. */
  readonly byHand: readonly Plain[];
  /** The same over customers and orders apart, as without facts: a match, what is joined of each, and what has to hold of it. */
  readonly byLookup: { readonly match?: Plain; readonly orders?: readonly Plain[]; readonly after?: Plain };
  /** For PostgreSQL and DuckDB alike. */
  readonly sql: string;
}

/** The first of the last `n` days. */
const since = (n: number) => TODAY - n + 1;
const lastDays = (n: number) => ({ type: 'last_n_days' as const, n });
const all = (...nodes: SegmentNode[]): SegmentDefinition => ({ include: [{ all: nodes }], exclude: [] });
const allBut = (nodes: SegmentNode[], ...excluded: SegmentNode[]): SegmentDefinition => ({
  include: [{ all: nodes }],
  exclude: excluded.map((node) => ({ all: [node] })),
});

const recent = (day: number) => ({ $filter: { input: '$facts', as: 'f', cond: { $gte: ['$$f.d', day] } } });
const netOf = (facts: Plain) => ({ $sum: { $map: { input: facts, as: 'f', in: '$$f.n' } } });
const spentSince = (day: number, amount: number) => ({ $expr: { $gte: [netOf(recent(day)), amount] } });
const joined = (match: Plain, ...stages: Plain[]) => [{ $match: { 'fact.d': { $exists: true }, ...match } }, ...stages];
const grouped = {
  $group: {
    _id: null,
    orders: { $sum: 1 },
    spent: { $sum: '$fact.n' },
    first: { $min: '$fact.d' },
    last: { $max: '$fact.d' },
  },
};
const customersOf = (having: string, where = 'true') =>
  `SELECT customer FROM orders WHERE ${where} GROUP BY customer HAVING ${having}`;
const hasTag = (tag: string, of = 'c.id') =>
  `EXISTS (SELECT 1 FROM tags t WHERE t.customer = ${of} AND t.tag = '${tag}')`;
const bought = (line: string, where = 'true') =>
  `SELECT o.customer FROM lines l JOIN orders o ON o.id = l.order_id WHERE ${line} AND ${where}`;

const RARE = `${TILL}:sp480`;
const COMMON = `${TILL}:sp1`;
const OTHER = `${TILL}:sp2`;
const CATEGORY = `${TILL}:dm3`;
const STORE = `${TILL}:ch3`;
const [Q3_FROM, Q3_TO] = ['2026-07-01', '2026-09-30'].map((day) => Date.parse(day) / 86_400_000) as [number, number];

const frequent: SegmentNode[] = [
  { kind: 'orders_in_period', op: 'gte', value: 3, period: lastDays(90) },
  { kind: 'spent_in_period', op: 'gte', value: 5_000_000, period: lastDays(90) },
];
const frequentByHand = {
  'stats.orders': { $gte: 3 },
  'stats.spentMinor': { $gte: 5_000_000 },
  'stats.lastDay': { $gte: since(90) },
  'facts.2.d': { $gte: since(90) },
  ...spentSince(since(90), 5_000_000),
};
const frequentSql = customersOf('count(*) >= 3 AND sum(net) >= 5000000', `day >= ${since(90)}`);
const frequentJoined = joined({ 'fact.d': { $gte: since(90) } }, grouped);
const frequentAfter = { 'found.0.orders': { $gte: 3 }, 'found.0.spent': { $gte: 5_000_000 } };

/** Twenty of what merchants ask: figures and fields, windows of days, goods, places, texts, and groups less groups. */
export const QUESTIONS: readonly Question[] = [
  {
    name: 'spent ≥ 10M, last order > 30 days ago, not VIP',
    definition: all(
      { kind: 'total_spent', op: 'gte', value: 10_000_000 },
      { kind: 'days_since_last_order', op: 'gt', value: 30 },
      { kind: 'has_tag', mode: 'none', tags: ['VIP'] },
    ),
    byHand: [{ 'stats.spentMinor': { $gte: 10_000_000 }, 'stats.lastDay': { $lt: TODAY - 30 }, tags: { $ne: 'vip' } }],
    byLookup: {
      match: { tags: { $ne: 'vip' } },
      orders: joined({}, grouped),
      after: { 'found.0.spent': { $gte: 10_000_000 }, 'found.0.last': { $lt: TODAY - 30 } },
    },
    sql: `SELECT count(*) FROM (${customersOf(`sum(net) >= 10000000 AND max(day) < ${TODAY - 30}`)}) b
      WHERE NOT ${hasTag('vip', 'b.customer')}`,
  },
  {
    name: '≥ 3 orders and ≥ 5M in 90 days',
    definition: all(...frequent),
    byHand: [frequentByHand],
    byLookup: { orders: frequentJoined, after: frequentAfter },
    sql: `SELECT count(*) FROM (${frequentSql}) b`,
  },
  {
    name: 'the same, not Platinum, with a phone',
    definition: allBut(frequent, { kind: 'tier', mode: 'any', tiers: ['platinum'] }, { kind: 'phone_missing' }),
    byHand: [{ 'loyalty.level': { $ne: 'platinum' }, phone: { $exists: true }, ...frequentByHand }],
    byLookup: {
      match: { 'loyalty.level': { $ne: 'platinum' }, phone: { $exists: true } },
      orders: frequentJoined,
      after: frequentAfter,
    },
    sql: `SELECT count(*) FROM (${frequentSql}) b JOIN customers c ON c.id = b.customer
      WHERE c.phone IS NOT NULL AND c.tier IS DISTINCT FROM 'platinum'`,
  },
  {
    name: 'a rare product in 90 days',
    definition: all({
      kind: 'product_bought',
      products: [RARE],
      measure: 'orders',
      op: 'gte',
      value: 1,
      period: lastDays(90),
    }),
    byHand: [{ 'stats.lastDay': { $gte: since(90) }, facts: { $elemMatch: { d: { $gte: since(90) }, 'i.p': RARE } } }],
    byLookup: {
      orders: joined({ 'fact.d': { $gte: since(90) }, 'fact.i.p': RARE }, { $limit: 1 }),
      after: { 'found.0': { $exists: true } },
    },
    sql: `SELECT count(DISTINCT customer) FROM (${bought(`l.product = '${RARE}'`, `o.day >= ${since(90)}`)}) b`,
  },
  {
    name: '≥ 3 pieces of a category in a year',
    definition: all({
      kind: 'product_bought',
      categories: [CATEGORY],
      measure: 'quantity',
      op: 'gte',
      value: 3,
      period: lastDays(365),
    }),
    byHand: [
      {
        'stats.lastDay': { $gte: since(365) },
        facts: { $elemMatch: { d: { $gte: since(365) }, 'i.k': CATEGORY } },
        $expr: {
          $gte: [
            {
              $sum: {
                $map: {
                  input: recent(since(365)),
                  as: 'f',
                  in: {
                    $sum: {
                      $map: {
                        input: '$$f.i',
                        as: 'l',
                        in: { $cond: [{ $in: [CATEGORY, '$$l.k'] }, '$$l.q', 0] },
                      },
                    },
                  },
                },
              },
            },
            3,
          ],
        },
      },
    ],
    byLookup: {
      orders: joined(
        { 'fact.d': { $gte: since(365) }, 'fact.i.k': CATEGORY },
        { $unwind: '$fact.i' },
        { $match: { 'fact.i.k': CATEGORY } },
        { $group: { _id: null, pieces: { $sum: '$fact.i.q' } } },
      ),
      after: { 'found.0.pieces': { $gte: 3 } },
    },
    sql: `SELECT count(*) FROM (SELECT o.customer FROM lines l JOIN orders o ON o.id = l.order_id
      WHERE l.category = '${CATEGORY}' AND o.day >= ${since(365)} GROUP BY o.customer HAVING sum(l.quantity) >= 3) b`,
  },
  {
    name: 'name contains "van"',
    definition: all({ kind: 'name_contains', text: 'Văn' }),
    byHand: [{ nameFolded: /van/ }],
    byLookup: { match: { nameFolded: /van/ } },
    sql: `SELECT count(*) FROM customers WHERE name_folded LIKE '%van%'`,
  },
  {
    name: '≥ 5 orders ever',
    definition: all({ kind: 'order_count', op: 'gte', value: 5 }),
    byHand: [{ 'stats.orders': { $gte: 5 } }],
    byLookup: { orders: joined({}, { $count: 'orders' }), after: { 'found.0.orders': { $gte: 5 } } },
    sql: `SELECT count(*) FROM (${customersOf('count(*) >= 5')}) b`,
  },
  {
    name: 'last order 31 to 90 days ago, ≥ 2 orders, women',
    definition: all(
      { kind: 'gender', values: ['female'] },
      { kind: 'order_count', op: 'gte', value: 2 },
      { kind: 'days_since_last_order', op: 'between', from: 31, to: 90 },
    ),
    byHand: [
      { 'stats.orders': { $gte: 2 }, 'stats.lastDay': { $gte: TODAY - 90, $lte: TODAY - 31 }, gender: 'female' },
    ],
    byLookup: {
      match: { gender: 'female' },
      orders: joined({}, grouped),
      after: { 'found.0.orders': { $gte: 2 }, 'found.0.last': { $gte: TODAY - 90, $lte: TODAY - 31 } },
    },
    sql: `SELECT count(*) FROM (${customersOf(`count(*) >= 2 AND max(day) BETWEEN ${TODAY - 90} AND ${TODAY - 31}`)}) b
      JOIN customers c ON c.id = b.customer WHERE c.gender = 'female'`,
  },
  {
    name: 'never bought, Gmail, subscribed',
    definition: all(
      { kind: 'never_bought' },
      { kind: 'email_contains', mode: 'domain', text: 'gmail.com' },
      { kind: 'marketing_consent', channel: 'email', states: ['subscribed'] },
    ),
    byHand: [{ 'stats.orders': 0, emailConsent: 'subscribed', email: /@gmail\.com$/ }],
    byLookup: {
      match: { emailConsent: 'subscribed', email: /@gmail\.com$/ },
      orders: joined({}, { $limit: 1 }),
      after: { 'found.0': { $exists: false } },
    },
    sql: `SELECT count(*) FROM customers c WHERE email_consent = 'subscribed' AND email LIKE '%@gmail.com'
      AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer = c.id)`,
  },
  {
    name: 'birthday this month, a Viettel number',
    definition: all(
      { kind: 'birthday_month', months: ['this_month'] },
      { kind: 'phone_prefix', prefixes: ['096', '097', '098', '086'] },
    ),
    byHand: [{ 'birth.month': 11, phone: /^\+84(?:96|97|98|86)/ }],
    byLookup: { match: { 'birth.month': 11, phone: /^\+84(?:96|97|98|86)/ } },
    sql: `SELECT count(*) FROM customers WHERE birth_month = 11
      AND (phone LIKE '+8496%' OR phone LIKE '+8497%' OR phone LIKE '+8498%' OR phone LIKE '+8486%')`,
  },
  {
    name: 'women of 25 to 34, Gold or Platinum',
    definition: all(
      { kind: 'gender', values: ['female'] },
      { kind: 'age', op: 'between', from: 25, to: 34 },
      { kind: 'tier', mode: 'any', tiers: ['gold', 'platinum'] },
    ),
    byHand: [
      {
        gender: 'female',
        'birth.year': { $gte: 1991, $lte: 2001 },
        $or: [
          { 'birth.year': { $gt: 1991, $lt: 2001 } },
          { 'birth.year': 1991, 'birth.monthDay': { $gte: 1123 } },
          { 'birth.year': 2001, 'birth.monthDay': { $lte: 1122 } },
        ],
        'loyalty.level': { $in: ['gold', 'platinum'] },
      },
    ],
    byLookup: {
      match: {
        gender: 'female',
        $or: [
          { 'birth.year': { $gt: 1991, $lt: 2001 } },
          { 'birth.year': 1991, 'birth.monthDay': { $gte: 1123 } },
          { 'birth.year': 2001, 'birth.monthDay': { $lte: 1122 } },
        ],
        'loyalty.level': { $in: ['gold', 'platinum'] },
      },
    },
    sql: `SELECT count(*) FROM customers WHERE gender = 'female' AND tier IN ('gold', 'platinum')
      AND birth_year * 10000 + birth_month * 100 + birth_day BETWEEN 19911123 AND 20011122`,
  },
  {
    name: '≥ 3 orders of ≥ 800k on average',
    definition: all({ kind: 'order_count', op: 'gte', value: 3 }, { kind: 'average_order', op: 'gte', value: 800_000 }),
    byHand: [
      {
        'stats.orders': { $gte: 3 },
        'stats.spentMinor': { $gte: 2_400_000 },
        $expr: { $gte: ['$stats.spentMinor', { $multiply: ['$stats.orders', 800_000] }] },
      },
    ],
    byLookup: {
      orders: joined({}, grouped),
      after: {
        'found.0.orders': { $gte: 3 },
        $expr: { $gte: [{ $first: '$found.spent' }, { $multiply: [{ $first: '$found.orders' }, 800_000] }] },
      },
    },
    sql: `SELECT count(*) FROM (${customersOf('count(*) >= 3 AND sum(net) >= 800000 * count(*)')}) b`,
  },
  {
    name: 'bought in a year, not in 90 days',
    definition: all(
      { kind: 'bought_in_period', period: lastDays(365) },
      { kind: 'not_bought_in_period', period: lastDays(90) },
    ),
    byHand: [{ 'stats.lastDay': { $gte: since(365), $lt: since(90) } }],
    byLookup: { orders: joined({}, grouped), after: { 'found.0.last': { $gte: since(365), $lt: since(90) } } },
    sql: `SELECT count(*) FROM (${customersOf(`max(day) >= ${since(365)} AND max(day) < ${since(90)}`)}) b`,
  },
  {
    name: '≥ 2 orders from July to September',
    definition: all({
      kind: 'orders_in_period',
      op: 'gte',
      value: 2,
      period: { type: 'between', from: '2026-07-01', to: '2026-09-30' },
    }),
    byHand: [
      {
        'stats.orders': { $gte: 2 },
        'stats.lastDay': { $gte: Q3_FROM },
        'stats.firstDay': { $lte: Q3_TO },
        'facts.1.d': { $gte: Q3_FROM },
        $expr: {
          $gte: [
            {
              $size: {
                $filter: {
                  input: '$facts',
                  as: 'f',
                  cond: { $and: [{ $gte: ['$$f.d', Q3_FROM] }, { $lte: ['$$f.d', Q3_TO] }] },
                },
              },
            },
            2,
          ],
        },
      },
    ],
    byLookup: {
      orders: joined({ 'fact.d': { $gte: Q3_FROM, $lte: Q3_TO } }, { $count: 'orders' }),
      after: { 'found.0.orders': { $gte: 2 } },
    },
    sql: `SELECT count(*) FROM (${customersOf('count(*) >= 2', `day BETWEEN ${Q3_FROM} AND ${Q3_TO}`)}) b`,
  },
  {
    name: 'Shopee in 180 days, never at a till',
    definition: all(
      { kind: 'channel', channels: ['shopee'], period: lastDays(180) },
      { not: { kind: 'channel', channels: ['pos'] } },
    ),
    byHand: [
      {
        'stats.lastDay': { $gte: since(180) },
        'stats.channels': { $eq: 'shopee', $ne: 'pos' },
        facts: { $elemMatch: { d: { $gte: since(180) }, c: 'shopee' } },
      },
    ],
    byLookup: {
      orders: joined(
        {},
        {
          $group: {
            _id: null,
            shopee: { $max: { $and: [{ $eq: ['$fact.c', 'shopee'] }, { $gte: ['$fact.d', since(180)] }] } },
            pos: { $max: { $eq: ['$fact.c', 'pos'] } },
          },
        },
      ),
      after: { 'found.0.shopee': true, 'found.0.pos': false },
    },
    sql: `SELECT count(*) FROM (SELECT DISTINCT customer FROM orders WHERE channel = 'shopee' AND day >= ${since(180)}) b
      WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer = b.customer AND o.channel = 'pos')`,
  },
  {
    name: 'at one store in 60 days',
    definition: all({ kind: 'bought_at_store', locations: [STORE], period: lastDays(60) }),
    byHand: [
      {
        'stats.lastDay': { $gte: since(60) },
        'stats.locations': STORE,
        facts: { $elemMatch: { d: { $gte: since(60) }, l: STORE } },
      },
    ],
    byLookup: {
      orders: joined({ 'fact.d': { $gte: since(60) }, 'fact.l': STORE }, { $limit: 1 }),
      after: { 'found.0': { $exists: true } },
    },
    sql: `SELECT count(DISTINCT customer) FROM orders WHERE location = '${STORE}' AND day >= ${since(60)}`,
  },
  {
    name: 'spent 1 to 500k in a year',
    definition: all({ kind: 'spent_in_period', op: 'between', from: 1, to: 500_000, period: lastDays(365) }),
    byHand: [
      {
        'stats.lastDay': { $gte: since(365) },
        'facts.0.n': { $lte: 500_000 },
        $expr: { $lte: [netOf(recent(since(365))), 500_000] },
      },
    ],
    byLookup: {
      orders: joined({ 'fact.d': { $gte: since(365) } }, grouped),
      after: { 'found.0.spent': { $gte: 1, $lte: 500_000 } },
    },
    sql: `SELECT count(*) FROM (${customersOf('sum(net) BETWEEN 1 AND 500000', `day >= ${since(365)}`)}) b`,
  },
  {
    name: 'first order in 30 days, from TikTok or Facebook',
    definition: all(
      { kind: 'first_order_in_period', period: lastDays(30) },
      { kind: 'source', touch: 'first', sources: ['tiktok', 'facebook'] },
    ),
    byHand: [{ 'stats.firstDay': { $gte: since(30) }, source: { $in: ['tiktok', 'facebook'] } }],
    byLookup: {
      match: { source: { $in: ['tiktok', 'facebook'] } },
      orders: joined({}, grouped),
      after: { 'found.0.first': { $gte: since(30) } },
    },
    sql: `SELECT count(*) FROM (${customersOf(`min(day) >= ${since(30)}`)}) b JOIN customers c ON c.id = b.customer
      WHERE c.source IN ('tiktok', 'facebook')`,
  },
  {
    name: 'one common product, never another',
    definition: allBut([{ kind: 'product_bought', products: [COMMON], measure: 'orders', op: 'gte', value: 1 }], {
      kind: 'product_bought',
      products: [OTHER],
      measure: 'orders',
      op: 'gte',
      value: 1,
    }),
    byHand: [{ $and: [{ 'facts.i.p': COMMON }, { 'facts.i.p': { $ne: OTHER } }] }],
    byLookup: {
      orders: joined(
        { 'fact.i.p': { $in: [COMMON, OTHER] } },
        {
          $group: {
            _id: null,
            common: { $max: { $in: [COMMON, '$fact.i.p'] } },
            other: { $max: { $in: [OTHER, '$fact.i.p'] } },
          },
        },
      ),
      after: { 'found.0.common': true, 'found.0.other': false },
    },
    sql: `SELECT count(*) FROM (SELECT DISTINCT customer FROM (${bought(`l.product = '${COMMON}'`)}) x) b
      WHERE customer NOT IN (${bought(`l.product = '${OTHER}'`)})`,
  },
  {
    name: 'Wholesale, or from TikTok with ≥ 1,000 points, less complainers; no order in 14 days',
    definition: allBut(
      [
        {
          any: [
            { kind: 'has_tag', mode: 'any', tags: ['Sỉ'] },
            {
              all: [
                { kind: 'source', touch: 'first', sources: ['tiktok'] },
                { kind: 'points', op: 'gte', value: 1000 },
              ],
            },
          ],
        },
        { kind: 'not_bought_in_period', period: lastDays(14) },
      ],
      { kind: 'has_tag', mode: 'any', tags: ['Hay khiếu nại'] },
    ),
    byHand: [
      {
        $or: [{ tags: 'si' }, { source: 'tiktok', 'loyalty.points': { $gte: 1000 } }],
        'stats.lastDay': { $not: { $gte: since(14) } },
        tags: { $ne: 'hay khieu nai' },
      },
    ],
    byLookup: {
      match: {
        $or: [{ tags: 'si' }, { source: 'tiktok', 'loyalty.points': { $gte: 1000 } }],
        tags: { $ne: 'hay khieu nai' },
      },
      orders: joined({ 'fact.d': { $gte: since(14) } }, { $limit: 1 }),
      after: { 'found.0': { $exists: false } },
    },
    sql: `SELECT count(*) FROM customers c
      WHERE (${hasTag('si')} OR (c.source = 'tiktok' AND c.points >= 1000)) AND NOT ${hasTag('hay khieu nai')}
        AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer = c.id AND o.day >= ${since(14)})`,
  },
];
