import type { Adapter } from '../adapter.ts';
import { decode, TOPICS } from './decode.ts';
import { isSameStore } from './store-domain.ts';
import { identify, verify } from './webhook.ts';

/** Sapo Web (Vietnam, once Bizweb), by the webhooks of an app. Sapo's own tills (`*.mysapogo.com`) have another API. */
export const sapo: Adapter = {
  platform: 'sapo',
  displayName: 'Sapo',
  topics: TOPICS,
  identify,
  verify,
  isSameShop: isSameStore, // one app secret signs for every shop, so the names must be of one
  decode,
};
