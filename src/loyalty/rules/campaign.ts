import { z } from 'zod';
import { type DayNumber, formatDay, hourOf, parseDay, type Text } from '../../model.ts';
import { BONUS_FIELD, bonusArgs, bonusInWords, bonusOn, minimumInWords } from '../bonus.ts';
import { MINIMUM_FIELD, minimumMinor, wholeNumberField } from '../fields.ts';
import { defineRule, type EarningOrder, type RuleWords } from '../rule.ts';

const hours = z
  .strictObject({ from: z.int().min(0).max(23), to: z.int().min(1).max(24) })
  .refine(({ from, to }) => from !== to, { path: ['to'], error: 'must not be the hour at which they begin' })
  .describe(
    'Hours of the local clock, `to` not included; `from` after `to` crosses midnight and belongs to the day on which it began',
  );
type Hours = z.output<typeof hours>;

/** Monday is 1. */
const WEEKDAYS: readonly Text[] = [
  { vi: 'thứ Hai', en: 'Mondays' },
  { vi: 'thứ Ba', en: 'Tuesdays' },
  { vi: 'thứ Tư', en: 'Wednesdays' },
  { vi: 'thứ Năm', en: 'Thursdays' },
  { vi: 'thứ Sáu', en: 'Fridays' },
  { vi: 'thứ Bảy', en: 'Saturdays' },
  { vi: 'Chủ nhật', en: 'Sundays' },
];

export const campaign = defineRule({
  kind: 'campaign',
  specRows: ['P13', 'P14'],
  args: bonusArgs({
    from: z.iso.date(),
    to: z.iso.date(),
    weekdays: z.array(z.int().min(1).max(7).describe('1 is Monday')).min(1).max(7).optional(),
    hours: hours.optional(),
    minimumMinor: minimumMinor.optional(),
  }).refine(({ from, to }) => from <= to, { path: ['to'], error: 'must not be before `from`' }),
  label: { vi: 'Đợt tặng thêm điểm', en: 'Campaign' },
  fields: [
    { name: 'from', type: 'day', required: true, label: { vi: 'Từ ngày', en: 'From day' } },
    { name: 'to', type: 'day', required: true, notBelow: 'from', label: { vi: 'Đến hết ngày', en: 'To day' } },
    {
      name: 'weekdays',
      type: 'multi_select',
      required: false,
      label: { vi: 'Thứ trong tuần', en: 'Days of the week' },
      empty: { vi: 'mọi ngày', en: 'every day' },
      options: WEEKDAYS.map((label, index) => ({ value: index + 1, label })),
    },
    {
      name: 'hours',
      type: 'group',
      required: false,
      label: { vi: 'Khung giờ', en: 'Hours' },
      help: { vi: 'Có thể vắt qua nửa đêm: 22 giờ đến 2 giờ.', en: 'May cross midnight: from 22 to 2.' },
      empty: { vi: 'cả ngày', en: 'all day' },
      fields: [
        wholeNumberField('from', { vi: 'Từ', en: 'From' }, { min: 0, max: 23, unit: { vi: 'giờ', en: "o'clock" } }),
        wholeNumberField('to', { vi: 'Đến', en: 'To' }, { min: 1, max: 24, unit: { vi: 'giờ', en: "o'clock" } }),
      ],
    },
    MINIMUM_FIELD,
    BONUS_FIELD,
  ],
  docs: {
    vi: 'Thêm phần trăm điểm hoặc một số điểm cố định cho đơn thanh toán trong đợt, tính cả ngày đầu và ngày cuối, có thể chỉ vào một số thứ và khung giờ. Khung giờ vắt qua nửa đêm thuộc về ngày bắt đầu; các mức thêm của nhiều đợt được cộng với nhau chứ không nhân lên.',
    en: 'More points, or a fixed number of them, for orders paid in a period of days, first and last included, if wanted on some weekdays and at some hours only. Hours that cross midnight belong to the day on which they began; extras of several campaigns add up and do not multiply each other.',
  },
  examples: [
    {
      args: { from: '2026-12-01', to: '2026-12-31', give: 'percent', percent: 100 },
      order: { goodsMinor: 500_000, rateMinor: 10_000, at: '2026-12-31T23:59:59+07:00' },
      points: 50,
    },
    {
      args: { from: '2026-12-01', to: '2026-12-31', give: 'percent', percent: 100 },
      order: { goodsMinor: 500_000, rateMinor: 10_000, at: '2027-01-01T00:00:00+07:00' },
      points: 0,
    },
    {
      args: { from: '2026-12-01', to: '2026-12-31', minimumMinor: 200_000, give: 'points', points: 30 },
      order: { goodsMinor: 199_999, at: '2026-12-05T10:00:00+07:00' },
      points: 0,
    },
    {
      args: {
        from: '2026-12-05',
        to: '2026-12-05',
        weekdays: [6],
        hours: { from: 22, to: 2 },
        give: 'points',
        points: 30,
      },
      order: { goodsMinor: 50_000, at: '2026-12-06T01:59:59+07:00' },
      points: 30,
    },
    {
      args: {
        from: '2026-12-05',
        to: '2026-12-05',
        weekdays: [6],
        hours: { from: 22, to: 2 },
        give: 'points',
        points: 30,
      },
      order: { goodsMinor: 50_000, at: '2026-12-05T01:59:59+07:00' },
      points: 0,
    },
    {
      args: { from: '2026-12-01', to: '2026-12-31', hours: { from: 17, to: 21 }, give: 'points', points: 30 },
      order: { goodsMinor: 50_000, at: '2026-12-05T21:00:00+07:00' },
      points: 0,
    },
  ],
  onOrder(args, order, context) {
    const day = dayInHours(order, args.hours, context.timeZone);
    if (day === null) return null;
    const date = formatDay(day);
    if (date < args.from || date > args.to) return null;
    if (args.weekdays && !args.weekdays.includes(weekdayOf(day))) return null;
    return order.baseMinor < (args.minimumMinor ?? 0) ? null : bonusOn(order, args, context);
  },
  sentence(args, words) {
    const [from, to] = [args.from, args.to].map((day) => words.day(parseDay(day) ?? Number.NaN));
    const days =
      from === to
        ? words.say(`vào ngày ${from}`, `on ${from}`)
        : words.say(`từ ngày ${from} đến hết ngày ${to}`, `from ${from} to ${to}`);
    const when = [days, ...weekdaysInWords(args.weekdays, words), ...hoursInWords(args.hours, words)].join(', ');
    const more = bonusInWords(args, words);
    return `${words.say(`${more} khi mua`, `${more} on orders`)} ${when}${minimumInWords(args.minimumMinor, words)}`;
  },
});

/** The day to which an order within the hours belongs (P13); null outside them. */
function dayInHours({ t, day }: EarningOrder, hours: Hours | undefined, timeZone: string): DayNumber | null {
  if (!hours) return day;
  const hour = hourOf(t, timeZone);
  if (hours.from < hours.to) return hour >= hours.from && hour < hours.to ? day : null;
  if (hour >= hours.from) return day;
  return hour < hours.to ? day - 1 : null;
}

/** 1 January 1970 was a Thursday. */
function weekdayOf(day: DayNumber): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

function weekdaysInWords(weekdays: readonly number[] | undefined, words: RuleWords): string[] {
  if (!weekdays) return [];
  const names = [...new Set(weekdays)].sort((a, b) => a - b).flatMap((each) => WEEKDAYS[each - 1] ?? []);
  const either = words.or(names.map(({ vi, en }) => words.say(vi, en)));
  return [words.say(`vào ${either}`, `on ${either}`)];
}

function hoursInWords(hours: Hours | undefined, words: RuleWords): string[] {
  if (!hours) return [];
  const { from, to } = hours;
  const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
  return [words.say(`từ ${from} giờ đến ${to} giờ`, `from ${clock(from)} to ${clock(to)}`)];
}
