import { readFileSync } from 'node:fs';
import { type Host, isPrivacy, topicsOf } from './host.ts';
import { type Manifest, minimum } from './manifest.ts';

/** WooCommerce has no app registry: a WordPress plugin makes the webhooks and sends what WooCommerce has no topic for (hosts.md §2). */
export const woocommerce: Host = {
  platform: 'woocommerce',
  topics: {
    'order.created': ['order.created'],
    'order.updated': ['order.updated'],
    'order.paid': ['order.updated'],
    'order.cancelled': ['order.updated'],
    'order.deleted': ['order.deleted'],
    'order.restored': ['order.restored'],
    'refund.created': { instead: 'order.updated carries `refunds`.' },
    'customer.created': ['customer.created'],
    'customer.updated': ['customer.updated'],
    'customer.consent': { instead: 'WooCommerce keeps no consent of its own.' },
    'customer.merged': { instead: 'WooCommerce merges no accounts.' },
    'customer.deleted': ['customer.deleted'],
    'product.created': ['product.created', 'product.restored'],
    'product.updated': ['product.updated'],
    'product.deleted': ['product.deleted'],
    'app.uninstalled': ['action.tessera_uninstalled'],
    'privacy.export': ['action.tessera_privacy_export'],
    'privacy.erase': ['action.tessera_privacy_erase'],
    'privacy.shop_erase': { instead: 'The merchant asks by `crm`.' },
  },
  otherSpellings: [],
  // A REST key is for all data at once.
  scopes: {
    customers: { read: ['read'], write: ['write'] },
    orders: { read: ['read'], write: ['write'] },
    'orders.history': { read: ['read'], write: [] },
    products: { read: ['read'], write: ['write'] },
  },
  files: [
    { file: 'hosts/woocommerce/tessera/tessera.php', render },
    { file: 'hosts/woocommerce/tessera/assets/host-frame.js', render: renderFrame },
  ],
};

function render(manifest: Manifest, host: Host): string {
  const { compat } = manifest;
  const header = {
    'Plugin Name': manifest.name,
    Description: manifest.description.en,
    Version: manifest.version,
    'Requires at least': minimum(compat.wordpress),
    'Requires PHP': minimum(compat.php),
    'Requires Plugins': 'woocommerce',
    'WC requires at least': minimum(compat.woocommerce),
    'WC tested up to': compat.woocommerceTested,
    Author: manifest.author,
    License: manifest.license,
    'Text Domain': manifest.id,
  };
  // Those that our own plugin sends ("action.…") are no webhooks of WooCommerce.
  const webhooks = topicsOf(host, manifest, (event) => !isPrivacy(event)).filter(
    (topic) => !topic.startsWith('action.'),
  );
  return `<?php
/**
${Object.entries(header)
  .map(([name, value]) => ` * ${name}: ${value}`)
  .join('\n')}
 *
 * Generated from plugin.manifest.json by \`npm run docs\`. Do not edit; the code is in includes/.
 */

defined( 'ABSPATH' ) || exit;

/** The webhooks that the plugin keeps in WooCommerce while it is connected. */
const TESSERA_TOPICS = array(
${webhooks.map((topic) => `	'${topic}',`).join('\n')}
);

/** Where the admin is, below the address of the Tessera server. */
const TESSERA_APP_PATH = '${new URL(manifest.urls.app.replace('${APP_URL}', 'https://app.invalid')).pathname}';

const TESSERA_FILE = __FILE__;

require __DIR__ . '/includes/connection.php';
require __DIR__ . '/includes/webhooks.php';
require __DIR__ . '/includes/privacy.php';
require __DIR__ . '/includes/handoff.php';
require __DIR__ . '/includes/page.php';
require __DIR__ . '/includes/settings.php';
require __DIR__ . '/includes/lifecycle.php';
`;
}

/** The page around the admin is the same on every host that has no bridge of its own: the demo host's. */
function renderFrame(): string {
  const source = new URL('../../src/server/demo/host/host-frame.js', import.meta.url);
  return `// Copied from src/server/demo/host/host-frame.js by \`npm run docs\`. Do not edit.\n${readFileSync(source, 'utf8')}`;
}
