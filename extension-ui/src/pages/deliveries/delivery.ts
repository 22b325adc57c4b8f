import type { Answer } from '../../api/client.ts';

export type Delivery = Answer<'/api/v1/deliveries'>['items'][number];
export type OneDelivery = Answer<'/api/v1/deliveries/{id}'>;
export type Summary = Answer<'/api/v1/deliveries/summary'>;
export type State = Delivery['state'];
export type Platform = Delivery['platform'];

export const STATES = ['pending', 'done', 'ignored', 'parked'] as const satisfies readonly State[];

/** Names of their own, the same in every language. */
export const PLATFORM_NAMES: Readonly<Record<Platform, string>> = {
  shopify: 'Shopify',
  woocommerce: 'WooCommerce',
  haravan: 'Haravan',
  sapo: 'Sapo',
  pos: 'POS',
};

export const STATE_COLOURS = { pending: 'blue', done: 'glaze', ignored: 'gray', parked: 'orange' } as const;
