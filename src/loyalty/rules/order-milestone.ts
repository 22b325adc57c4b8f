import { z } from 'zod';
import { fixedOn } from '../bonus.ts';
import { POINTS_FIELD, points, wholeNumberField } from '../fields.ts';
import { defineRule } from '../rule.ts';

const ORDERS_MAX = 10_000;

export const orderMilestone = defineRule({
  kind: 'order_milestone',
  specRows: ['D2'],
  args: z.strictObject({ mode: z.enum(['nth', 'every']), orders: z.int().min(1).max(ORDERS_MAX), points }),
  label: { vi: 'Mốc số đơn hàng', en: 'Number of orders' },
  fields: [
    {
      name: 'mode',
      type: 'select',
      required: true,
      default: 'nth',
      label: { vi: 'Khi nào', en: 'When' },
      options: [
        { value: 'nth', label: { vi: 'một lần, ở đơn hàng thứ', en: 'once, with order number' } },
        { value: 'every', label: { vi: 'lặp lại, sau mỗi', en: 'again and again, each time after' } },
      ],
    },
    wholeNumberField(
      'orders',
      { vi: 'Số đơn hàng', en: 'Orders' },
      { min: 1, max: ORDERS_MAX, unit: { vi: 'đơn hàng', en: 'orders' }, default: 10, suggestions: [5, 10, 20] },
    ),
    POINTS_FIELD,
  ],
  docs: {
    vi: 'Tặng một số điểm cố định khi khách đạt đúng số đơn hàng, hoặc mỗi lần đủ thêm chừng ấy đơn. Chỉ đếm đơn đã thanh toán và còn hiệu lực; khi một đơn bị hủy, các đơn sau lùi lại một bậc và điểm chuyển sang đơn đạt mốc.',
    en: 'A fixed number of points when the customer reaches so many orders, or each time there are so many more. Only paid orders that stand are counted; when one is cancelled those after it move up, and the points go to the order that now reaches the number.',
  },
  examples: [
    { args: { mode: 'nth', orders: 10, points: 200 }, order: { ordinal: 10, goodsMinor: 50_000 }, points: 200 },
    { args: { mode: 'nth', orders: 10, points: 200 }, order: { ordinal: 20, goodsMinor: 50_000 }, points: 0 },
    { args: { mode: 'every', orders: 10, points: 200 }, order: { ordinal: 20, goodsMinor: 50_000 }, points: 200 },
    { args: { mode: 'every', orders: 10, points: 200 }, order: { ordinal: 19, goodsMinor: 50_000 }, points: 0 },
    { args: { mode: 'every', orders: 1, points: 5 }, order: { ordinal: 3, goodsMinor: 50_000 }, points: 5 },
  ],
  onOrder({ mode, orders, points }, order) {
    const isReached = mode === 'nth' ? order.ordinal === orders : order.ordinal % orders === 0;
    return isReached ? fixedOn(order, points) : null;
  },
  sentence({ mode, orders, points }, words) {
    const given = words.points(points);
    if (mode === 'nth') return words.say(`${given} cho đơn hàng thứ ${orders}`, `${given} with order number ${orders}`);
    if (orders === 1) return words.say(`${given} cho mỗi đơn hàng`, `${given} with every order`);
    return words.say(`${given} mỗi khi đủ ${orders} đơn hàng`, `${given} after every ${orders} orders`);
  },
});
