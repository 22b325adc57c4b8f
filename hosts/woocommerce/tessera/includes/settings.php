<?php
/**
 * The settings of the connection: WooCommerce, Tessera while there is none, and "Settings" in the list of plugins later.
 */

defined( 'ABSPATH' ) || exit;

add_action( 'admin_post_tessera_connect', 'tessera_connect' );

add_filter(
	'plugin_action_links_' . plugin_basename( TESSERA_FILE ),
	function ( $links ) {
		$link = sprintf( '<a href="%s">%s</a>', esc_url( tessera_settings_url() ), esc_html__( 'Settings', 'tessera' ) );
		return array_merge( array( $link ), $links );
	}
);

function tessera_settings_url() {
	return admin_url( 'admin.php?page=tessera&view=connection' );
}

/** The secret is never printed again: an empty field keeps it while the address stays. */
function tessera_print_settings() {
	// phpcs:ignore WordPress.Security.NonceVerification.Recommended
	$is_refused = isset( $_GET['tessera'] ) && 'refused' === $_GET['tessera'];
	if ( $is_refused ) {
		$why = __( 'Not saved. The address must start with https:// and contain /webhooks/woocommerce; a secret is needed.', 'tessera' );
		printf( '<div class="notice notice-error"><p>%s</p></div>', esc_html( $why ) );
	}
	if ( tessera_is_connected() && ! tessera_can_open_admin() ) {
		$why = __( 'Orders are sent, but the admin cannot open here: enter the whole address that was printed, and a secret of at least 32 characters.', 'tessera' );
		printf( '<div class="notice notice-warning"><p>%s</p></div>', esc_html( $why ) );
	}
	?>
	<h2><?php esc_html_e( 'Connection', 'tessera' ); ?></h2>
	<p><?php esc_html_e( 'Enter the address that "crm shops add --platform woocommerce" printed on the Tessera server, and the secret that was given to it.', 'tessera' ); ?></p>
	<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
		<input type="hidden" name="action" value="tessera_connect">
		<?php wp_nonce_field( 'tessera_connect' ); ?>
		<table class="form-table" role="presentation">
			<tr>
				<th scope="row"><label for="tessera_webhook_url"><?php esc_html_e( 'Webhook URL', 'tessera' ); ?></label></th>
				<td><input class="regular-text code" type="url" required id="tessera_webhook_url" name="tessera_webhook_url" value="<?php echo esc_attr( tessera_webhook_url() ); ?>"></td>
			</tr>
			<tr>
				<th scope="row"><label for="tessera_secret"><?php esc_html_e( 'Webhook secret', 'tessera' ); ?></label></th>
				<td><input class="regular-text code" type="password" autocomplete="off" id="tessera_secret" name="tessera_secret" placeholder="<?php echo '' === tessera_secret() ? '' : '••••••••'; ?>"></td>
			</tr>
		</table>
		<?php submit_button( __( 'Save', 'tessera' ) ); ?>
	</form>
	<?php
}

function tessera_connect() {
	if ( ! current_user_can( 'manage_woocommerce' ) ) {
		wp_die( esc_html__( 'You may not change this.', 'tessera' ), 403 );
	}
	check_admin_referer( 'tessera_connect' );
	$url    = isset( $_POST['tessera_webhook_url'] ) ? esc_url_raw( wp_unslash( $_POST['tessera_webhook_url'] ), array( 'https' ) ) : '';
	$secret = isset( $_POST['tessera_secret'] ) ? trim( sanitize_text_field( wp_unslash( $_POST['tessera_secret'] ) ) ) : '';
	// An empty field keeps the secret, but not for another server: that would be handed handoffs which are good at the present one.
	$secret = '' === $secret && tessera_webhook_url() === $url ? tessera_secret() : $secret;
	$is_ok  = '' !== $secret && false !== strpos( $url, '/webhooks/woocommerce' );
	if ( $is_ok ) {
		// Not loaded with every page of the shop: only these pages and deliveries read them.
		update_option( 'tessera_webhook_url', $url, false );
		update_option( 'tessera_secret', $secret, false );
		tessera_keep_webhooks();
	}
	wp_safe_redirect( $is_ok ? admin_url( 'admin.php?page=tessera' ) : tessera_settings_url() . '&tessera=refused' );
	exit;
}
