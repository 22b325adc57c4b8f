import type { Field, Option, Text } from './form.ts';
import { ENGLISH_MONTHS, PERIOD_DAYS_MAX, PERIOD_YEARS, TET_DAYS_MAX } from './period.ts';

const YEAR: Text = { vi: 'Năm', en: 'Year' };
const IN_FIGURES: readonly Option[] = Array.from({ length: PERIOD_YEARS.max - PERIOD_YEARS.min + 1 }, (_, index) => {
  const year = PERIOD_YEARS.min + index;
  return { value: year, label: { vi: String(year), en: String(year) } };
});

/** Those that roll on first, then each in figures. */
const YEAR_FIELD: Field = {
  name: 'year',
  type: 'select',
  label: YEAR,
  required: true,
  default: 'this',
  options: [
    { value: 'this', label: { vi: 'Năm nay', en: 'This year' } },
    { value: 'last', label: { vi: 'Năm trước', en: 'Last year' } },
    ...IN_FIGURES,
  ],
};

const MONTH_FIELD: Field = {
  name: 'month',
  type: 'select',
  label: { vi: 'Tháng', en: 'Month' },
  required: true,
  options: ENGLISH_MONTHS.map((en, index) => ({ value: index + 1, label: { vi: `Tháng ${index + 1}`, en } })),
};

function tetDays(name: string, preset: number, label: Text): Field {
  const unit = { vi: 'ngày', en: 'days' };
  return { name, type: 'number', label, required: true, min: 0, max: TET_DAYS_MAX, decimals: 0, unit, default: preset };
}

/** The presets first that merchants use most (C38); what has fields asks for more. */
const OPTIONS: readonly Option[] = [
  {
    value: 'last_n_days',
    label: { vi: 'Trong … ngày gần đây', en: 'In the last … days' },
    fields: [
      {
        name: 'n',
        type: 'number',
        label: { vi: 'Số ngày', en: 'Days' },
        help: { vi: 'Tính cả hôm nay.', en: 'Today included.' },
        required: true,
        min: 1,
        max: PERIOD_DAYS_MAX,
        decimals: 0,
        unit: { vi: 'ngày', en: 'days' },
        default: 30,
        suggestions: [7, 30, 90, 365],
      },
    ],
  },
  { value: 'today', label: { vi: 'Hôm nay', en: 'Today' } },
  { value: 'yesterday', label: { vi: 'Hôm qua', en: 'Yesterday' } },
  { value: 'this_week', label: { vi: 'Tuần này', en: 'This week' } },
  { value: 'last_week', label: { vi: 'Tuần trước', en: 'Last week' } },
  { value: 'this_month', label: { vi: 'Tháng này', en: 'This month' } },
  { value: 'last_month', label: { vi: 'Tháng trước', en: 'Last month' } },
  { value: 'this_quarter', label: { vi: 'Quý này', en: 'This quarter' } },
  { value: 'last_quarter', label: { vi: 'Quý trước', en: 'Last quarter' } },
  { value: 'this_year', label: { vi: 'Năm nay', en: 'This year' } },
  { value: 'last_year', label: { vi: 'Năm trước', en: 'Last year' } },
  {
    value: 'since',
    label: { vi: 'Kể từ một ngày', en: 'Since a day' },
    fields: [{ name: 'day', type: 'day', label: { vi: 'Từ ngày', en: 'From day' }, required: true }],
  },
  {
    value: 'between',
    label: { vi: 'Từ ngày đến ngày', en: 'Between two days' },
    fields: [
      { name: 'from', type: 'day', label: { vi: 'Từ ngày', en: 'From day' }, required: true },
      { name: 'to', type: 'day', label: { vi: 'Đến hết ngày', en: 'To day' }, required: true, notBelow: 'from' },
    ],
  },
  { value: 'month', label: { vi: 'Một tháng của năm', en: 'A month of a year' }, fields: [MONTH_FIELD, YEAR_FIELD] },
  {
    value: 'year',
    label: { vi: 'Một năm', en: 'A year' },
    fields: [{ name: 'year', type: 'select', label: YEAR, required: true, options: IN_FIGURES }],
  },
  {
    value: 'tet',
    label: { vi: 'Dịp Tết Nguyên Đán', en: 'Around Tết' },
    fields: [
      YEAR_FIELD,
      tetDays('before', 14, { vi: 'Trước mùng 1', en: 'Before its first day' }),
      tetDays('after', 7, { vi: 'Sau mùng 1', en: 'After its first day' }),
    ],
  },
];

const LABEL: Text = { vi: 'Khoảng thời gian', en: 'Period' };

const KIND: Field = {
  name: 'type',
  type: 'select',
  label: LABEL,
  required: true,
  default: 'last_n_days',
  options: OPTIONS,
};

/** The field of an argument `period`. */
export const PERIOD_FIELD: Field = {
  name: 'period',
  type: 'group',
  as: 'period',
  label: LABEL,
  required: true,
  fields: [KIND],
};

/** Of one that may be left out: the condition then holds for all time. */
export const OPTIONAL_PERIOD_FIELD: Field = {
  ...PERIOD_FIELD,
  required: false,
  empty: { vi: 'Từ trước đến nay', en: 'Ever' },
};
