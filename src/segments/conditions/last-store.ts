import { z } from 'zod';
import { ONLINE } from '../../model.ts';
import { defineCondition } from '../condition.ts';
import { CHOICES_MAX, distinct, texts } from '../fields.ts';
import { NEVER_BOUGHT } from '../missing.ts';
import { quoted } from '../wording.ts';

export const lastStore = defineCondition({
  kind: 'last_store',
  specRows: ['C20'],
  args: z.strictObject({ locations: texts }),
  form: {
    group: 'places',
    label: { vi: 'Cửa hàng mua gần nhất', en: 'Store of the last order' },
    fields: [
      {
        name: 'locations',
        type: 'lookup',
        of: 'locations',
        max: CHOICES_MAX,
        required: true,
        label: { vi: 'Cửa hàng', en: 'Stores' },
      },
    ],
  },
  docs: {
    vi: 'Khách hàng có đơn gần nhất tại một trong các cửa hàng đã chọn. Đơn không gắn với cửa hàng thuộc “online”.',
    en: 'Customers whose last order was at one of the chosen stores. Orders without a store belong to “online”.',
  },
  examples: [
    {
      args: { locations: ['w1:hanoi', 'online'] },
      matches: [
        {
          orders: [
            { at: '2026-02-05T08:00:00Z', location: 'w1:hanoi' },
            { at: '2026-01-05T08:00:00Z', location: 'w1:hue' },
          ],
        },
        { orders: [{ at: '2026-01-05T08:00:00Z' }] },
      ],
      misses: [{ orders: [{ at: '2026-02-05T08:00:00Z', location: 'w1:hue' }, { at: '2026-01-05T08:00:00Z' }] }, {}],
    },
  ],
  compile({ locations }) {
    return { 'stats.lastLocation': { $in: distinct(locations) } };
  },
  evaluate({ locations }, customer) {
    const { lastLocation } = customer.stats;
    return lastLocation !== undefined && locations.includes(lastLocation);
  },
  sentence({ locations }, wording) {
    const places = [...new Set(locations)].map((id) => {
      if (id === ONLINE) return wording.say('qua kênh online', 'online');
      const name = quoted(wording.names.location?.(id) ?? id);
      return wording.say(`tại ${name}`, `at ${name}`);
    });
    return wording.say(`mua lần gần nhất ${wording.or(places)}`, `last bought ${wording.or(places)}`);
  },
  missing: NEVER_BOUGHT,
});
