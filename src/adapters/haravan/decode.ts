import type { CommerceEvent } from '../../model.ts';
import type { DecodeInput, DecodeResult } from '../adapter.ts';
import { decodeBody, type Fields, type Nothing } from '../fields.ts';
import { readProduct } from '../rest-product.ts';
import { transactionCurrency } from '../rest-refund.ts';
import { readCustomer } from './customer.ts';
import { isGuestAccount } from './nobody.ts';
import { readOrder } from './order.ts';
import { readRefund } from './refund.ts';
import { OTHER_SPELLINGS, resourceTopic } from './topics.ts';

type Decoder = (body: Fields, delivery: DecodeInput) => readonly CommerceEvent[] | Nothing;

/**
 * Every body is the bare resource as it is now. Refunds come within their order (`refunds[]`). Haravan has no privacy topics; a
 * shop's owner asks for erasure in Tessera itself.
 */
const DECODERS: Readonly<Record<string, Decoder>> = {
  'orders/create': orderChanged,
  'orders/updated': orderChanged,
  'orders/paid': orderChanged,
  'orders/cancelled': orderChanged,
  'orders/fulfilled': orderChanged,
  'orders/delete': (body) => [{ type: 'order_deleted', hostId: body.id('id') }],
  'refunds/create': refundChanged,
  'customers/create': customerChanged,
  'customers/update': customerChanged,
  'customers/delete': (body) => [{ type: 'customer_deleted', hostId: body.id('id') }],
  'products/create': productChanged,
  'products/update': productChanged,
  'products/delete': (body) => [{ type: 'product_deleted', hostId: body.id('id') }],
  'app/uninstalled': () => [{ type: 'app_uninstalled', at: null }], // Haravan tells no time
};

export const TOPICS: readonly string[] = [...Object.keys(DECODERS), ...OTHER_SPELLINGS];

/** Pure. Topics that are not ours (`shop/update`, `app_subscriptions/update`) have nothing to do. */
export function decode(delivery: DecodeInput): DecodeResult {
  const topic = resourceTopic(delivery.topic);
  const decoder = Object.hasOwn(DECODERS, topic) ? DECODERS[topic] : undefined;
  if (!decoder) return { ok: true, events: [], note: 'This topic is not used.' };
  return decodeBody(delivery.rawBody, (body) => decoder(body, delivery));
}

function orderChanged(body: Fields, { shop }: DecodeInput): readonly CommerceEvent[] {
  return [{ type: 'order_changed', order: readOrder(body, shop.countryCode) }];
}

function refundChanged(body: Fields, { shop, receivedAt }: DecodeInput): readonly CommerceEvent[] {
  const refund = readRefund(body, transactionCurrency(body) ?? shop.currency);
  return [
    {
      type: 'refund_changed',
      orderHostId: body.id('order_id'),
      refund,
      version: { at: refund.at ?? receivedAt, rank: 0 },
    },
  ];
}

function customerChanged(body: Fields, { shop }: DecodeInput): readonly CommerceEvent[] | Nothing {
  if (isGuestAccount(body)) return { note: "This is the account of the shop's guests, not a person." };
  return [{ type: 'customer_changed', customer: readCustomer(body, shop) }];
}

function productChanged(body: Fields): readonly CommerceEvent[] {
  return [{ type: 'product_changed', product: readProduct(body) }];
}
