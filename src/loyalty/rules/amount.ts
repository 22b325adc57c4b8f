import { z } from 'zod';
import { defineRule } from '../rule.ts';

export const amount = defineRule({
  kind: 'amount',
  specRows: ['L02', 'L06', 'L07', 'L08', 'L09'],
  args: z.strictObject({
    rateMinor: z.int().min(1).max(1_000_000_000_000).optional(),
  }),
  label: { vi: 'Theo số tiền mua', en: 'By amount spent' },
  fields: [
    {
      name: 'rateMinor',
      type: 'money',
      min: 1,
      max: 1_000_000_000_000,
      required: false,
      label: { vi: 'Số tiền cho một điểm', en: 'Spend for one point' },
      empty: { vi: 'theo hạng của khách', en: "by the customer's tier" },
    },
  ],
  docs: {
    vi: 'Một điểm cho mỗi số tiền đã chi, theo mức của hạng khách lúc thanh toán. Tính trên cả đơn, không theo từng dòng, nên phần lẻ của các dòng được cộng lại.',
    en: "One point for each amount spent, at the rate of the customer's tier when the order was paid. Counted on the order and not line by line, so the odd amounts of lines add up.",
  },
  examples: [
    { args: {}, order: { goodsMinor: 1_250_000, rateMinor: 10_000 }, points: 125 },
    { args: {}, order: { goodsMinor: 9_999, rateMinor: 10_000 }, points: 0 },
    { args: {}, order: { goodsMinor: 1_250_000, rateMinor: 5_000 }, points: 250 },
    { args: { rateMinor: 1_000 }, order: { goodsMinor: 1_250_000, rateMinor: 5_000 }, points: 1250 },
    { args: {}, order: { lines: [{ amountMinor: 6_000 }, { amountMinor: 6_000 }], rateMinor: 10_000 }, points: 1 },
  ],
  onOrder(args, order, context) {
    const points = context.round(order.baseMinor, args.rateMinor ?? context.rateMinor);
    return points === 0 ? null : { points, of: 'order' };
  },
  sentence({ rateMinor }, words) {
    if (rateMinor === undefined)
      return words.say('điểm theo số tiền mua và hạng thành viên', 'points by amount spent, at the rate of their tier');
    return words.say(`1 điểm cho mỗi ${words.money(rateMinor)}`, `1 point for every ${words.money(rateMinor)}`);
  },
});
