import { defineCondition } from '../condition.ts';
import { noArgs } from '../fields.ts';
import { ordersReading } from '../order-reading.ts';

export const neverBought = defineCondition({
  kind: 'never_bought',
  specRows: ['C14', 'C17'],
  args: noArgs,
  form: { group: 'orders', label: { vi: 'Chưa từng mua hàng', en: 'Never bought' }, fields: [] },
  docs: {
    vi: 'Khách hàng không có đơn hàng nào được tính từ trước đến nay. Đơn huỷ, đơn thử, đơn chưa thanh toán và đơn hoàn trả toàn bộ không được tính.',
    en: 'Customers without any order that counts, ever. Cancelled, test, unpaid and fully refunded orders do not count.',
  },
  examples: [{ args: {}, matches: [{}], misses: [{ orders: [{ at: '2010-01-05T08:00:00Z', netMinor: 0 }] }] }],
  compile() {
    return { 'stats.orders': { $eq: 0 } };
  },
  evaluate(_, customer) {
    return customer.stats.orders === 0;
  },
  read(_, customer, wording) {
    return ordersReading(customer.stats.orders, { op: 'eq', value: 0 }, wording);
  },
  sentence(_, wording) {
    return wording.say('chưa từng mua hàng', 'have never bought');
  },
});
