<?php
/**
 * WooCommerce, Tessera: the admin of the Tessera server in a frame.
 */

defined( 'ABSPATH' ) || exit;

add_action(
	'admin_menu',
	function () {
		add_submenu_page( 'woocommerce', 'Tessera', 'Tessera', TESSERA_CAPABILITY, 'tessera', 'tessera_print_page' );
	}
);

add_action(
	'admin_enqueue_scripts',
	function ( $hook ) {
		if ( get_plugin_page_hookname( 'tessera', 'woocommerce' ) !== $hook || ! tessera_shows_admin() ) {
			return;
		}
		$version = get_file_data( TESSERA_FILE, array( 'Version' ) )[0];
		wp_enqueue_style( 'tessera-page', plugins_url( 'assets/page.css', TESSERA_FILE ), array(), $version );
		wp_enqueue_script( 'tessera-host-frame', plugins_url( 'assets/host-frame.js', TESSERA_FILE ), array(), $version, true );
		wp_enqueue_script( 'tessera-page', plugins_url( 'assets/page.js', TESSERA_FILE ), array( 'tessera-host-frame' ), $version, true );
	}
);

/** The settings stand in its place until there is a connection, and when they are asked for. */
function tessera_shows_admin() {
	// phpcs:ignore WordPress.Security.NonceVerification.Recommended
	$wants_settings = isset( $_GET['view'] ) && 'connection' === $_GET['view'];
	return ! $wants_settings && tessera_can_open_admin();
}

function tessera_print_page() {
	if ( tessera_shows_admin() ) {
		tessera_print_admin();
		return;
	}
	echo '<div class="wrap"><h1>Tessera</h1>';
	tessera_print_settings();
	echo '</div>';
}

/**
 * assets/page.js opens the frame with what stands here. The handoff goes into the part of the address behind the `#`, which
 * browsers send to no server.
 */
function tessera_print_admin() {
	$locale = 0 === strpos( get_user_locale(), 'vi' ) ? 'vi' : 'en';
	$data   = array(
		'address'  => tessera_admin_url(),
		'path'     => tessera_asked_path(),
		'locale'   => $locale,
		'handoff'  => tessera_handoff(),
		'ajax'     => admin_url( 'admin-ajax.php' ),
		'nonce'    => wp_create_nonce( 'tessera_handoff' ),
		'order'    => tessera_order_url(),
		'customer' => admin_url( 'user-edit.php?user_id={id}' ),
		'product'  => admin_url( 'post.php?post={id}&action=edit' ),
	);
	echo '<h1 class="screen-reader-text">Tessera</h1><div id="tessera-admin"';
	foreach ( $data as $name => $value ) {
		printf( ' data-%s="%s"', esc_attr( $name ), esc_attr( $value ) );
	}
	printf(
		'><iframe title="Tessera"></iframe><div class="notice notice-error" role="alert" hidden><p>%s <a href="%s">%s</a></p></div></div>',
		esc_html__( 'The Tessera server does not answer, or does not know this store by its present address.', 'tessera' ),
		esc_url( tessera_settings_url() ),
		esc_html__( 'Connection', 'tessera' )
	);
}

/** Where in the admin to begin: `&path=/customers/ab12` of this page's address. */
function tessera_asked_path() {
	// phpcs:ignore WordPress.Security.NonceVerification.Recommended, WordPress.Security.ValidatedSanitizedInput.InputNotSanitized
	$path = isset( $_GET['path'] ) && is_string( $_GET['path'] ) ? wp_unslash( $_GET['path'] ) : '/';
	return 1 === preg_match( '#^/(?!/)[^\\\\\s"<>\#]{0,2000}$#D', $path ) ? $path : '/';
}

/** WooCommerce keeps orders in tables of its own, or as posts on stores that have not moved them. */
function tessera_order_url() {
	$has_tables = class_exists( '\Automattic\WooCommerce\Utilities\OrderUtil' )
		&& \Automattic\WooCommerce\Utilities\OrderUtil::custom_orders_table_usage_is_enabled();
	return admin_url( $has_tables ? 'admin.php?page=wc-orders&action=edit&id={id}' : 'post.php?post={id}&action=edit' );
}
