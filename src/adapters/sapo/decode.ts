import type { CommerceEvent } from '../../model.ts';
import type { DecodeInput, DecodeResult } from '../adapter.ts';
import { decodeBody, type Fields } from '../fields.ts';
import { readProduct } from '../rest-product.ts';
import { successfulRefunds, transactionCurrency } from '../rest-refund.ts';
import { readCustomer } from './customer.ts';
import { readOrder } from './order.ts';
import { readRefund } from './refund.ts';
import { ON } from './times.ts';

type Decoder = (body: Fields, delivery: DecodeInput) => readonly CommerceEvent[];

/**
 * Every body is the bare resource as it is now. `order_transactions/create` is left out: it tells one payment, of which the order
 * and the refund that follow tell what it came to, and dating a purchase by it would depend on which deliveries arrived (ADR
 * 6). Sapo has no privacy topics; a shop's owner asks for erasure in Tessera itself.
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
  'products/create': productChanged,
  'products/update': productChanged,
  'products/delete': (body) => [{ type: 'product_deleted', hostId: body.id('id') }],
  'app/uninstalled': () => [{ type: 'app_uninstalled', at: null }], // Sapo tells no time
};

export const TOPICS: readonly string[] = Object.keys(DECODERS);

/** Pure. Topics that are not ours (`store/update`, `fulfillments/create`) have nothing to do. */
export function decode(delivery: DecodeInput): DecodeResult {
  const decoder = Object.hasOwn(DECODERS, delivery.topic) ? DECODERS[delivery.topic] : undefined;
  if (!decoder) return { ok: true, events: [], note: 'This topic is not used.' };
  return decodeBody(delivery.rawBody, (body) => decoder(body, delivery));
}

function orderChanged(body: Fields, { shop }: DecodeInput): readonly CommerceEvent[] {
  return [{ type: 'order_changed', order: readOrder(body, shop.countryCode) }];
}

/** A refund's time never changes; what does is whether its money went through, and that is the later state. */
function refundChanged(body: Fields, { shop, receivedAt }: DecodeInput): readonly CommerceEvent[] {
  const refund = readRefund(body, transactionCurrency(body) ?? shop.currency);
  const version = { at: refund.at ?? receivedAt, rank: successfulRefunds(body).length };
  return [{ type: 'refund_changed', orderHostId: body.id('order_id'), refund, version }];
}

function customerChanged(body: Fields, { shop }: DecodeInput): readonly CommerceEvent[] {
  return [{ type: 'customer_changed', customer: readCustomer(body, shop.countryCode) }];
}

function productChanged(body: Fields): readonly CommerceEvent[] {
  return [{ type: 'product_changed', product: readProduct(body, ON) }];
}
