import { decodeJwt } from 'jose';
import { type SessionReader, sessionReader } from '../../adapters/shopify/session.ts';
import { shopDomain } from '../../adapters/shopify/shop-domain.ts';
import type { InstallationId, Instant, ShopId } from '../../model.ts';
import type { SecretBox } from '../secrets.ts';
import type { Store } from '../store/index.ts';

/** Whom an ID token names, of which connection. */
export interface ShopifyVisitor {
  readonly shop: ShopId;
  readonly installation: InstallationId;
  readonly userId: string;
}

interface Connection {
  readonly shop: ShopId;
  readonly installation: InstallationId;
  readonly domain: string;
  readonly read: SessionReader;
}

/** Secrets that were rotated out and connections that were removed are refused within this time. */
const KNOWN_MS = 1000;

/**
 * Reads App Bridge's ID tokens. Which shop's secrets to verify one with is read from it before anything of it is believed; it must then
 * be signed with them, be meant for that connection's app, and name that connection's domain as issuer and destination.
 */
export class ShopifyVisitors {
  readonly #store: Store;
  readonly #box: SecretBox;
  readonly #apiKey: string | null;
  readonly #now: () => Instant;
  readonly #known = new Map<string, { readAt: Instant; connection: Connection }>();

  constructor(store: Store, box: SecretBox, apiKey: string | null, now: () => Instant) {
    this.#store = store;
    this.#box = box;
    this.#apiKey = apiKey;
    this.#now = now;
  }

  async read(token: string): Promise<ShopifyVisitor | null> {
    const domain = claimedDomain(token);
    const connection = domain === null ? null : await this.#connection(domain);
    const session = connection && (await connection.read(token));
    if (!session || session.shop !== connection.domain || !/^\d{1,20}$/.test(session.userId)) return null;
    return { shop: connection.shop, installation: connection.installation, userId: session.userId };
  }

  async #connection(domain: string): Promise<Connection | null> {
    const known = this.#known.get(domain);
    const readAt = this.#now();
    if (known && readAt - known.readAt < KNOWN_MS) return known.connection;
    this.#known.delete(domain);
    const found = await this.#store.system.installations.findOne({ platform: 'shopify', domain, state: 'active' });
    const apiKey = found?.clientId ?? this.#apiKey;
    if (!found || apiKey === null) return null;
    const secrets = found.secrets.map((sealed) => this.#box.open(sealed, found._id));
    const connection = { shop: found.shop, installation: found._id, domain, read: sessionReader({ apiKey, secrets }) };
    if (this.#known.size >= 1000) this.#known.clear();
    this.#known.set(domain, { readAt, connection });
    return connection;
  }
}

/** The host in `dest`, which nobody has vouched for yet; null when it is no shop of Shopify's. */
function claimedDomain(token: string): string | null {
  try {
    const { dest } = decodeJwt(token);
    return typeof dest === 'string' ? shopDomain(URL.parse(dest)?.host ?? null) : null;
  } catch {
    return null;
  }
}
