<?php
/**
 * Handoffs: who of the store's staff opens the admin, told to the Tessera server in a token that it takes once and within a minute.
 */

defined( 'ABSPATH' ) || exit;

/** Who may open it: shop managers and administrators. What each may do there is set in Tessera. */
const TESSERA_CAPABILITY = 'manage_woocommerce';

/** Seconds. It is used at once, so this is for clocks that differ. */
const TESSERA_HANDOFF_SECONDS = 60;

/** Whoever a handoff is about can see it, and could try secrets against it at home: a short one is found so. The server refuses it too. */
const TESSERA_SECRET_LENGTH_MIN = 32;

add_action( 'wp_ajax_tessera_handoff', 'tessera_answer_handoff' );

/** The address names the connection, and its secret is good enough to sign people in with. */
function tessera_can_open_admin() {
	return '' !== tessera_admin_url() && strlen( tessera_secret() ) >= TESSERA_SECRET_LENGTH_MIN;
}

/** A JSON web token (HS256) about the user of this request, signed with the secret of the connection. */
function tessera_handoff() {
	$user   = wp_get_current_user();
	$now    = time();
	$header = array(
		'alg' => 'HS256',
		'typ' => 'JWT',
		'kid' => tessera_connection_id(),
	);
	$claims = array(
		'iss'    => home_url( '/' ),
		'aud'    => 'tessera',
		'sub'    => (string) $user->ID,
		'iat'    => $now,
		'exp'    => $now + TESSERA_HANDOFF_SECONDS,
		'jti'    => bin2hex( random_bytes( 16 ) ),
		'name'   => $user->display_name,
		'email'  => $user->user_email,
		'locale' => get_user_locale(),
	);
	// Whoever administers the whole site is let in as a manager; others look only, until an owner gives them more.
	if ( current_user_can( 'manage_options' ) ) {
		$claims['admin'] = true;
	}
	$signed = tessera_base64url( wp_json_encode( $header ) ) . '.' . tessera_base64url( wp_json_encode( $claims ) );
	return $signed . '.' . tessera_base64url( hash_hmac( 'sha256', $signed, tessera_secret(), true ) );
}

/** The page asks for a fresh one when the session in its frame runs out. */
function tessera_answer_handoff() {
	check_ajax_referer( 'tessera_handoff', 'nonce' );
	if ( ! current_user_can( TESSERA_CAPABILITY ) || ! tessera_can_open_admin() ) {
		wp_send_json_error( null, 403 );
	}
	nocache_headers();
	wp_send_json_success( array( 'handoff' => tessera_handoff() ) );
}

function tessera_base64url( $bytes ) {
	return rtrim( strtr( base64_encode( $bytes ), '+/', '-_' ), '=' );
}
