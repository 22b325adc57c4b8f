import { createHmac } from 'node:crypto';
import { decodeXML } from 'entities';
import type { HandshakeAnswer, WebhookClaim, WebhookRequest } from '../adapter.ts';
import { header, isSignedBase64, sha256Hex } from '../bytes.ts';
import { parseObject } from '../json.ts';

/**
 * WooCommerce's delivery id is a hash of webhook id and the current second: deliveries of one second share it, up to nine
 * in our captures. The body alone does not do either: `{"id":22}` says "deleted" again, truly, after the order was restored
 * and deleted a second time. Together they tell every delivery apart; WooCommerce itself never sends one twice.
 */
export function identify({ method, headers, rawBody }: WebhookRequest): WebhookClaim | null {
  const topic = header(headers, 'x-wc-webhook-topic')?.toLowerCase();
  if (method !== 'POST' || !topic || !header(headers, 'x-wc-webhook-signature')) return null;
  const webhookId = header(headers, 'x-wc-webhook-id') ?? '';
  const deliveryId = header(headers, 'x-wc-webhook-delivery-id') ?? '';
  return {
    shop: shopOf(header(headers, 'x-wc-webhook-source')),
    topic,
    deliveryKey: sha256Hex(topic, webhookId, deliveryId, rawBody),
    entity: entityOf(topic, rawBody),
    sentAt: null,
    test: false,
  };
}

/**
 * WordPress stores a secret with `&`, `<`, `>` and quotes as entities and decodes them before signing. Which of the two forms
 * the merchant pasted to us cannot be known, so both are tried. And webhooks that our plugin made have a secret of their own.
 */
export function verify({ headers, rawBody }: WebhookRequest, secrets: readonly string[]): boolean {
  const signature = header(headers, 'x-wc-webhook-signature');
  const forms = new Set(secrets.flatMap((secret) => [secret, decodeXML(secret), pluginSecret(secret)]));
  return signature !== null && isSignedBase64(rawBody, signature, [...forms]);
}

/**
 * What the plugin enters in WooCommerce, which shows it to every shop manager: made from the secret of the connection, so that
 * whoever sees it can sign webhooks and no handoffs (hosts/woocommerce/tessera/includes/connection.php).
 */
function pluginSecret(secret: string): string {
  return secret === '' ? '' : createHmac('sha256', secret).update('tessera webhooks').digest('hex');
}

/** The unsigned ping on saving a webhook. WooCommerce activates the webhook only if the answer is exactly 200. */
export function handshake({ method, headers, rawBody }: WebhookRequest): HandshakeAnswer | null {
  if (method !== 'POST' || headers['x-wc-webhook-signature'] !== undefined || rawBody.length > 64) return null;
  return /^webhook_id=\d+$/.test(rawBody.toString('latin1')) ? { status: 200, body: '' } : null;
}

/**
 * `https://Shop.example/vi/` → `shop.example/vi`. The scheme is left out because shops move to https; the path stays
 * because several WordPress sites may share a host, and "www." stays because it can be another site.
 */
function shopOf(source: string | null): string | null {
  if (source === null || !URL.canParse(source)) return null;
  const { host, pathname } = new URL(source);
  return host === '' ? null : `${host}${pathname.replace(/\/+$/, '')}`;
}

/** "order.updated" about 16 → "order:16". WooCommerce writes the id first, so most bodies need no parsing here. */
function entityOf(topic: string, rawBody: Buffer): string | null {
  const resource = topic.split('.')[0] ?? '';
  if (!['order', 'customer', 'product', 'coupon'].includes(resource)) return null;
  const first = /^\{"id":(\d{1,20})[,}]/.exec(rawBody.toString('latin1', 0, 40));
  if (first) return `${resource}:${first[1]}`;
  const json = parseObject(rawBody); // a plugin may have put a field of its own in front
  const id = json.ok ? json.value['id'] : null;
  const text = typeof id === 'number' || typeof id === 'string' ? String(id) : ''; // an object's toString may be no function
  return /^\d{1,20}$/.test(text) ? `${resource}:${text}` : null;
}
