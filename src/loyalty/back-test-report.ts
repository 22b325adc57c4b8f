import { invariant } from '../errors.ts';
import type { Instant, Text } from '../model.ts';
import type { BackTestPlan } from './back-test-plan.ts';
import type { Assumption } from './back-test-points.ts';
import type { BackTestTally, GroupTally, MonthTally } from './back-test-tally.ts';
import type { Programme } from './programme.ts';
import { roundedDivision } from './rounding.ts';

/** Points and money of a month, or of the whole time. */
export interface BackTestFlows {
  readonly issued: number;
  readonly reversed: number;
  readonly unreclaimed: number;
  readonly redeemed: number;
  readonly expired: number;
  /** Points redeemed at their worth, discounts of tiers, and both. */
  readonly redeemedMinor: number;
  readonly discountMinor: number;
  readonly costMinor: number;
  /** Points that customers hold at its end, pending ones too, what they owe, and what the held ones are worth. */
  readonly outstanding: number;
  readonly owed: number;
  readonly liabilityMinor: number;
}

export interface BackTestMonth extends BackTestFlows {
  /** `2026-11`. */
  readonly month: string;
  readonly upgrades: number;
  readonly downgrades: number;
  /** Customers in each tier at its end, in the order of the tiers. */
  readonly tiers: readonly number[];
}

export interface BackTestSide {
  readonly levels: readonly { readonly id: string; readonly name: Text; readonly customers: number }[];
  readonly totals: BackTestFlows;
  /** Cost of what was sold, hundredths of a per cent; null when nothing was. */
  readonly costBasisPoints: number | null;
  readonly months: readonly BackTestMonth[];
}

export interface BackTestReport {
  readonly from: Instant;
  readonly to: Instant;
  readonly assumption: Assumption;
  readonly customers: number;
  /** Orders of the time that stand, and their goods after returns. */
  readonly orders: number;
  readonly goodsMinor: number;
  readonly programme: BackTestSide;
  readonly against: BackTestSide | null;
  /** Customers by tier: a row for each tier of `programme`, a column for each of `against`. Null without one. */
  readonly moves: readonly (readonly number[])[] | null;
  readonly everybody: GroupTally;
  readonly groups: readonly (GroupTally & { readonly label: string })[];
}

export function backTestReport(plan: BackTestPlan, tally: BackTestTally): BackTestReport {
  const [programme, against] = plan.sides.map((side, i) => sideOf(plan, side, tally, i));
  invariant(programme, 'a back-test has a programme');
  return {
    from: plan.from,
    to: plan.to,
    assumption: plan.assumption,
    customers: tally.customers,
    orders: tally.orders,
    goodsMinor: tally.goodsMinor,
    programme,
    against: against ?? null,
    moves: against ? tally.moves : null,
    everybody: tally.everybody,
    groups: plan.labels.flatMap((label) => {
      const group = tally.groups[label];
      return group ? [{ label, ...group }] : [];
    }),
  };
}

function sideOf(plan: BackTestPlan, programme: Programme, tally: BackTestTally, index: number): BackTestSide {
  const { pointMinor } = programme.redeeming;
  const { levels } = programme.tiers;
  const tallied = tally.sides[index]?.months ?? [];
  let held = { outstanding: 0, owed: 0, tiers: levels.map(() => 0) };
  const months = tallied.map((month, i): BackTestMonth => {
    held = heldAfter(held, month);
    return {
      month: plan.months[i]?.name ?? '',
      ...flowsOf(month, held, pointMinor),
      upgrades: month.upgrades,
      downgrades: month.downgrades,
      tiers: held.tiers,
    };
  });
  const total = (name: keyof BackTestFlows) => months.reduce((sum, month) => sum + month[name], 0);
  const issued = { issued: total('issued'), reversed: total('reversed'), unreclaimed: total('unreclaimed') };
  const gone = { redeemed: total('redeemed'), expired: total('expired'), discountMinor: total('discountMinor') };
  const totals = flowsOf({ ...issued, ...gone }, held, pointMinor);
  for (const sum of Object.values(totals))
    invariant(Number.isSafeInteger(sum), 'sums of a back-test are safe integers');
  return {
    levels: levels.map(({ id, name }, i) => ({ id, name, customers: held.tiers[i] ?? 0 })),
    totals,
    costBasisPoints:
      tally.goodsMinor === 0 ? null : roundedDivision(BigInt(totals.costMinor) * 10_000n, tally.goodsMinor, 'half_up'),
    months,
  };
}

interface Held {
  readonly outstanding: number;
  readonly owed: number;
  readonly tiers: number[];
}

/** A month adds to what was held: what customers hold is everything that moved, and what they owe. */
function heldAfter(before: Held, month: MonthTally): Held {
  const { issued, reversed, unreclaimed, redeemed, expired, owed } = month;
  return {
    outstanding: before.outstanding + issued - reversed + unreclaimed - redeemed - expired + owed,
    owed: before.owed + owed,
    tiers: before.tiers.map((customers, i) => customers + (month.tiers[i] ?? 0)),
  };
}

type Moved = Pick<BackTestFlows, 'issued' | 'reversed' | 'unreclaimed' | 'redeemed' | 'expired' | 'discountMinor'>;

function flowsOf(moved: Moved, { outstanding, owed }: Held, pointMinor: number): BackTestFlows {
  const { issued, reversed, unreclaimed, redeemed, expired, discountMinor } = moved;
  const redeemedMinor = redeemed * pointMinor;
  return {
    issued,
    reversed,
    unreclaimed,
    redeemed,
    expired,
    redeemedMinor,
    discountMinor,
    costMinor: redeemedMinor + discountMinor,
    outstanding,
    owed,
    liabilityMinor: outstanding * pointMinor,
  };
}
