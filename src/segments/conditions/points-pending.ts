import { comparisonArgs, holds } from '../comparison.ts';
import { comparisonField } from '../comparison-field.ts';
import { defineCondition } from '../condition.ts';
import { POINTS_FIGURE, points, pointsCompared, pointsFilter, pointsReading } from '../points.ts';

export const pointsPending = defineCondition({
  kind: 'points_pending',
  word: 'pending',
  specRows: ['§2b'],
  args: comparisonArgs(points, {}),
  form: {
    group: 'loyalty',
    label: { vi: 'Điểm đang chờ', en: 'Pending points' },
    fields: [comparisonField({ vi: 'Điểm đang chờ', en: 'Pending points' }, POINTS_FIGURE)],
  },
  docs: {
    vi: 'So sánh số điểm đã tích nhưng chưa tiêu được, vì chương trình cho chờ sau khi thanh toán hoặc giao hàng. Điểm đến hạn được chuyển sang điểm hiện có trong vòng vài phút.',
    en: 'Compares the points that are earned but cannot be spent yet, because the programme lets them wait after payment or delivery. Those that have become due move to the balance within minutes.',
  },
  examples: [
    {
      args: { op: 'gte', value: 1 },
      matches: [{ loyalty: { points: 0, pending: 1, earned: 1, joinedAt: 0 } }],
      misses: [{ loyalty: { points: 50, pending: 0, earned: 50, joinedAt: 0 } }, {}],
    },
  ],
  compile(comparison) {
    return pointsFilter('loyalty.pending', comparison);
  },
  evaluate(comparison, { loyalty }) {
    return holds(loyalty === undefined ? 0 : loyalty.pending, comparison);
  },
  sentence(comparison, wording) {
    const compared = pointsCompared(comparison, wording);
    return wording.say(`có ${compared} đang chờ`, `have ${compared} pending`);
  },
  read(comparison, { loyalty }, wording) {
    const more = wording.say('tích thêm để chờ', 'earn, to wait, another');
    const less = wording.say('chuyển thành khả dụng', 'let become available');
    return pointsReading(loyalty?.pending ?? 0, comparison, wording, { more, less });
  },
});
