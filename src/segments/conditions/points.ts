import { comparisonArgs, holds } from '../comparison.ts';
import { comparisonField } from '../comparison-field.ts';
import { defineCondition } from '../condition.ts';
import { points as figure, POINTS_FIGURE, pointsCompared, pointsFilter, pointsReading } from '../points.ts';

/** What a debt is at most: a change that would take more is none. */
const OWED_MIN = -1_000_000_000;

export const points = defineCondition({
  kind: 'points',
  word: 'points',
  specRows: ['C10', 'C11'],
  args: comparisonArgs(figure, {}),
  form: {
    group: 'loyalty',
    label: { vi: 'Điểm hiện có', en: 'Points balance' },
    fields: [comparisonField({ vi: 'Điểm hiện có', en: 'Points balance' }, POINTS_FIGURE)],
  },
  docs: {
    vi: 'So sánh số điểm tiêu được: đã tích, trừ đã tiêu, đã hết hạn và bị thu hồi, không gồm điểm đang chờ; khách chưa từng tích điểm có 0 điểm. Đây là số dư đã ghi sổ gần nhất: điểm vừa hết hạn hoặc vừa khả dụng được ghi sổ trong vòng vài phút.',
    en: 'Compares the points that can be spent: earned minus spent, expired and taken back, without pending ones; who never collected has 0. It is the balance as it was booked last: points that expire or become available are booked within minutes.',
  },
  examples: [
    {
      args: { op: 'gte', value: 50 },
      matches: [{ loyalty: account({ points: 50 }) }],
      misses: [{ loyalty: account({ points: 49, pending: 100, earned: 500 }) }, {}],
    },
    {
      args: { op: 'lt', value: 1 },
      matches: [{}, { loyalty: account({ points: 0 }) }, { loyalty: account({ points: -20 }) }],
      misses: [{ loyalty: account({ points: 1 }) }],
    },
    {
      args: { op: 'ne', value: 0 },
      matches: [{ loyalty: account({ points: -20 }) }, { loyalty: account({ points: 1 }) }],
      misses: [{}, { loyalty: account({ points: 0 }) }],
    },
  ],
  compile(comparison) {
    return pointsFilter('loyalty.points', comparison);
  },
  evaluate(comparison, { loyalty }) {
    return holds(loyalty === undefined ? 0 : loyalty.points, comparison);
  },
  sentence(comparison, wording) {
    const compared = pointsCompared(comparison, wording);
    return wording.say(`hiện có ${compared}`, `have a balance of ${compared}`);
  },
  read(comparison, { loyalty }, wording) {
    const more = wording.say('tích thêm', 'earn another');
    const less = wording.say('tiêu bớt', 'spend');
    // Spending ends at 0, but a balance can be taken below it: by a refund of what was spent.
    const min = loyalty !== undefined && loyalty.points < 0 ? OWED_MIN : 0;
    return pointsReading(loyalty?.points ?? 0, comparison, wording, { more, less, min });
  },
});

function account(figures: { points: number; pending?: number; earned?: number }) {
  return { pending: 0, earned: 0, joinedAt: Date.UTC(2026, 0, 1), ...figures };
}
