import { z } from 'zod';
import { type BirthDate, type DayNumber, plainDate } from '../../model.ts';
import { birthdayIn } from '../birthday.ts';
import { bonusInWords, bonusOn } from '../bonus.ts';
import { PERCENT_FIELD, percent, wholeNumberField } from '../fields.ts';
import { defineRule } from '../rule.ts';

const DAYS_MAX = 30;

export const birthdayOrder = defineRule({
  kind: 'birthday_order',
  specRows: ['C08', 'C09'],
  args: z.discriminatedUnion('when', [
    z.strictObject({ when: z.literal('month'), percent }),
    z.strictObject({
      when: z.literal('days'),
      days: z.int().min(0).max(DAYS_MAX).describe('Before and after the birthday; 0: on the day itself'),
      percent,
    }),
  ]),
  label: { vi: 'Mua hàng dịp sinh nhật', en: 'Orders around the birthday' },
  fields: [
    {
      name: 'when',
      type: 'select',
      required: true,
      default: 'month',
      label: { vi: 'Khi nào', en: 'When' },
      options: [
        { value: 'month', label: { vi: 'trong tháng sinh nhật', en: 'in the birthday month' } },
        {
          value: 'days',
          label: { vi: 'quanh ngày sinh nhật', en: 'around the birthday' },
          fields: [
            {
              ...wholeNumberField(
                'days',
                { vi: 'Trước và sau', en: 'Before and after' },
                { min: 0, max: DAYS_MAX, unit: { vi: 'ngày', en: 'days' }, default: 3, suggestions: [0, 3, 7] },
              ),
              help: { vi: '0 là đúng ngày sinh nhật.', en: '0 is the birthday itself.' },
            },
          ],
        },
      ],
    },
    PERCENT_FIELD,
  ],
  docs: {
    vi: 'Thêm phần trăm điểm cho các đơn thanh toán trong tháng sinh nhật, hoặc trong mấy ngày trước và sau sinh nhật, kể cả khi vắt qua cuối năm. Sinh ngày 29/02 được tính là 28/02 trong năm không nhuận; các mức thêm được cộng với nhau chứ không nhân lên.',
    en: 'More points on orders paid in the birthday month, or some days before and after the birthday, also across the end of the year. A birthday on 29 February counts as 28 February in common years; extras add up and do not multiply each other.',
  },
  examples: [
    {
      args: { when: 'month', percent: 100 },
      order: { goodsMinor: 500_000, rateMinor: 10_000, birth: { month: 5, day: 17 }, at: '2026-05-31T23:59:59+07:00' },
      points: 50,
    },
    {
      args: { when: 'month', percent: 100 },
      order: { goodsMinor: 500_000, rateMinor: 10_000, birth: { month: 5, day: 17 }, at: '2026-06-01T00:00:00+07:00' },
      points: 0,
    },
    {
      args: { when: 'days', days: 3, percent: 50 },
      order: { goodsMinor: 500_000, rateMinor: 10_000, birth: { month: 1, day: 1 }, at: '2026-12-29T09:00:00+07:00' },
      points: 25,
    },
    {
      args: { when: 'days', days: 3, percent: 50 },
      order: { goodsMinor: 500_000, rateMinor: 10_000, birth: { month: 12, day: 31 }, at: '2027-01-04T09:00:00+07:00' },
      points: 0,
    },
    {
      args: { when: 'days', days: 0, percent: 50 },
      order: { goodsMinor: 500_000, rateMinor: 10_000, birth: { month: 2, day: 29 }, at: '2027-02-28T09:00:00+07:00' },
      points: 25,
    },
    { args: { when: 'month', percent: 100 }, order: { goodsMinor: 500_000, rateMinor: 10_000 }, points: 0 },
  ],
  onOrder(args, order, context) {
    const { birth } = context;
    if (!birth) return null;
    const isTime =
      args.when === 'month' ? plainDate(order.day).month === birth.month : isNear(order.day, birth, args.days);
    return isTime ? bonusOn(order, { give: 'percent', percent: args.percent }, context) : null;
  },
  sentence(args, words) {
    const more = bonusInWords({ give: 'percent', percent: args.percent }, words);
    if (args.when === 'month')
      return words.say(`${more} khi mua trong tháng sinh nhật`, `${more} on orders in their birthday month`);
    if (args.days === 0) return words.say(`${more} khi mua vào ngày sinh nhật`, `${more} on orders on their birthday`);
    const days = words.say(`${args.days} ngày`, args.days === 1 ? '1 day' : `${args.days} days`);
    return words.say(
      `${more} khi mua từ ${days} trước đến ${days} sau sinh nhật`,
      `${more} on orders from ${days} before to ${days} after their birthday`,
    );
  },
});

/** The birthday may be that of the year before or after: 31 December is near 1 January. */
function isNear(day: DayNumber, birth: BirthDate, days: number): boolean {
  const { year } = plainDate(day);
  return [year - 1, year, year + 1].some((each) => Math.abs(birthdayIn(each, birth) - day) <= days);
}
