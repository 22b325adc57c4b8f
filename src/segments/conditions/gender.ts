import { z } from 'zod';
import { defineCondition } from '../condition.ts';
import { distinct } from '../fields.ts';
import type { Text } from '../form.ts';

const GENDERS = ['male', 'female', 'other', 'unknown'] as const;

const CHOICES: Readonly<Record<(typeof GENDERS)[number], Text>> = {
  male: { vi: 'Nam', en: 'Male' },
  female: { vi: 'Nữ', en: 'Female' },
  other: { vi: 'Khác', en: 'Other' },
  unknown: { vi: 'Không xác định', en: 'Unknown' },
};

const LABELS: Readonly<Record<(typeof GENDERS)[number], Text>> = {
  male: { vi: 'nam', en: 'male' },
  female: { vi: 'nữ', en: 'female' },
  other: { vi: 'khác', en: 'of another gender' },
  unknown: { vi: 'không xác định', en: 'of unknown gender' },
};

export const gender = defineCondition({
  kind: 'gender',
  specRows: ['C04', 'C05', 'C06'],
  args: z.strictObject({ values: z.array(z.enum(GENDERS)).min(1).max(GENDERS.length) }),
  form: {
    group: 'profile',
    label: { vi: 'Giới tính', en: 'Gender' },
    fields: [
      {
        name: 'values',
        type: 'multi_select',
        required: true,
        label: { vi: 'Giới tính', en: 'Gender' },
        options: GENDERS.map((value) => ({ value, label: CHOICES[value] })),
      },
    ],
  },
  docs: {
    vi: 'Khách hàng thuộc một trong các giới tính đã chọn. “Khác” là giá trị khách đã khai, còn “không xác định” là chưa có thông tin.',
    en: 'Customers of one of the chosen genders. “Other” is what the customer stated; “unknown” finds those about whom nothing is known.',
  },
  examples: [
    {
      args: { values: ['female', 'other'] },
      matches: [{ gender: 'female' }, { gender: 'other' }],
      misses: [{ gender: 'male' }, {}],
    },
    { args: { values: ['unknown'] }, matches: [{}], misses: [{ gender: 'other' }] },
  ],
  compile({ values }) {
    // null in $in finds the missing field too, and a gender is never stored as "unknown".
    return { gender: { $in: distinct(values).map((value) => (value === 'unknown' ? null : value)) } };
  },
  evaluate({ values }, customer) {
    return values.includes(customer.gender ?? 'unknown');
  },
  sentence({ values }, wording) {
    const words = GENDERS.filter((value) => values.includes(value)).map((value) =>
      wording.say(LABELS[value].vi, LABELS[value].en),
    );
    return wording.say(`có giới tính ${wording.or(words)}`, `are ${wording.or(words)}`);
  },
  read({ values }, customer, wording) {
    const words = (of: readonly (typeof GENDERS)[number][]) =>
      wording.or(of.map((value) => wording.say(LABELS[value].vi, LABELS[value].en)));
    const now = customer.gender ?? 'unknown';
    const turning = GENDERS.filter((value) => values.includes(value) !== values.includes(now));
    // Nobody makes a known gender unknown, but where that alone would turn the verdict.
    const stated = turning.filter((value) => value !== 'unknown');
    const to = words(stated.length > 0 ? stated : turning);
    return {
      value: customer.gender ?? null,
      shown: words([now]),
      change:
        turning.length === 0
          ? null
          : { by: null, text: wording.say(`ghi giới tính là ${to}`, `record that they are ${to}`) },
    };
  },
  missing: { label: { vi: 'chưa rõ giới tính', en: 'have no known gender' }, filter: { gender: { $exists: false } } },
});
