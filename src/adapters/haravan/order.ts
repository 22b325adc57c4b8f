import { allocate, type Buyer, type Instant, type Order, orderRank } from '../../model.ts';
import type { Fields } from '../fields.ts';
import { carriedHolds } from '../redemptions.ts';
import { readBuyer } from '../rest-buyer.ts';
import { goodsPaid, shippingPaid } from '../rest-goods.ts';
import { grossOf, readLines, wholeLine } from '../rest-line.ts';
import { taxOnTop } from '../rest-money.ts';
import { type ParcelNames, parcelsArrivedAt } from '../rest-parcel.ts';
import { financialStatus, paymentWithRefunds } from '../rest-payment.ts';
import { AT, channelOf, orderPlace, typeCategory } from '../rest-shape.ts';
import { isGuestAccount, isNobodys } from './nobody.ts';
import { readRefund } from './refund.ts';

/** Haravan's own progress, for versions of one instant. */
const CONFIRMED_STEP = 10;
const FULFILMENT_STEPS = new Map([
  ['partial', 20],
  ['fulfilled', 30],
  ['restocked', 40],
]);

/** What a shop delivers itself, and what it sells over the counter, is `delivered` at once and without a time. */
const PARCEL: ParcelNames = { ...AT, tracking: 'carrier_status_code', delivered: 'delivered_date' };

/**
 * An order. Its amounts follow from each other like this in every sample that has a discount:
 * `total_line_items_price` = `subtotal_price` = lines at `price`, which is after the line's own discount;
 * `total_price` = subtotal − `total_discounts` + shipping. So the documented "subtotal after discounts" is before the order's
 * discounts, and goods are reckoned back from what the buyer pays. Haravan does not say how the order's discount falls on its
 * lines: in proportion to their price, adding up exactly.
 *
 * `updated_at` is the version as it stands. It can lie before `created_at` (an order keyed in with a later date), which is
 * harmless: versions of one order are only compared with each other.
 */
export function readOrder(body: Fields, countryCode: string): Order {
  const currency = body.currency('currency');
  const cancelledAt = body.instantOrNull('cancelled_at');
  const totalMinor = body.positiveAmount('total_price', currency);
  const taxMinor = taxOnTop(body, currency);
  const shippingMinor = shippingPaid(body, currency);
  const lines = body.objects('line_items');
  const prices = lines.map((line) => grossOf(line, currency));
  const goodsMinor = goodsPaid(body, { totalMinor, shippingMinor, taxMinor }, prices);
  const refunds = body.objects('refunds').map((refund) => readRefund(refund, currency));
  const payment = paymentWithRefunds(body, refunds, totalMinor);
  const order: Omit<Order, 'version'> = {
    hostId: body.id('id'),
    number: body.textOrNull('order_number') ?? body.textOrNull('name') ?? body.id('id'), // `number` is the id again
    placedAt: body.instant('created_at'),
    paidAt: payment === 'unpaid' || payment === 'partly_paid' ? null : paidAt(body),
    fulfilledAt: parcelsArrivedAt(body, PARCEL),
    cancelledAt,
    state: cancelledAt !== null || body.raw('cancelled_status') === 'cancelled' ? 'cancelled' : 'open',
    payment,
    hostStatus: financialStatus(body),
    test: body.flag('test'),
    currency,
    goodsMinor,
    discountMinor: body.positiveAmountOrNull('total_discounts', currency) ?? 0,
    shippingMinor,
    taxMinor,
    totalMinor,
    debtMinor: 0, // Haravan has no figure for it
    lines: readLines(
      lines,
      allocate(goodsMinor, prices),
      lines.map((line) => beforePromotion(line, currency)),
      categoryIds,
    ),
    refunds,
    voucherCodes: voucherCodes(body),
    redemptionIds: carriedHolds(body, 'note_attributes', 'name'),
    channel: channelOf(body.textOrNull('source_name') ?? body.textOrNull('source')),
    locationId: body.idOrNull('location_id'),
    staffId: body.idOrNull('user_id'),
    place: orderPlace(body),
    buyer: buyerOf(body, countryCode),
    note: body.textOrNull('note'),
  };
  return { ...order, version: { at: body.instant('updated_at'), rank: orderRank(order, stepOf(body)) } };
}

function buyerOf(body: Fields, countryCode: string): Buyer {
  const account = body.objectOrNull('customer');
  const source = body.textOrNull('utm_source')?.toLowerCase() ?? null;
  return readBuyer(body, account === null || isGuestAccount(account) ? null : account, {
    countryCode,
    source,
    isNobodys,
  });
}

/** A whole line at `price_original`, which is before the promotion that `price` has off already; at `price` where that is all there is. */
function beforePromotion(line: Fields, currency: string): number {
  const original = wholeLine(line, 'price_original', line.amountOrNull('price_original', currency) ?? 0);
  return Math.max(grossOf(line, currency), original);
}

/** When the money came: cash on delivery comes days after the order. Null when no transaction tells. */
function paidAt(body: Fields): Instant | null {
  const payments = body
    .objects('transactions')
    .filter((each) => ['capture', 'sale'].includes(each.textOrNull('kind')?.toLowerCase() ?? ''));
  const times = payments.flatMap((each) => each.instantOrNull('created_at') ?? []);
  return times.length === 0 ? null : Math.max(...times);
}

/** A line says its product's type, as the merchant wrote it. */
function categoryIds(line: Fields): string[] {
  const category = typeCategory(line.textOrNull('type'));
  return category === null ? [] : [category.id];
}

/** `is_coupon_code: false` is a discount that staff gave, with its title ("Khuyến mãi mùa hè") in the place of a code. */
function voucherCodes(body: Fields): string[] {
  const codes = body.objects('discount_codes').filter((code) => code.raw('is_coupon_code') !== false);
  return [...new Set(codes.flatMap((code) => code.textOrNull('code') ?? []))];
}

function stepOf(body: Fields): number {
  const confirmed = body.raw('confirmed_status') === 'confirmed' ? CONFIRMED_STEP : 0;
  return confirmed + (FULFILMENT_STEPS.get(body.textOrNull('fulfillment_status') ?? '') ?? 0);
}
