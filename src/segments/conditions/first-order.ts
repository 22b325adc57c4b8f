import { compareInWords, comparisonArgs, daysAgoFilter, holds } from '../comparison.ts';
import { comparisonField } from '../comparison-field.ts';
import { defineCondition } from '../condition.ts';
import { DAYS_FIGURE, days } from '../fields.ts';
import { NEVER_BOUGHT } from '../missing.ts';
import { daysAgoReading } from '../order-reading.ts';
import { turnedByDaysSince } from '../turned.ts';

export const firstOrder = defineCondition({
  kind: 'first_order',
  specRows: ['§2a'],
  args: comparisonArgs(days, {}),
  form: {
    group: 'orders',
    label: { vi: 'Số ngày từ lần mua đầu tiên', en: 'Days since the first order' },
    fields: [comparisonField({ vi: 'Số ngày', en: 'Days' }, DAYS_FIGURE)],
  },
  docs: {
    vi: 'So sánh số ngày kể từ lần mua đầu tiên theo lịch của cửa hàng: mua lần đầu hôm nay là 0. Khách chưa từng mua không bao giờ thuộc điều kiện này.',
    en: 'Compares the calendar days since the first order: first bought today is 0. One who never bought matches no comparison.',
  },
  examples: [
    {
      args: { op: 'lte', value: 30 },
      matches: [{ orders: [{ at: '2026-10-23T00:00:00+07:00' }, { at: '2026-11-20T08:00:00Z' }] }],
      misses: [{ orders: [{ at: '2026-10-22T23:59:59+07:00' }, { at: '2026-11-20T08:00:00Z' }] }, {}],
    },
  ],
  compile(comparison, { today }) {
    return daysAgoFilter('stats.firstDay', comparison, today);
  },
  evaluate(comparison, customer, { today }) {
    const { firstDay } = customer.stats;
    return firstDay !== undefined && holds(today - firstDay, comparison);
  },
  read(comparison, customer, wording) {
    return daysAgoReading(customer.stats.firstDay, comparison, wording, 'the first order');
  },
  sentence(comparison, wording) {
    if (comparison.op === 'eq' && comparison.value === 0)
      return wording.say('mua lần đầu hôm nay', 'first bought today');
    const ago = compareInWords(comparison, wording, (n) => wording.counted(n, 'ngày', 'day', 'days'), wording.number);
    return wording.say(`mua lần đầu cách đây ${ago}`, `first bought ${ago} ago`);
  },
  missing: NEVER_BOUGHT,
  timeDependent: () => true,
  turnedOn: turnedByDaysSince,
});
