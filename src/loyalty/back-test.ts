import type { BirthDate, Instant } from '../model.ts';
import { type BackTestPlan, monthIndex } from './back-test-plan.ts';
import { pointFlows } from './back-test-points.ts';
import { type BackTestTally, type MonthTally, tallyGroup } from './back-test-tally.ts';
import type { History, LoyaltyOrder } from './history.ts';
import type { Programme } from './programme.ts';
import { replay } from './replay.ts';
import { roundedDivision } from './rounding.ts';
import type { TierChange } from './tiers.ts';

/** What a back-test needs of a customer. */
export interface BackTestCustomer {
  /** First known: made, or their first order. */
  readonly knownSince: Instant;
  readonly birth?: BirthDate;
  /** In order of time. */
  readonly orders: readonly LoyaltyOrder[];
  /** Labels of the segments they are in now: exclusions by segment look at these as well. */
  readonly memberOf: readonly string[];
}

/** Counts one customer in. */
export function tallyCustomer(plan: BackTestPlan, tally: BackTestTally, customer: BackTestCustomer): void {
  if (customer.knownSince > plan.to) return;
  const orders = customer.orders.filter((order) => order.t <= plan.to);
  tally.customers += 1;
  for (const order of orders) {
    const goods = order.t < plan.from ? 0 : standingGoods(order);
    if (goods === 0) continue;
    tally.orders += 1;
    tally.goodsMinor += goods;
  }
  const told = plan.sides.map((side, i) => tallySide(plan, side, tally.sides[i]?.months ?? [], customer, orders));
  const [mine, other] = told;
  if (!mine) return;
  const row = tally.moves[mine.level];
  if (row && other) row[other.level] = (row[other.level] ?? 0) + 1;
  const difference = mine.valueMinor - (other?.valueMinor ?? 0);
  tallyGroup(tally.everybody, difference);
  for (const label of customer.memberOf) {
    const group = tally.groups[label];
    if (group) tallyGroup(group, difference);
  }
}

/** One customer under one programme: where they end, and what it was worth to them. */
function tallySide(
  plan: BackTestPlan,
  programme: Programme,
  months: readonly MonthTally[],
  customer: BackTestCustomer,
  orders: readonly LoyaltyOrder[],
): { readonly level: number; readonly valueMinor: number } {
  const { from, to, timeZone } = plan;
  const isBarred = programme.earning.exclude.segments.some((segment) =>
    customer.memberOf.some((label) => label.startsWith(`${segment}.`)),
  );
  const history: History = {
    joinedAt: Math.max(from, customer.knownSince),
    ...(customer.birth === undefined ? {} : { birth: customer.birth }),
    orders: isBarred ? orders.map((order) => ({ ...order, barred: true as const })) : orders,
    adjustments: [],
    pins: [],
  };
  const { grants, changes } = replay([{ version: 1, from, programme }], history, { timeZone, asOf: to });
  const { levels } = programme.tiers;
  const indexOf = (id: string) => levels.findIndex((level) => level.id === id);
  const monthAt = (at: Instant) => months[monthIndex(plan, at)] as MonthTally;
  for (const { at, from: left, to: reached } of changes) {
    const month = monthAt(at);
    const index = indexOf(reached);
    month.tiers[index] = (month.tiers[index] ?? 0) + 1;
    if (left === null) continue;
    const before = indexOf(left);
    month.tiers[before] = (month.tiers[before] ?? 0) - 1;
    month[index > before ? 'upgrades' : 'downgrades'] += 1;
  }

  const spendable = grants.filter((grant) => grant.currency === programme.spends && grant.at <= to);
  const byId = new Map(orders.map((order) => [order.o, order]));
  pointFlows(spendable, byId, programme, plan.assumption, to, (at, flow, points) => {
    monthAt(at)[flow] += points;
  });
  let valueMinor = spendable.reduce((sum, grant) => sum + grant.kept, 0) * programme.redeeming.pointMinor;
  for (const order of programme.isOn ? orders : []) {
    const level = order.t < from ? undefined : levels[indexOf(levelBefore(order, changes) ?? '')];
    const discount = roundedDivision(
      BigInt(standingGoods(order)) * BigInt(level?.discountBasisPoints ?? 0),
      10_000,
      'floor',
    );
    if (discount === 0) continue;
    monthAt(order.t).discountMinor += discount;
    valueMinor += discount;
  }
  return { level: indexOf(changes.at(-1)?.to ?? ''), valueMinor };
}

/** The tier in which an order was paid: its own points do not count yet (L06). */
function levelBefore(order: LoyaltyOrder, changes: readonly TierChange[]): string | null {
  const { o, t } = order;
  const before = changes.findLast(({ at, cause }) => {
    if (at !== t) return at < t;
    if (cause.kind === 'earned') return cause.order === undefined || cause.order < o;
    return cause.kind !== 'reversed';
  });
  return before?.to ?? null;
}

function standingGoods(order: LoyaltyOrder): number {
  if (order.end !== undefined) return 0;
  const back = sum((order.back ?? []).map((each) => sum(each.a)));
  return sum(order.i.map((line) => line.a)) - back;
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
