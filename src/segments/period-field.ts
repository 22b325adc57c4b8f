import type { Field, Option, Text } from './form.ts';
import { PERIOD_DAYS_MAX } from './period.ts';

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
