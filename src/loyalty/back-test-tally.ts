import type { BackTestPlan } from './back-test-plan.ts';
import type { PointFlow } from './back-test-points.ts';
import type { Programme } from './programme.ts';

/** Sums of one programme in one month. `tiers` counts comings less goings of each, in the order of its tiers. */
export type MonthTally = { [flow in PointFlow | 'discountMinor' | 'upgrades' | 'downgrades']: number } & {
  tiers: number[];
};

export interface GroupTally {
  customers: number;
  winners: number;
  losers: number;
  gainMinor: number;
  lossMinor: number;
}

/** Nothing but sums: two tallies of one plan add up to the tally of both parts. */
export interface BackTestTally {
  customers: number;
  orders: number;
  goodsMinor: number;
  sides: { months: MonthTally[] }[];
  /** Of both programmes: customers by their tier in the first, then in the second. */
  moves: number[][];
  everybody: GroupTally;
  groups: Record<string, GroupTally>;
}

export function emptyTally({ sides, months, labels }: BackTestPlan): BackTestTally {
  const [programme, against] = sides;
  const levels = (side: Programme | undefined) => side?.tiers.levels ?? [];
  return {
    customers: 0,
    orders: 0,
    goodsMinor: 0,
    sides: sides.map((side) => ({
      months: months.map(() => ({
        issued: 0,
        reversed: 0,
        unreclaimed: 0,
        redeemed: 0,
        expired: 0,
        owed: 0,
        discountMinor: 0,
        upgrades: 0,
        downgrades: 0,
        tiers: levels(side).map(() => 0),
      })),
    })),
    moves: against === undefined ? [] : levels(programme).map(() => levels(against).map(() => 0)),
    everybody: emptyGroup(),
    groups: Object.fromEntries(labels.map((label) => [label, emptyGroup()])),
  };
}

/** The sum of two tallies of one plan. */
export function addTallies(a: BackTestTally, b: BackTestTally): BackTestTally {
  return plus(a, b) as unknown as BackTestTally;
}

type Sums = number | readonly Sums[] | { readonly [key: string]: Sums };

function plus(a: unknown, b: unknown): Sums {
  if (typeof a === 'number') return a + (b as number);
  if (Array.isArray(a)) return a.map((each, i) => plus(each, (b as unknown[])[i]));
  return Object.fromEntries(
    Object.entries(a as object).map(([key, each]) => [key, plus(each, (b as Record<string, unknown>)[key])]),
  );
}

/** Counts a customer to whom the programme is worth so much more, or less, minor units. */
export function tallyGroup(group: GroupTally, difference: number): void {
  group.customers += 1;
  if (difference > 0) {
    group.winners += 1;
    group.gainMinor += difference;
  } else if (difference < 0) {
    group.losers += 1;
    group.lossMinor -= difference;
  }
}

const emptyGroup = (): GroupTally => ({ customers: 0, winners: 0, losers: 0, gainMinor: 0, lossMinor: 0 });
