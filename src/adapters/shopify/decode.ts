import { type CommerceEvent, type Instant, parseInstant } from '../../model.ts';
import type { DecodeInput, DecodeResult } from '../adapter.ts';
import { decodeBody, type Fields, type Nothing } from '../fields.ts';
import { readProduct } from '../rest-product.ts';
import { readRefund, successfulRefunds } from '../rest-refund.ts';
import { readCustomer, readEmailConsent, readSmsConsent } from './customer.ts';
import { numericId } from './entity.ts';
import { readOrder } from './order.ts';
import { readPerson, refuseOtherShop } from './privacy.ts';
import { refundCurrency } from './refund.ts';

type Decoder = (body: Fields, delivery: DecodeInput) => readonly CommerceEvent[] | Nothing;

/**
 * All order topics send the order as it is, so they are one. `orders/edited` sends what was changed and not the order
 * (`orders/updated` follows it), and `customer.tags_added` a list of tags (`customers/update` follows): neither is decoded.
 */
const DECODERS: Readonly<Record<string, Decoder>> = {
  'orders/create': orderChanged,
  'orders/updated': orderChanged,
  'orders/paid': orderChanged,
  'orders/cancelled': orderChanged,
  'orders/fulfilled': orderChanged,
  'orders/partially_fulfilled': orderChanged,
  'orders/delete': (body) => [{ type: 'order_deleted', hostId: body.id('id') }],
  'refunds/create': refundChanged,
  'customers/create': customerChanged,
  'customers/update': customerChanged,
  'customers/delete': (body) => [{ type: 'customer_deleted', hostId: body.id('id') }],
  'customers/merge': customersMerged,
  'customers_email_marketing_consent/update': (body, delivery) => [
    { type: 'customer_changed', customer: readEmailConsent(body, sentAt(delivery)) },
  ],
  'customers_marketing_consent/update': (body, delivery) => [
    { type: 'customer_changed', customer: readSmsConsent(body, sentAt(delivery)) },
  ],
  'products/create': productChanged,
  'products/update': productChanged,
  'products/delete': (body) => [{ type: 'product_deleted', hostId: body.id('id') }],
  'app/uninstalled': appUninstalled,
  'customers/data_request': exportRequested,
  'customers/redact': eraseRequested,
  'shop/redact': shopEraseRequested,
};

export const TOPICS: readonly string[] = Object.keys(DECODERS);

/** Pure. Topics that are not ours have nothing to do. */
export function decode(delivery: DecodeInput): DecodeResult {
  const decoder = Object.hasOwn(DECODERS, delivery.topic) ? DECODERS[delivery.topic] : undefined;
  if (!decoder) return { ok: true, events: [], note: 'This topic is not used.' };
  return decodeBody(delivery.rawBody, (body) => decoder(body, delivery));
}

function orderChanged(body: Fields, { shop }: DecodeInput): readonly CommerceEvent[] {
  return [{ type: 'order_changed', order: readOrder(body, shop.countryCode) }];
}

/** A refund's time never changes; what does is whether its money went through, and that is the later state. */
function refundChanged(body: Fields, delivery: DecodeInput): readonly CommerceEvent[] {
  const refund = readRefund(body, refundCurrency(body) ?? delivery.shop.currency);
  const version = { at: refund.at ?? sentAt(delivery), rank: successfulRefunds(body).length };
  return [{ type: 'refund_changed', orderHostId: body.id('order_id'), refund, version }];
}

function customerChanged(body: Fields, { shop }: DecodeInput): readonly CommerceEvent[] {
  return [{ type: 'customer_changed', customer: readCustomer(body, shop.countryCode) }];
}

/** The documentation spells the two fields in one way and captures in the other. A merge that failed merged nobody. */
function customersMerged(body: Fields, delivery: DecodeInput): readonly CommerceEvent[] | Nothing {
  if (body.textOrNull('status')?.toLowerCase() === 'failed')
    return { note: 'Shopify could not merge these customers.' };
  const keptHostId = customerId(body, 'admin_graphql_api_customer_kept_id', 'admin_graphql_api_id_customer_kept');
  const mergedHostId = customerId(
    body,
    'admin_graphql_api_customer_deleted_id',
    'admin_graphql_api_id_customer_deleted',
  );
  return [{ type: 'customers_merged', keptHostId, mergedHostId, at: triggeredAt(delivery) }];
}

function customerId(body: Fields, name: string, otherName: string): string {
  return (
    numericId(body.textOrNull(name) ?? body.textOrNull(otherName) ?? '') ??
    body.fail(name, "a customer's gid is needed")
  );
}

function productChanged(body: Fields): readonly CommerceEvent[] {
  return [{ type: 'product_changed', product: readProduct(body) }];
}

/** May arrive after the shop has installed the app again, so the time matters and is the header's: the body has none of it. */
function appUninstalled(body: Fields, delivery: DecodeInput): readonly CommerceEvent[] {
  refuseOtherShop(body, 'myshopify_domain', delivery);
  return [{ type: 'app_uninstalled', at: triggeredAt(delivery) }];
}

function exportRequested(body: Fields, delivery: DecodeInput): readonly CommerceEvent[] {
  refuseOtherShop(body, 'shop_domain', delivery);
  const requestId = body.objectOrNull('data_request')?.idOrNull('id') ?? null;
  return [{ type: 'privacy_export_requested', person: readPerson(body, 'orders_requested'), requestId }];
}

function eraseRequested(body: Fields, delivery: DecodeInput): readonly CommerceEvent[] {
  refuseOtherShop(body, 'shop_domain', delivery);
  return [{ type: 'privacy_erase_requested', person: readPerson(body, 'orders_to_redact'), requestId: null }];
}

function shopEraseRequested(body: Fields, delivery: DecodeInput): readonly CommerceEvent[] {
  refuseOtherShop(body, 'shop_domain', delivery);
  return [{ type: 'shop_erase_requested' }];
}

function triggeredAt({ headers }: DecodeInput): Instant | null {
  return parseInstant(headers['x-shopify-triggered-at']);
}

function sentAt(delivery: DecodeInput): Instant {
  return triggeredAt(delivery) ?? delivery.receivedAt;
}
