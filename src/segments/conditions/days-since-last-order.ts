import { compareInWords, comparisonArgs, daysAgoFilter, holds } from '../comparison.ts';
import { comparisonField } from '../comparison-field.ts';
import { defineCondition } from '../condition.ts';
import { DAYS_FIGURE, days } from '../fields.ts';
import { NEVER_BOUGHT } from '../missing.ts';
import { daysAgoReading } from '../order-reading.ts';
import { turnedByDaysSince } from '../turned.ts';

export const daysSinceLastOrder = defineCondition({
  kind: 'days_since_last_order',
  word: 'last_order',
  specRows: ['C17', 'C18', 'C45'],
  args: comparisonArgs(days, {}),
  form: {
    group: 'orders',
    label: { vi: 'Số ngày chưa quay lại', en: 'Days since the last order' },
    fields: [comparisonField({ vi: 'Số ngày', en: 'Days' }, DAYS_FIGURE, 'gt')],
  },
  docs: {
    vi: 'So sánh số ngày kể từ lần mua gần nhất theo lịch của cửa hàng: mua hôm nay là 0, hôm qua là 1. Khách chưa từng mua không bao giờ thuộc điều kiện này; hãy dùng “Chưa từng mua hàng”.',
    en: 'Compares the calendar days since the last order: bought today is 0, yesterday is 1. One who never bought matches no comparison; ask for “Never bought” instead.',
  },
  examples: [
    {
      args: { op: 'gt', value: 30 },
      matches: [{ orders: [{ at: '2026-10-22T23:59:59+07:00' }] }],
      misses: [{ orders: [{ at: '2026-10-23T00:00:00+07:00' }] }, {}],
    },
    {
      args: { op: 'eq', value: 0 },
      matches: [{ orders: [{ at: '2026-11-22T00:00:00+07:00' }] }],
      misses: [{ orders: [{ at: '2026-11-21T23:59:59+07:00' }] }, {}],
    },
    {
      args: { op: 'ne', value: 0 },
      matches: [{ orders: [{ at: '2026-11-21T23:59:59+07:00' }] }],
      misses: [{ orders: [{ at: '2026-11-22T00:00:00+07:00' }] }, {}],
    },
  ],
  compile(comparison, { today }) {
    return daysAgoFilter('stats.lastDay', comparison, today);
  },
  evaluate(comparison, customer, { today }) {
    const { lastDay } = customer.stats;
    return lastDay !== undefined && holds(today - lastDay, comparison);
  },
  read(comparison, customer, wording) {
    return daysAgoReading(customer.stats.lastDay, comparison, wording, 'every order');
  },
  sentence(comparison, wording) {
    if (comparison.op === 'eq' && comparison.value === 0)
      return wording.say('mua lần gần nhất hôm nay', 'last bought today');
    const ago = compareInWords(comparison, wording, (n) => wording.counted(n, 'ngày', 'day', 'days'), wording.number);
    return wording.say(`mua lần gần nhất cách đây ${ago}`, `last bought ${ago} ago`);
  },
  missing: NEVER_BOUGHT,
  timeDependent: () => true,
  turnedOn: turnedByDaysSince,
});
