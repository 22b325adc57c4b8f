import type { Adapter } from '../adapter.ts';
import { decode, TOPICS } from './decode.ts';
import { identify, verify } from './webhook.ts';

/** Shopify, by webhooks in the REST shape (API version 2026-10). The embedded UI's token is in `session.ts`. */
export const shopify: Adapter = {
  platform: 'shopify',
  displayName: 'Shopify',
  topics: TOPICS,
  identify,
  verify,
  decode,
};
