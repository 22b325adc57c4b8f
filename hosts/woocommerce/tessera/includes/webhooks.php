<?php
/**
 * The webhooks in WooCommerce, made and kept by this plugin so that nobody has to enter eleven of them by hand.
 */

defined( 'ABSPATH' ) || exit;

/**
 * Brings the webhooks in line with the connection: one for each topic with the present address and secret. WooCommerce
 * switches a webhook off after more than five failures in a row; saving the settings switches it on again.
 */
function tessera_keep_webhooks() {
	$kept = array();
	foreach ( TESSERA_TOPICS as $topic ) {
		$webhook = tessera_webhook_for( $topic );
		$webhook->set_name( 'Tessera: ' . $topic );
		$webhook->set_topic( $topic );
		// WooCommerce builds each payload with the rights of this user.
		$webhook->set_user_id( get_current_user_id() );
		$webhook->set_api_version( 'wp_api_v3' );
		$webhook->set_delivery_url( tessera_webhook_url() );
		$webhook->set_secret( tessera_webhook_secret() );
		$webhook->set_status( 'active' );
		$webhook->save();
		$kept[ $topic ] = $webhook->get_id();
	}
	update_option( 'tessera_webhook_ids', $kept, false );
}

/** The one we made before if it is still there, else a new one. */
function tessera_webhook_for( $topic ) {
	$ids = (array) get_option( 'tessera_webhook_ids', array() );
	$old = isset( $ids[ $topic ] ) ? wc_get_webhook( (int) $ids[ $topic ] ) : null;
	return $old ? $old : new WC_Webhook();
}

/** Only ours: webhooks that the merchant made stay as they are. */
function tessera_remove_webhooks() {
	foreach ( (array) get_option( 'tessera_webhook_ids', array() ) as $id ) {
		$webhook = function_exists( 'wc_get_webhook' ) ? wc_get_webhook( (int) $id ) : null;
		if ( $webhook ) {
			$webhook->delete( true );
		}
	}
	delete_option( 'tessera_webhook_ids' );
}
