import { z } from 'zod';
import { defineCondition } from '../condition.ts';
import { NEVER_BOUGHT } from '../missing.ts';
import { ordersReading } from '../order-reading.ts';
import { describePeriod, period, periodMoves, resolvePeriod } from '../period.ts';
import { PERIOD_FIELD } from '../period-field.ts';
import { turnedByPeriod } from '../turned.ts';
import { factsIn, noOrder } from '../window.ts';

export const notBoughtInPeriod = defineCondition({
  kind: 'not_bought_in_period',
  word: 'not_bought',
  specRows: ['C35', 'C38'],
  args: z.strictObject({
    period,
    mustHaveBoughtBefore: z
      .boolean()
      .optional()
      .describe('Leaves out those without an order before the period; false unless given'),
  }),
  form: {
    group: 'orders',
    label: { vi: 'Không mua trong khoảng thời gian', en: 'Did not buy in a period' },
    fields: [
      PERIOD_FIELD,
      {
        name: 'mustHaveBoughtBefore',
        type: 'switch',
        required: false,
        label: { vi: 'Chỉ khách đã mua trước đó', en: 'Only who bought before' },
      },
    ],
  },
  docs: {
    vi: 'Khách hàng không có đơn hàng nào trong khoảng thời gian, gồm cả khách chưa từng mua. Bật “Chỉ khách đã mua trước đó” để chỉ lấy khách đã có đơn trước khoảng đó.',
    en: 'Customers without any order in the period, those who never bought included. With “only who bought before” they need an order before the period begins.',
  },
  examples: [
    {
      args: { period: { type: 'last_n_days', n: 30 } },
      matches: [{}, { orders: [{ at: '2026-10-23T23:59:59+07:00' }] }],
      misses: [{ orders: [{ at: '2026-10-24T00:00:00+07:00' }] }],
    },
    {
      args: { period: { type: 'between', from: '2026-03-01', to: '2026-05-31' }, mustHaveBoughtBefore: true },
      matches: [{ orders: [{ at: '2026-02-28T23:59:59+07:00' }, { at: '2026-06-01T00:00:00+07:00' }] }],
      misses: [
        {},
        { orders: [{ at: '2026-06-01T00:00:00+07:00' }] },
        { orders: [{ at: '2026-02-28T08:00:00Z' }, { at: '2026-03-01T00:00:00+07:00' }] },
      ],
    },
  ],
  compile({ period: given, mustHaveBoughtBefore = false }, context) {
    const days = resolvePeriod(given, context);
    const without = noOrder(days);
    return mustHaveBoughtBefore ? { 'stats.firstDay': { $lt: days.fromDay }, ...without } : without;
  },
  evaluate({ period: given, mustHaveBoughtBefore = false }, customer, context) {
    const days = resolvePeriod(given, context);
    const boughtBefore = customer.facts.some((fact) => fact.d < days.fromDay);
    return factsIn(customer.facts, days).length === 0 && (boughtBefore || !mustHaveBoughtBefore);
  },
  read({ period: given, mustHaveBoughtBefore = false }, customer, wording) {
    const days = resolvePeriod(given, wording.context);
    const { firstDay } = customer.stats;
    const reading = ordersReading(factsIn(customer.facts, days).length, { op: 'lt', value: 1 }, wording, days);
    // Nothing can give them an order before the period any more.
    const neverCan = mustHaveBoughtBefore && (firstDay === undefined || firstDay >= days.fromDay);
    return neverCan ? { ...reading, change: null } : reading;
  },
  sentence({ period: given, mustHaveBoughtBefore = false }, wording) {
    const when = describePeriod(given, wording);
    return mustHaveBoughtBefore
      ? wording.say(`đã từng mua trước đó nhưng không mua hàng ${when}`, `had bought before but did not buy ${when}`)
      : wording.say(`không mua hàng ${when}`, `did not buy ${when}`);
  },
  missing: NEVER_BOUGHT,
  timeDependent: (args) => periodMoves(args.period),
  turnedOn: turnedByPeriod,
  readsFacts: () => true,
});
