import { decodeProtectedHeader } from 'jose';
import type { InstallationId, Instant, ShopId } from '../../model.ts';
import type { ApiKeys } from '../api-keys.ts';
import type { SecretBox } from '../secrets.ts';
import type { ShopStates } from '../shop-state.ts';
import type { Store } from '../store/index.ts';
import { HANDOFF_PLATFORMS, readHandoff } from './handoff.ts';
import type { StaffMembers } from './members.ts';
import { OWN, readOwn, type Subject, signOwn } from './tokens.ts';
import { useOnce } from './used-handoffs.ts';

/** A bearer for some minutes, and the handoff by which whoever holds it gets the next one, once. */
export interface Session {
  readonly token: string;
  readonly expiresAt: Instant;
  readonly next: string;
}

const TOKEN_MS = 10 * 60_000;
const NEXT_MS = 30 * 60_000;
/** Then the host has to vouch for the person anew, or they sign in again. */
const SESSION_MS = 12 * 3_600_000;
const LINK_MS = 10 * 60_000;

export interface SessionParts {
  readonly store: Store;
  readonly box: SecretBox;
  readonly states: ShopStates;
  readonly now: () => Instant;
}

/** Begins and renews sessions. Null stands for every refusal: which of the reasons it was is nobody's business. */
export class Sessions {
  readonly #parts: SessionParts;
  readonly #keys: ApiKeys;
  readonly #members: StaffMembers;

  constructor(parts: SessionParts, keys: ApiKeys, members: StaffMembers) {
    this.#parts = parts;
    this.#keys = keys;
    this.#members = members;
  }

  /** With a host's handoff, with one of ours (a renewal, a sign-in link), told apart by `kid`. */
  async fromHandoff(handoff: string): Promise<Session | null> {
    const kid = keyIdOf(handoff);
    if (kid === null) return null;
    return kid === OWN ? this.#renew(handoff) : this.#vouched(kid, handoff);
  }

  /** Bound to the key: it ends when that is revoked. */
  async fromApiKey(text: string): Promise<Session | null> {
    const key = await this.#keys.verify(text);
    return key && this.#issue({ shop: key.store.shop, kind: 'key', id: key.id, until: null });
  }

  /** Whom a bearer of ours stands for. Whether they are still in force is the caller's to look up. */
  read(token: string): Promise<Subject | null> {
    return readOwn(this.#parts.box, 'session', token, this.#parts.now());
  }

  async #vouched(kid: string, token: string): Promise<Session | null> {
    const { store, box, now } = this.#parts;
    const installation = await store.system.installations.findOne({
      _id: kid as InstallationId,
      platform: { $in: [...HANDOFF_PLATFORMS] },
      state: 'active',
    });
    const handoff = installation && (await readHandoff(box, installation, token, now()));
    if (!handoff || !(await useOnce(store.forShop(installation.shop), kid, handoff))) return null;
    const member = await this.#members.arrive(installation.shop, { ...handoff, installation: installation._id });
    return (
      member && this.#issue({ shop: installation.shop, kind: 'staff', id: `${kid}:${handoff.userId}`, until: null })
    );
  }

  async #renew(token: string): Promise<Session | null> {
    const { store, box, now } = this.#parts;
    const subject = await readOwn(box, 'handoff', token, now());
    const isInForce = subject && (await this.#isInForce(subject));
    return isInForce && (await useOnce(store.forShop(subject.shop), OWN, subject)) ? this.#issue(subject) : null;
  }

  async #isInForce({ shop, kind, id }: Subject): Promise<boolean> {
    const found = kind === 'key' ? await this.#keys.find(shop, id) : await this.#members.find(shop, id);
    return found !== null;
  }

  async #issue(subject: Subject): Promise<Session | null> {
    const { box, states } = this.#parts;
    const now = Math.floor(this.#parts.now() / 1000) * 1000; // tokens count in whole seconds
    const until = subject.until ?? now + SESSION_MS;
    if (until <= now || (await states.get(subject.shop)) === null) return null;
    const expiresAt = Math.min(now + TOKEN_MS, until);
    const same = { ...subject, until };
    return {
      token: await signOwn(box, 'session', same, { now, expiresAt }),
      expiresAt,
      next: await signOwn(box, 'handoff', same, { now, expiresAt: Math.min(now + NEXT_MS, until) }),
    };
  }
}

/**
 * An address that signs a staff member in, once, within ten minutes: for shops without a host that could frame the admin. The handoff
 * stands behind the `#`, which browsers send to nobody, so it is in no log.
 */
export async function mintSignInLink(
  { box, publicUrl }: { readonly box: SecretBox; readonly publicUrl: string },
  shop: ShopId,
  staffId: string,
  now: Instant,
): Promise<string> {
  const subject = { shop, kind: 'staff', id: staffId, until: null } as const;
  return `${publicUrl}/app#handoff=${await signOwn(box, 'handoff', subject, { now, expiresAt: now + LINK_MS })}`;
}

/** Whose key is said to have signed it, before anything of it is believed. */
function keyIdOf(token: string): string | null {
  try {
    const { kid } = decodeProtectedHeader(token);
    return typeof kid === 'string' && /^\w{1,64}$/.test(kid) ? kid : null;
  } catch {
    return null;
  }
}
