import t from 'tap';
import { EXAMPLE_CONTEXT } from '../../src/segments/example.ts';
import { type Names, parseDefinition, sentence } from '../../src/segments/index.ts';

const names: Names = {
  product: (id) => ({ 'w1:7': 'Áo thun' })[id],
  category: () => 'Giày',
  location: (id) => ({ 'w1:hn': 'Hà Nội' })[id],
};
const spent = { kind: 'total_spent', op: 'gte', value: 10_000_000 };
const vip = { kind: 'has_tag', mode: 'any', tags: ['VIP'] };
const never = { kind: 'order_count', op: 'eq', value: 0 };
const last30 = { type: 'last_n_days', n: 30 };

function says(json: object): [vi: string, en: string] {
  const result = parseDefinition(json);
  if (!result.ok) throw new Error(result.message);
  const words = (['vi', 'en'] as const).map((language) =>
    sentence(result.definition, language, EXAMPLE_CONTEXT, names).replaceAll('\u00a0', ' '),
  );
  return words as [string, string];
}

t.test('include and exclude clauses read as one sentence', (t) => {
  t.strictSame(says({ include: [{ all: [spent] }], exclude: [{ all: [vip] }] }), [
    'Khách hàng có tổng chi tiêu từ 10.000.000 ₫ trở lên, trừ những người có thẻ “VIP”',
    'Customers who have spent at least ₫10,000,000 in total, except those who have the tag “VIP”',
  ]);
  t.strictSame(says({ exclude: [vip, never] }), [
    'Tất cả khách hàng, trừ những người có thẻ “VIP”, và trừ những người chưa từng mua hàng',
    'All customers, except those who have the tag “VIP”, and except those who have never bought',
  ]);
  t.strictSame(says({ include: [spent, never] }), [
    'Khách hàng có tổng chi tiêu từ 10.000.000 ₫ trở lên, cùng với những người chưa từng mua hàng',
    'Customers who have spent at least ₫10,000,000 in total, together with those who have never bought',
  ]);
  t.end();
});

t.test('brackets tell nested groups apart, and a single group needs none', (t) => {
  t.strictSame(says({ include: [{ all: [vip, { any: [spent, never] }] }] }), [
    'Khách hàng có thẻ “VIP” và (có tổng chi tiêu từ 10.000.000 ₫ trở lên hoặc chưa từng mua hàng)',
    'Customers who have the tag “VIP” and (have spent at least ₫10,000,000 in total or have never bought)',
  ]);
  t.strictSame(says({ include: [{ any: [vip, never] }] })[1], 'Customers who have the tag “VIP” or have never bought');
  t.strictSame(says({ include: [{ not: { all: [vip, never] } }] }), [
    'Khách hàng không thuộc nhóm (có thẻ “VIP” và chưa từng mua hàng)',
    'Customers who are not among those who (have the tag “VIP” and have never bought)',
  ]);
  t.end();
});

t.test('each condition reads naturally, with plurals, dates and names', (t) => {
  const cases: [object, string, string][] = [
    [{ kind: 'order_count', op: 'gte', value: 1 }, 'có từ 1 đơn hàng trở lên', 'have placed at least 1 order'],
    [
      { kind: 'order_count', op: 'between', from: 2, to: 1000 },
      'có từ 2 đến 1.000 đơn hàng',
      'have placed between 2 and 1,000 orders',
    ],
    [
      { kind: 'orders_in_period', op: 'lt', value: 3, period: last30 },
      'có dưới 3 đơn hàng trong 30 ngày gần đây',
      'placed fewer than 3 orders in the last 30 days',
    ],
    [
      { kind: 'days_since_last_order', op: 'gt', value: 30 },
      'mua lần gần nhất cách đây trên 30 ngày',
      'last bought more than 30 days ago',
    ],
    [
      { kind: 'spent_in_period', op: 'lte', value: 5, period: { type: 'last_quarter' } },
      'chi tiêu từ 5 ₫ trở xuống trong quý trước',
      'spent at most ₫5 last quarter',
    ],
    [
      { kind: 'bought_in_period', period: { type: 'between', from: '2019-03-01', to: '2019-05-31' } },
      'đã mua hàng từ ngày 01/03/2019 đến ngày 31/05/2019',
      'bought between 1 March 2019 and 31 May 2019',
    ],
    [
      { kind: 'not_bought_in_period', period: last30, mustHaveBoughtBefore: true },
      'đã từng mua trước đó nhưng không mua hàng trong 30 ngày gần đây',
      'had bought before but did not buy in the last 30 days',
    ],
    [
      {
        kind: 'product_bought',
        products: ['w1:7', 'w1:8'],
        categories: ['w1:k'],
        period: { type: 'since', day: '2026-01-31' },
      },
      'đã mua “Áo thun”, “w1:8” hoặc danh mục “Giày” kể từ ngày 31/01/2026',
      'bought “Áo thun”, “w1:8” or the category “Giày” since 31 January 2026',
    ],
    [
      { kind: 'product_bought', products: ['w1:7'], minQuantity: 3 },
      'đã mua từ 3 sản phẩm trở lên của “Áo thun” trong một dòng hàng',
      'bought at least 3 of “Áo thun” in one order line',
    ],
    [
      { kind: 'last_store', locations: ['w1:hn', 'online'] },
      'mua lần gần nhất tại “Hà Nội” hoặc qua kênh online',
      'last bought at “Hà Nội” or online',
    ],
    [
      { kind: 'bought_in_period', period: { type: 'month', year: 2026, month: 3 } },
      'đã mua hàng trong tháng 3/2026',
      'bought in March 2026',
    ],
    [
      { kind: 'first_order_in_period', period: { type: 'month', year: 'last', month: 12 } },
      'mua lần đầu trong tháng 12 năm trước',
      'first bought in December last year',
    ],
    [
      { kind: 'last_order_in_period', period: { type: 'year', year: 2025 } },
      'mua lần gần nhất trong năm 2025',
      'last bought in 2025',
    ],
    [
      { kind: 'bought_in_period', period: { type: 'tet', before: 14, after: 7 } },
      'đã mua hàng từ 14 ngày trước đến 7 ngày sau mùng 1 Tết năm nay',
      'bought from 14 days before to 7 days after the first day of this year’s Tết',
    ],
    [
      { kind: 'bought_in_period', period: { type: 'tet', year: 2027, before: 1, after: 0 } },
      'đã mua hàng từ 1 ngày trước đến hết mùng 1 Tết 2027',
      'bought from 1 day before to the first day of Tết 2027',
    ],
    [
      { kind: 'average_order', op: 'gte', value: 500_000, period: last30 },
      'có giá trị đơn hàng trung bình từ 500.000 ₫ trở lên trong 30 ngày gần đây',
      'spent at least ₫500,000 an order on average in the last 30 days',
    ],
    [
      { kind: 'first_order', op: 'lte', value: 30 },
      'mua lần đầu cách đây từ 30 ngày trở xuống',
      'first bought at most 30 days ago',
    ],
    [{ kind: 'never_bought' }, 'chưa từng mua hàng', 'have never bought'],
    [
      { kind: 'orders_per_month', op: 'gt', value: 10.5 },
      'mua trung bình trên 10,5 đơn/tháng',
      'place more than 10.5 orders a month on average',
    ],
    [
      { kind: 'bought_at_store', locations: ['w1:hn', 'online'], period: { type: 'this_year' } },
      'đã mua hàng tại “Hà Nội” hoặc qua kênh online trong năm nay',
      'bought at “Hà Nội” or online this year',
    ],
    [
      { kind: 'product_bought', vendors: ['Nhà Đào'], measure: 'quantity', op: 'gte', value: 2.5 },
      'đã mua tổng cộng từ 2,5 sản phẩm trở lên của nhà cung cấp “Nhà Đào”',
      'bought at least 2.5 of the vendor “Nhà Đào” in all',
    ],
    [
      { kind: 'product_bought', products: ['w1:7'], measure: 'orders', op: 'eq', value: 2 },
      'có đúng 2 đơn hàng mua “Áo thun”',
      'placed exactly 2 orders of “Áo thun”',
    ],
    [
      { kind: 'product_bought', products: ['w1:7'], measure: 'amount', op: 'lt', value: 100, period: last30 },
      'đã chi dưới 100 ₫ cho “Áo thun” trong 30 ngày gần đây',
      'spent less than ₫100 on “Áo thun” in the last 30 days',
    ],
    [
      {
        kind: 'ordered_steps',
        first: { type: 'products', products: ['w1:7'] },
        second: { type: 'amount', minAmount: 500_000, withinDays: 30 },
        third: { type: 'any', withinDays: 0 },
        period: { type: 'this_year' },
      },
      'lần lượt mua “Áo thun” trong năm nay, rồi mua một đơn từ 500.000 ₫ trở lên trong vòng 30 ngày sau đó, rồi mua một đơn hàng ngay trong ngày',
      'bought “Áo thun” this year, then placed an order of at least ₫500,000 within 30 days, then placed an order on the same day',
    ],
    [{ kind: 'channel', channels: ['Zalo'] }, 'đã mua qua kênh “Zalo”', 'bought on the channel “Zalo”'],
    [
      { kind: 'gender', values: ['unknown', 'female'] },
      'có giới tính nữ hoặc không xác định',
      'are female or of unknown gender',
    ],
    [
      { kind: 'birthday_month', months: ['this_month', 5] },
      'có sinh nhật trong tháng này hoặc tháng 5',
      'have their birthday this month or in May',
    ],
    [
      { kind: 'birthday_between', window: { type: 'between', from: '12-20', to: '01-05' } },
      'có sinh nhật từ 20/12 đến 05/01',
      'have their birthday between 20 December and 5 January',
    ],
    [
      { kind: 'birthday_between', window: { type: 'next_days', n: 1 } },
      'có sinh nhật hôm nay',
      'have their birthday today',
    ],
    [
      { kind: 'has_tag', mode: 'all', tags: ['Sỉ', 'VIP', 'víp'] },
      'có đủ các thẻ “Sỉ” và “VIP”',
      'have all the tags “Sỉ” and “VIP”',
    ],
    [
      { kind: 'has_tag', mode: 'none', tags: ['Sỉ', 'VIP'] },
      'không có thẻ “Sỉ” hoặc “VIP”',
      'do not have the tag “Sỉ” or “VIP”',
    ],
    [
      { kind: 'name_contains', text: 'văn', exactAccents: true },
      'có tên chứa “văn” (đúng dấu)',
      'have a name that contains “văn” (with exact accents)',
    ],
    [
      { kind: 'phone_prefix', prefixes: ['091'], carriers: ['viettel'] },
      'có số điện thoại mang đầu số 091 hoặc đầu số của Viettel',
      'have a phone number with the prefix 091 or a prefix of Viettel',
    ],
  ];
  for (const [condition, vi, en] of cases)
    t.strictSame(says({ include: [condition] }), [`Khách hàng ${vi}`, `Customers who ${en}`]);
  t.end();
});

t.test('a name cannot rearrange the sentence around it', (t) => {
  t.equal(says({ include: [{ kind: 'has_tag', tags: ['a\u202eb\u2028c'] }] })[1], 'Customers who have the tag “a b c”');
  t.end();
});
