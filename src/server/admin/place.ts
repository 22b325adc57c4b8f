import type { Platform } from '../../adapters/adapter.ts';
import { shopDomain } from '../../adapters/shopify/shop-domain.ts';
import type { InstallationId } from '../../model.ts';
import type { InstallationDocument } from '../store/documents.ts';
import type { Store } from '../store/index.ts';

/** Where the admin is shown: in whose page, and under which address. */
export interface Place {
  /** Under which path its own addresses lie. */
  readonly base: string;
  readonly host: Platform | 'standalone';
  readonly connection: InstallationId | null;
  readonly domain: string | null;
  /** Origins whose pages may frame it; none: it opens only on its own. */
  readonly ancestors: readonly string[];
  /** The one of them that it speaks to by `postMessage`; Shopify is spoken to by App Bridge. */
  readonly hostOrigin: string | null;
  readonly shopifyApiKey: string | null;
}

/** On its own: for shops without an admin to be in, and for whoever is not known to be anywhere. */
const STANDALONE: Place = {
  base: '/app',
  host: 'standalone',
  connection: null,
  domain: null,
  ancestors: [],
  hostOrigin: null,
  shopifyApiKey: null,
};

/** `/app`: in Shopify when it says of which shop and we know that shop. A shop that is not connected may frame nothing. */
export async function placeOf(store: Store, shop: unknown, appApiKey: string | null): Promise<Place> {
  const domain = typeof shop === 'string' ? shopDomain(shop) : null;
  const found = domain && (await store.system.installations.findOne({ platform: 'shopify', domain, state: 'active' }));
  const shopifyApiKey = found ? (found.clientId ?? appApiKey) : null;
  if (!found || !domain || !shopifyApiKey) return STANDALONE;
  return {
    ...STANDALONE,
    host: 'shopify',
    connection: found._id,
    domain,
    ancestors: [`https://${domain}`, 'https://admin.shopify.com'],
    shopifyApiKey,
  };
}

/** `/app/at/<connection>`: null for one that does not exist or was uninstalled. */
export async function placeAt(store: Store, connection: string): Promise<Place | null> {
  const found = await activeConnection(store, connection);
  if (!found) return null;
  const { _id, platform, domain } = found;
  const hostOrigin = adminOriginOf(found);
  // Shopify speaks only to the page at /app: here a Shopify shop is seen as from outside.
  const host = platform === 'shopify' ? 'standalone' : platform;
  const ancestors = hostOrigin === null ? [] : [hostOrigin];
  return { ...STANDALONE, base: `/app/at/${_id}`, host, connection: _id, domain, ancestors, hostOrigin };
}

/** Longer than any id of ours; what is longer is not looked up. */
const CONNECTION_MAX = 64;

async function activeConnection(store: Store, id: string): Promise<InstallationDocument | null> {
  if (id.length > CONNECTION_MAX) return null;
  return store.system.installations.findOne({ _id: id as InstallationId, state: 'active' });
}

/**
 * The origin of the store's admin, whose pages frame ours: what was set for the connection, else its domain. Null where there is no
 * such page (tills), or the host knows the shop by a number (Haravan, until its first launch tells the domain).
 */
export function adminOriginOf({
  platform,
  domain,
  embedOrigin,
}: Pick<InstallationDocument, 'platform' | 'domain' | 'embedOrigin'>): string | null {
  if (embedOrigin !== undefined) return originOf(embedOrigin);
  return platform === 'pos' || platform === 'shopify' ? null : originOf(`https://${domain}`);
}

/** An origin that can stand in a header: scheme, a name or number of a machine, a port. The rest of the address is dropped. */
function originOf(address: string): string | null {
  const url = URL.parse(address);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null;
  // "https://200000123456" is a valid address: an old way to write an IPv4 one. No shop's admin has one.
  const isMachine = /^([a-z0-9_-]+\.)+[a-z0-9-]*[a-z][a-z0-9-]*$/.test(url.hostname) || isLocal(url.hostname);
  return isMachine ? url.origin : null;
}

/** The demo host and a developer's store. */
function isLocal(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
}
