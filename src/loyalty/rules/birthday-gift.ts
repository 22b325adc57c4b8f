import { z } from 'zod';
import { dayOf, plainDate, startOfDay } from '../../model.ts';
import { birthdayIn } from '../birthday.ts';
import { POINTS_FIELD, points } from '../fields.ts';
import { defineRule, type Occasion } from '../rule.ts';

export const birthdayGift = defineRule({
  kind: 'birthday_gift',
  specRows: ['P10', 'C09'],
  args: z.strictObject({ points }),
  label: { vi: 'Quà sinh nhật', en: 'Birthday gift' },
  fields: [POINTS_FIELD],
  docs: {
    vi: 'Tặng một số điểm cố định vào mỗi ngày sinh nhật sau khi khách tham gia, mỗi năm một lần và không cần mua hàng. Sinh ngày 29/02 được nhận vào 28/02 trong năm không nhuận.',
    en: 'A fixed number of points on each birthday after the customer joined, once a year and without an order. A birthday on 29 February is on 28 February in common years.',
  },
  examples: [
    {
      args: { points: 50 },
      member: { joinedAt: '2024-06-01T09:00:00+07:00', birth: { month: 5, day: 17 }, until: '2026-05-17' },
      points: 100,
    },
    {
      args: { points: 50 },
      member: { joinedAt: '2024-06-01T09:00:00+07:00', birth: { month: 5, day: 17 }, until: '2025-05-16' },
      points: 0,
    },
    {
      args: { points: 50 },
      member: { joinedAt: '2026-05-17T09:00:00+07:00', birth: { month: 5, day: 17 }, until: '2026-12-31' },
      points: 0,
    },
    {
      args: { points: 50 },
      member: { joinedAt: '2026-06-01T09:00:00+07:00', birth: { month: 2, day: 29 }, until: '2027-02-28' },
      points: 50,
    },
    { args: { points: 50 }, member: { joinedAt: '2020-06-01T09:00:00+07:00', until: '2026-12-31' }, points: 0 },
  ],
  onDays({ points }, { joinedAt, birth }, until, { timeZone }) {
    if (!birth) return [];
    const given: Occasion[] = [];
    const lastYear = plainDate(until).year;
    for (let year = plainDate(dayOf(joinedAt, timeZone)).year; year <= lastYear; year++) {
      const day = birthdayIn(year, birth);
      const at = startOfDay(day, timeZone);
      // One that had begun before the customer joined is not given afterwards.
      if (at >= joinedAt && day <= until) given.push({ key: `birthday:${year}`, at, points });
    }
    return given;
  },
  sentence({ points }, words) {
    const given = words.points(points);
    return words.say(`${given} vào mỗi dịp sinh nhật`, `${given} on every birthday`);
  },
});
