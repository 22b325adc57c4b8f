import { comparisonArgs, holds } from '../comparison.ts';
import { comparisonField } from '../comparison-field.ts';
import { defineCondition } from '../condition.ts';
import { POINTS_FIGURE, points, pointsCompared, pointsFilter, pointsReading } from '../points.ts';

export const pointsEarned = defineCondition({
  kind: 'points_earned',
  word: 'earned',
  specRows: ['§2b'],
  args: comparisonArgs(points, {}),
  form: {
    group: 'loyalty',
    label: { vi: 'Tổng điểm đã tích', en: 'Points earned in all' },
    fields: [comparisonField({ vi: 'Tổng điểm đã tích', en: 'Points earned in all' }, POINTS_FIGURE)],
  },
  docs: {
    vi: 'So sánh số điểm đã tích từ trước đến nay, là số điểm dùng để xét hạng. Tiêu điểm hay điểm hết hạn không làm giảm số này; trả hàng thì có.',
    en: 'Compares the points ever earned, those that tiers go by. Spending and expiry do not lower them; a refund does.',
  },
  examples: [
    {
      args: { op: 'gt', value: 500 },
      matches: [{ loyalty: { points: 0, pending: 0, earned: 501, joinedAt: 0 } }],
      misses: [{ loyalty: { points: 900, pending: 0, earned: 500, joinedAt: 0 } }, {}],
    },
  ],
  compile(comparison) {
    return pointsFilter('loyalty.earned', comparison);
  },
  evaluate(comparison, { loyalty }) {
    return holds(loyalty === undefined ? 0 : loyalty.earned, comparison);
  },
  sentence(comparison, wording) {
    const compared = pointsCompared(comparison, wording);
    return wording.say(`đã tích tổng cộng ${compared}`, `have earned ${compared} in all`);
  },
  read(comparison, { loyalty }, wording) {
    const more = wording.say('tích thêm', 'earn another');
    const less = wording.say('thu hồi', 'take back');
    return pointsReading(loyalty?.earned ?? 0, comparison, wording, { more, less });
  },
});
