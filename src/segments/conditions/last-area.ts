import { z } from 'zod';
import { AREAS_FIELD, areasInWords, placesInWords } from '../areas.ts';
import { defineCondition } from '../condition.ts';
import { distinct, texts } from '../fields.ts';
import { unknownReading } from '../reading.ts';

export const lastArea = defineCondition({
  kind: 'last_area',
  specRows: ['C21'],
  args: z.strictObject({ areas: texts.describe('`vn.79` of today, `vn63.79` of before July 2025, `vn`, `us.ca`') }),
  form: {
    group: 'places',
    label: { vi: 'Khu vực của đơn gần nhất', en: 'Area of the last order' },
    fields: [AREAS_FIELD],
  },
  docs: {
    vi: 'Khách hàng có đơn gần nhất giao đến một trong các khu vực đã chọn. Tỉnh cũ chỉ tìm được địa chỉ còn ghi theo đơn vị trước 07/2025; đơn không có địa chỉ giao hàng thì không thuộc khu vực nào.',
    en: 'Customers whose last order went to one of the chosen areas. An old province finds the addresses that still tell the unit of before July 2025; an order without a delivery address is in no area.',
  },
  examples: [
    {
      args: { areas: ['vn.79', 'us'] },
      matches: [
        {
          orders: [
            { at: '2026-02-05T08:00:00Z', areas: ['vn', 'vn.79', 'vn63.74'] },
            { at: '2026-01-05T08:00:00Z', areas: ['vn', 'vn.01', 'vn63.01'] },
          ],
        },
        { orders: [{ at: '2026-01-05T08:00:00Z', areas: ['us', 'us.ca'] }] },
      ],
      misses: [
        { orders: [{ at: '2026-02-05T08:00:00Z' }, { at: '2026-01-05T08:00:00Z', areas: ['vn', 'vn.79'] }] },
        { orders: [{ at: '2026-01-05T08:00:00Z', areas: ['vn', 'vn.01', 'vn63.01'] }] },
        {},
      ],
    },
    {
      args: { areas: ['vn63.74'] },
      matches: [{ orders: [{ at: '2026-01-05T08:00:00Z', areas: ['vn', 'vn.79', 'vn63.74'] }] }],
      misses: [{ orders: [{ at: '2026-01-05T08:00:00Z', areas: ['vn', 'vn.79'] }] }],
    },
  ],
  compile({ areas }) {
    return { 'stats.lastAreas': { $in: distinct(areas) } };
  },
  evaluate({ areas }, customer) {
    return (customer.stats.lastAreas ?? []).some((area) => areas.includes(area));
  },
  read({ areas }, customer, wording) {
    const { lastAreas } = customer.stats;
    const places = areasInWords(areas, wording);
    const here = wording.say(`đặt một đơn giao đến ${places}`, `order something to ${places}`);
    if (lastAreas === undefined) return unknownReading(wording.say('chưa biết khu vực', 'the area is not known'), here);
    const elsewhere = wording.say('đặt một đơn giao đến nơi khác', 'order something to another place');
    return {
      value: lastAreas,
      shown: placesInWords(lastAreas, wording),
      change: { by: null, text: lastAreas.some((area) => areas.includes(area)) ? elsewhere : here },
    };
  },
  sentence({ areas }, wording) {
    const places = areasInWords(areas, wording);
    return wording.say(`có đơn gần nhất giao đến ${places}`, `had their last order sent to ${places}`);
  },
  missing: {
    label: { vi: 'chưa biết khu vực của đơn gần nhất', en: 'have no known area of their last order' },
    filter: { 'stats.lastAreas': { $exists: false } },
    isToldWhenOut: true,
  },
});
