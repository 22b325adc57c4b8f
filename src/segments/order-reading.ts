import { formatDay } from '../model.ts';
import { type Comparison, holds } from './comparison.ts';
import type { DayRange } from './period.ts';
import { figureReading, type Reading, unknownReading } from './reading.ts';
import type { Wording } from './wording.ts';

/**
 * What conditions on orders find, in the words that they share. A figure of `days` that do not hold today can only fall, by a refund:
 * nobody places an order in the past. Without `days` it is that of a lifetime.
 */
export function ordersReading(
  orders: number,
  comparison: Comparison,
  wording: Wording,
  days: DayRange | null = null,
): Reading {
  const reading = figureReading(orders, comparison, {
    shown: (n) => wording.counted(n, 'đơn hàng', 'order', 'orders'),
    more: (n) =>
      wording.say(
        `mua thêm ${wording.number(n)} đơn hàng`,
        `place ${wording.counted(n, '', 'more order', 'more orders')}`,
      ),
    less: (n) =>
      wording.say(
        `huỷ hoặc hoàn trả ${wording.number(n)} đơn hàng`,
        `cancel or refund ${wording.counted(n, '', 'order', 'orders')}`,
      ),
  });
  return withinReach(reading, days, wording);
}

export function spentReading(
  amountMinor: number,
  comparison: Comparison,
  wording: Wording,
  days: DayRange | null = null,
): Reading {
  const reading = figureReading(amountMinor, comparison, {
    shown: wording.money,
    more: (by) => wording.say(`chi thêm ${wording.money(by)}`, `spend ${wording.money(by)} more`),
    less: (by) => wording.say(`hoàn lại ${wording.money(by)}`, `have ${wording.money(by)} refunded`),
  });
  return withinReach(reading, days, wording);
}

/** Without the change where it would have to happen on days that are over or have not come. */
export function withinReach(reading: Reading, days: DayRange | null, { context: { today } }: Wording): Reading {
  const isOpen = days === null || (days.fromDay <= today && today <= days.toDay);
  return isOpen || (reading.change?.by ?? 1) < 0 ? reading : { ...reading, change: null };
}

/** Days since an order of long ago or none: time alone adds to them, and only an order today (`resets`) takes them away. */
export function daysAgoReading(
  day: number | undefined,
  comparison: Comparison,
  wording: Wording,
  resets: 'every order' | 'the first order',
): Reading {
  const matchesToday = holds(0, comparison);
  const order = wording.say('mua một đơn hàng hôm nay', 'place an order today');
  if (day === undefined) return neverBought(wording, matchesToday ? order : null);
  const days = wording.context.today - day;
  const turns = resets === 'every order' && days > 0 && holds(days, comparison) !== matchesToday;
  return {
    value: days,
    shown: wording.say(`${wording.number(days)} ngày trước`, `${wording.counted(days, '', 'day', 'days')} ago`),
    change: turns ? { by: -days, text: order } : null,
  };
}

/** The day of their first or last order, asked whether it is one of `days`. */
export function orderDayReading(
  day: number | undefined,
  days: DayRange,
  wording: Wording,
  resets: 'every order' | 'the first order',
): Reading {
  const { today } = wording.context;
  const isOpen = days.fromDay <= today && today <= days.toDay;
  const order = wording.say('mua một đơn hàng hôm nay', 'place an order today');
  if (day === undefined) return neverBought(wording, isOpen ? order : null);
  const isIn = days.fromDay <= day && day <= days.toDay;
  const turns = resets === 'every order' && isIn !== isOpen && day < today;
  return { value: formatDay(day), shown: wording.day(day), change: turns ? { by: null, text: order } : null };
}

export function neverBought(wording: Wording, change: string | null = null): Reading {
  return unknownReading(wording.say('chưa từng mua hàng', 'has never bought'), change);
}
