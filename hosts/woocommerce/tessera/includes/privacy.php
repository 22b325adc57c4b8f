<?php
/**
 * WordPress's tools for personal data (Tools, Export / Erase Personal Data) reach the Tessera server too.
 */

defined( 'ABSPATH' ) || exit;

add_filter(
	'wp_privacy_personal_data_exporters',
	function ( $exporters ) {
		$exporters['tessera'] = array(
			'exporter_friendly_name' => __( 'Tessera', 'tessera' ),
			'callback'               => 'tessera_export_person',
		);
		return $exporters;
	}
);

add_filter(
	'wp_privacy_personal_data_erasers',
	function ( $erasers ) {
		$erasers['tessera'] = array(
			'eraser_friendly_name' => __( 'Tessera', 'tessera' ),
			'callback'             => 'tessera_erase_person',
		);
		return $erasers;
	}
);

/** The server makes the export and the merchant fetches it there; WordPress's own file says so. */
function tessera_export_person( $email ) {
	if ( ! tessera_is_connected() ) {
		return array(
			'data' => array(),
			'done' => true,
		);
	}
	if ( ! tessera_send( 'action.tessera_privacy_export', tessera_person( $email ) ) ) {
		return new WP_Error( 'tessera_unreachable', __( 'Tessera could not be reached. Try again later.', 'tessera' ) );
	}
	$note = array(
		'name'  => __( 'Tessera', 'tessera' ),
		'value' => __( 'The data that Tessera holds are exported there.', 'tessera' ),
	);
	return array(
		'data' => array(
			array(
				'group_id'    => 'tessera',
				'group_label' => __( 'Tessera', 'tessera' ),
				'item_id'     => 'tessera',
				'data'        => array( $note ),
			),
		),
		'done' => true,
	);
}

/** Nothing counts as erased before the server has taken the request. */
function tessera_erase_person( $email ) {
	$is_sent  = tessera_is_connected() && tessera_send( 'action.tessera_privacy_erase', tessera_person( $email ) );
	$is_owing = tessera_is_connected() && ! $is_sent;
	return array(
		'items_removed'  => $is_sent,
		'items_retained' => $is_owing,
		'messages'       => $is_owing ? array( __( 'Tessera could not be reached. Erase again later.', 'tessera' ) ) : array(),
		'done'           => true,
	);
}

/** user_id is 0 for somebody without an account; request_id is WordPress's number of the request. */
function tessera_person( $email ) {
	$user = get_user_by( 'email', $email );
	return array(
		// WordPress calls exporters and erasers from requests whose nonce it has checked, with the number in `id`.
		'request_id' => isset( $_POST['id'] ) ? absint( $_POST['id'] ) : 0, // phpcs:ignore WordPress.Security.NonceVerification.Missing
		'email'      => $email,
		'user_id'    => $user ? (int) $user->ID : 0,
	);
}
