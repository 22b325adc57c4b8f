import { createHmac } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DecodeInput, Platform, WebhookRequest } from '../../src/adapters/adapter.ts';

/** One delivery of a platform: what a host sends, apart from the signature. */
export interface Sample {
  readonly platform: Platform;
  /** File it came from, for the test's name. */
  readonly name: string;
  readonly topic: string;
  readonly body: Buffer;
  /** Lower-cased, without the signature. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A delivery captured from a real WooCommerce, with the signature and the secret it was made with. */
export interface Capture extends Sample {
  readonly secret: string;
  /** Null for a ping, which is not signed. */
  readonly signature: string | null;
  readonly receivedAt: number;
}

const ROOT = join(import.meta.dirname, '../..');
const FIXTURES = join(ROOT, 'test/fixtures');
/** Larger collections that may lie beside the repository. Tests pass without them. */
const SHARED = join(ROOT, '../shared/payloads');

export const SIGNATURE_HEADER: Readonly<Record<Platform, string>> = {
  shopify: 'x-shopify-hmac-sha256',
  woocommerce: 'x-wc-webhook-signature',
  haravan: 'x-haravan-hmacsha256',
  sapo: 'x-sapo-hmac-sha256',
  pos: 'x-tessera-signature',
};

/** Every sample of a platform: its own fixtures first, then the shared ones whose names are new. */
export function samplesOf(platform: Platform): Sample[] {
  switch (platform) {
    case 'woocommerce':
      return [...wooCaptures().filter((capture) => capture.signature !== null), ...bodies(platform, wooTopic)];
    case 'pos':
      return bodies(platform, (name) => name);
    case 'shopify':
    case 'haravan':
    case 'sapo':
      return bodies(platform, (name) => name.replace(/-derived$/, '').replace('-', '/'));
  }
}

/** All 82 captured deliveries in order of receipt, pings included. */
export function wooCaptures(): Capture[] {
  return jsonFiles(join(FIXTURES, 'woocommerce-real'))
    .filter((file) => /^\d/.test(file.name))
    .map(({ name, bytes }) => {
      const { headers, secret, bodyBase64, receivedAt } = JSON.parse(bytes.toString());
      const lower = Object.fromEntries(
        Object.entries<string>(headers).map(([key, value]) => [key.toLowerCase(), value]),
      );
      const { [SIGNATURE_HEADER.woocommerce]: signature = null, ...rest } = lower;
      const topic = rest['x-wc-webhook-topic'] ?? 'ping';
      return {
        platform: 'woocommerce',
        name,
        topic,
        body: Buffer.from(bodyBase64, 'base64'),
        headers: rest,
        secret,
        signature,
        receivedAt: Date.parse(receivedAt),
      };
    });
}

export interface ExpectedOrder {
  readonly id: number;
  readonly status: string;
  readonly currency: string;
  readonly total: string;
  readonly refunds: readonly string[];
  readonly customer_id: number;
  readonly billing_phone: string;
  readonly billing_email: string;
  readonly deleted: boolean;
}

/** What the captured shop itself said about its orders in the end. */
export function expectedWooOrders(): ExpectedOrder[] {
  return JSON.parse(readFileSync(join(FIXTURES, 'woocommerce-real/EXPECTED-orders.json'), 'utf8'));
}

/** The request a host would send for this sample, signed with `secret`. */
export function sign(
  platform: Platform,
  sample: Pick<Sample, 'topic' | 'body' | 'headers'>,
  secret: string,
): WebhookRequest {
  const signature = createHmac('sha256', secret).update(sample.body).digest('base64');
  return {
    method: 'POST',
    headers: { ...sample.headers, [SIGNATURE_HEADER[platform]]: signature },
    query: {},
    rawBody: sample.body,
  };
}

/** What the worker hands to `decode`: the shop of the captures is Vietnamese. */
export function decodeInput(
  sample: Pick<Sample, 'topic' | 'body' | 'headers'>,
  receivedAt = Date.UTC(2026, 10, 22, 5),
): DecodeInput {
  const shop = { currency: 'VND', timeZone: 'Asia/Ho_Chi_Minh', countryCode: 'VN' };
  return { topic: sample.topic, rawBody: sample.body, headers: sample.headers, receivedAt, shop };
}

/** A sample of one's own making. */
export function sampleOf(platform: Platform, topic: string, body: unknown): Sample {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  return { platform, name: topic, topic, body: bytes, headers: headersOf(platform, topic, topic) };
}

/** API resources among the shared payloads that no webhook delivers. */
const NO_WEBHOOK = [
  'discount-code',
  'refunds-list-with-money-transaction',
  'shop',
  'order-refund-docs',
  'webhook-docs',
  'discount-codes',
  'price-rule',
  'location',
  'transactions',
  'order-detail-simplified', // of Sapo's tills, another product
];

/** `orders-create--refunded.json` is a variant of topic orders/create. */
function bodies(platform: Platform, topicOf: (name: string) => string): Sample[] {
  const own = jsonFiles(join(FIXTURES, platform));
  const shared = jsonFiles(join(SHARED, platform)).filter(({ name }) => !own.some((file) => file.name === name));
  return [...own, ...shared]
    .map(({ name, bytes }) => ({ name: name.replace(/\.json$/, ''), body: bytes }))
    .filter(({ name }) => !NO_WEBHOOK.includes(name))
    .map(({ name, body }) => {
      const topic = topicOf(name.replace(/--.*/, ''));
      return { platform, name, topic, body, headers: headersOf(platform, topic, name) };
    });
}

/** `order-docs.json` is the resource that `order.updated` delivers. */
function wooTopic(name: string): string {
  return name.includes('.') ? name : `${name.replace(/-docs$/, '')}.updated`;
}

function headersOf(platform: Platform, topic: string, name: string): Record<string, string> {
  switch (platform) {
    case 'shopify':
      return {
        'x-shopify-topic': topic,
        'x-shopify-shop-domain': 'mau-thu.myshopify.com',
        'x-shopify-api-version': '2026-10',
        'x-shopify-webhook-id': `webhook-${name}`,
        'x-shopify-event-id': `event-${name}`,
        'x-shopify-triggered-at': '2026-11-22T04:59:58.123456789Z',
      };
    case 'woocommerce':
      return {
        'x-wc-webhook-source': 'https://shop.example.test/',
        'x-wc-webhook-topic': topic,
        'x-wc-webhook-resource': topic.split('.')[0] ?? '',
        'x-wc-webhook-event': topic.split('.')[1] ?? '',
        'x-wc-webhook-id': '12',
        'x-wc-webhook-delivery-id': `delivery-${name}`,
      };
    case 'haravan':
      return { 'x-haravan-topic': topic, 'x-haravan-org-id': '200000123456' };
    case 'sapo':
      return { 'x-sapo-topic': topic, 'x-sapo-shop-domain': 'tiem-mau.mysapo.net' };
    case 'pos':
      return {
        'x-tessera-topic': topic,
        'x-tessera-delivery': `delivery-${name}`,
        'x-tessera-sent-at': '2026-11-22T12:00:00+07:00',
      };
  }
}

function jsonFiles(folder: string): { name: string; bytes: Buffer }[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
}
