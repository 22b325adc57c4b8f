import { type Host, launchesOf, scopesOf, topicsOf } from './host.ts';
import type { Manifest } from './manifest.ts';

/** Haravan has no descriptor file: apps are entered in a form of the partner dashboard. This is what to enter (hosts.md §3). */
export const haravan: Host = {
  platform: 'haravan',
  topics: {
    'order.created': ['orders/create'],
    'order.updated': ['orders/updated', 'orders/fulfilled'],
    'order.paid': ['orders/paid'],
    'order.cancelled': ['orders/cancelled'],
    'order.deleted': ['orders/delete'],
    'order.restored': { instead: 'Haravan restores no deleted order.' },
    // Not proven to exist (hosts.md §11); `refunds` in orders/updated tells the same.
    'refund.created': ['refunds/create'],
    'customer.created': ['customers/create'],
    'customer.updated': ['customers/update'],
    'customer.consent': { instead: 'customers/update carries `accepts_marketing`.' },
    'customer.merged': { instead: 'Haravan tells of no merge; the accounts meet by phone or e-mail.' },
    'customer.deleted': ['customers/delete'],
    'product.created': ['products/create'],
    'product.updated': ['products/update'],
    'product.deleted': ['products/delete'],
    'app.uninstalled': ['app/uninstalled'],
    'privacy.export': { instead: 'Haravan has no privacy topic: the merchant asks by `crm`.' },
    'privacy.erase': { instead: 'Haravan has no privacy topic: the merchant asks by `crm`.' },
    'privacy.shop_erase': { instead: 'Haravan has no privacy topic: the merchant asks by `crm`.' },
  },
  otherSpellings: [
    'orders/update',
    'orders/confirmed',
    'orders/partially_fulfilled',
    'orders/canceled',
    'orders/deleted',
    'customers/updated',
    'customers/deleted',
    'products/updated',
    'products/deleted',
    'refunds/created',
  ],
  scopes: {
    customers: { read: ['com.read_customers'], write: ['com.write_customers'] },
    orders: { read: ['com.read_orders'], write: ['com.write_orders'] },
    'orders.history': { read: ['com.read_orders'], write: [] },
    products: { read: ['com.read_products'], write: ['com.write_products'] },
  },
  files: [{ file: 'hosts/haravan/app.json', render }],
};

function render(manifest: Manifest, host: Host): string {
  const { appUrl, menu } = launchesOf(manifest, 'haravan');
  const form = {
    generatedFrom: 'plugin.manifest.json',
    appName: manifest.name,
    description: manifest.description.vi,
    appUrl,
    embeddedApp: manifest.embedded ? 'Enable' : 'Disable',
    menu,
    // `grant_service` and `wh_api` are what a shop owner grants so that webhooks can be subscribed to for the shop.
    scopes: [
      'openid',
      'profile',
      'email',
      'org',
      'userinfo',
      'grant_service',
      'wh_api',
      'offline_access',
      ...scopesOf(host, manifest),
    ],
    webhooks: {
      callbackUrl: `${manifest.urls.webhooks}/haravan`,
      topics: topicsOf(host, manifest),
    },
  };
  return `${JSON.stringify(form, null, 2)}\n`;
}
