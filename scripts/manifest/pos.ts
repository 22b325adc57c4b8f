import { type Host, topicsOf } from './host.ts';
import type { Manifest } from './manifest.ts';

const nothingToAsk = { read: [], write: [] };

/** A till sends what docs/pos.md describes and is asked for nothing; the file is for the maker of its software. */
export const pos: Host = {
  platform: 'pos',
  topics: {
    'order.created': ['invoice.saved'],
    'order.updated': ['invoice.saved'],
    'order.paid': ['invoice.saved'],
    'order.cancelled': ['invoice.saved'],
    'order.deleted': ['invoice.deleted'],
    'order.restored': { instead: 'invoice.saved after invoice.deleted.' },
    'refund.created': ['invoice.saved'],
    'customer.created': ['customer.saved'],
    'customer.updated': ['customer.saved'],
    'customer.consent': ['customer.saved'],
    'customer.merged': { instead: 'The cards meet by phone, e-mail or member code.' },
    'customer.deleted': ['customer.deleted'],
    'product.created': ['product.saved'],
    'product.updated': ['product.saved'],
    'product.deleted': ['product.deleted'],
    'app.uninstalled': ['connection.removed'],
    'privacy.export': ['privacy.export'],
    'privacy.erase': ['privacy.erase'],
    'privacy.shop_erase': { instead: 'The merchant asks by `crm`.' },
  },
  otherSpellings: [],
  scopes: { customers: nothingToAsk, orders: nothingToAsk, 'orders.history': nothingToAsk, products: nothingToAsk },
  files: [{ file: 'hosts/pos/connection.json', render }],
};

function render(manifest: Manifest, host: Host): string {
  const connection = {
    generatedFrom: 'plugin.manifest.json',
    name: manifest.name,
    webhookUrl: `${manifest.urls.webhooks}/pos/\${INSTALLATION}`,
    // Tills have no pages to show it in: it opens in a tab of its own.
    adminUrl: manifest.urls.app,
    documentation: 'docs/pos.md',
    topics: topicsOf(host, manifest),
  };
  return `${JSON.stringify(connection, null, 2)}\n`;
}
