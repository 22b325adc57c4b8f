import type { Instant } from '../model.ts';
import type { Grant } from './earn.ts';
import type { LoyaltyOrder } from './history.ts';
import type { Programme } from './programme.ts';
import { roundedDivision } from './rounding.ts';

/** How customers are taken to spend, since nobody can know: it is said in every report. */
export interface Assumption {
  /** Of points that became available, in whole per cent. */
  readonly redeemPercent: number;
  /** Days of 24 hours after that. */
  readonly redeemAfterDays: number;
}

/** What moves points. `unreclaimed`: of what was reversed, what had expired before, or what the programme lets go when it was spent. */
export const POINT_FLOWS = ['issued', 'reversed', 'unreclaimed', 'redeemed', 'expired', 'owed'] as const;
export type PointFlow = (typeof POINT_FLOWS)[number];

interface Pile {
  net: number;
  left: number;
  expired: number;
  /** Hundredths of points that will be spent as soon as the minimum lets them. */
  wanted: number;
  readonly expiresAt: Instant;
}

const MS_PER_DAY = 86_400_000;
/** Of one instant in this order: what is lost at an instant cannot be spent at it. */
const RANKS = { issue: 0, mature: 1, reverse: 2, expire: 3, spend: 4 } as const;
type Step = { readonly at: Instant; readonly kind: keyof typeof RANKS; readonly pile: Pile; readonly points: number };

/**
 * Tells what becomes of one customer's grants of one currency up to an instant, spent as assumed: oldest expiry first, in whole points, never fewer than
 * the programme's minimum at once. `issued - reversed + unreclaimed - redeemed - expired` is what is left, minus what is owed.
 */
export function pointFlows(
  grants: readonly Grant[],
  orders: ReadonlyMap<string, LoyaltyOrder>,
  programme: Pick<Programme, 'redeeming' | 'negative'>,
  assumption: Assumption,
  until: Instant,
  tell: (at: Instant, flow: PointFlow, points: number) => void,
): void {
  const steps = grants.flatMap((grant) => stepsOf(grant, orders, assumption)).filter((step) => step.at <= until);
  steps.sort((a, b) => a.at - b.at || RANKS[a.kind] - RANKS[b.kind]);
  const purse = new Purse(programme, tell);
  for (const { at, kind, pile, points } of steps) {
    if (kind === 'issue') purse.issue(at, pile);
    else if (kind === 'mature') purse.mature(at, pile);
    else if (kind === 'reverse') purse.reverse(at, pile, points);
    else if (kind === 'expire') purse.expire(at, pile);
    else purse.spend(at, pile, assumption.redeemPercent);
  }
}

function stepsOf(grant: Grant, orders: ReadonlyMap<string, LoyaltyOrder>, { redeemAfterDays }: Assumption): Step[] {
  const { at, points, availableAt } = grant;
  const expiresAt = grant.expiresAt ?? Number.POSITIVE_INFINITY;
  const pile: Pile = { net: points, left: points, expired: 0, wanted: 0, expiresAt };
  const steps: Step[] = [{ at, kind: 'issue', pile, points }];
  if (availableAt !== null) {
    const from = Math.max(at, availableAt);
    steps.push({ at: from, kind: 'mature', pile, points });
    steps.push({ at: from + redeemAfterDays * MS_PER_DAY, kind: 'spend', pile, points });
    steps.push({ at: expiresAt, kind: 'expire', pile, points });
  }
  const order = grant.order === undefined || grant.kept === points ? undefined : orders.get(grant.order);
  for (const [returnedAt, part] of order ? reversals(order, points - grant.kept) : [])
    steps.push({ at: returnedAt, kind: 'reverse', pile, points: part });
  return steps;
}

/** When what returns took was taken: in proportion to the goods of each, the rest with the last. */
function reversals(order: LoyaltyOrder, points: number): [Instant, number][] {
  const goods = sum(order.i.map((line) => line.a));
  const returns = (order.back ?? []).map((back) => ({ t: Math.max(back.t, order.t), goods: sum(back.a) }));
  if (order.end !== undefined) {
    const end = order.end;
    const before = returns.filter(({ t }) => t < end);
    returns.splice(0, returns.length, ...before, { t: end, goods: goods - sum(before.map((back) => back.goods)) });
  }
  returns.sort((a, b) => a.t - b.t);
  const all = sum(returns.map((each) => each.goods));
  let back = 0;
  let taken = 0;
  return returns.map(({ t, goods: returned }, i) => {
    back += returned;
    const isLast = i === returns.length - 1;
    const share = all === 0 ? 0 : roundedDivision(BigInt(points) * BigInt(back), all, 'floor');
    const part = (isLast ? points : share) - taken;
    taken += part;
    return [t, part];
  });
}

/** What one customer holds. */
class Purse {
  readonly #programme: Pick<Programme, 'redeeming' | 'negative'>;
  readonly #tell: (at: Instant, flow: PointFlow, points: number) => void;
  /** Available ones, the soonest lost first. */
  #piles: Pile[] = [];
  #owed = 0;

  constructor(
    programme: Pick<Programme, 'redeeming' | 'negative'>,
    tell: (at: Instant, flow: PointFlow, points: number) => void,
  ) {
    this.#programme = programme;
    this.#tell = tell;
  }

  issue(at: Instant, pile: Pile): void {
    this.#tell(at, 'issued', pile.net);
  }

  mature(at: Instant, pile: Pile): void {
    const behind = this.#piles.findIndex((each) => each.expiresAt > pile.expiresAt);
    this.#piles.splice(behind < 0 ? this.#piles.length : behind, 0, pile);
    this.#cover(at);
  }

  reverse(at: Instant, pile: Pile, points: number): void {
    this.#tell(at, 'reversed', points);
    pile.net -= points;
    const here = Math.min(points, pile.left);
    pile.left -= here;
    pile.wanted = Math.min(pile.wanted, pile.left * 100);
    const lost = Math.min(points - here, pile.expired);
    pile.expired -= lost;
    const spent = points - here - lost;
    const forgiven = this.#programme.negative === 'allow' ? 0 : spent;
    if (lost + forgiven > 0) this.#tell(at, 'unreclaimed', lost + forgiven);
    if (spent > forgiven) this.#owe(at, spent - forgiven);
    this.#cover(at);
  }

  expire(at: Instant, pile: Pile): void {
    if (pile.left > 0) this.#tell(at, 'expired', pile.left);
    pile.expired += pile.left;
    pile.left = 0;
    this.#piles = this.#piles.filter((each) => each !== pile);
  }

  spend(at: Instant, pile: Pile, percent: number): void {
    if (!this.#piles.includes(pile)) return; // lost before anybody got to spending it
    pile.wanted = Math.min(pile.net * percent, pile.left * 100);
    const { minimumPoints } = this.#programme.redeeming;
    const points = Math.floor(sum(this.#piles.map((each) => each.wanted)) / 100);
    const balance = sum(this.#piles.map((each) => each.left));
    if (points < 1 || points < minimumPoints || balance < minimumPoints) return;
    this.#tell(at, 'redeemed', points);
    this.#take(points);
    let satisfied = points * 100;
    for (const each of this.#piles) {
      const part = Math.min(each.wanted, satisfied);
      satisfied -= part;
      each.wanted = Math.min(each.wanted - part, each.left * 100);
    }
  }

  #owe(at: Instant, points: number): void {
    this.#owed += points;
    this.#tell(at, 'owed', points);
  }

  /** What is owed is paid by what there is. */
  #cover(at: Instant): void {
    const points = Math.min(this.#owed, sum(this.#piles.map((each) => each.left)));
    if (points === 0) return;
    this.#take(points);
    this.#owe(at, -points);
    for (const each of this.#piles) each.wanted = Math.min(each.wanted, each.left * 100);
  }

  #take(points: number): void {
    let open = points;
    for (const pile of this.#piles) {
      const part = Math.min(pile.left, open);
      pile.left -= part;
      open -= part;
    }
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
