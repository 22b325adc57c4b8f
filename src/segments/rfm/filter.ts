import { type DayNumber, startOfDay } from '../../model.ts';
import { both, complement, either, type Filter, NOBODY } from '../filter.ts';
import { cellsOf, NO_PURCHASE, NOT_KNOWN, type Rfm } from './model.ts';
import { type RfmScale, scaleOn, YEAR_DAYS } from './scale.ts';

/** Customers with any of the labels on a day. */
export function labelFilter(rfm: Rfm, labels: readonly string[], day: DayNumber, timeZone: string): Filter {
  const { grid } = rfm.model;
  const outside: Filter[] = [];
  const bought = { 'stats.firstDay': { $lte: day } };
  const end = startOfDay(day + 1, timeZone);
  if (labels.includes(NO_PURCHASE)) outside.push(both([complement(bought), { createdAt: { $lt: end } }]));
  if (labels.includes(NOT_KNOWN)) outside.push(complement(bought, { createdAt: { $lt: end } }));
  const inside = cellFilter(rfm, (cell) => labels.includes(grid[cell] ?? ''), day);
  return either(inside === NOBODY ? outside : [inside, ...outside]);
}

/**
 * Buyers in the wanted cells on a day. Recency is a lifetime figure unless an order is dated after the day, so it is asked as one;
 * the facts are read only for those whom it leaves open.
 */
export function cellFilter(rfm: Rfm, isWanted: (cell: string) => boolean, day: DayNumber): Filter {
  const scale = scaleOn(rfm, day);
  if (!scale) return NOBODY;
  const cells = cellsOf(scale.scores);
  const branches: Filter[] = [];
  for (let r = 1; r <= scale.scores; r++) {
    const ofScore = cells.filter((cell) => cell.startsWith(String(r)));
    const wanted = ofScore.filter(isWanted);
    const recent = recencyFilter(scale, r, day);
    if (wanted.length === 0 || recent === NOBODY) continue;
    const numbers = wanted.map((cell) => Number(cell.slice(1)));
    const rest = { $expr: { $in: [frequencyAndMoney(scale, day), numbers] } };
    branches.push(wanted.length === ofScore.length ? recent : both([recent, rest]));
  }
  return branches.length === 0 ? NOBODY : both([{ 'stats.firstDay': { $lte: day } }, either(branches)]);
}

/** The cell of a document as a number, 333; null for one who had not bought by the end of the day. An expression, for grouping. */
export function cellExpression(scale: RfmScale, day: DayNumber): Filter {
  const number = { $add: [{ $multiply: [100, recency(scale, day)] }, frequencyAndMoney(scale, day)] };
  return { $cond: [hasBought(day), number, null] };
}

/** A missing figure stands below every number, so it has to be asked for. */
export function hasBought(day: DayNumber): Filter {
  return { $and: [{ $gt: ['$stats.firstDay', null] }, { $lte: ['$stats.firstDay', day] }] };
}

/** What quantiles are drawn from, of one who had bought by the end of the day: days since the last order, orders of a year, spend. */
export function figuresExpression(scale: Pick<RfmScale, 'spentWindow'>, day: DayNumber): Filter {
  return {
    r: { $subtract: [day, lastDay(day)] },
    f: { $size: factsBetween(day - YEAR_DAYS + 1, day) },
    m: spentExpression(scale, day),
  };
}

/** Spend of the model's window that ends with the day, as an expression. */
export function spentExpression({ spentWindow }: Pick<RfmScale, 'spentWindow'>, day: DayNumber): Filter {
  return sumOf(spentWindow === 'lifetime' ? null : day - YEAR_DAYS + 1, day);
}

/** Whether anything was ordered within the days. */
export function hasOrdered(fromDay: DayNumber, toDay: DayNumber): Filter {
  return { $gt: [{ $size: factsBetween(fromDay, toDay) }, 0] };
}

export function sumOf(fromDay: DayNumber | null, toDay: DayNumber): Filter {
  return { $sum: { $map: { input: factsBetween(fromDay, toDay), as: 'f', in: '$$f.n' } } };
}

function recencyFilter(scale: RfmScale, score: number, day: DayNumber): Filter {
  const atMost = score === 1 ? Number.POSITIVE_INFINITY : scale.recency[score - 2];
  const above = scale.recency[score - 1] ?? -1;
  if (atMost === null || atMost === undefined || above >= atMost) return NOBODY;
  const last = day - above - 1;
  const d = { $lte: last, ...(Number.isFinite(atMost) && { $gte: day - atMost }) };
  // An order that is dated after the day hides the last one until it.
  const later = { facts: { $elemMatch: { d: { $gt: last, $lte: day } } } };
  const hidden = { 'stats.lastDay': { $gt: day }, facts: { $elemMatch: { d } }, ...complement(later) };
  return { $or: [{ 'stats.lastDay': d }, hidden] };
}

/** Of the last order until a day: a lifetime figure, unless an order is dated after it. */
function lastDay(day: DayNumber): Filter {
  const known = { $max: { $map: { input: factsBetween(null, day), as: 'f', in: '$$f.d' } } };
  return { $cond: [{ $lte: ['$stats.lastDay', day] }, '$stats.lastDay', known] };
}

function recency(scale: RfmScale, day: DayNumber): Filter {
  const last = lastDay(day);
  return scored(scale.recency.map((step) => step !== null && { $gte: [last, day - step] }));
}

/** 10 · F + M. */
function frequencyAndMoney(scale: RfmScale, day: DayNumber): Filter {
  const { steps, unit, isTopAbove } = scale.frequency;
  const vars = { n: { $size: factsBetween(day - YEAR_DAYS + 1, day) }, s: spentExpression(scale, day) };
  const active = { $subtract: [day + 1, { $max: ['$stats.firstDay', day - YEAR_DAYS + 1] }] };
  const months = { $max: [{ $multiply: [12, active] }, YEAR_DAYS] };
  const often = steps.map((step, index) => {
    if (step === null) return false;
    if (unit === 'orders') return { $gte: ['$$n', step] };
    const operator = isTopAbove && index === steps.length - 1 ? '$gt' : '$gte';
    return { [operator]: [{ $multiply: ['$$n', YEAR_DAYS * 100] }, { $multiply: [step, months] }] };
  });
  const much = scale.monetary.map((step) => step !== null && { $gte: ['$$s', step] });
  return { $let: { vars, in: { $add: [{ $multiply: [10, scored(often)] }, scored(much)] } } };
}

/** One, and one more for each step that is reached. */
function scored(reached: readonly (Filter | false)[]): Filter {
  return { $add: [1, ...reached.flatMap((test) => (test ? [{ $cond: [test, 1, 0] }] : []))] };
}

function factsBetween(fromDay: DayNumber | null, toDay: DayNumber): Filter {
  const until = { $lte: ['$$f.d', toDay] };
  const cond = fromDay === null ? until : { $and: [{ $gte: ['$$f.d', fromDay] }, until] };
  return { $filter: { input: { $ifNull: ['$facts', []] }, as: 'f', cond } };
}
