import type { Instant } from '../model.ts';
import { ApiKeys } from './api-keys.ts';
import { keyPrincipal, type Principal, staffPrincipal } from './principal.ts';
import type { SecretBox } from './secrets.ts';
import type { ShopStates } from './shop-state.ts';
import { StaffMembers } from './staff/members.ts';
import { Sessions } from './staff/sessions.ts';
import { ShopifyVisitors } from './staff/shopify-visitors.ts';
import type { StaffDocument } from './store/documents.ts';
import type { Store } from './store/index.ts';

export interface PrincipalsParts {
  readonly store: Store;
  readonly box: SecretBox;
  readonly states: ShopStates;
  readonly config: { readonly shopifyApiKey: string | null };
  readonly now: () => Instant;
}

/** From a bearer to who asks. Three kinds of bearer: an API key, a session token of ours, an ID token of Shopify's App Bridge. */
export class Principals {
  readonly keys: ApiKeys;
  readonly members: StaffMembers;
  readonly sessions: Sessions;
  readonly #shopify: ShopifyVisitors;
  readonly #store: Store;

  constructor({ store, box, states, config, now }: PrincipalsParts) {
    this.#store = store;
    this.keys = new ApiKeys(store, now);
    this.members = new StaffMembers(store, now);
    this.sessions = new Sessions({ store, box, states, now }, this.keys, this.members);
    this.#shopify = new ShopifyVisitors(store, box, config.shopifyApiKey, now);
  }

  /** Null for a bearer that is wrong, has run out, or stands for who is not in force any more. */
  async read(bearer: string): Promise<Principal | null> {
    if (bearer.split('.').length !== 3) {
      const key = await this.keys.verify(bearer);
      return key && keyPrincipal(key);
    }
    return (await this.#signedIn(bearer)) ?? (await this.#fromShopify(bearer));
  }

  async #signedIn(bearer: string): Promise<Principal | null> {
    const subject = await this.sessions.read(bearer);
    if (!subject) return null;
    if (subject.kind === 'key') {
      const key = await this.keys.find(subject.shop, subject.id);
      return key && keyPrincipal(key);
    }
    return this.#staff(await this.members.find(subject.shop, subject.id));
  }

  /** Shopify vouches with every request, so whoever is not known yet arrives with their first. It does not tell names. */
  async #fromShopify(bearer: string): Promise<Principal | null> {
    const visitor = await this.#shopify.read(bearer);
    if (!visitor) return null;
    const { shop, installation, userId } = visitor;
    const known = await this.members.find(shop, `${installation}:${userId}`);
    const unknown = { installation, userId, name: null, email: null, isAdmin: false };
    return this.#staff(known ?? (await this.members.arrive(shop, unknown)));
  }

  #staff(member: StaffDocument | null): Principal | null {
    return member && staffPrincipal(member, this.#store.forShop(member.shop));
  }
}
