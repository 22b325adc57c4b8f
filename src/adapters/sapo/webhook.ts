import type { WebhookClaim, WebhookRequest } from '../adapter.ts';
import { header, isSignedBase64, sha256Hex } from '../bytes.ts';
import { entityOf } from '../rest-entity.ts';
import { storeDomain } from './store-domain.ts';

/** Sapo was Bizweb; shops of that time still send the old names. One delivery is read by one family, never by a mixture. */
const FAMILIES = ['x-sapo', 'x-bizweb'] as const;

/**
 * Sapo sends neither a delivery id nor a time. Topic and body tell deliveries apart: the body holds the resource's id and
 * `modified_on`, so the same bytes again are the same news again.
 */
export function identify({ method, headers, rawBody }: WebhookRequest): WebhookClaim | null {
  const family = familyOf(headers);
  const topic = family && header(headers, `${family}-topic`)?.toLowerCase();
  if (method !== 'POST' || !family || !topic) return null;
  const shop = header(headers, `${family}-shop-domain`)?.toLowerCase() ?? null;
  return {
    shop: storeDomain(shop) ?? shop,
    topic,
    deliveryKey: sha256Hex(topic, rawBody),
    entity: entityOf(topic, rawBody),
    sentAt: null,
    test: header(headers, `${family}-test`)?.toLowerCase() === 'true',
  };
}

/** Base 64 over the bytes as they came, with the app's secret. */
export function verify({ headers, rawBody }: WebhookRequest, secrets: readonly string[]): boolean {
  const family = familyOf(headers);
  const signature = family && header(headers, `${family}-hmac-sha256`);
  return signature !== null && isSignedBase64(rawBody, signature, secrets);
}

/** The family that signs. */
function familyOf(headers: WebhookRequest['headers']): (typeof FAMILIES)[number] | null {
  return FAMILIES.find((family) => header(headers, `${family}-hmac-sha256`) !== null) ?? null;
}
