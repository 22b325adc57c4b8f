import type { PurchaseFact } from '../model.ts';
import { complement, type Filter, late } from './filter.ts';
import type { DayRange } from './period.ts';

/**
 * Filters over the purchase facts of a window of days. Each puts in front what it implies about lifetime figures, which
 * stand first in the document: most customers are decided before their facts are read (performance.md).
 * The facts are newest first, so the n-th fact is on or after `fromDay` whenever n orders are.
 */
export function impliedByOrderIn({ fromDay, toDay }: DayRange): Filter {
  return { 'stats.lastDay': { $gte: fromDay }, 'stats.firstDay': { $lte: toDay } };
}

/** At least one order within the days. When nothing is newer than the window, the last day decides alone. */
export function anyOrder(days: DayRange): Filter {
  const { fromDay, toDay } = days;
  const inWindow = { facts: { $elemMatch: { d: { $gte: fromDay, $lte: toDay } } } };
  return { ...impliedByOrderIn(days), ...late({ $or: [{ 'stats.lastDay': { $lte: toDay } }, inWindow] }) };
}

/** The complement of {@link anyOrder}, in comparisons: only of those who bought both before the days and after them are the facts asked. */
export function noOrder({ fromDay, toDay }: DayRange): Filter {
  const inWindow = { facts: { $elemMatch: { d: { $gte: fromDay, $lte: toDay } } } };
  return {
    $or: [
      { 'stats.lastDay': { $not: { $gte: fromDay } } },
      { 'stats.firstDay': { $not: { $lte: toDay } } },
      { 'stats.lastDay': { $gt: toDay }, ...complement(inWindow) },
    ],
  };
}

/** At least `n` ≥ 1 orders within the days. By position when nothing is newer than the window, by counting otherwise. */
export function ordersAtLeast(n: number, days: DayRange): Filter {
  if (n === 1) return anyOrder(days);
  const inWindow = countOf(days);
  return {
    'stats.orders': { $gte: n },
    ...impliedByOrderIn(days),
    ...late({
      [`facts.${n - 1}.d`]: { $gte: days.fromDay },
      $or: [{ 'stats.lastDay': { $lte: days.toDay } }, { $expr: { $gte: [inWindow, n] } }],
    }),
  };
}

/**
 * At least `amountMinor` ≥ 1 spent within the days. No order's net amount is negative, so the lifetime has it too, and it is the lifetime's when
 * nothing was bought outside of the days: only of the others are the facts summed.
 */
export function spentAtLeast(amountMinor: number, days: DayRange): Filter {
  const isWithin = { 'stats.firstDay': { $gte: days.fromDay }, 'stats.lastDay': { $lte: days.toDay } };
  const isEnough = { $expr: { $gte: [spentOf(days), amountMinor] } };
  return {
    'stats.spentMinor': { $gte: amountMinor },
    ...impliedByOrderIn(days),
    ...late({ $or: [isWithin, isEnough] }),
  };
}

/**
 * From `least` ≥ 1 to `most` spent within the days, in one sum instead of one for each bound. The newest order alone may be more than `most`, when
 * none is newer than the days.
 */
export function spentBetween(least: number, most: number, days: DayRange): Filter {
  const isWithin = { 'stats.firstDay': { $gte: days.fromDay }, 'stats.lastDay': { $lte: days.toDay } };
  const isBetween = { $and: [{ $gte: ['$$s', least] }, { $lte: ['$$s', most] }] };
  return {
    'stats.spentMinor': { $gte: least },
    ...impliedByOrderIn(days),
    ...late({
      $or: [
        { ...isWithin, 'stats.spentMinor': { $lte: most } },
        {
          $or: [{ 'facts.0.n': { $lte: most } }, { 'stats.lastDay': { $gt: days.toDay } }],
          ...late({ $expr: { $let: { vars: { s: spentOf(days) }, in: isBetween } } }),
        },
      ],
    }),
  };
}

/** One order within the days that has all of `also`; without days, any order. */
export function orderWith(also: Filter, days: DayRange | null): Filter {
  if (days === null) return { facts: { $elemMatch: also } };
  const d = { $gte: days.fromDay, $lte: days.toDay };
  return { ...impliedByOrderIn(days), ...late({ facts: { $elemMatch: { d, ...also } } }) };
}

/** An expression fails on a missing array where a match would only not match, and would end the whole scan. */
const FACTS = { $ifNull: ['$facts', []] };

/** Expressions over the orders within the days. */
export function countOf(days: DayRange): Filter {
  return { $size: factsOf(days) };
}

export function spentOf(days: DayRange): Filter {
  return { $sum: { $map: { input: FACTS, as: 'f', in: { $cond: [dayIn('$$f.d', days), '$$f.n', 0] } } } };
}

/** The orders themselves; without days, all of them. */
export function factsOf(days: DayRange | null): Filter {
  return days === null ? FACTS : { $filter: { input: FACTS, as: 'f', cond: dayIn('$$f.d', days) } };
}

export function dayIn(day: string, { fromDay, toDay }: DayRange): Filter {
  return { $and: [{ $gte: [day, fromDay] }, { $lte: [day, toDay] }] };
}

/** For the evaluator. */
export function factsIn(facts: readonly PurchaseFact[], days: DayRange | null): readonly PurchaseFact[] {
  return days === null ? facts : facts.filter((fact) => fact.d >= days.fromDay && fact.d <= days.toDay);
}
