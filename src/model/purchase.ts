import { areasOf } from './area.ts';
import type { Order, OrderLine, Refund } from './commerce.ts';
import { type CustomerStats, FACTS_MAX, type FactLine, ONLINE, type PurchaseFact } from './customer.ts';
import { dayOf } from './day.ts';
import type { InstallationId } from './ids.ts';
import { convertAmount } from './money.ts';
import type { Shop } from './shop.ts';
import { fold } from './text.ts';

/**
 * What an order is worth by D2: the one definition that segments, tiers, RFM and the customer page share. Everything here
 * is a pure function of the order as it stands, so a repeat, an edit, a refund and a cancellation are the same call.
 */

/** Refunds as they stand: those the order's own payload lists, and those that came alone (`refunds/create`) and it does not list yet. */
export function allRefunds(order: Order, alone: readonly Refund[]): readonly Refund[] {
  const listed = new Set(order.refunds.map((refund) => refund.hostId));
  const missing = alone.filter((refund) => !listed.has(refund.hostId));
  return missing.length === 0 ? order.refunds : [...order.refunds, ...missing];
}

/** Why an order does not count as a purchase (D2). The first that holds is told. */
export const UNCOUNTED_REASONS = ['deleted', 'cancelled', 'test', 'unpaid', 'voided', 'refunded', 'returned'] as const;
export type UncountedReason = (typeof UNCOUNTED_REASONS)[number];

/**
 * Null for an order that counts. `returned`: all goods came back while shipping or fees were kept, so nothing was bought in the
 * end. `deleted` is what the house knows besides the payload (a deletion event).
 */
export function uncountedBecause(
  order: Order,
  known: { readonly refundsAlone: readonly Refund[]; readonly deleted: boolean },
): UncountedReason | null {
  if (known.deleted || order.state === 'deleted') return 'deleted';
  if (order.state === 'cancelled') return 'cancelled';
  if (order.test) return 'test';
  if (order.payment === 'unpaid' || order.payment === 'partly_paid') return 'unpaid';
  if (order.payment === 'voided' || order.payment === 'refunded') return order.payment;
  const refunds = allRefunds(order, known.refundsAlone);
  if (order.totalMinor > 0 && sum(refunds.map((refund) => refund.totalMinor)) >= order.totalMinor) return 'refunded';
  return order.goodsMinor > 0 && goodsRefunded(order, refunds) >= order.goodsMinor ? 'returned' : null;
}

/**
 * The order as a purchase fact, or null when it does not count. `rate` converts to the shop's currency. Where it was bought is known only of
 * an order with an address: that of a store is not told by any host.
 */
export function purchaseFact(
  order: Order,
  options: {
    refundsAlone: readonly Refund[];
    deleted: boolean;
    installation: InstallationId;
    shop: Pick<Shop, 'currency' | 'timeZone' | 'settings'>;
    rate: string | null;
    /** Our offers that were used on it (C28), which only the loyalty room can tell; absent: none. */
    offersUsed?: number;
  },
): PurchaseFact | null {
  const { installation, shop, rate } = options;
  if (uncountedBecause(order, options) !== null) return null;
  const refunds = allRefunds(order, options.refundsAlone);
  const goodsLeft = order.goodsMinor - goodsRefunded(order, refunds);

  const inShopCurrency = (amountMinor: number) =>
    rate === null ? amountMinor : convertAmount(amountMinor, order.currency, shop.currency, rate);
  const netMinor = inShopCurrency(spendLeft(order, refunds, goodsLeft, shop));
  const at = order.paidAt ?? order.placedAt;
  const areas = order.place === null ? [] : areasOf(order.place);
  const offersUsed = options.offersUsed ?? 0;
  return {
    d: dayOf(at, shop.timeZone),
    t: at,
    o: `${installation}/${order.hostId}`,
    n: netMinor,
    c: order.channel,
    l: order.locationId === null ? ONLINE : `${installation}:${order.locationId}`,
    ...(areas.length === 0 ? {} : { u: areas }),
    ...(offersUsed === 0 ? {} : { r: offersUsed }),
    i: linesLeft(order, refunds, inShopCurrency, installation),
  };
}

/** A refund whose goods part is not told takes goods first: what is left of it is shipping, tax or fees. */
function goodsRefunded(order: Order, refunds: readonly Refund[]): number {
  let left = order.goodsMinor;
  for (const refund of refunds) left -= Math.min(left, refund.goodsMinor ?? refund.totalMinor);
  return order.goodsMinor - left;
}

function spendLeft(order: Order, refunds: readonly Refund[], goodsLeft: number, shop: Pick<Shop, 'settings'>): number {
  const { includeTax, includeShipping } = shop.settings.spend;
  const extras = (includeTax ? order.taxMinor : 0) + (includeShipping ? order.shippingMinor : 0);
  if (extras === 0) return goodsLeft;
  const refundedBeyondGoods = sum(refunds.map((refund) => refund.totalMinor)) - (order.goodsMinor - goodsLeft);
  return goodsLeft + Math.max(0, extras - Math.max(0, refundedBeyondGoods));
}

function linesLeft(
  order: Order,
  refunds: readonly Refund[],
  convert: (minor: number) => number,
  installation: InstallationId,
): FactLine[] {
  const lines: FactLine[] = [];
  for (const line of order.lines) {
    const returned = refunds.flatMap((refund) => refund.lines).filter((part) => part.lineId === line.hostId);
    const quantity = rounded(line.quantity - sum(returned.map((part) => part.quantity)));
    if (quantity <= 0) continue;
    const vendor = line.vendor === null ? '' : fold(line.vendor);
    const returnedMinor = sum(returned.map((part) => part.amountMinor ?? shareOf(line, part.quantity)));
    lines.push({
      ...(line.productId === null ? {} : { p: `${installation}:${line.productId}` }),
      ...(line.variantId === null ? {} : { v: `${installation}:${line.variantId}` }),
      ...(line.categoryIds.length === 0 ? {} : { k: line.categoryIds.map((id) => `${installation}:${id}`) }),
      ...(vendor === '' ? {} : { m: vendor }),
      q: quantity,
      a: convert(Math.max(0, line.amountMinor - returnedMinor)),
    });
  }
  return lines;
}

/** The amount of `quantity` pieces of a line, when the host tells only how many came back. */
function shareOf(line: OrderLine, quantity: number): number {
  if (line.quantity <= 0) return 0;
  return Math.min(line.amountMinor, Math.round((line.amountMinor * quantity) / line.quantity));
}

/** Tills sell half kilos: what floating point leaves of 0.3 - 0.1 - 0.2 is nothing, and not a purchase. */
const rounded = (quantity: number) => Math.round(quantity * 1e6) / 1e6;

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

/** Newest first; equal instants by the greater order key, so that "the last store" is the same in every order of arrival (C20). */
export function compareFacts(a: PurchaseFact, b: PurchaseFact): number {
  return b.t - a.t || (a.o < b.o ? 1 : a.o > b.o ? -1 : 0);
}

/** The facts with this order's put in, replaced or taken out (`fact` null). Sorted; not cut. */
export function withFact(facts: readonly PurchaseFact[], orderRef: string, fact: PurchaseFact | null): PurchaseFact[] {
  const others = facts.filter((other) => other.o !== orderRef);
  if (fact === null) return others;
  const at = others.findIndex((other) => compareFacts(fact, other) < 0);
  others.splice(at === -1 ? others.length : at, 0, fact);
  return others;
}

export const EMPTY_STATS: CustomerStats = { orders: 0, spentMinor: 0, channels: [], locations: [] };

/** Lifetime figures of a customer, from all of their facts (sorted by {@link compareFacts}). */
export function statsOf(facts: readonly PurchaseFact[]): CustomerStats {
  const last = facts[0];
  const first = facts.at(-1);
  if (!last || !first) return EMPTY_STATS;
  return {
    orders: facts.length,
    spentMinor: sum(facts.map((fact) => fact.n)),
    firstDay: first.d,
    lastDay: last.d,
    firstAt: first.t,
    lastAt: last.t,
    lastLocation: last.l,
    ...(last.u === undefined ? {} : { lastAreas: last.u }),
    channels: distinct(facts.map((fact) => fact.c)),
    locations: distinct(facts.map((fact) => fact.l)),
  };
}

/** What is kept on the customer of all their facts. */
export function keptFacts(facts: readonly PurchaseFact[]): { facts: readonly PurchaseFact[]; cut: boolean } {
  return facts.length <= FACTS_MAX ? { facts, cut: false } : { facts: facts.slice(0, FACTS_MAX), cut: true };
}

const distinct = (values: readonly string[]) => [...new Set(values)].sort();
