import { type Instant, type Order, type OrderLine, orderRank, parseAmount, type Refund } from '../../model.ts';
import type { Fields } from '../fields.ts';
import { paymentAfterRefunds } from '../payment.ts';
import { holdIds } from '../redemptions.ts';
import type { Invoice } from './format.ts';
import { readPlace } from './place.ts';

type Minor = (value: string | number, field: string) => number;

/** An invoice as an order. The schema has checked the forms; what only the currency can tell is checked here. */
export function readInvoice(sent: Invoice, body: Fields, shopCurrency: string): Order {
  const currency = sent.currency ?? shopCurrency;
  const minor: Minor = (value, field) => parseAmount(value, currency) ?? body.fail(field, 'amount out of range');
  const lines = sent.items.map((item, i) => readItem(item, i, minor));
  const refunds = sent.returns.map((entry, i) => readReturn(entry, i, minor));
  const totalMinor = minor(sent.totals.total, 'totals.total');
  const cancelled = sent.status === 'cancelled';
  const order: Omit<Order, 'version'> = {
    hostId: sent.id,
    number: sent.number || sent.id,
    placedAt: sent.placedAt,
    paidAt: sent.paidAt ?? null,
    fulfilledAt: sent.fulfilledAt ?? takenAwayAt(sent),
    cancelledAt: cancelled ? sent.updatedAt : null,
    state: cancelled ? 'cancelled' : 'open',
    payment: paymentAfterRefunds(paymentOf(sent), refunds, totalMinor),
    hostStatus: sent.status,
    test: sent.test,
    currency,
    goodsMinor:
      sent.totals.goods == null
        ? body.sum(
            'items',
            lines.map((line) => line.amountMinor),
          )
        : minor(sent.totals.goods, 'totals.goods'),
    discountMinor: minor(sent.totals.discount, 'totals.discount'),
    shippingMinor: minor(sent.totals.shipping, 'totals.shipping'),
    taxMinor: minor(sent.totals.tax, 'totals.tax'),
    totalMinor,
    debtMinor: minor(sent.debt, 'debt'),
    lines,
    refunds,
    voucherCodes: sent.vouchers.filter((code) => code !== ''),
    redemptionIds: holdIds(sent.redemptions),
    channel: sent.channel?.toLowerCase() || 'pos',
    locationId: sent.store?.id ?? null,
    staffId: sent.cashier?.id ?? null,
    place: readPlace(sent.deliverTo),
    buyer: readBuyer(sent.customer ?? {}),
    note: sent.note || null,
  };
  return { ...order, version: { at: sent.updatedAt, rank: orderRank(order) } };
}

/** A cancelled invoice keeps what is known of its money: it was paid when it has a time of payment. */
function paymentOf({ status, paidAt }: Invoice): 'unpaid' | 'partly_paid' | 'paid' {
  if (status === 'paid' || status === 'partly_paid') return status;
  return status === 'cancelled' && typeof paidAt === 'number' ? 'paid' : 'unpaid';
}

/** Over the counter, goods go for money. What is sent to an address has not arrived until the till says so. */
function takenAwayAt(sent: Invoice): Instant | null {
  return sent.status === 'paid' && readPlace(sent.deliverTo) === null ? (sent.paidAt ?? sent.placedAt) : null;
}

function readItem(item: Invoice['items'][number], i: number, minor: Minor): OrderLine {
  return {
    hostId: item.id ?? String(i + 1),
    productId: item.productId ?? null,
    variantId: item.variantId ?? null,
    sku: item.sku || null,
    title: item.name,
    quantity: item.quantity,
    amountMinor: minor(item.amount, `items.${i}.amount`),
    discountMinor: minor(item.discount, `items.${i}.discount`),
    categoryIds: item.categories,
    vendor: item.vendor || null,
  };
}

function readReturn(entry: Invoice['returns'][number], i: number, minor: Minor): Refund {
  return {
    hostId: entry.id,
    at: entry.at ?? null,
    totalMinor: minor(entry.amount, `returns.${i}.amount`),
    goodsMinor: entry.goods == null ? null : minor(entry.goods, `returns.${i}.goods`),
    lines: entry.items.map((item, k) => ({
      lineId: item.itemId,
      quantity: item.quantity,
      amountMinor: item.amount == null ? null : minor(item.amount, `returns.${i}.items.${k}.amount`),
    })),
  };
}

function readBuyer(buyer: NonNullable<Invoice['customer']>): Order['buyer'] {
  return {
    hostId: buyer.customerId ?? null,
    memberCode: buyer.memberCode || null,
    phone: buyer.phone || null,
    email: buyer.email || null,
    name: buyer.name || null,
    source: buyer.source?.toLowerCase() || null,
    ...(buyer.company ? { company: buyer.company } : {}),
  };
}
