import { z } from 'zod';
import { type DayNumber, parseDay } from '../../model.ts';
import { defineCondition } from '../condition.ts';
import { texts } from '../fields.ts';
import { calendarDay } from '../period.ts';
import { labelFilter, labelOn } from '../rfm/index.ts';
import { labelsInWords, placeReading, RFM_LABELS_FIELD } from '../rfm/labels-field.ts';

const args = z.strictObject({
  labels: texts.describe('Ids of labels of the shop’s RFM model, `no_purchase` or `not_known`'),
  day: calendarDay.describe('As of the end of this day'),
});

/** One end of a cell of the transition matrix: two of them are the cell. */
export const rfmLabelAt = defineCondition({
  kind: 'rfm_label_at',
  specRows: ['R14'],
  args,
  form: {
    group: 'behaviour',
    label: { vi: 'Nhóm RFM vào một ngày', en: 'RFM label on a day' },
    fields: [RFM_LABELS_FIELD, { name: 'day', type: 'day', required: true, label: { vi: 'Vào ngày', en: 'On' } }],
  },
  docs: {
    vi: 'Khách hàng vào cuối ngày đã chọn thuộc một trong các nhóm RFM, theo mô hình hiện nay của cửa hàng. Đơn hàng được tính theo trạng thái bây giờ: đơn bị hủy hoặc hoàn tiền sau ngày đó không còn được tính.',
    en: 'Customers who had one of the RFM labels at the end of the day, by the present model of the shop. Orders count as they stand now: what was cancelled or refunded since does not count any more.',
  },
  examples: [
    {
      args: { labels: ['needs_attention'], day: '2026-10-31' },
      matches: [
        { orders: [{ at: '2026-10-01T09:00:00+07:00' }] },
        { orders: [{ at: '2026-10-01T09:00:00+07:00' }, { at: '2026-11-01T00:00:00+07:00' }] },
      ],
      misses: [
        { orders: [{ at: '2026-09-30T09:00:00+07:00' }] },
        { orders: [{ at: '2026-10-24T00:00:00+07:00' }] },
        {},
      ],
    },
    {
      args: { labels: ['no_purchase'], day: '2026-10-31' },
      matches: [{ createdAt: Date.UTC(2026, 9, 31, 16, 59), orders: [{ at: '2026-11-01T00:00:00+07:00' }] }],
      misses: [{ createdAt: Date.UTC(2026, 9, 31, 17) }, { orders: [{ at: '2026-10-31T09:00:00+07:00' }] }],
    },
    {
      args: { labels: ['not_known'], day: '2026-10-31' },
      matches: [{ createdAt: Date.UTC(2026, 9, 31, 17) }],
      misses: [
        { createdAt: Date.UTC(2026, 9, 31, 17), orders: [{ at: '2026-10-31T09:00:00+07:00' }] },
        { createdAt: Date.UTC(2026, 9, 31, 16, 59) },
      ],
    },
  ],
  compile: ({ labels, day }, { rfm, timeZone }) => labelFilter(rfm, labels, numbered(day), timeZone),
  evaluate: ({ labels, day }, customer, { rfm, timeZone }) =>
    labels.includes(labelOn(customer, rfm, numbered(day), timeZone)),
  sentence({ labels, day }, wording) {
    const names = labelsInWords(labels, wording);
    const on = wording.day(numbered(day));
    return wording.say(`thuộc nhóm RFM ${names} vào ngày ${on}`, `were ${names} by RFM on ${on}`);
  },
  read: ({ day }, customer, wording) => placeReading(customer, numbered(day), wording),
  periods: ({ day }) => [{ field: 'day', days: { fromDay: numbered(day), toDay: numbered(day) } }],
  timeDependent: () => true, // quantiles of a day that is still to come are those of the last day before it
  readsFacts: () => true,
});

/** The schema has checked it. */
function numbered(day: string): DayNumber {
  const number = parseDay(day);
  if (number === null) throw new TypeError('not a calendar day');
  return number;
}
