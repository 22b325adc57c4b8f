import { z } from 'zod';
import { defineCondition } from '../condition.ts';
import { CHOICES_MAX, distinct, texts } from '../fields.ts';
import { neverBought, withinReach } from '../order-reading.ts';
import { describePeriod, period, periodMoves, resolvePeriod } from '../period.ts';
import { OPTIONAL_PERIOD_FIELD } from '../period-field.ts';
import { turnedByPeriod } from '../turned.ts';
import { factsIn, orderWith } from '../window.ts';
import { quoted } from '../wording.ts';

export const channel = defineCondition({
  kind: 'channel',
  specRows: ['C27', 'C38'],
  args: z.strictObject({ channels: texts, period: period.optional() }),
  form: {
    group: 'places',
    label: { vi: 'Kênh mua hàng', en: 'Channel' },
    fields: [
      {
        name: 'channels',
        type: 'lookup',
        of: 'channels',
        max: CHOICES_MAX,
        isOpen: true,
        required: true,
        label: { vi: 'Kênh', en: 'Channels' },
      },
      OPTIONAL_PERIOD_FIELD,
    ],
  },
  docs: {
    vi: 'Khách hàng có ít nhất một đơn hàng trên một trong các kênh đã chọn, từ trước đến nay hoặc trong khoảng thời gian. Không phân biệt chữ hoa.',
    en: 'Customers with at least one order on one of the chosen channels, ever or within the period. Case does not matter.',
  },
  examples: [
    {
      args: { channels: ['Facebook', 'zalo'] },
      matches: [{ orders: [{ at: '2020-01-05T08:00:00Z', channel: 'facebook' }] }],
      misses: [{ orders: [{ at: '2020-01-05T08:00:00Z', channel: 'web' }] }, {}],
    },
    {
      args: { channels: ['pos'], period: { type: 'this_month' } },
      matches: [{ orders: [{ at: '2026-11-01T00:00:00+07:00', channel: 'pos' }] }],
      misses: [
        {
          orders: [
            { at: '2026-10-31T23:59:59+07:00', channel: 'pos' },
            { at: '2026-11-20T08:00:00Z', channel: 'web' },
          ],
        },
        {},
      ],
    },
  ],
  compile({ channels, period: given }, context) {
    const $in = distinct(channels.map(lowerCase));
    if (given === undefined) return { 'stats.channels': { $in } };
    return { 'stats.channels': { $in }, ...orderWith({ c: { $in } }, resolvePeriod(given, context)) };
  },
  evaluate({ channels, period: given }, customer, context) {
    const chosen = channels.map(lowerCase);
    if (given === undefined) return customer.stats.channels.some((used) => chosen.includes(used));
    return factsIn(customer.facts, resolvePeriod(given, context)).some((fact) => chosen.includes(fact.c));
  },
  read({ channels, period: given }, customer, wording) {
    const days = given === undefined ? null : resolvePeriod(given, wording.context);
    const used = days === null ? customer.stats.channels : factsIn(customer.facts, days).map((fact) => fact.c);
    const value = distinct(used);
    const names = wording.or([...new Set(channels)].map(quoted));
    const text = wording.say(`mua một đơn hàng qua kênh ${names}`, `place an order on the channel ${names}`);
    if (customer.stats.orders === 0) return withinReach(neverBought(wording, text), days, wording);
    const shown = value.length === 0 ? wording.say('không mua hàng', 'no orders') : wording.and(value.map(quoted));
    const isIn = channels.some((name) => value.includes(lowerCase(name)));
    return withinReach({ value, shown, change: isIn ? null : { by: null, text } }, days, wording);
  },
  sentence({ channels, period: given }, wording) {
    const names = wording.or([...new Set(channels)].map(quoted));
    const when = given === undefined ? '' : ` ${describePeriod(given, wording)}`;
    return wording.say(`đã mua qua kênh ${names}${when}`, `bought on the channel ${names}${when}`);
  },
  timeDependent: (args) => args.period !== undefined && periodMoves(args.period),
  turnedOn: turnedByPeriod,
  readsFacts: (args) => args.period !== undefined,
});

/** Channels are stored in lower case. */
function lowerCase(name: string): string {
  return name.toLowerCase();
}
