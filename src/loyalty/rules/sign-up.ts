import { z } from 'zod';
import { dayOf } from '../../model.ts';
import { POINTS_FIELD, points } from '../fields.ts';
import { defineRule } from '../rule.ts';

export const signUp = defineRule({
  kind: 'sign_up',
  specRows: ['C29'],
  args: z.strictObject({ points }),
  label: { vi: 'Tham gia chương trình', en: 'Joining' },
  fields: [POINTS_FIELD],
  docs: {
    vi: 'Tặng một số điểm cố định khi khách tham gia chương trình, không cần mua hàng. Mỗi khách chỉ nhận một lần: khách đã có trước ngày chương trình bắt đầu được tính là tham gia vào ngày đó.',
    en: 'A fixed number of points when the customer joins the programme, without an order. Each customer gets them once: those whom the shop knew before the programme began join on its first day.',
  },
  examples: [
    { args: { points: 100 }, member: { joinedAt: '2026-05-17T09:00:00+07:00', until: '2026-05-17' }, points: 100 },
    { args: { points: 100 }, member: { joinedAt: '2026-05-17T09:00:00+07:00', until: '2030-05-17' }, points: 100 },
    { args: { points: 100 }, member: { joinedAt: '2026-05-17T00:00:00+07:00', until: '2026-05-16' }, points: 0 },
  ],
  onDays({ points }, { joinedAt }, until, { timeZone }) {
    return dayOf(joinedAt, timeZone) <= until ? [{ key: 'sign_up', at: joinedAt, points }] : [];
  },
  sentence({ points }, words) {
    const given = words.points(points);
    return words.say(`${given} khi tham gia chương trình`, `${given} for joining`);
  },
});
