import { allocate, type Order, orderRank, parseInstant } from '../../model.ts';
import type { Fields } from '../fields.ts';
import { carriedHolds } from '../redemptions.ts';
import { readBuyer } from '../rest-buyer.ts';
import { goodsPaid, shippingPaid } from '../rest-goods.ts';
import { grossOf, netOf, readLines } from '../rest-line.ts';
import { taxOnTop } from '../rest-money.ts';
import { type ParcelNames, parcelsArrivedAt } from '../rest-parcel.ts';
import { financialStatus, paymentWithRefunds } from '../rest-payment.ts';
import { channelOf, enteredCodes, orderPlace, utmSource } from '../rest-shape.ts';
import { readRefund } from './refund.ts';
import { ON } from './times.ts';

/** Sapo's own progress, for versions of one second. */
const CONFIRMED_STEP = 10;
const FULFILMENT_STEPS = new Map([
  ['partial', 20],
  ['fulfilled', 30],
]);
const CLOSED_STEP = 40;

const PARCEL: ParcelNames = { ...ON, tracking: 'shipment_status', delivered: 'delivered_on' };

/**
 * An order. `total_price` is what was bought, before anything was taken off again; that is in `refunds`, so the `current_*` amounts,
 * which have it taken off already, are not read. A line's `discounted_total` has the line's own discounts off and not the
 * order's, so lines are read by their allocations, and brought to add up to what was paid for goods.
 *
 * Neither the order nor `orders/paid` says when it was paid: its purchase is dated by placement (ADR 6).
 */
export function readOrder(body: Fields, countryCode: string): Order {
  const currency = body.currency('currency');
  const cancelledAt = body.instantOrNull('cancelled_on');
  const isCancelled = cancelledAt !== null || body.raw('status') === 'cancelled'; // archiving makes "closed" of "cancelled"
  const totalMinor = body.positiveAmount('total_price', currency);
  const taxMinor = taxOnTop(body, currency);
  const shippingMinor = shippingPaid(body, currency);
  const lines = body.objects('line_items');
  const amounts = lines.map((line) => netOf(line, currency));
  const goodsMinor = goodsPaid(body, { totalMinor, shippingMinor, taxMinor }, amounts);
  const refunds = body.objects('refunds').map((refund) => readRefund(refund, currency));
  const order: Omit<Order, 'version'> = {
    hostId: body.id('id'),
    number: body.textOrNull('name') ?? body.textOrNull('order_number') ?? body.id('id'), // `number` counts from 1 in each shop
    placedAt: body.instantOrNull('processed_on') ?? body.instant(ON.created),
    paidAt: null,
    fulfilledAt: parseInstant(body.raw('delivered_on')) ?? parcelsArrivedAt(body, PARCEL),
    cancelledAt,
    state: isCancelled ? 'cancelled' : 'open',
    payment: paymentWithRefunds(body, refunds, totalMinor),
    hostStatus: financialStatus(body),
    test: body.flag('test'),
    currency,
    goodsMinor,
    discountMinor: body.positiveAmountOrNull('total_discounts', currency) ?? 0,
    shippingMinor,
    taxMinor,
    totalMinor,
    // Nobody owes anything on a cancelled order.
    debtMinor: isCancelled ? 0 : Math.max(0, body.amountOrNull('unpaid_amount', currency) ?? 0),
    lines: readLines(
      lines,
      allocate(goodsMinor, amounts),
      lines.map((line) => grossOf(line, currency)),
    ),
    refunds,
    voucherCodes: voucherCodes(body),
    redemptionIds: carriedHolds(body, 'note_attributes', 'name'),
    channel: channelOf(body.textOrNull('source_name')),
    locationId: body.idOrNull('location_id'),
    staffId: body.idOrNull('user_id') ?? body.idOrNull('assignee_id'),
    place: orderPlace(body),
    buyer: readBuyer(body, body.objectOrNull('customer'), {
      countryCode,
      source: utmSource(body.textOrNull('landing_site')),
    }),
    note: body.textOrNull('note'),
  };
  return { ...order, version: { at: body.instant(ON.updated), rank: orderRank(order, stepOf(body)) } };
}

/** Shops of Bizweb's time list codes without saying how they were applied; there every one was entered. */
function voucherCodes(body: Fields): string[] {
  if (body.has('discount_applications')) return enteredCodes(body);
  return [...new Set(body.objects('discount_codes').flatMap((code) => code.textOrNull('code') ?? []))];
}

function stepOf(body: Fields): number {
  const confirmed = body.raw('confirmed_on') ? CONFIRMED_STEP : 0;
  const closed = body.raw('closed_on') ? CLOSED_STEP : 0;
  return confirmed + closed + (FULFILMENT_STEPS.get(body.textOrNull('fulfillment_status') ?? '') ?? 0);
}
