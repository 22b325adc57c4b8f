import { timingSafeEqual } from 'node:crypto';
import type { HandshakeAnswer, WebhookClaim, WebhookRequest } from '../adapter.ts';
import { header, isSignedBase64, isSignedHex, sha256Hex } from '../bytes.ts';
import { entityOf } from '../rest-entity.ts';
import { resourceTopic } from './topics.ts';

/** The documented header and a spelling that apps in production meet. */
const SIGNATURE_HEADERS = ['x-haravan-hmacsha256', 'x-haravan-hmac-sha256'];

/**
 * Haravan sends neither a delivery id nor a time. Topic and body tell deliveries apart: the body holds the resource's id and
 * `updated_at`, so the same bytes again are the same news again. Spellings of one topic are one.
 */
export function identify({ method, headers, rawBody }: WebhookRequest): WebhookClaim | null {
  const topic = header(headers, 'x-haravan-topic')?.toLowerCase();
  if (method !== 'POST' || !topic || !SIGNATURE_HEADERS.some((name) => header(headers, name) !== null)) return null;
  return {
    shop: header(headers, 'x-haravan-org-id'),
    topic,
    deliveryKey: sha256Hex(resourceTopic(topic), rawBody),
    entity: entityOf(resourceTopic(topic), rawBody),
    sentAt: null,
    test: header(headers, 'x-haravan-test')?.toLowerCase() === 'true',
  };
}

/** Base 64 by the documentation; hex is met as well. A private webhook is signed with the shop's own string instead of the app's secret. */
export function verify({ headers, rawBody }: WebhookRequest, secrets: readonly string[]): boolean {
  const signatures = SIGNATURE_HEADERS.flatMap((name) => header(headers, name) ?? []);
  return signatures.some(
    (signature) => isSignedBase64(rawBody, signature, secrets) || isSignedHex(rawBody, signature, secrets),
  );
}

/** Haravan asks once, when the address is saved, whether we expect it. An empty verify token is never right. */
export function handshake({ method, query }: WebhookRequest, verifyToken: string): HandshakeAnswer | null {
  if (method !== 'GET' || query['hub.mode'] !== 'subscribe') return null;
  const challenge = query['hub.challenge'];
  const isExpected = verifyToken !== '' && isSame(query['hub.verify_token'] ?? '', verifyToken);
  return isExpected && challenge !== undefined ? { status: 200, body: challenge } : { status: 401, body: '' };
}

/** Over hashes, which have one length, so the time tells nothing about the token. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(Buffer.from(sha256Hex(given)), Buffer.from(sha256Hex(expected)));
}
