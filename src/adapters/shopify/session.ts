import '@shopify/shopify-api/adapters/node';
import { ApiVersion, type JwtPayload, LogSeverity, shopifyApi } from '@shopify/shopify-api';
import type { Instant } from '../../model.ts';
import { shopDomain } from './shop-domain.ts';

/** Who is looking at the embedded UI. */
export interface ShopifySession {
  readonly shop: string;
  /** The staff member's id on Shopify. */
  readonly userId: string;
  readonly expiresAt: Instant;
}

/** Null for a token that must be answered with 401; why is not told, and the token is in no message. */
export type SessionReader = (token: string) => Promise<ShopifySession | null>;

/**
 * Reads App Bridge's ID token: HS256 with the app's secret, about a minute long. Shopify's library checks signature, times
 * (10 s of tolerance) and audience. It takes a token without an end and one whose `dest` is a foreign host, so that is
 * checked here. Several secrets while one is being rotated: the library holds one secret an instance.
 */
export function sessionReader(app: { readonly apiKey: string; readonly secrets: readonly string[] }): SessionReader {
  const libraries = app.secrets.filter((secret) => secret !== '').map((secret) => libraryFor(app.apiKey, secret));
  return async (token) => {
    for (const library of libraries) {
      // Every refusal is an InvalidJwtError with the token in its message, so it is dropped unread.
      const payload = await library.session.decodeSessionToken(token).catch(() => null);
      const shop = payload && shopOf(payload, library.utils.sanitizeShop);
      if (payload && shop) return { shop, userId: String(payload.sub), expiresAt: Math.trunc(payload.exp * 1000) };
    }
    return null;
  };
}

/** `hostName` is only used for OAuth redirects, which an embedded app with token exchange does not have. */
function libraryFor(apiKey: string, apiSecretKey: string) {
  const logger = { level: LogSeverity.Error, log: () => {} };
  return shopifyApi({
    apiKey,
    apiSecretKey,
    apiVersion: ApiVersion.October26,
    hostName: 'localhost',
    isEmbeddedApp: true,
    logger,
  });
}

/** The shop, where issuer and destination agree on it: `iss` is `https://{shop}/admin`, `dest` `https://{shop}`. */
function shopOf(
  { iss, dest, exp, sub }: Partial<JwtPayload>,
  sanitizeShop: (shop: string) => string | null,
): string | null {
  if (typeof exp !== 'number' || typeof sub !== 'string' || !isHttps(iss) || !isHttps(dest)) return null;
  const host = new URL(dest).host;
  return new URL(iss).host === host ? shopDomain(sanitizeShop(host)) : null;
}

function isHttps(address: unknown): address is string {
  return typeof address === 'string' && URL.parse(address)?.protocol === 'https:';
}
