import type { Adapter } from '../adapter.ts';
import { decode, TOPICS } from './decode.ts';
import { handshake, identify, verify } from './webhook.ts';

/**
 * WooCommerce 9 and later, by its REST v3 webhooks.
 *
 * WooCommerce has no webhook for being disconnected and none for privacy requests. Our WordPress plugin sends those three,
 * to the same address, with the same headers and signature as WooCommerce's own (`X-WC-Webhook-Topic`, `-Signature`,
 * `-Source`, `-ID: tessera`, `-Delivery-ID`: a fresh UUID), so that they need no second way in:
 *
 * | topic | body |
 * | --- | --- |
 * | `action.tessera_uninstalled` | `{"at": "2026-11-22T04:11:29Z"}` when the plugin is deactivated or deleted |
 * | `action.tessera_privacy_export` | `{"request_id": 7, "email": "lan@example.test", "user_id": 2}` from WordPress's personal data exporter |
 * | `action.tessera_privacy_erase` | the same, from its eraser; `user_id` is 0 for somebody without an account |
 */
export const woocommerce: Adapter = {
  platform: 'woocommerce',
  displayName: 'WooCommerce',
  topics: TOPICS,
  identify,
  verify,
  // The secret is this connection's own, so it proves the shop; a store that moved to another domain is still heard.
  isSameShop: () => true,
  handshake,
  decode,
};
