import { stringify } from 'smol-toml';
import { type Host, isPrivacy, scopesOf, topicsOf } from './host.ts';
import type { Manifest } from './manifest.ts';

/** Shopify reads its app from shopify.app.toml; subscriptions made there survive failures and re-installs (hosts.md §1.1). */
export const shopify: Host = {
  platform: 'shopify',
  topics: {
    'order.created': ['orders/create'],
    'order.updated': ['orders/updated', 'orders/fulfilled', 'orders/partially_fulfilled'],
    'order.paid': ['orders/paid'],
    'order.cancelled': ['orders/cancelled'],
    'order.deleted': ['orders/delete'],
    'order.restored': { instead: 'Shopify restores no deleted order.' },
    'refund.created': ['refunds/create'],
    'customer.created': ['customers/create'],
    'customer.updated': ['customers/update'],
    'customer.consent': ['customers_email_marketing_consent/update', 'customers_marketing_consent/update'],
    'customer.merged': ['customers/merge'],
    'customer.deleted': ['customers/delete'],
    'product.created': ['products/create'],
    'product.updated': ['products/update'],
    'product.deleted': ['products/delete'],
    'app.uninstalled': ['app/uninstalled'],
    'privacy.export': ['customers/data_request'],
    'privacy.erase': ['customers/redact'],
    'privacy.shop_erase': ['shop/redact'],
  },
  otherSpellings: [],
  scopes: {
    customers: { read: ['read_customers'], write: ['write_customers'] },
    orders: { read: ['read_orders'], write: ['write_orders'] },
    // Without it orders end 60 days back; Shopify grants it on request.
    'orders.history': { read: ['read_all_orders'], write: [] },
    products: { read: ['read_products'], write: ['write_products'] },
  },
  files: [{ file: 'hosts/shopify/shopify.app.toml', render }],
};

function render(manifest: Manifest, host: Host): string {
  const uri = `${manifest.urls.webhooks}/shopify`;
  const subscriptions = [
    { topics: topicsOf(host, manifest, (event) => !isPrivacy(event)), uri },
    { compliance_topics: topicsOf(host, manifest, isPrivacy), uri },
  ];
  const toml = {
    client_id: '',
    name: manifest.name,
    handle: manifest.id,
    application_url: manifest.urls.app,
    embedded: manifest.embedded,
    access_scopes: { scopes: scopesOf(host, manifest).join(','), use_legacy_install_flow: false },
    webhooks: { api_version: manifest.compat.shopifyApi, subscriptions },
    pos: { embedded: false },
  };
  return [
    '# Generated from plugin.manifest.json by `npm run docs`. Do not edit.',
    '# `npm run hosts -- <address of your server>` writes it to dist/hosts with the address put in; `shopify app config link`',
    '# fills in client_id.',
    stringify(toml),
    '',
  ].join('\n');
}
