import {
  allocate,
  type Buyer,
  type Instant,
  type Order,
  type OrderLine,
  orderRank,
  type Payment,
  type Refund,
} from '../../model.ts';
import type { Fields } from '../fields.ts';
import { paymentAfterRefunds } from '../payment.ts';
import { readBuyer } from '../rest-buyer.ts';
import { channelOf, orderPlace, typeCategory } from '../rest-shape.ts';
import { isGuestAccount, isNobodys } from './nobody.ts';
import { readRefund } from './refund.ts';

/** `financial_status` without its underscores: the documentation has both "partially_paid" and "partiallypaid". */
const PAYMENTS: Readonly<Record<string, Payment>> = {
  pending: 'unpaid',
  authorized: 'unpaid',
  partiallypaid: 'partly_paid',
  paid: 'paid',
  partiallyrefunded: 'partly_refunded',
  refunded: 'refunded',
  voided: 'voided',
};

/** Haravan's own progress, for versions of one instant. */
const CONFIRMED_STEP = 10;
const FULFILMENT_STEPS: Readonly<Record<string, number>> = { partial: 20, fulfilled: 30, restocked: 40 };

/**
 * An order. Its amounts follow from each other like this in every sample that has a discount:
 * `total_line_items_price` = `subtotal_price` = lines at `price`, which is after the line's own discount;
 * `total_price` = subtotal − `total_discounts` + shipping. So the documented "subtotal after discounts" is before the order's
 * discounts, and goods are reckoned back from what the buyer pays, which is right whichever of the two a shop sends.
 *
 * `updated_at` is the version as it stands. It can lie before `created_at` (an order keyed in with a later date), which is
 * harmless: versions of one order are only compared with each other.
 */
export function readOrder(body: Fields, countryCode: string): Order {
  const currency = body.currency('currency');
  const hostStatus = body.textOrNull('financial_status')?.toLowerCase() ?? 'pending';
  const cancelledAt = body.instantOrNull('cancelled_at');
  const totalMinor = body.positiveAmount('total_price', currency);
  // Where prices include tax there is none on top of them: D2's switch "with tax" must not add the same tax twice.
  const taxMinor = body.flag('taxes_included') ? 0 : (body.positiveAmountOrNull('total_tax', currency) ?? 0);
  const shippingMinor = shippingOf(body, currency);
  const prices = body.objects('line_items').map((line) => priceOf(line, currency));
  const paidForGoods = totalMinor - shippingMinor - taxMinor;
  const goodsMinor = Math.min(Math.max(0, paidForGoods), body.sum('line_items', prices));
  const refunds = body.objects('refunds').map((refund) => readRefund(refund, currency));
  const payment = paymentOf(body, hostStatus, refunds, totalMinor);
  const order: Omit<Order, 'version'> = {
    hostId: body.id('id'),
    number: body.textOrNull('order_number') ?? body.textOrNull('name') ?? body.id('id'), // `number` is the id again
    placedAt: body.instant('created_at'),
    paidAt: payment === 'unpaid' || payment === 'partly_paid' ? null : paidAt(body),
    cancelledAt,
    state: cancelledAt !== null || body.raw('cancelled_status') === 'cancelled' ? 'cancelled' : 'open',
    payment,
    hostStatus,
    test: body.flag('test'),
    currency,
    goodsMinor,
    discountMinor: body.positiveAmountOrNull('total_discounts', currency) ?? 0,
    shippingMinor,
    taxMinor,
    totalMinor,
    debtMinor: 0, // Haravan has no figure for it
    lines: readLines(body, goodsMinor, prices),
    refunds,
    voucherCodes: voucherCodes(body),
    channel: channelOf(body.textOrNull('source_name') ?? body.textOrNull('source')),
    locationId: body.idOrNull('location_id'),
    staffId: body.idOrNull('user_id'),
    place: orderPlace(body),
    buyer: buyerOf(body, countryCode),
    note: body.textOrNull('note'),
  };
  return { ...order, version: { at: body.instant('updated_at'), rank: orderRank(order, stepOf(body)) } };
}

/** A word we do not know is not guessed. A shop that keeps "paid" after giving money back is read by its refunds. */
function paymentOf(body: Fields, hostStatus: string, refunds: readonly Refund[], totalMinor: number): Payment {
  const word = hostStatus.replaceAll('_', '');
  const payment =
    (Object.hasOwn(PAYMENTS, word) ? PAYMENTS[word] : undefined) ?? body.fail('financial_status', 'not a known status');
  return payment === 'unpaid' || payment === 'partly_paid' || payment === 'paid'
    ? paymentAfterRefunds(payment, refunds, totalMinor)
    : payment;
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

/** When the money came: cash on delivery comes days after the order. Null when no transaction tells. */
function paidAt(body: Fields): Instant | null {
  const payments = body
    .objects('transactions')
    .filter((each) => ['capture', 'sale'].includes(each.textOrNull('kind')?.toLowerCase() ?? ''));
  const times = payments.flatMap((each) => each.instantOrNull('created_at') ?? []);
  return times.length === 0 ? null : Math.max(...times);
}

/** Shipping as it is paid: a discount on shipping is listed among the codes, and never exceeds it. */
function shippingOf(body: Fields, currency: string): number {
  const full = body.sum(
    'shipping_lines',
    body.objects('shipping_lines').map((line) => line.positiveAmountOrNull('price', currency) ?? 0),
  );
  const discounts = body.objects('discount_codes').filter((code) => code.textOrNull('type') === 'shipping');
  const discount = body.sum(
    'discount_codes',
    discounts.map((code) => Math.abs(code.amountOrNull('amount', currency) ?? 0)),
  );
  return Math.max(0, full - discount);
}

/** A line at `price`: what the line itself was discounted by is already out of it (`price_original` has it in). */
function priceOf(line: Fields, currency: string): number {
  return line.sum('price', [Math.round(line.positiveAmount('price', currency) * line.quantity('quantity'))]);
}

/** Haravan does not say how the order's discount falls on its lines: in proportion to their price, adding up exactly. */
function readLines(body: Fields, goodsMinor: number, prices: readonly number[]): OrderLine[] {
  const amounts = allocate(goodsMinor, prices);
  return body.objects('line_items').map((line, i) => {
    const category = typeCategory(line.textOrNull('type'));
    return {
      hostId: line.id('id'),
      productId: line.idOrNull('product_id'),
      variantId: line.idOrNull('variant_id'),
      sku: line.textOrNull('sku'),
      title: line.textOrNull('title') ?? line.textOrNull('name') ?? '',
      quantity: line.quantity('quantity'),
      amountMinor: amounts[i] ?? 0,
      categoryIds: category === null ? [] : [category.id],
      vendor: line.textOrNull('vendor'),
    };
  });
}

/** `is_coupon_code: false` is a discount that staff gave, with its title ("Khuyến mãi mùa hè") in the place of a code. */
function voucherCodes(body: Fields): string[] {
  const codes = body.objects('discount_codes').filter((code) => code.raw('is_coupon_code') !== false);
  return [...new Set(codes.flatMap((code) => code.textOrNull('code') ?? []))];
}

function stepOf(body: Fields): number {
  const confirmed = body.raw('confirmed_status') === 'confirmed' ? CONFIRMED_STEP : 0;
  return confirmed + (FULFILMENT_STEPS[body.textOrNull('fulfillment_status') ?? ''] ?? 0);
}
