import { type Host, launchesOf, scopesOf, topicsOf } from './host.ts';
import type { Manifest } from './manifest.ts';

/**
 * Sapo has no descriptor file: apps are entered in a form of the partner dashboard, scopes are asked for when a shop installs the
 * app, and webhooks are made for each shop by `POST /admin/webhooks.json`. This is what to enter (hosts.md §4).
 */
export const sapo: Host = {
  platform: 'sapo',
  topics: {
    'order.created': ['orders/create'],
    'order.updated': ['orders/updated', 'orders/fulfilled', 'orders/partially_fulfilled'],
    'order.paid': ['orders/paid'],
    'order.cancelled': ['orders/cancelled'],
    'order.deleted': ['orders/delete'],
    'order.restored': { instead: 'Sapo restores no deleted order.' },
    'refund.created': ['refunds/create'],
    'customer.created': ['customers/create'],
    'customer.updated': ['customers/update'],
    'customer.consent': { instead: 'customers/update carries `accepts_marketing`.' },
    'customer.merged': { instead: 'Sapo tells of no merge; the accounts meet by phone or e-mail.' },
    'customer.deleted': ['customers/delete'],
    'product.created': ['products/create'],
    'product.updated': ['products/update'],
    'product.deleted': ['products/delete'],
    'app.uninstalled': ['app/uninstalled'],
    'privacy.export': { instead: 'Sapo has no privacy topic: the merchant asks by `crm`.' },
    'privacy.erase': { instead: 'Sapo has no privacy topic: the merchant asks by `crm`.' },
    'privacy.shop_erase': { instead: 'Sapo has no privacy topic: the merchant asks by `crm`.' },
  },
  otherSpellings: [],
  scopes: {
    customers: { read: ['read_customers'], write: ['write_customers'] },
    orders: { read: ['read_orders'], write: ['write_orders'] },
    'orders.history': { read: ['read_orders'], write: [] },
    products: { read: ['read_products'], write: ['write_products'] },
  },
  files: [{ file: 'hosts/sapo/app.json', render }],
};

function render(manifest: Manifest, host: Host): string {
  const { appUrl, menu } = launchesOf(manifest, 'sapo');
  const form = {
    generatedFrom: 'plugin.manifest.json',
    appName: manifest.name,
    description: manifest.description.vi,
    appUrl,
    menu,
    scopes: scopesOf(host, manifest),
    webhooks: {
      address: `${manifest.urls.webhooks}/sapo`,
      format: 'json',
      topics: topicsOf(host, manifest),
    },
  };
  return `${JSON.stringify(form, null, 2)}\n`;
}
