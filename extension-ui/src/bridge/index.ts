import type { Arrival, Boot } from './boot.ts';
import type { Drawing, HostBridge } from './bridge.ts';
import { framedBridge } from './framed.ts';
import { shopifyBridge } from './shopify.ts';
import { standaloneBridge } from './standalone.ts';

/** The bridge of the host that the server says we are in. */
export function bridgeFor(boot: Boot, arrival: Arrival, drawing: Drawing, window: Window): HostBridge {
  switch (boot.host) {
    case 'shopify':
      return shopifyBridge(arrival, drawing, window);
    case 'woocommerce':
    case 'haravan':
    case 'sapo':
      return framedBridge(boot, arrival, drawing, window);
    case 'pos':
    case 'standalone':
      return standaloneBridge(arrival, drawing, window);
  }
}
