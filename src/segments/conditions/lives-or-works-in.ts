import { z } from 'zod';
import type { Customer } from '../../model.ts';
import { AREAS_FIELD, areasInWords, placesInWords } from '../areas.ts';
import { defineCondition } from '../condition.ts';
import { distinct, texts } from '../fields.ts';
import { unknownReading } from '../reading.ts';
import type { Wording } from '../wording.ts';

const WHERE = ['either', 'home', 'work'] as const;
type Where = (typeof WHERE)[number];

export const livesOrWorksIn = defineCondition({
  kind: 'lives_or_works_in',
  specRows: ['C22'],
  args: z.strictObject({
    where: z.enum(WHERE),
    areas: texts.describe('`vn.79` of today, `vn63.79` of before July 2025, `vn`, `us.ca`'),
  }),
  form: {
    group: 'places',
    label: { vi: 'Khu vực sinh sống hoặc làm việc', en: 'Area where they live or work' },
    fields: [
      {
        name: 'where',
        type: 'select',
        required: true,
        default: 'either',
        label: { vi: 'Là nơi', en: 'Where they' },
        options: [
          { value: 'either', label: { vi: 'sinh sống hoặc làm việc', en: 'live or work' } },
          { value: 'home', label: { vi: 'sinh sống', en: 'live' } },
          { value: 'work', label: { vi: 'làm việc', en: 'work' } },
        ],
      },
      AREAS_FIELD,
    ],
  },
  docs: {
    vi: 'Khách hàng có ít nhất một địa chỉ trong các khu vực đã chọn; địa chỉ có tên công ty, hoặc được ghi là nơi làm việc, là nơi làm việc, còn lại là nơi sinh sống. Tỉnh cũ chỉ tìm được địa chỉ còn ghi theo đơn vị trước 07/2025.',
    en: 'Customers with at least one address in the chosen areas; one with a company in it, or one marked so, is where they work, any other where they live. An old province finds the addresses that still tell the unit of before July 2025.',
  },
  examples: [
    {
      args: { where: 'either', areas: ['vn.01', 'vn63.74'] },
      matches: [
        { homeAreas: ['vn', 'vn.01', 'vn63.01'] },
        { homeAreas: ['vn', 'vn.92'], workAreas: ['vn', 'vn.79', 'vn63.74'] },
      ],
      misses: [{ homeAreas: ['vn', 'vn.79'] }, {}],
    },
    {
      args: { where: 'home', areas: ['vn.79'] },
      matches: [{ homeAreas: ['vn', 'vn.79', 'vn63.79'] }],
      misses: [{ workAreas: ['vn', 'vn.79', 'vn63.79'] }, {}],
    },
    {
      args: { where: 'work', areas: ['us'] },
      matches: [{ workAreas: ['us', 'us.ca'] }],
      misses: [{ homeAreas: ['us'] }, {}],
    },
  ],
  compile({ where, areas }) {
    const $in = distinct(areas);
    if (where === 'home') return { homeAreas: { $in } };
    if (where === 'work') return { workAreas: { $in } };
    return { $or: [{ homeAreas: { $in } }, { workAreas: { $in } }] };
  },
  evaluate({ where, areas }, customer) {
    return knownAreas(where, customer).some((area) => areas.includes(area));
  },
  read({ where, areas }, customer, wording) {
    const known = knownAreas(where, customer);
    const there = wording.say(
      `thêm một địa chỉ ở ${areasInWords(areas, wording)}`,
      `add an address in ${areasInWords(areas, wording)}`,
    );
    if (known.length === 0) return unknownReading(wording.say('chưa có địa chỉ', 'no address on record'), there);
    const elsewhere = wording.say(
      `xóa các địa chỉ ở ${areasInWords(areas, wording)}`,
      `take away every address in ${areasInWords(areas, wording)}`,
    );
    return {
      value: known,
      shown: placesInWords(known, wording),
      change: { by: null, text: known.some((area) => areas.includes(area)) ? elsewhere : there },
    };
  },
  sentence({ where, areas }, wording) {
    return `${doing(where, wording)} ${areasInWords(areas, wording)}`;
  },
  missing: {
    label: { vi: 'chưa có địa chỉ nào rõ khu vực', en: 'have no address with a known area' },
    filter: { homeAreas: { $exists: false }, workAreas: { $exists: false } },
    isToldWhenOut: true,
  },
});

function knownAreas(where: Where, { homeAreas = [], workAreas = [] }: Customer): readonly string[] {
  if (where === 'home') return homeAreas;
  return where === 'work' ? workAreas : [...new Set([...homeAreas, ...workAreas])];
}

function doing(where: Where, wording: Wording): string {
  if (where === 'home') return wording.say('sinh sống ở', 'live in');
  return where === 'work'
    ? wording.say('làm việc ở', 'work in')
    : wording.say('sinh sống hoặc làm việc ở', 'live or work in');
}
