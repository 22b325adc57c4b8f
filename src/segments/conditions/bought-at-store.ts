import { z } from 'zod';
import { defineCondition } from '../condition.ts';
import { CHOICES_MAX, distinct, texts } from '../fields.ts';
import { NEVER_BOUGHT } from '../missing.ts';
import { neverBought, withinReach } from '../order-reading.ts';
import { describePeriod, period, periodMoves, resolvePeriod } from '../period.ts';
import { OPTIONAL_PERIOD_FIELD } from '../period-field.ts';
import { storesInWords } from '../stores.ts';
import { turnedByPeriod } from '../turned.ts';
import { factsIn, orderWith } from '../window.ts';

export const boughtAtStore = defineCondition({
  kind: 'bought_at_store',
  word: 'store',
  specRows: ['C20', 'C38'],
  args: z.strictObject({ locations: texts, period: period.optional() }),
  form: {
    group: 'places',
    label: { vi: 'Đã mua tại cửa hàng', en: 'Bought at a store' },
    fields: [
      {
        name: 'locations',
        type: 'lookup',
        of: 'locations',
        max: CHOICES_MAX,
        required: true,
        label: { vi: 'Cửa hàng', en: 'Stores' },
      },
      OPTIONAL_PERIOD_FIELD,
    ],
  },
  docs: {
    vi: 'Khách hàng có ít nhất một đơn hàng tại một trong các cửa hàng đã chọn, từ trước đến nay hoặc trong khoảng thời gian. Đơn không gắn với cửa hàng thuộc “online”.',
    en: 'Customers with at least one order at one of the chosen stores, ever or within the period. Orders without a store belong to “online”.',
  },
  examples: [
    {
      args: { locations: ['w1:hanoi', 'w1:hue'] },
      matches: [
        {
          orders: [
            { at: '2020-01-05T08:00:00Z', location: 'w1:hanoi' },
            { at: '2026-02-05T08:00:00Z', location: 'w1:danang' },
          ],
        },
      ],
      misses: [{ orders: [{ at: '2020-01-05T08:00:00Z' }] }, {}],
    },
    {
      args: { locations: ['online'], period: { type: 'this_month' } },
      matches: [{ orders: [{ at: '2026-11-01T00:00:00+07:00' }] }],
      misses: [
        {
          orders: [{ at: '2026-10-31T23:59:59+07:00' }, { at: '2026-11-20T08:00:00Z', location: 'w1:hue' }],
        },
        {},
      ],
    },
  ],
  compile({ locations, period: given }, context) {
    const $in = distinct(locations);
    if (given === undefined) return { 'stats.locations': { $in } };
    return { 'stats.locations': { $in }, ...orderWith({ l: { $in } }, resolvePeriod(given, context)) };
  },
  evaluate({ locations, period: given }, customer, context) {
    if (given === undefined) return customer.stats.locations.some((used) => locations.includes(used));
    return factsIn(customer.facts, resolvePeriod(given, context)).some((fact) => locations.includes(fact.l));
  },
  read({ locations, period: given }, customer, wording) {
    const days = given === undefined ? null : resolvePeriod(given, wording.context);
    const value = distinct(
      days === null ? customer.stats.locations : factsIn(customer.facts, days).map((fact) => fact.l),
    );
    const places = storesInWords(locations, wording);
    const text = wording.say(`mua một đơn hàng ${places}`, `place an order ${places}`);
    if (customer.stats.orders === 0) return withinReach(neverBought(wording, text), days, wording);
    const shown =
      value.length === 0 ? wording.say('không mua hàng', 'no orders') : storesInWords(value, wording, 'and');
    const isIn = locations.some((id) => value.includes(id));
    return withinReach({ value, shown, change: isIn ? null : { by: null, text } }, days, wording);
  },
  sentence({ locations, period: given }, wording) {
    const places = storesInWords(locations, wording);
    const when = given === undefined ? '' : ` ${describePeriod(given, wording)}`;
    return wording.say(`đã mua hàng ${places}${when}`, `bought ${places}${when}`);
  },
  missing: NEVER_BOUGHT,
  timeDependent: (args) => args.period !== undefined && periodMoves(args.period),
  turnedOn: turnedByPeriod,
  readsFacts: (args) => args.period !== undefined,
});
