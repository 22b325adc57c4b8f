import { parseInstant } from '../../model.ts';
import type { WebhookClaim, WebhookRequest } from '../adapter.ts';
import { header, isSignedBase64, sha256Hex } from '../bytes.ts';
import { entityOf } from './entity.ts';
import { shopDomain } from './shop-domain.ts';

/**
 * `X-Shopify-Webhook-Id` is one delivery of one subscription and stays the same over retries. `X-Shopify-Event-Id` is shared by
 * all topics that one action of the merchant caused, so it must not decide duplicates. Only without a usable id (a relay
 * in between dropped it) topic and body stand in for it.
 */
export function identify({ method, headers, rawBody }: WebhookRequest): WebhookClaim | null {
  const topic = header(headers, 'x-shopify-topic')?.toLowerCase();
  const shop = shopDomain(header(headers, 'x-shopify-shop-domain'));
  if (method !== 'POST' || !topic || shop === null || !header(headers, 'x-shopify-hmac-sha256')) return null;
  const webhookId = header(headers, 'x-shopify-webhook-id');
  return {
    shop,
    topic,
    deliveryKey: webhookId !== null && /^[\w-]{1,64}$/.test(webhookId) ? webhookId : sha256Hex(topic, rawBody),
    entity: entityOf(topic, rawBody),
    sentAt: parseInstant(header(headers, 'x-shopify-triggered-at')),
    test: header(headers, 'x-shopify-test')?.toLowerCase() === 'true',
  };
}

/** Over the bytes as they came. For an hour after a rotation Shopify may still sign with the old secret, hence the list. */
export function verify({ headers, rawBody }: WebhookRequest, secrets: readonly string[]): boolean {
  const signature = header(headers, 'x-shopify-hmac-sha256');
  return signature !== null && isSignedBase64(rawBody, signature, secrets);
}
