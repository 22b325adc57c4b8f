import { type BirthDate, type DayNumber, dayOf } from '../model.ts';
import { type Account, type LoyaltyContext, pointsOf, programmeNow } from './account.ts';
import { CapCounts, earnedByOrder } from './earn.ts';
import type { LoyaltyLine, LoyaltyOrder } from './history.ts';
import { advanced } from './operations.ts';
import { type Level, versionAt } from './programme.ts';
import { roundedDivision } from './rounding.ts';
import { historyOf } from './settle.ts';
import { pinAt } from './tiers.ts';

/** What lies in a customer's basket, minor units of the shop's currency, goods before any of the discounts that are asked for here. */
export interface Cart {
  readonly lines: readonly LoyaltyLine[];
  readonly shippingMinor: number;
  readonly taxMinor: number;
  /** What a coupon takes off the goods; the host has checked it. */
  readonly couponMinor: number;
  readonly channel: string;
  readonly location: string;
}

export interface Quote {
  readonly level: Level | null;
  readonly availablePoints: number;
  /** The most that this cart takes; 0 when the minimum is not reached. */
  readonly usablePoints: number;
  /** In the order in which they are taken (L10). */
  readonly steps: readonly {
    readonly kind: 'tier' | 'coupon' | 'points';
    readonly amountMinor: number;
    readonly points?: number;
  }[];
  readonly goodsMinor: number;
  readonly payableMinor: number;
  /** What the order will bring once it is paid as quoted. */
  readonly earns: readonly { readonly currency: string; readonly rule: string; readonly points: number }[];
  readonly expiries: readonly { readonly lastDay: DayNumber; readonly points: number }[];
}

export type QuoteRefusal = 'programme_off' | 'points_below_minimum' | 'points_insufficient' | 'points_above_cart';

/** Deterministic: the same account, cart and instant give the same quote (L16). `points` asks to spend so many; refused when that cannot be. */
export function quote(
  stored: Account,
  cart: Cart,
  points: number,
  context: LoyaltyContext,
  birth?: BirthDate,
):
  | { readonly ok: true; readonly quote: Quote }
  | { readonly ok: false; readonly refused: QuoteRefusal; readonly quote: Quote } {
  const { account } = advanced(stored, context);
  const programme = programmeNow(context);
  const version = versionAt(context.versions, context.now);
  const goodsMinor = sum(cart.lines.map((line) => line.a));
  if (!programme?.isOn || !version) {
    const rest = Math.max(0, goodsMinor - cart.couponMinor);
    const none: Quote = {
      level: null,
      availablePoints: 0,
      usablePoints: 0,
      steps: cart.couponMinor > 0 ? [{ kind: 'coupon', amountMinor: goodsMinor - rest }] : [],
      goodsMinor,
      payableMinor: rest + cart.shippingMinor + cart.taxMinor,
      earns: [],
      expiries: [],
    };
    return points > 0 ? { ok: false, refused: 'programme_off', quote: none } : { ok: true, quote: none };
  }
  const level = levelOf(account, context) ?? (programme.tiers.levels[0] as Level);
  const byTier = roundedDivision(BigInt(goodsMinor) * BigInt(level.discountBasisPoints), 10_000, 'floor');
  const byCoupon = Math.min(cart.couponMinor, goodsMinor - byTier);
  const afterCoupon = goodsMinor - byTier - byCoupon;

  const { redeeming } = programme;
  const view = pointsOf(account, programme.spends, context);
  const available = Math.max(0, view.balance);
  const cap = Math.floor(Math.floor((afterCoupon * redeeming.maxPercent) / 100) / redeeming.pointMinor);
  const most = Math.min(available, cap);
  const usablePoints = available >= redeeming.minimumPoints && most >= redeeming.minimumPoints ? most : 0;
  const refused = points > 0 ? refusal(points, available, cap, redeeming.minimumPoints) : null;
  const spent = refused === null ? points : 0;
  const byPoints = spent * redeeming.pointMinor;
  const paidGoods = afterCoupon - byPoints;

  const earns = earnedByOrder(paidOrder(cart, paidGoods, byPoints, redeeming.paidAs, context.now), {
    version,
    level,
    ordinal: account.orders.filter((order) => order.end === undefined).length + 1,
    timeZone: context.timeZone,
    history: { ...historyOf(account, birth), paidByPoints: { [QUOTED]: byPoints } },
    caps: capsOf(account, context),
  });
  const told: Quote = {
    level,
    availablePoints: available,
    usablePoints,
    steps: [
      ...(byTier > 0 ? [{ kind: 'tier', amountMinor: byTier } as const] : []),
      ...(byCoupon > 0 ? [{ kind: 'coupon', amountMinor: byCoupon } as const] : []),
      ...(byPoints > 0 ? [{ kind: 'points', amountMinor: byPoints, points: spent } as const] : []),
    ],
    goodsMinor,
    payableMinor: paidGoods + cart.shippingMinor + cart.taxMinor,
    earns: earns.map(({ grant }) => ({ currency: grant.currency, rule: grant.rule, points: grant.points })),
    expiries: view.expiries,
  };
  return refused === null ? { ok: true, quote: told } : { ok: false, refused, quote: told };
}

function refusal(points: number, available: number, cap: number, minimum: number): QuoteRefusal | null {
  if (points < minimum || available < minimum) return 'points_below_minimum';
  if (points > available) return 'points_insufficient';
  return points > cap ? 'points_above_cart' : null;
}

/** The tier whose benefits count now: a pin can have ended since the account was settled. */
export function levelOf(account: Account, { versions, now }: LoyaltyContext): Level | null {
  const levels = versionAt(versions, now)?.programme.tiers.levels ?? [];
  const id = pinAt(account.pins, now)?.level ?? account.tier.level;
  return levels.find((each) => each.id === id) ?? levels.find((each) => each.id === account.tier.level) ?? null;
}

const QUOTED = 'quoted';

/** The cart as the order that it would become: what was taken off is spread over its lines. */
function paidOrder(
  cart: Cart,
  goodsMinor: number,
  byPoints: number,
  paidAs: 'discount' | 'payment',
  now: number,
): LoyaltyOrder {
  const before = sum(cart.lines.map((line) => line.a));
  const after = paidAs === 'payment' ? goodsMinor + byPoints : goodsMinor;
  let left = after;
  const lines = cart.lines.map((line, i) => {
    const share = i === cart.lines.length - 1 ? left : before === 0 ? 0 : Math.floor((line.a * after) / before);
    left -= share;
    return { ...line, a: share };
  });
  return {
    o: QUOTED,
    t: now,
    f: now,
    c: cart.channel,
    l: cart.location,
    i: lines,
    tax: cart.taxMinor,
    ship: cart.shippingMinor,
  };
}

function capsOf(account: Account, { timeZone }: LoyaltyContext): CapCounts {
  const counts = new CapCounts();
  for (const lot of account.lots)
    if (lot.kind === 'grant' && lot.order !== undefined)
      counts.count(lot.currency, dayOf(lot.at, timeZone), lot.points);
  return counts;
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
