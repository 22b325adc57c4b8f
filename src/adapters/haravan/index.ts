import type { Adapter } from '../adapter.ts';
import { decode, TOPICS } from './decode.ts';
import { resourceTopic } from './topics.ts';
import { handshake, identify, verify } from './webhook.ts';

/** Haravan (Vietnam), by the webhooks of a public app or by a private webhook of the shop. */
export const haravan: Adapter = {
  platform: 'haravan',
  displayName: 'Haravan',
  topics: TOPICS,
  canonicalTopic: resourceTopic,
  identify,
  verify,
  // Deliveries name the shop by its number. A connection made by domain ("tiem.myharavan.com") has no number to compare, and its
  // address names it; two numbers must be the same, because one app secret signs for every shop.
  isSameShop: (_claimed, domain) => !/^\d+$/.test(domain),
  handshake,
  decode,
};
