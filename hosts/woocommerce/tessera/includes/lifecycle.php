<?php
/**
 * What WooCommerce and WordPress have to know about the plugin, and what happens when it goes.
 */

defined( 'ABSPATH' ) || exit;

add_action(
	'before_woocommerce_init',
	function () {
		if ( class_exists( '\Automattic\WooCommerce\Utilities\FeaturesUtil' ) ) {
			\Automattic\WooCommerce\Utilities\FeaturesUtil::declare_compatibility( 'custom_order_tables', TESSERA_FILE, true );
			\Automattic\WooCommerce\Utilities\FeaturesUtil::declare_compatibility( 'cart_checkout_blocks', TESSERA_FILE, true );
		}
	}
);

register_deactivation_hook( TESSERA_FILE, 'tessera_deactivate' );
register_uninstall_hook( TESSERA_FILE, 'tessera_uninstall' );

/** WooCommerce would go on sending without us, so the webhooks go first; saving the settings makes them again. */
function tessera_deactivate() {
	tessera_remove_webhooks();
	tessera_send( 'action.tessera_uninstalled', array( 'at' => gmdate( 'Y-m-d\TH:i:s\Z' ) ) );
}

/** WordPress has deactivated the plugin before; the message is sent again in case it was lost. */
function tessera_uninstall() {
	tessera_deactivate();
	delete_option( 'tessera_webhook_url' );
	delete_option( 'tessera_secret' );
}
