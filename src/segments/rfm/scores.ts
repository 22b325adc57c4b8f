import { type Customer, type DayNumber, startOfDay } from '../../model.ts';
import { NO_PURCHASE, NOT_KNOWN, type Rfm } from './model.ts';
import { type RfmScale, scaleOn, YEAR_DAYS } from './scale.ts';

/** What the scores of a customer come from, on one day. */
export interface RfmFigures {
  readonly daysSince: number;
  /** Orders of the last 365 days. */
  readonly orders: number;
  /** Of those 365 days so many since the first order, both ends included. */
  readonly daysActive: number;
  readonly spentMinor: number;
  readonly daysSinceFirst: number;
}

export interface RfmScores {
  readonly r: number;
  readonly f: number;
  readonly m: number;
  readonly label: string;
  readonly flags: readonly RfmFlag[];
}

/** `save_first`: at risk, and of those the ones who bought often or much. `new`: promising, and the first order is at most 30 days ago. */
export type RfmFlag = 'save_first' | 'new';
export const NEW_DAYS = 30;

type Buyer = Pick<Customer, 'facts'>;

/** Null for one who had not bought by the end of the day. All from the facts: what was ordered later does not count yet. */
export function figuresOf({ facts }: Buyer, scale: Pick<RfmScale, 'spentWindow'>, day: DayNumber): RfmFigures | null {
  const from = day - YEAR_DAYS + 1;
  let [first, last, orders, spentMinor] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (const fact of facts) {
    if (fact.d > day) continue;
    first = Math.min(first, fact.d);
    last = Math.max(last, fact.d);
    if (fact.d >= from) orders += 1;
    if (fact.d >= from || scale.spentWindow === 'lifetime') spentMinor += fact.n;
  }
  if (orders === 0 && !Number.isFinite(first)) return null;
  return {
    daysSince: day - last,
    orders,
    daysActive: Math.min(day - first + 1, YEAR_DAYS),
    spentMinor,
    daysSinceFirst: day - first,
  };
}

/** The customer's scores and label on a day (R01–R13); null for one who had not bought, or without cut points. */
export function scoresOf(customer: Buyer, rfm: Rfm, day: DayNumber): RfmScores | null {
  const scale = scaleOn(rfm, day);
  const figures = scale && figuresOf(customer, scale, day);
  return scale && figures && labelled(figures, scale, rfm);
}

/** The same of figures in hand. */
export function labelled(figures: RfmFigures, scale: RfmScale, { model }: Pick<Rfm, 'model'>): RfmScores {
  const { daysSince, spentMinor } = figures;
  const r = score(scale.recency, (step) => daysSince <= step);
  const f = score(scale.frequency.steps, (step, isTop) =>
    reaches(figures, step, scale, isTop && scale.frequency.isTopAbove),
  );
  const m = score(scale.monetary, (step) => spentMinor >= step);
  const label = model.grid[`${r}${f}${m}`] ?? '';
  const high = (scale.scores + 3) / 2; // 3 of 3, 4 of 5
  const flags: RfmFlag[] = [];
  if (label === 'at_risk' && (f >= high || m >= high)) flags.push('save_first');
  if (label === 'promising' && figures.daysSinceFirst <= NEW_DAYS) flags.push('new');
  return { r, f, m, label, flags };
}

/** The label, or what stands for it outside the grid; '' for a buyer whom quantiles cannot score yet. */
export function labelOn(
  customer: Pick<Customer, 'facts' | 'createdAt'>,
  rfm: Rfm,
  day: DayNumber,
  timeZone: string,
): string {
  if (customer.facts.some((fact) => fact.d <= day)) return scoresOf(customer, rfm, day)?.label ?? '';
  return customer.createdAt < startOfDay(day + 1, timeZone) ? NO_PURCHASE : NOT_KNOWN;
}

function score(steps: readonly (number | null)[], reached: (step: number, isTop: boolean) => boolean): number {
  return 1 + steps.filter((step, i) => step !== null && reached(step, i === steps.length - 1)).length;
}

/** Orders a month are orders · 365 / (12 · days active), with at least one month: multiplied out, so that nothing is rounded. */
function reaches({ orders, daysActive }: RfmFigures, step: number, { frequency }: RfmScale, isAbove: boolean): boolean {
  if (frequency.unit === 'orders') return orders >= step;
  const given = orders * YEAR_DAYS * 100;
  const needed = step * Math.max(12 * daysActive, YEAR_DAYS);
  return isAbove ? given > needed : given >= needed;
}
