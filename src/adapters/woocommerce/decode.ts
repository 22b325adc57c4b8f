import type { CommerceEvent } from '../../model.ts';
import type { DecodeInput, DecodeResult } from '../adapter.ts';
import { decodeBody, type Fields, type Nothing } from '../fields.ts';
import { readCustomer } from './customer.ts';
import { isDraft, readOrder } from './order.ts';
import { readProduct } from './product.ts';

type Decoder = (body: Fields, delivery: DecodeInput) => readonly CommerceEvent[] | Nothing;

/**
 * A webhook's body is built when it is sent, not when the thing happened: `order.created` may already say completed. So the
 * topic only tells the resource, and whether it is gone or back; everything else is read from the body.
 */
const DECODERS: Readonly<Record<string, Decoder>> = {
  'order.created': orderChanged,
  'order.updated': orderChanged,
  'order.restored': (body) => (isDraft(body) ? DRAFT : [{ type: 'order_restored', order: readOrder(body) }]),
  'order.deleted': (body) => [{ type: 'order_deleted', hostId: body.id('id') }],
  'customer.created': customerChanged,
  'customer.updated': customerChanged,
  'customer.deleted': (body) => [{ type: 'customer_deleted', hostId: body.id('id') }],
  'product.created': productChanged,
  'product.updated': productChanged,
  'product.restored': productChanged,
  'product.deleted': (body) => [{ type: 'product_deleted', hostId: body.id('id') }],
  'action.tessera_uninstalled': (body) => [{ type: 'app_uninstalled', at: body.instantOrNull('at') }],
  'action.tessera_privacy_export': (body) => [{ type: 'privacy_export_requested', ...privacyRequest(body) }],
  'action.tessera_privacy_erase': (body) => [{ type: 'privacy_erase_requested', ...privacyRequest(body) }],
};

export const TOPICS: readonly string[] = Object.keys(DECODERS);

const DRAFT: Nothing = { note: 'A draft is not an order yet.' };
const GONE: Nothing = { note: 'The resource was already gone when WooCommerce built the message.' };

/** Pure. Topics that are not ours (coupons) have nothing to do. */
export function decode(delivery: DecodeInput): DecodeResult {
  const decoder = Object.hasOwn(DECODERS, delivery.topic) ? DECODERS[delivery.topic] : undefined;
  if (!decoder) return { ok: true, events: [], note: 'This topic is not used.' };
  return decodeBody(delivery.rawBody, (body) => (isGone(body) ? GONE : decoder(body, delivery)));
}

/** Signed like any other: the REST answer "404" in place of the resource. Other errors name no resource and are parked. */
function isGone(body: Fields): boolean {
  return !body.has('id') && body.textOrNull('code') !== null && body.objectOrNull('data')?.raw('status') === 404;
}

function orderChanged(body: Fields): readonly CommerceEvent[] | Nothing {
  return isDraft(body) ? DRAFT : [{ type: 'order_changed', order: readOrder(body) }];
}

function customerChanged(body: Fields, { receivedAt }: DecodeInput): readonly CommerceEvent[] {
  return [{ type: 'customer_changed', customer: readCustomer(body, receivedAt) }];
}

function productChanged(body: Fields, { receivedAt }: DecodeInput): readonly CommerceEvent[] | Nothing {
  const status = body.textOrNull('status');
  if (status === 'auto-draft') return { note: 'A draft is not a product yet.' };
  if (status === 'trash') return [{ type: 'product_deleted', hostId: body.id('id') }];
  return [{ type: 'product_changed', product: readProduct(body, receivedAt) }];
}

function privacyRequest(body: Fields) {
  const person = { hostId: body.idOrNull('user_id'), email: body.textOrNull('email'), phone: null, orderHostIds: [] };
  if (person.hostId === null && person.email === null) body.fail('email', 'an e-mail address or user_id is needed');
  return { person, requestId: body.idOrNull('request_id') };
}
