import { type Order, orderRank } from '../../model.ts';
import type { Fields } from '../fields.ts';
import { carriedHolds } from '../redemptions.ts';
import { readBuyer } from '../rest-buyer.ts';
import { grossOf, netOf, readLines } from '../rest-line.ts';
import { positiveShopMoneyOrNull, shopMoney, taxOnTop } from '../rest-money.ts';
import { type ParcelNames, parcelsArrivedAt } from '../rest-parcel.ts';
import { financialStatus, statedPayment } from '../rest-payment.ts';
import { readRefund } from '../rest-refund.ts';
import { AT, channelOf, enteredCodes, orderPlace, utmSource } from '../rest-shape.ts';

/** Shopify's own progress, for versions of one second. */
const FULFILMENT_STEPS = new Map([
  ['partial', 10],
  ['fulfilled', 20],
  ['restocked', 30],
]);
const CLOSED_STEP = 40;

/**
 * Parcels count from when they were sent off. `shipment_status` is not waited for: many carriers never report, no topic of ours is known
 * to tell when it changes, and a buyer's points would then be pending for ever. It has no time either.
 */
const PARCEL: ParcelNames = { ...AT, tracking: null, delivered: null };

/**
 * An order of the REST shape, which webhooks send whatever the topic.
 *
 * `goodsMinor` is `subtotal_price`: goods after discounts, items added by an edit included, before anything was taken off
 * again. What an edit or a return took off is in `refunds` (see {@link readRefund}), so the `current_*` amounts, which have
 * it taken off already, are not read: both together would count it twice. Where the shop's prices include tax
 * (`taxes_included`), so do subtotal and refund lines, and spend is the price on the tag.
 */
export function readOrder(body: Fields, countryCode: string): Order {
  const currency = body.currency('currency');
  const cancelledAt = body.instantOrNull('cancelled_at');
  // A tip is sent as a line too, and is no goods.
  const lines = body.objects('line_items').filter((line) => !line.has('tip_payment_gateway'));
  const amounts = lines.map((line) => netOf(line, currency));
  const order: Omit<Order, 'version'> = {
    hostId: body.id('id'),
    number: body.textOrNull('name') ?? body.textOrNull('order_number') ?? body.id('id'),
    placedAt: body.instantOrNull('processed_at') ?? body.instant('created_at'),
    paidAt: null, // transactions are not in the payload
    fulfilledAt: parcelsArrivedAt(body, PARCEL),
    cancelledAt,
    state: cancelledAt === null ? 'open' : 'cancelled',
    payment: statedPayment(body),
    hostStatus: financialStatus(body),
    test: body.flag('test'),
    currency,
    goodsMinor: positiveShopMoneyOrNull(body, 'subtotal_price', currency) ?? body.sum('line_items', amounts),
    discountMinor: positiveShopMoneyOrNull(body, 'total_discounts', currency) ?? 0,
    shippingMinor: shippingOf(body, currency),
    taxMinor: taxOnTop(body, currency),
    totalMinor: shopMoney(body, 'total_price', currency),
    // Negative when the shop owes the buyer after an edit. Nobody owes anything on a cancelled order.
    debtMinor: cancelledAt === null ? Math.max(0, body.amountOrNull('total_outstanding', currency) ?? 0) : 0,
    lines: readLines(
      lines,
      amounts,
      lines.map((line) => grossOf(line, currency)),
    ),
    refunds: body.objects('refunds').map((refund) => readRefund(refund, currency)),
    voucherCodes: enteredCodes(body),
    redemptionIds: carriedHolds(body, 'note_attributes', 'name'),
    channel: channelOf(body.textOrNull('source_name')),
    locationId: body.idOrNull('location_id'),
    staffId: body.idOrNull('user_id'),
    place: orderPlace(body),
    buyer: readBuyer(body, body.objectOrNull('customer'), {
      countryCode,
      source: utmSource(body.textOrNull('landing_site')),
    }),
    note: body.textOrNull('note'),
  };
  const step =
    (FULFILMENT_STEPS.get(body.textOrNull('fulfillment_status') ?? '') ?? 0) +
    (body.raw('closed_at') ? CLOSED_STEP : 0);
  return { ...order, version: { at: body.instant('updated_at'), rank: orderRank(order, step) } };
}

/** After discounts on shipping, so that goods, shipping and tax add up to the total. `total_shipping_price` is before them. */
function shippingOf(body: Fields, currency: string): number {
  const lines = body.objects('shipping_lines').filter((line) => !line.flag('is_removed'));
  if (lines.length === 0) return positiveShopMoneyOrNull(body, 'total_shipping_price', currency) ?? 0;
  return body.sum(
    'shipping_lines',
    lines.map(
      (line) => positiveShopMoneyOrNull(line, 'discounted_price', currency) ?? shopMoney(line, 'price', currency),
    ),
  );
}
