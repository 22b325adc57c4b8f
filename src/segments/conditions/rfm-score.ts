import { z } from 'zod';
import type { Customer } from '../../model.ts';
import { compareInWords, comparisonArgs, holds } from '../comparison.ts';
import { comparisonField } from '../comparison-field.ts';
import { defineCondition } from '../condition.ts';
import { NEVER_BOUGHT } from '../missing.ts';
import { unknownReading } from '../reading.ts';
import { cellFilter, scoresInWords, scoresOf } from '../rfm/index.ts';
import { scoreChange } from '../rfm/score-change.ts';
import type { Wording } from '../wording.ts';

const AXES = ['r', 'f', 'm'] as const;
const SCORE = { type: 'number', min: 1, max: 5, decimals: 0 } as const;

export const rfmScore = defineCondition({
  kind: 'rfm_score',
  specRows: ['R01', 'R02', 'R03', 'R04', 'R05', 'R06', 'R07', 'R08', 'R09'],
  args: comparisonArgs(z.int().min(1).max(5), { axis: z.enum(AXES) }),
  form: {
    group: 'behaviour',
    label: { vi: 'Điểm RFM', en: 'RFM score' },
    fields: [
      {
        name: 'axis',
        type: 'select',
        required: true,
        default: 'r',
        label: { vi: 'Trục', en: 'Axis' },
        options: [
          { value: 'r', label: { vi: 'R – mới mua gần đây', en: 'R – recency' } },
          { value: 'f', label: { vi: 'F – mua thường xuyên', en: 'F – frequency' } },
          { value: 'm', label: { vi: 'M – chi tiêu', en: 'M – money' } },
        ],
      },
      comparisonField({ vi: 'Điểm', en: 'Score' }, SCORE),
    ],
  },
  docs: {
    vi: 'So sánh một điểm RFM của khách hàng hôm nay: 1 là thấp nhất, 3 (hoặc 5) là cao nhất. Khách chưa từng mua không có điểm, nên không thuộc phép so sánh nào.',
    en: 'Compares one RFM score of today: 1 is the lowest, 3 or 5 the highest. One who never bought has no score and matches no comparison.',
  },
  examples: [
    {
      args: { axis: 'r', op: 'eq', value: 3 },
      matches: [{ orders: [{ at: '2026-11-15T00:00:00+07:00' }] }, { orders: [{ at: '2026-11-22T09:00:00+07:00' }] }],
      misses: [{ orders: [{ at: '2026-11-14T23:59:59+07:00' }] }, {}],
    },
    {
      args: { axis: 'm', op: 'gte', value: 2 },
      matches: [{ orders: [{ at: '2026-01-15T09:00:00+07:00', netMinor: 2_000_000 }] }],
      misses: [
        { orders: [{ at: '2026-01-15T09:00:00+07:00', netMinor: 1_999_999 }] },
        { orders: [{ at: '2025-11-22T09:00:00+07:00', netMinor: 50_000_000 }] },
        {},
      ],
    },
  ],
  compile({ axis, ...comparison }, { rfm, today }) {
    const digit = AXES.indexOf(axis);
    return cellFilter(rfm, (cell) => holds(Number(cell[digit]), comparison), today);
  },
  evaluate({ axis, ...comparison }, customer, { rfm, today }) {
    const scores = scoresOf(customer, rfm, today);
    return scores !== null && holds(scores[axis], comparison);
  },
  sentence({ axis, ...comparison }, wording) {
    const name = nameOf(axis, wording);
    const words = compareInWords(comparison, wording, wording.number);
    return wording.say(`có điểm RFM về ${name} ${words}`, `have an RFM score for ${name} of ${words}`);
  },
  read({ axis, ...comparison }, customer, wording) {
    const { rfm, today } = wording.context;
    const scores = scoresOf(customer, rfm, today);
    if (!scores) return unknownReading(unscored(customer, wording), wording.say('mua một đơn', 'place an order'));
    return {
      value: scores[axis],
      shown: scoresInWords(scores, rfm, wording),
      change: scoreChange(customer, axis, (score) => holds(score, comparison), wording),
    };
  },
  missing: NEVER_BOUGHT,
  timeDependent: () => true,
  readsFacts: () => true,
});

function nameOf(axis: (typeof AXES)[number], { say }: Wording): string {
  if (axis === 'r') return say('lần mua gần nhất', 'recency');
  return axis === 'f' ? say('tần suất', 'frequency') : say('chi tiêu', 'money');
}

function unscored(customer: Customer, { say }: Wording): string {
  return customer.facts.length === 0 ? say('chưa từng mua', 'never bought') : say('chưa có điểm', 'not scored yet');
}
