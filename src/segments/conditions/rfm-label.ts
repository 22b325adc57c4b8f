import { z } from 'zod';
import { defineCondition } from '../condition.ts';
import { texts } from '../fields.ts';
import { labelFilter, labelOn } from '../rfm/index.ts';
import { labelReading, labelsInWords, RFM_LABELS_FIELD } from '../rfm/labels-field.ts';

const args = z.strictObject({ labels: texts.describe('Ids of labels of the shop’s RFM model, or `no_purchase`') });

export const rfmLabel = defineCondition({
  kind: 'rfm_label',
  specRows: ['R10', 'R11', 'R12', 'R13', 'R14'],
  word: 'rfm',
  args,
  form: { group: 'behaviour', label: { vi: 'Nhóm RFM', en: 'RFM label' }, fields: [RFM_LABELS_FIELD] },
  docs: {
    vi: 'Khách hàng hôm nay thuộc một trong các nhóm RFM đã chọn, theo mô hình của cửa hàng. Mỗi khách đã mua thuộc đúng một nhóm; khách chưa mua lần nào thuộc “Chưa mua hàng”.',
    en: 'Customers who have one of the chosen RFM labels today, by the model of the shop. Each buyer has exactly one; who never bought is in “No purchase”.',
  },
  examples: [
    {
      args: { labels: ['champions'] },
      matches: [{ orders: [...monthly(11, '2026-11-20', 1_000_000)] }],
      misses: [
        { orders: [...monthly(10, '2026-11-20', 1_100_000)] },
        { orders: [...monthly(11, '2026-11-14', 1_000_000)] },
        {},
      ],
    },
    {
      args: { labels: ['at_risk', 'lost'] },
      matches: [{ orders: [{ at: '2026-10-22T09:00:00+07:00' }] }],
      misses: [{ orders: [{ at: '2026-10-23T00:00:00+07:00' }] }, {}],
    },
    {
      args: { labels: ['no_purchase'] },
      matches: [{}],
      misses: [{ orders: [{ at: '2020-01-01T09:00:00+07:00' }] }],
    },
  ],
  compile: ({ labels }, { rfm, today, timeZone }) => labelFilter(rfm, labels, today, timeZone),
  evaluate: ({ labels }, customer, { rfm, today, timeZone }) =>
    labels.includes(labelOn(customer, rfm, today, timeZone)),
  sentence({ labels }, wording) {
    const names = labelsInWords(labels, wording);
    return wording.say(`thuộc nhóm RFM ${names}`, `are ${names} by RFM`);
  },
  read: ({ labels }, customer, wording) => labelReading(labels, customer, wording),
  timeDependent: () => true,
  readsFacts: () => true,
});

/** So many orders on one day. */
function monthly(count: number, day: string, netMinor: number) {
  return Array.from({ length: count }, () => ({ at: `${day}T09:00:00+07:00`, netMinor }));
}
