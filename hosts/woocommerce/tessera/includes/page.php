<?php
/**
 * WooCommerce, Tessera: the way to the server's page, and the settings of the connection.
 */

defined( 'ABSPATH' ) || exit;

add_action(
	'admin_menu',
	function () {
		add_submenu_page( 'woocommerce', 'Tessera', 'Tessera', 'manage_woocommerce', 'tessera', 'tessera_print_page' );
	}
);

add_action( 'admin_post_tessera_connect', 'tessera_connect' );

function tessera_print_page() {
	echo '<div class="wrap"><h1>Tessera</h1>';
	if ( tessera_is_connected() && '' !== tessera_app_url() ) {
		printf(
			'<p><a class="button button-primary" href="%s" target="_blank" rel="noopener">%s</a></p>',
			esc_url( tessera_app_url() ),
			esc_html__( 'What this store sent, and what could not be applied', 'tessera' )
		);
	}
	tessera_print_settings();
	echo '</div>';
}

/** The secret is never printed again: an empty field keeps it. */
function tessera_print_settings() {
	// phpcs:ignore WordPress.Security.NonceVerification.Recommended
	$is_refused = isset( $_GET['tessera'] ) && 'refused' === $_GET['tessera'];
	if ( $is_refused ) {
		$why = __( 'Not saved. The address must start with https:// and contain /webhooks/woocommerce; a secret is needed.', 'tessera' );
		printf( '<div class="notice notice-error"><p>%s</p></div>', esc_html( $why ) );
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
	$secret = '' === $secret ? tessera_secret() : $secret;
	$is_ok  = '' !== $secret && false !== strpos( $url, '/webhooks/woocommerce' );
	if ( $is_ok ) {
		// Not loaded with every page of the shop: only these pages and deliveries read them.
		update_option( 'tessera_webhook_url', $url, false );
		update_option( 'tessera_secret', $secret, false );
		tessera_keep_webhooks();
	}
	wp_safe_redirect( admin_url( 'admin.php?page=tessera&tessera=' . ( $is_ok ? 'saved' : 'refused' ) ) );
	exit;
}
