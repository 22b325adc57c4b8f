import { type Order, type OrderLine, orderRank, type Refund } from '../../model.ts';
import type { Fields } from '../fields.ts';
import { paymentAfterRefunds } from '../payment.ts';
import { carriedHolds } from '../redemptions.ts';
import { meta, nameOf, placeOf, plainText, readGmt } from './parts.ts';

/** Carts and half-made orders that leak into `order.updated` (woocommerce issue 66995). They become orders later. */
export function isDraft(body: Fields): boolean {
  return ['checkout-draft', 'draft', 'auto-draft'].includes(body.textOrNull('status') ?? '');
}

/**
 * WooCommerce's own steps, for versions of one second (a checkout is pending, processing and completed within it).
 * A status of a plugin ("packed") stands between processing and completed, where shops put them.
 */
const STEPS = new Map([
  ['pending', 0],
  ['failed', 10],
  ['on-hold', 20],
  ['processing', 30],
  ['completed', 50],
  ['cancelled', 60],
  ['refunded', 70],
  ['trash', 80],
]);
const PLUGIN_STEP = 40;

/** An order that is taken back from completed to an earlier step keeps `date_completed`, so the step decides whether it holds. */
const HANDED_OVER: readonly string[] = ['completed', 'refunded'];

/** A REST v3 order. `date_created` and its like are the shop's local time without a zone and are never read. */
export function readOrder(body: Fields): Order {
  const currency = body.currency('currency');
  const hostStatus = body.text('status');
  const placedAt = readGmt(body, 'date_created_gmt') ?? body.fail('date_created_gmt', 'a time is needed');
  const modifiedAt = readGmt(body, 'date_modified_gmt') ?? placedAt;
  const paidAt = readGmt(body, 'date_paid_gmt');
  const totalMinor = body.positiveAmount('total', currency);
  const lines = body.objects('line_items').map((line) => readLine(line, currency));
  const refunds = body.objects('refunds').map((refund) => readRefund(refund, currency));
  const paid = paidAt !== null || hostStatus === 'processing' || hostStatus === 'completed';
  const cancelled = hostStatus === 'cancelled' || hostStatus === 'failed';
  const order: Omit<Order, 'version'> = {
    hostId: body.id('id'),
    number: body.textOrNull('number') ?? body.id('id'),
    placedAt,
    paidAt,
    fulfilledAt: HANDED_OVER.includes(hostStatus) ? readGmt(body, 'date_completed_gmt') : null,
    cancelledAt: cancelled ? modifiedAt : null, // not stated; the last change of a cancelled order is nearly always that
    state: hostStatus === 'trash' ? 'deleted' : cancelled ? 'cancelled' : 'open',
    payment:
      hostStatus === 'refunded' ? 'refunded' : paymentAfterRefunds(paid ? 'paid' : 'unpaid', refunds, totalMinor),
    hostStatus,
    test: false,
    currency,
    goodsMinor: body.sum(
      'line_items',
      lines.map((line) => line.amountMinor),
    ),
    discountMinor: body.positiveAmountOrNull('discount_total', currency) ?? 0,
    shippingMinor: body.positiveAmountOrNull('shipping_total', currency) ?? 0,
    taxMinor: body.positiveAmountOrNull('total_tax', currency) ?? 0,
    totalMinor,
    debtMinor: 0,
    lines,
    refunds,
    voucherCodes: body.objects('coupon_lines').flatMap((coupon) => plainText(coupon, 'code') ?? []),
    redemptionIds: carriedHolds(body, 'meta_data', 'key'),
    channel: channelOf(body.textOrNull('created_via')),
    locationId: null,
    staffId: null,
    place: placeOf(body.objectOrNull('billing')),
    buyer: readBuyer(body),
    note: plainText(body, 'customer_note'),
  };
  return { ...order, version: { at: modifiedAt, rank: rankOf(order) } };
}

/** A failed payment can be tried again within the same second, so "failed" does not outrank what follows as "cancelled" does. */
function rankOf(order: Omit<Order, 'version'>): number {
  const step = STEPS.get(order.hostStatus) ?? PLUGIN_STEP;
  return orderRank(order.hostStatus === 'failed' ? { ...order, state: 'open', payment: 'unpaid' } : order, step);
}

/**
 * `total` is after every discount and without tax, whether the shop's prices include tax or not; `subtotal` is the same before
 * coupons, at the price of the day. Where staff typed a higher total there is no discount.
 */
function readLine(line: Fields, currency: string): OrderLine {
  const amountMinor = line.positiveAmount('total', currency);
  return {
    hostId: line.id('id'),
    productId: line.idOrNull('product_id'),
    variantId: line.idOrNull('variation_id'),
    sku: line.textOrNull('sku'),
    title: plainText(line, 'name') ?? '',
    quantity: line.quantity('quantity'),
    amountMinor,
    discountMinor: Math.max(0, (line.amountOrNull('subtotal', currency) ?? 0) - amountMinor),
    categoryIds: [],
    vendor: null,
  };
}

/** WooCommerce tells the total only, below zero; which lines came back is known to its REST API alone. */
function readRefund(refund: Fields, currency: string): Refund {
  return {
    hostId: refund.id('id'),
    at: null,
    totalMinor: Math.abs(refund.amount('total', currency)),
    goodsMinor: null,
    lines: [],
  };
}

/** `checkout` is the shortcode page and `store-api` the block page: both are the web shop. Others as they are: "rest-api". */
function channelOf(createdVia: string | null): string {
  const via = createdVia?.toLowerCase() ?? 'web';
  return via === 'checkout' || via === 'store-api' ? 'web' : via;
}

function readBuyer(body: Fields): Order['buyer'] {
  const billing = body.objectOrNull('billing');
  const shipping = body.objectOrNull('shipping');
  const company = billing === null ? null : plainText(billing, 'company');
  const source = meta(body, ['_wc_order_attribution_utm_source'])?.toLowerCase() ?? null;
  return {
    hostId: body.idOrNull('customer_id'),
    memberCode: meta(body, MEMBER_CODE),
    phone: billing?.textOrNull('phone') ?? shipping?.textOrNull('phone') ?? null,
    email: billing?.textOrNull('email') ?? null,
    name: nameOf(billing) ?? nameOf(shipping),
    source: source === '(direct)' ? null : source,
    ...(company !== null && { company }),
  };
}

/** Where checkout plugins keep a member code typed by the buyer. */
export const MEMBER_CODE = ['member_code', '_member_code', 'ma_thanh_vien'];
