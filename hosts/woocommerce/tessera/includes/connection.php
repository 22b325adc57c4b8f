<?php
/**
 * The connection to the Tessera server: the address that `crm shops add --platform woocommerce` prints, and the secret given there.
 */

defined( 'ABSPATH' ) || exit;

/** Where deliveries go; empty until the shop is connected. */
function tessera_webhook_url() {
	return (string) get_option( 'tessera_webhook_url', '' );
}

function tessera_secret() {
	return (string) get_option( 'tessera_secret', '' );
}

/**
 * What WooCommerce signs webhooks with. It shows that to every shop manager, so it is made from the secret, which signs people in,
 * and does not tell it. The server makes the same (src/adapters/woocommerce/webhook.ts).
 */
function tessera_webhook_secret() {
	return hash_hmac( 'sha256', 'tessera webhooks', tessera_secret() );
}

function tessera_is_connected() {
	return '' !== tessera_webhook_url() && '' !== tessera_secret();
}

/** The connection's name on the server: the last part of the address that it printed. Empty when that has none. */
function tessera_connection_id() {
	return preg_match( '#/webhooks/woocommerce/(\w+)/?$#', tessera_webhook_url(), $match ) ? $match[1] : '';
}

/** The address of the admin of this store, from the address of its webhooks; empty until there is one. */
function tessera_admin_url() {
	$id = tessera_connection_id();
	$at = strpos( tessera_webhook_url(), '/webhooks/' );
	return '' === $id ? '' : substr( tessera_webhook_url(), 0, $at ) . TESSERA_APP_PATH . '/at/' . $id;
}

/**
 * Sends what WooCommerce has no webhook for, with the headers and the signature of WooCommerce's own, so that the server
 * needs no second way in. True when the server has taken it.
 */
function tessera_send( $topic, array $message ) {
	if ( ! tessera_is_connected() ) {
		return false;
	}
	$body     = wp_json_encode( $message );
	$response = wp_safe_remote_post(
		tessera_webhook_url(),
		array(
			'timeout'     => 10,
			'redirection' => 0,
			'body'        => $body,
			'headers'     => array(
				'Content-Type'             => 'application/json',
				'X-WC-Webhook-Topic'       => $topic,
				'X-WC-Webhook-Source'      => home_url( '/' ),
				'X-WC-Webhook-ID'          => 'tessera',
				'X-WC-Webhook-Delivery-ID' => wp_generate_uuid4(),
				'X-WC-Webhook-Signature'   => base64_encode( hash_hmac( 'sha256', $body, tessera_webhook_secret(), true ) ),
			),
		)
	);
	return 200 === wp_remote_retrieve_response_code( $response );
}
