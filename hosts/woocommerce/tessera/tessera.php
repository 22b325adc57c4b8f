<?php
/**
 * Plugin Name: Tessera
 * Description: The customer and loyalty brain you plug into the shop you already have.
 * Version: 0.1.0
 * Requires at least: 6.6
 * Requires PHP: 7.4
 * Requires Plugins: woocommerce
 * WC requires at least: 9.0
 * WC tested up to: 11.0
 * Author: The Tessera contributors
 * License: MIT
 * Text Domain: tessera
 *
 * Generated from plugin.manifest.json by `npm run docs`. Do not edit; the code is in includes/.
 */

defined( 'ABSPATH' ) || exit;

/** The webhooks that the plugin keeps in WooCommerce while it is connected. */
const TESSERA_TOPICS = array(
	'order.created',
	'order.updated',
	'order.deleted',
	'order.restored',
	'customer.created',
	'customer.updated',
	'customer.deleted',
	'product.created',
	'product.restored',
	'product.updated',
	'product.deleted',
);

/** Where the admin is, below the address of the Tessera server. */
const TESSERA_APP_PATH = '/app';

const TESSERA_FILE = __FILE__;

require __DIR__ . '/includes/connection.php';
require __DIR__ . '/includes/webhooks.php';
require __DIR__ . '/includes/privacy.php';
require __DIR__ . '/includes/handoff.php';
require __DIR__ . '/includes/page.php';
require __DIR__ . '/includes/settings.php';
require __DIR__ . '/includes/lifecycle.php';
