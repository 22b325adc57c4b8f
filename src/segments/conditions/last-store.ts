import { z } from 'zod';
import { defineCondition } from '../condition.ts';
import { CHOICES_MAX, distinct, texts } from '../fields.ts';
import { NEVER_BOUGHT } from '../missing.ts';
import { neverBought } from '../order-reading.ts';
import { storesInWords } from '../stores.ts';

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
  read({ locations }, customer, wording) {
    const { lastLocation } = customer.stats;
    const places = storesInWords(locations, wording);
    const here = wording.say(`mua một đơn hàng ${places}`, `place an order ${places}`);
    if (lastLocation === undefined) return neverBought(wording, here);
    const elsewhere = wording.say('mua một đơn hàng ở nơi khác', 'place an order elsewhere');
    return {
      value: lastLocation,
      shown: storesInWords([lastLocation], wording),
      change: { by: null, text: locations.includes(lastLocation) ? elsewhere : here },
    };
  },
  sentence({ locations }, wording) {
    const places = storesInWords(locations, wording);
    return wording.say(`mua lần gần nhất ${places}`, `last bought ${places}`);
  },
  missing: NEVER_BOUGHT,
});
