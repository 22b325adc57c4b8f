import type { BirthDate, Instant } from '../model.ts';
import { type Account, type LoyaltyContext, pointsOf } from './account.ts';
import type { LoyaltyOrder, Return } from './history.ts';
import type { Posting } from './posting.ts';
import { roundedDivision } from './rounding.ts';
import { settle } from './settle.ts';

/** What a customer brings back: all that is left, or some of some lines, by quantity or by amount. */
export type GivenBack =
  | 'whole'
  | readonly { readonly line: number; readonly quantity?: number; readonly amountMinor?: number }[];

/** What a return would do, for the one who stands at the till (moonshot 8). */
export interface RefundPreview {
  readonly currencies: readonly {
    readonly currency: string;
    /** Earned points that go, and spent ones that come back. */
    readonly takenPoints: number;
    readonly returnedPoints: number;
    readonly balanceBefore: number;
    readonly balanceAfter: number;
    /** Earned and not yet available: of an order that is returned early, these are what goes. */
    readonly pendingBefore: number;
    readonly pendingAfter: number;
  }[];
  readonly levelBefore: string | null;
  readonly levelAfter: string | null;
  readonly goodsMinor: number;
}

/** Runs the return on a copy of the account. Doing the same then does the same; null when the account has no such order, or it has ended. */
export function refundPreview(
  account: Account,
  birth: BirthDate | undefined,
  orderId: string,
  back: GivenBack,
  context: LoyaltyContext,
): RefundPreview | null {
  const order = account.orders.find((each) => each.o === orderId);
  const returned = order && orderWithReturn(order, back, context.now);
  if (!order || !returned) return null;
  const before = settle(account, birth, context).account;
  const orders = before.orders.map((each) => (each.o === orderId ? returned : each));
  const after = settle({ ...before, orders }, birth, context);
  const currencies = new Set([...before.lots, ...after.account.lots].map((lot) => lot.currency));
  return {
    currencies: [...currencies].map((currency) => {
      const moved = after.postings.filter((posting) => posting.currency === currency);
      const [was, becomes] = [pointsOf(before, currency, context), pointsOf(after.account, currency, context)];
      return {
        currency,
        takenPoints: into('issued', moved, ['reversed', 'earned']),
        returnedPoints: 0 - into('redeemed', moved, ['returned', 'redeemed']),
        balanceBefore: was.balance,
        balanceAfter: becomes.balance,
        pendingBefore: was.pending,
        pendingAfter: becomes.pending,
      };
    }),
    levelBefore: before.tier.inForce,
    levelAfter: after.account.tier.inForce,
    goodsMinor: goodsOf(returned.back) - goodsOf(order.back),
  };
}

/** The order once that has come back; null when it has ended already. */
export function orderWithReturn(order: LoyaltyOrder, back: GivenBack, at: Instant): LoyaltyOrder | null {
  if (order.end !== undefined) return null;
  const left = order.i.map((line, i) => line.a - sum((order.back ?? []).map((each) => each.a[i] ?? 0)));
  const amounts = left.map((most, i) => {
    if (back === 'whole') return most;
    const { a, q } = order.i[i] ?? { a: 0, q: 0 };
    const asked = back
      .filter((each) => each.line === i)
      .map(({ quantity = 0, amountMinor }) => amountMinor ?? shareOf(a, q, quantity));
    return Math.min(most, sum(asked));
  });
  const t = Math.max(order.t, at);
  const isAll = amounts.every((amount, i) => amount >= (left[i] ?? 0));
  const returned: Return = { t, a: amounts, e: extrasBack(order, sum(amounts), isAll) };
  return { ...order, back: [...(order.back ?? []), returned], ...(isAll ? { end: t } : {}) };
}

/** Beyond the goods, as hosts propose it: tax in proportion to them, and shipping with the last of them. */
function extrasBack({ i: lines, tax, ship, back = [] }: LoyaltyOrder, goods: number, isAll: boolean): number {
  const left = Math.max(0, tax + ship - sum(back.map((each) => each.e)));
  if (isAll) return left;
  const bought = sum(lines.map((line) => line.a));
  const before = goodsOf(back);
  const taxOf = (part: number) => roundedDivision(BigInt(tax) * BigInt(part), bought, 'half_up');
  return bought <= 0 ? 0 : Math.min(left, taxOf(before + goods) - taxOf(before));
}

/** As hosts reckon a part of a line: by quantity, to the nearest minor unit. Quantities have three decimals at most. */
function shareOf(amount: number, quantity: number, back: number): number {
  if (quantity <= 0) return 0;
  const thousandths = (value: number) => BigInt(Math.round(value * 1000));
  return roundedDivision(BigInt(amount) * thousandths(Math.min(back, quantity)), thousandths(quantity), 'half_up');
}

/** What came into an account of the shop for these reasons, less what left it. */
function into(account: Posting['from'], postings: readonly Posting[], reasons: readonly Posting['reason'][]): number {
  return postings.reduce((sum, { reason, from, to, points }) => {
    if (!reasons.includes(reason)) return sum;
    return sum + (to === account ? points : 0) - (from === account ? points : 0);
  }, 0);
}

const goodsOf = (back: readonly Return[] | undefined) => sum((back ?? []).map((each) => sum(each.a)));

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
