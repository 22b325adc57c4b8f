import { z } from 'zod';
import { fixedOn, minimumInWords } from '../bonus.ts';
import { MINIMUM_FIELD, minimumMinor, POINTS_FIELD, points } from '../fields.ts';
import { defineRule } from '../rule.ts';

export const firstOrder = defineRule({
  kind: 'first_order',
  specRows: ['P11'],
  args: z.strictObject({ points, minimumMinor: minimumMinor.optional() }),
  label: { vi: 'Đơn hàng đầu tiên', en: 'First order' },
  fields: [POINTS_FIELD, MINIMUM_FIELD],
  docs: {
    vi: 'Tặng một số điểm cố định cho đơn hàng đầu tiên của khách. Chỉ tính đơn còn hiệu lực: nếu đơn đầu bị hủy, điểm được thu lại và đơn kế tiếp trở thành đơn đầu tiên.',
    en: "A fixed number of points with the customer's first order. Only orders that stand count: when the first one is cancelled its points go, and the next one becomes the first.",
  },
  examples: [
    { args: { points: 100 }, order: { ordinal: 1, goodsMinor: 50_000 }, points: 100 },
    { args: { points: 100 }, order: { ordinal: 2, goodsMinor: 50_000 }, points: 0 },
    { args: { points: 100, minimumMinor: 200_000 }, order: { ordinal: 1, goodsMinor: 200_000 }, points: 100 },
    { args: { points: 100, minimumMinor: 200_000 }, order: { ordinal: 1, goodsMinor: 199_999 }, points: 0 },
    { args: { points: 100 }, order: { ordinal: 1, goodsMinor: 0 }, points: 0 },
  ],
  onOrder({ points, minimumMinor = 0 }, order) {
    return order.ordinal === 1 && order.baseMinor >= minimumMinor ? fixedOn(order, points) : null;
  },
  sentence({ points, minimumMinor }, words) {
    const given = words.points(points);
    const minimum = minimumInWords(minimumMinor, words);
    return words.say(`${given} cho đơn hàng đầu tiên${minimum}`, `${given} with their first order${minimum}`);
  },
});
