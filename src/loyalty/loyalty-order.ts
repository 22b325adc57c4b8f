import {
  allocate,
  allRefunds,
  convertAmount,
  type InstallationId,
  type Instant,
  ONLINE,
  type Order,
  type OrderLine,
  type Refund,
  type Shop,
} from '../model.ts';
import type { LoyaltyLine, LoyaltyOrder, Return } from './history.ts';

/**
 * An order as points see it, whole: what was paid and when, and what came back and when. Null for an order that has not been paid yet
 * and was not cancelled either, and for test orders. One that never stood (cancelled before payment, deleted) ends where it begins.
 */
export function loyaltyOrder(
  order: Order,
  known: {
    readonly refundsAlone: readonly Refund[];
    readonly deleted: boolean;
    readonly installation: InstallationId;
    readonly shop: Pick<Shop, 'currency'>;
    readonly rate: string | null;
    /** Categories that the catalogue held for a product when the order was taken in. */
    readonly categoriesOf?: (productId: string) => readonly string[];
  },
): LoyaltyOrder | null {
  if (order.test) return null;
  const { installation, shop, rate } = known;
  const convert = (minor: number) =>
    rate === null ? minor : convertAmount(minor, order.currency, shop.currency, rate);
  const wasPaid = order.payment === 'paid' || order.payment === 'partly_refunded' || order.payment === 'refunded';
  const isGone = known.deleted || order.state === 'deleted';
  const isCancelled = order.state === 'cancelled' || order.payment === 'voided';
  if (!wasPaid && !isGone && !isCancelled) return null;

  const t = order.paidAt ?? order.placedAt;
  const refunds = allRefunds(order, known.refundsAlone).toSorted(
    (a, b) => (a.at ?? t) - (b.at ?? t) || (a.hostId < b.hostId ? -1 : 1),
  );
  const amounts = lineAmounts(order, convert);
  const back = returnsOf(order, refunds, amounts, t, convert);
  const returnedAll = amounts.every((amount, i) => sum(back.map((each) => each.a[i] ?? 0)) >= amount);
  const end = endOf(order, { t, isGone, isCancelled, wasPaid, back, returnedAll });
  // In lower case, as ours are made: hosts change it.
  const codes = order.voucherCodes.slice(0, 20).map((code) => code.toLowerCase());
  const holds = order.redemptionIds ?? [];
  return {
    o: `${installation}/${order.hostId}`,
    t,
    ...(order.fulfilledAt == null ? {} : { f: order.fulfilledAt }),
    ...(end === null ? {} : { end }),
    c: order.channel,
    l: order.locationId === null ? ONLINE : `${installation}:${order.locationId}`,
    i:
      order.lines.length === 0
        ? [{ q: 1, a: amounts[0] ?? 0 }]
        : order.lines.map((line, i) => lineOf(line, amounts[i] ?? 0, known)),
    tax: convert(order.taxMinor),
    ship: convert(order.shippingMinor),
    ...(back.length === 0 ? {} : { back }),
    ...(holds.length === 0 ? {} : { holds }),
    ...(codes.length === 0 ? {} : { codes }),
  };
}

function lineOf(
  line: OrderLine,
  amount: number,
  {
    installation,
    categoriesOf,
  }: { installation: InstallationId; categoriesOf?: (productId: string) => readonly string[] },
): LoyaltyLine {
  const stated = line.categoryIds.map((id) => `${installation}:${id}`);
  const product = line.productId === null ? null : `${installation}:${line.productId}`;
  const categories = stated.length > 0 || product === null ? stated : (categoriesOf?.(product) ?? []);
  return {
    ...(product === null ? {} : { p: product }),
    ...(line.variantId === null ? {} : { v: `${installation}:${line.variantId}` }),
    ...(categories.length === 0 ? {} : { k: [...categories] }),
    q: line.quantity,
    a: amount,
    ...((line.discountMinor ?? 0) > 0 ? { x: true as const } : {}),
  };
}

/** Amounts of lines that add up to the goods of the order, whatever the host left out of them. */
function lineAmounts(order: Order, convert: (minor: number) => number): number[] {
  const goods = convert(order.goodsMinor);
  if (order.lines.length === 0) return [goods];
  const stated = order.lines.map((line) => line.amountMinor);
  return sum(stated) === order.goodsMinor && goods === order.goodsMinor ? stated : allocate(goods, stated);
}

/** What each refund took of each line: what it names, and of the rest of its goods a share of what is left of every line. */
function returnsOf(
  order: Order,
  refunds: readonly Refund[],
  amounts: readonly number[],
  paidAt: Instant,
  convert: (minor: number) => number,
): Return[] {
  const left = [...amounts];
  return refunds.map((refund): Return => {
    const goods = Math.min(convert(refund.goodsMinor ?? refund.totalMinor), sum(left));
    const taken = left.map((most, i) => {
      const line = order.lines[i];
      const named = line ? refund.lines.filter((part) => part.lineId === line.hostId) : [];
      const stated = sum(
        named.map((part) => convert(part.amountMinor ?? shareOf(line as OrderLine, amounts[i] ?? 0, part.quantity))),
      );
      return Math.min(most, stated);
    });
    let rest = goods - sum(taken);
    if (rest < 0) {
      for (const [i, part] of allocate(-rest, taken).entries()) taken[i] = (taken[i] ?? 0) - part;
      rest = 0;
    }
    const open = left.map((amount, i) => amount - (taken[i] ?? 0));
    for (const [i, part] of allocate(rest, open).entries()) taken[i] = (taken[i] ?? 0) + part;
    for (const [i, part] of taken.entries()) left[i] = (left[i] ?? 0) - part;
    return { t: Math.max(refund.at ?? paidAt, paidAt), a: taken, e: Math.max(0, convert(refund.totalMinor) - goods) };
  });
}

function shareOf(line: OrderLine, amount: number, quantity: number): number {
  return line.quantity <= 0 ? 0 : Math.round((amount * Math.min(quantity, line.quantity)) / line.quantity);
}

function endOf(
  order: Order,
  known: {
    t: Instant;
    isGone: boolean;
    isCancelled: boolean;
    wasPaid: boolean;
    back: readonly Return[];
    returnedAll: boolean;
  },
): Instant | null {
  const { t, back } = known;
  if (known.isGone || !known.wasPaid) return t; // a deletion carries no time: it never was
  if (known.isCancelled) return Math.max(t, order.cancelledAt ?? order.version.at);
  const last = back.at(-1)?.t ?? order.version.at;
  if (order.payment === 'refunded') return Math.max(t, last);
  return known.returnedAll && back.length > 0 ? Math.max(t, last) : null;
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
