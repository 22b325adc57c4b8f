import { addMonths, dayOf, formatDay, type Instant, startOfDay } from '../model.ts';
import type { History, LoyaltyLine, LoyaltyOrder } from './history.ts';
import type { Level, Programme, ProgrammeVersion } from './programme.ts';
import { roundedDivision } from './rounding.ts';
import type { Earned, EarningOrder } from './rule.ts';
import { ruleOf } from './rules/index.ts';

/** Points that a history should have brought, from one rule at one occasion. It becomes a lot. */
export interface Grant {
  /** Names the occasion and the rule: the same in every order of arrival. */
  readonly key: string;
  readonly order?: string;
  readonly rule: string;
  readonly version: number;
  readonly currency: string;
  readonly at: Instant;
  /** The tier whose rate it was. */
  readonly level: string;
  /** When earned, and what is left of it after returns. */
  readonly points: number;
  readonly kept: number;
  /** Null: not yet known, for it waits for the delivery. */
  readonly availableAt: Instant | null;
  /** The first instant at which it is lost; null: never, or not yet known. */
  readonly expiresAt: Instant | null;
}

/** What an order earned before returns, and how returns take it back. */
export interface OrderGrant {
  readonly grant: Grant;
  readonly of: Earned['of'];
}

/** Points that orders earned so far in a local day and month, by currency: what caps are held against. */
export class CapCounts {
  readonly #counts = new Map<string, number>();

  room(programme: Programme, currency: string, day: number): number {
    const { dayPoints, monthPoints } = programme.earning.caps;
    const left = (cap: number | undefined, span: string) =>
      cap === undefined ? Number.POSITIVE_INFINITY : cap - (this.#counts.get(`${currency}/${span}`) ?? 0);
    return Math.max(0, Math.min(left(dayPoints, `d${day}`), left(monthPoints, monthOf(day))));
  }

  count(currency: string, day: number, points: number): void {
    if (points === 0) return;
    for (const span of [`d${day}`, monthOf(day)])
      this.#counts.set(`${currency}/${span}`, (this.#counts.get(`${currency}/${span}`) ?? 0) + points);
  }
}

const monthOf = (day: number) => formatDay(day).slice(0, 7);

/** What a paid order earns under the version in force when it was paid, in the tier of that moment (L06). */
export function earnedByOrder(
  order: LoyaltyOrder,
  context: {
    readonly version: ProgrammeVersion;
    readonly level: Level;
    readonly ordinal: number;
    readonly timeZone: string;
    readonly history: Pick<History, 'birth' | 'paidByPoints'>;
    readonly caps: CapCounts;
  },
): OrderGrant[] {
  const { version, level, timeZone, history, caps } = context;
  const { programme } = version;
  const earning = earningOrder(order, programme, context);
  if (!programme.isOn || earning === null) return [];
  const day = dayOf(order.t, timeZone);
  const availableAt = availableFrom(order, programme, timeZone);
  let roomInOrder = new Map<string, number>();
  const grants: OrderGrant[] = [];
  for (const node of programme.earning.rules) {
    const { rule, args } = ruleOf(node);
    const earned = rule.onOrder?.(args, earning, {
      timeZone,
      rateMinor: level.rateMinor,
      level: level.id,
      ...(history.birth === undefined ? {} : { birth: history.birth }),
      round: (numerator, denominator) => roundedDivision(numerator, denominator, programme.earning.rounding),
    });
    if (!earned || earned.points <= 0) continue;
    for (const currency of currenciesOf(programme, node.currency)) {
      const inOrder = roomInOrder.get(currency) ?? programme.earning.caps.orderPoints ?? Number.POSITIVE_INFINITY;
      const points = Math.min(earned.points, inOrder, caps.room(programme, currency, day));
      if (points <= 0) continue;
      roomInOrder = new Map(roomInOrder).set(currency, inOrder - points);
      caps.count(currency, day, points);
      grants.push({
        of: earned.of,
        grant: {
          key: `${order.o}#${node.id}#${currency}`,
          order: order.o,
          rule: node.id,
          version: version.version,
          currency,
          at: order.t,
          level: level.id,
          points,
          kept: keptOf(points, earned.of, order, programme),
          availableAt,
          expiresAt: availableAt === null ? null : expiryOf(programme, Math.max(order.t, availableAt), timeZone),
        },
      });
    }
  }
  return grants;
}

/** A rule without a currency gives both the points that pay and those that rank, which mostly are one. */
export function currenciesOf(programme: Programme, named: string | undefined): string[] {
  return named === undefined ? [...new Set([programme.spends, programme.ranks])] : [named];
}

/** The first instant after the last day: so many calendar months later, to the end of that day in the shop's zone (L05). */
export function expiryOf(programme: Programme, from: Instant, timeZone: string): Instant | null {
  if (programme.expiry.kind === 'never') return null;
  return startOfDay(addMonths(dayOf(from, timeZone), programme.expiry.months) + 1, timeZone);
}

/**
 * What a return leaves of what a rule gave, in proportion to the money that comes back, always rounded down, so that many small returns
 * never keep more than one of the same size (complaint 18). `until`: returns up to this instant only.
 */
export function keptOf(
  points: number,
  of: Earned['of'],
  order: LoyaltyOrder,
  programme: Programme,
  until = Number.POSITIVE_INFINITY,
): number {
  if (order.end !== undefined && order.end <= until) return 0;
  const returns = (order.back ?? []).filter((back) => back.t <= until);
  if (returns.length === 0) return points;
  const indices = of === 'order' ? earningLines(order, programme) : of;
  const whole = goodsOf(order, indices) + (of === 'order' ? extrasOf(order, programme) : 0);
  if (whole === 0) return points;
  const goods = sum(returns.map((back) => sum(indices.map((i) => back.a[i] ?? 0))));
  const extras = of === 'order' ? Math.min(extrasOf(order, programme), sum(returns.map((back) => back.e))) : 0;
  return roundedDivision(BigInt(points) * BigInt(Math.max(0, whole - goods - extras)), whole, 'floor');
}

/** The order with what of it may earn; null when nothing does. */
export function earningOrder(
  order: LoyaltyOrder,
  programme: Programme,
  context: { readonly ordinal: number; readonly timeZone: string; readonly history: Pick<History, 'paidByPoints'> },
): EarningOrder | null {
  const { exclude } = programme.earning;
  if (order.barred || exclude.channels.includes(order.c) || exclude.locations.includes(order.l)) return null;
  const indices = earningLines(order, programme);
  const goods = sum(order.i.map((line) => line.a));
  // What points paid earns nothing (L03): as a discount it is not in the amounts at all, as a payment it comes off each line in proportion.
  const paid = programme.redeeming.paidAs === 'payment' ? (context.history.paidByPoints?.[order.o] ?? 0) : 0;
  const unpaid = Math.max(0, goods - paid);
  const net = (amount: number) =>
    paid <= 0 || goods <= 0 ? amount : roundedDivision(BigInt(amount) * BigInt(unpaid), goods, 'floor');
  return {
    ...order,
    earning: indices.map((index) => {
      const line = order.i[index] as LoyaltyLine;
      return { index, line: paid > 0 ? { ...line, a: net(line.a) } : line };
    }),
    baseMinor: net(goodsOf(order, indices)) + extrasOf(order, programme),
    ordinal: context.ordinal,
    day: dayOf(order.t, context.timeZone),
  };
}

const goodsOf = (order: LoyaltyOrder, indices: readonly number[]) => sum(indices.map((i) => order.i[i]?.a ?? 0));

function earningLines(order: LoyaltyOrder, programme: Programme): number[] {
  const { products, categories, discountedLines } = programme.earning.exclude;
  return order.i.flatMap((line, index) => {
    if (discountedLines && line.x) return [];
    if (line.p !== undefined && products.includes(line.p)) return [];
    if (line.v !== undefined && products.includes(line.v)) return [];
    return line.k?.some((category) => categories.includes(category)) ? [] : [index];
  });
}

function extrasOf(order: LoyaltyOrder, { earning }: Programme): number {
  return (earning.includeTax ? order.tax : 0) + (earning.includeShipping ? order.ship : 0);
}

function availableFrom(order: LoyaltyOrder, { earning: { pending } }: Programme, timeZone: string): Instant | null {
  if (pending.until === 'paid') return order.t;
  if (pending.until === 'days') return startOfDay(dayOf(order.t, timeZone) + pending.days, timeZone);
  if (order.f === undefined) return null;
  const handedOver = Math.max(order.f, order.t);
  return pending.days === 0 ? handedOver : startOfDay(dayOf(handedOver, timeZone) + pending.days, timeZone);
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
