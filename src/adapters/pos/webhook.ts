import { parseInstant } from '../../model.ts';
import type { WebhookClaim, WebhookRequest } from '../adapter.ts';
import { header, isSignedBase64, sha256Hex } from '../bytes.ts';
import { type JsonObject, parseObject } from '../json.ts';

/** Longer ids are a mistake (a whole receipt in the header), and would be stored with every delivery. */
const DELIVERY_ID = /^[\x21-\x7e]{1,128}$/;

export const deliveryKeyOf = (topic: string, deliveryId: string, rawBody: Buffer): string =>
  sha256Hex(topic, deliveryId, rawBody);

/**
 * The address names the connection, so a till need not name its shop. The body is part of the delivery key although the
 * till gives every delivery an id: a till that was set up anew may count from 1 again, and by the id alone its invoices
 * would be taken for repeats and lost. Applying one invoice twice changes nothing; losing one does.
 */
export function identify({ method, headers, rawBody }: WebhookRequest): WebhookClaim | null {
  const topic = header(headers, 'x-tessera-topic')?.toLowerCase();
  const deliveryId = header(headers, 'x-tessera-delivery');
  if (method !== 'POST' || !topic || deliveryId === null || !DELIVERY_ID.test(deliveryId)) return null;
  return {
    shop: null,
    topic,
    deliveryKey: deliveryKeyOf(topic, deliveryId, rawBody),
    entity: entityOf(topic, rawBody),
    sentAt: parseInstant(header(headers, 'x-tessera-sent-at')),
    test: false,
  };
}

export function verify({ headers, rawBody }: WebhookRequest, secrets: readonly string[]): boolean {
  const signature = header(headers, 'x-tessera-signature');
  return signature !== null && isSignedBase64(rawBody, signature, secrets);
}

const ENTITIES = new Map([
  ['invoice', 'order'],
  ['customer', 'customer'],
  ['product', 'product'],
]);

/** A member of a till may have no id of its own: the member code or phone then keeps its deliveries in order. */
function entityOf(topic: string, rawBody: Buffer): string | null {
  const resource = ENTITIES.get(topic.split('.')[0] ?? '');
  const json = resource === undefined ? null : parseObject(rawBody);
  if (!json?.ok) return null;
  const key = nameOf(json.value, resource === 'customer' ? ['id', 'memberCode', 'phone', 'email'] : ['id']);
  return key === null ? null : `${resource}:${key}`;
}

function nameOf(body: JsonObject, fields: readonly string[]): string | null {
  for (const field of fields) {
    const value = body[field];
    if (typeof value === 'number' || typeof value === 'string') {
      const text = String(value).trim();
      if (text !== '' && text.length <= 128) return text;
    }
  }
  return null;
}
