import { compareInWords, comparisonArgs, comparisonFilter, holds } from '../comparison.ts';
import { comparisonField } from '../comparison-field.ts';
import { defineCondition } from '../condition.ts';
import { MONEY_FIGURE, moneyMinor } from '../fields.ts';
import { spentReading } from '../order-reading.ts';

export const totalSpent = defineCondition({
  kind: 'total_spent',
  word: 'spent',
  specRows: ['C12', 'C39', 'C44'],
  args: comparisonArgs(moneyMinor, {}),
  form: {
    group: 'orders',
    label: { vi: 'Tổng chi tiêu', en: 'Total spent' },
    fields: [comparisonField({ vi: 'Tổng chi tiêu', en: 'Total spent' }, MONEY_FIGURE)],
  },
  docs: {
    vi: 'So sánh tổng chi tiêu từ trước đến nay: tiền hàng sau giảm giá, trừ hoàn trả, không gồm phí giao hàng. Khách chưa mua có tổng chi tiêu là 0.',
    en: 'Compares what the customer has spent in all: goods after discounts, minus refunds, without shipping. One who never bought has spent 0.',
  },
  examples: [
    {
      args: { op: 'gte', value: 10_000_000 },
      matches: [
        {
          orders: [
            { at: '2024-01-05T08:00:00Z', netMinor: 9_000_000 },
            { at: '2026-01-05T08:00:00Z', netMinor: 1_000_000 },
          ],
        },
      ],
      misses: [{ orders: [{ at: '2024-01-05T08:00:00Z', netMinor: 9_999_999 }] }, {}],
    },
    {
      args: { op: 'between', from: 1_000_000, to: 2_000_000 },
      matches: [
        { orders: [{ at: '2024-01-05T08:00:00Z', netMinor: 1_000_000 }] },
        { orders: [{ at: '2024-01-05T08:00:00Z', netMinor: 2_000_000 }] },
      ],
      misses: [{ orders: [{ at: '2024-01-05T08:00:00Z', netMinor: 2_000_001 }] }, {}],
    },
    {
      args: { op: 'lt', value: 1 },
      matches: [{}],
      misses: [{ orders: [{ at: '2024-01-05T08:00:00Z', netMinor: 1 }] }],
    },
  ],
  compile(comparison) {
    return { 'stats.spentMinor': comparisonFilter(comparison) };
  },
  evaluate(comparison, customer) {
    return holds(customer.stats.spentMinor, comparison);
  },
  read(comparison, customer, wording) {
    return spentReading(customer.stats.spentMinor, comparison, wording);
  },
  sentence(comparison, wording) {
    const amount = compareInWords(comparison, wording, wording.money);
    return wording.say(`có tổng chi tiêu ${amount}`, `have spent ${amount} in total`);
  },
});
