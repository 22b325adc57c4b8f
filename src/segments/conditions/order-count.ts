import { compareInWords, comparisonArgs, comparisonFilter, holds } from '../comparison.ts';
import { comparisonField } from '../comparison-field.ts';
import { defineCondition } from '../condition.ts';
import { count, ORDERS_FIGURE } from '../fields.ts';
import { ordersReading } from '../order-reading.ts';

export const orderCount = defineCondition({
  kind: 'order_count',
  word: 'orders',
  specRows: ['C14', 'C16', 'C39'],
  args: comparisonArgs(count, {}),
  form: {
    group: 'orders',
    label: { vi: 'Số đơn hàng', en: 'Number of orders' },
    fields: [comparisonField({ vi: 'Số đơn hàng', en: 'Number of orders' }, ORDERS_FIGURE)],
  },
  docs: {
    vi: 'So sánh số đơn hàng đã thanh toán từ trước đến nay; 0 là chưa từng mua. Đơn huỷ, đơn thử và đơn hoàn trả toàn bộ không được tính.',
    en: 'Compares the number of paid orders ever; 0 means never bought. Cancelled, test and fully refunded orders do not count.',
  },
  examples: [
    {
      args: { op: 'eq', value: 0 },
      matches: [{}],
      misses: [{ orders: [{ at: '2026-01-05T08:00:00Z', netMinor: 0 }] }],
    },
    {
      args: { op: 'gte', value: 3 },
      matches: [
        { orders: [{ at: '2024-01-05T08:00:00Z' }, { at: '2025-01-05T08:00:00Z' }, { at: '2026-01-05T08:00:00Z' }] },
      ],
      misses: [{ orders: [{ at: '2024-01-05T08:00:00Z' }, { at: '2025-01-05T08:00:00Z' }] }, {}],
    },
  ],
  compile(comparison) {
    return { 'stats.orders': comparisonFilter(comparison) };
  },
  evaluate(comparison, customer) {
    return holds(customer.stats.orders, comparison);
  },
  read(comparison, customer, wording) {
    return ordersReading(customer.stats.orders, comparison, wording);
  },
  sentence(comparison, wording) {
    if (comparison.op === 'eq' && comparison.value === 0) return wording.say('chưa từng mua hàng', 'have never bought');
    const orders = compareInWords(
      comparison,
      wording,
      (n) => wording.counted(n, 'đơn hàng', 'order', 'orders'),
      wording.number,
    );
    return wording.say(`có ${orders}`, `have placed ${orders}`);
  },
});
