import { z } from 'zod';
import type { Field } from '../model.ts';
import { PERCENT_FIELD, POINTS_FIELD, percent, points } from './fields.ts';
import type { Earned, EarningContext, EarningOrder, RuleWords } from './rule.ts';

/**
 * What a rule adds to what the amount earns: so many per cent more, or a fixed number of points. Extras are each counted on the amount and
 * add up; they do not multiply each other: two rules of 100 % make three times the points and not four.
 */
export type Bonus =
  | { readonly give: 'percent'; readonly percent: number }
  | { readonly give: 'points'; readonly points: number };

/** The arguments of a rule that gives a bonus; `beside` are those that say when. */
export function bonusArgs<Beside extends z.ZodRawShape>(beside: Beside) {
  return z.discriminatedUnion('give', [
    z.strictObject({ ...beside, give: z.literal('percent'), percent }),
    z.strictObject({ ...beside, give: z.literal('points'), points }),
  ]);
}

export const BONUS_FIELD: Field = {
  name: 'give',
  type: 'select',
  required: true,
  default: 'percent',
  label: { vi: 'Tặng', en: 'Gives' },
  options: [
    { value: 'percent', label: { vi: 'thêm phần trăm điểm', en: 'a percentage more points' }, fields: [PERCENT_FIELD] },
    { value: 'points', label: { vi: 'một số điểm cố định', en: 'a fixed number of points' }, fields: [POINTS_FIELD] },
  ],
};

export function bonusOn(order: EarningOrder, bonus: Bonus, context: EarningContext): Earned | null {
  if (bonus.give === 'points') return fixedOn(order, bonus.points);
  return earned(extraPoints(order.baseMinor, bonus.percent, context), 'order');
}

/** Fixed points; none for an order of which nothing earns, since no return could take them back. */
export function fixedOn(order: EarningOrder, points: number): Earned | null {
  return order.baseMinor === 0 ? null : earned(points, 'order');
}

/** So many per cent of the points of an amount, rounded once. */
export function extraPoints(amountMinor: number, percent: number, context: EarningContext): number {
  return context.round(BigInt(amountMinor) * BigInt(percent), BigInt(context.rateMinor) * 100n);
}

export function earned(points: number, of: Earned['of']): Earned | null {
  return points === 0 ? null : { points, of };
}

/** "thêm 50% điểm", "50% more points"; "100 điểm", "100 points". */
export function bonusInWords(bonus: Bonus, words: RuleWords): string {
  if (bonus.give === 'points') return words.points(bonus.points);
  return words.say(`thêm ${bonus.percent}% điểm`, `${bonus.percent}% more points`);
}

/** ", nếu đơn từ 200.000 ₫ trở lên", to be said last; nothing without a minimum. */
export function minimumInWords(minimumMinor: number | undefined, words: RuleWords): string {
  if (minimumMinor === undefined) return '';
  const least = words.money(minimumMinor);
  return words.say(`, nếu đơn từ ${least} trở lên`, `, if it comes to at least ${least}`);
}
