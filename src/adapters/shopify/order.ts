import { type Order, orderRank, type Payment } from '../../model.ts';
import type { Fields } from '../fields.ts';
import { readBuyer } from '../rest-buyer.ts';
import { channelOf, orderPlace } from '../rest-shape.ts';
import { readLines } from './line.ts';
import { positiveShopMoneyOrNull, shopMoney } from './money.ts';
import { readRefund } from './refund.ts';

/** `financial_status`. Authorised money is not taken yet; an authorisation that ran out is as good as voided. */
const PAYMENTS: Readonly<Record<string, Payment>> = {
  pending: 'unpaid',
  authorized: 'unpaid',
  partially_paid: 'partly_paid',
  paid: 'paid',
  partially_refunded: 'partly_refunded',
  refunded: 'refunded',
  voided: 'voided',
  expired: 'voided',
};

/** Shopify's own progress, for versions of one second. */
const FULFILMENT_STEPS: Readonly<Record<string, number>> = { partial: 10, fulfilled: 20, restocked: 30 };
const CLOSED_STEP = 40;

/**
 * An order of the REST shape, which webhooks send whatever the topic.
 *
 * `goodsMinor` is `subtotal_price`: goods after discounts, items added by an edit included, before anything was taken off
 * again. What an edit or a return took off is in `refunds` (see {@link readRefund}), so the `current_*` amounts, which have
 * it taken off already, are not read: both together would count it twice. Where the shop's prices include tax
 * (`taxes_included`), so do subtotal and refund lines, and spend is the price on the tag. `taxMinor` is then 0, since there
 * is no tax on top of it: D2's switch "with tax" must not add the same tax twice.
 */
export function readOrder(body: Fields, countryCode: string): Order {
  const currency = body.currency('currency');
  const hostStatus = body.textOrNull('financial_status')?.toLowerCase() ?? 'pending';
  const cancelledAt = body.instantOrNull('cancelled_at');
  const lines = readLines(body, currency);
  const order: Omit<Order, 'version'> = {
    hostId: body.id('id'),
    number: body.textOrNull('name') ?? body.textOrNull('order_number') ?? body.id('id'),
    placedAt: body.instantOrNull('processed_at') ?? body.instant('created_at'),
    paidAt: null, // transactions are not in the payload
    cancelledAt,
    state: cancelledAt === null ? 'open' : 'cancelled',
    payment: paymentOf(body, hostStatus),
    hostStatus,
    test: body.flag('test'),
    currency,
    goodsMinor:
      positiveShopMoneyOrNull(body, 'subtotal_price', currency) ??
      body.sum(
        'line_items',
        lines.map((line) => line.amountMinor),
      ),
    discountMinor: positiveShopMoneyOrNull(body, 'total_discounts', currency) ?? 0,
    shippingMinor: shippingOf(body, currency),
    taxMinor: body.flag('taxes_included') ? 0 : (positiveShopMoneyOrNull(body, 'total_tax', currency) ?? 0),
    totalMinor: shopMoney(body, 'total_price', currency),
    // Negative when the shop owes the buyer after an edit. Nobody owes anything on a cancelled order.
    debtMinor: cancelledAt === null ? Math.max(0, body.amountOrNull('total_outstanding', currency) ?? 0) : 0,
    lines,
    refunds: body.objects('refunds').map((refund) => readRefund(refund, currency)),
    voucherCodes: voucherCodes(body),
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
    (FULFILMENT_STEPS[body.textOrNull('fulfillment_status') ?? ''] ?? 0) + (body.raw('closed_at') ? CLOSED_STEP : 0);
  return { ...order, version: { at: body.instant('updated_at'), rank: orderRank(order, step) } };
}

/** A word we do not know is not guessed: taking it for "unpaid" would silently take away spend and points. */
function paymentOf(body: Fields, hostStatus: string): Payment {
  return (
    (Object.hasOwn(PAYMENTS, hostStatus) ? PAYMENTS[hostStatus] : undefined) ??
    body.fail('financial_status', 'not a known status')
  );
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

/**
 * Codes that the buyer entered. `discount_codes` also holds the title of a discount that staff typed on a draft order, so a code counts
 * only where the application says that it is one.
 */
function voucherCodes(body: Fields): string[] {
  const entered = body
    .objects('discount_applications')
    .filter((application) => application.raw('type') === 'discount_code');
  return [...new Set(entered.flatMap((application) => application.textOrNull('code') ?? []))];
}

/** The first page of the visit, "/collections/tra?utm_source=zalo". */
function utmSource(landingSite: string | null): string | null {
  const query = landingSite?.split('?')[1]?.split('#')[0];
  return new URLSearchParams(query ?? '').get('utm_source')?.trim().toLowerCase() || null;
}
