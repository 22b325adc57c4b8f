import { z } from 'zod';
import { dayOf, formatDay, startOfDay } from '../../model.ts';
import { defineCondition } from '../condition.ts';
import { describePeriod, period, periodMoves, resolvePeriod } from '../period.ts';
import { PERIOD_FIELD } from '../period-field.ts';
import { unknownReading } from '../reading.ts';

export const memberSince = defineCondition({
  kind: 'member_since',
  word: 'joined',
  specRows: ['C29', 'C38'],
  args: z.strictObject({ period }),
  form: {
    group: 'loyalty',
    label: { vi: 'Ngày bắt đầu thành viên', en: 'Membership start' },
    fields: [PERIOD_FIELD],
  },
  docs: {
    vi: 'Khách hàng tham gia chương trình tích điểm trong khoảng thời gian, theo ngày của cửa hàng. Đó là ngày tham gia chương trình chứ không phải ngày tạo hồ sơ, và ngày đầu tiên được giữ khi khách rời đi rồi quay lại.',
    en: 'Customers who joined the loyalty programme in the period, by days in the time zone of the shop. It is the day they joined it, which is not that of their record, and the first one stays when somebody leaves and comes back.',
  },
  examples: [
    {
      args: { period: { type: 'last_month' } },
      matches: [{ loyalty: joined('2026-10-01T00:00:00+07:00') }, { loyalty: joined('2026-10-31T23:59:59+07:00') }],
      misses: [
        { loyalty: joined('2026-09-30T23:59:59+07:00') },
        { loyalty: joined('2026-11-01T00:00:00+07:00') },
        { createdAt: Date.parse('2026-10-10T00:00:00+07:00') },
        {},
      ],
    },
  ],
  compile({ period: given }, context) {
    const { fromDay, toDay } = resolvePeriod(given, context);
    const { timeZone } = context;
    return { 'loyalty.joinedAt': { $gte: startOfDay(fromDay, timeZone), $lt: startOfDay(toDay + 1, timeZone) } };
  },
  evaluate({ period: given }, { loyalty }, context) {
    if (loyalty === undefined) return false;
    const { fromDay, toDay } = resolvePeriod(given, context);
    const day = dayOf(loyalty.joinedAt, context.timeZone);
    return day >= fromDay && day <= toDay;
  },
  sentence({ period: given }, wording) {
    const when = describePeriod(given, wording);
    return wording.say(`bắt đầu là thành viên ${when}`, `became members ${when}`);
  },
  read(_args, { loyalty }, wording) {
    if (loyalty === undefined)
      return unknownReading(wording.say('chưa là thành viên', 'no member'), wording.say('tham gia', 'join'));
    const day = dayOf(loyalty.joinedAt, wording.context.timeZone);
    return { value: formatDay(day), shown: wording.day(day), change: null };
  },
  missing: {
    label: { vi: 'chưa là thành viên', en: 'are no members' },
    filter: { 'loyalty.joinedAt': { $exists: false } },
  },
  timeDependent: (given) => periodMoves(given.period),
});

function joined(at: string) {
  return { points: 0, pending: 0, earned: 0, joinedAt: Date.parse(at) };
}
