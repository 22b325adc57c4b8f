import { SignedOut } from './bridge.ts';

interface Grant {
  readonly token: string;
  readonly expiresAt: string;
  readonly next: string;
}

/** Time kept in hand, so that a token does not end on its way to the server. */
const IN_HAND_MS = 20_000;

/**
 * The bearer of a host that gives us one-use handoffs. It lives in memory only: a reload starts from a new handoff. Renewed by the
 * `next` that came with it, and when that is refused, by one from the host.
 */
export class Session {
  readonly #exchange: (body: { handoff: string } | { apiKey: string }) => Promise<Grant | null>;
  readonly #fromHost: () => Promise<string | null>;
  readonly #now: () => number;
  /** Not used yet, the first to be tried first: the one that came with the address, or the one that came with the session. */
  #handoffs: string[];
  #grant: Grant | null = null;
  #fetching: Promise<string> | null = null;

  constructor(parts: {
    readonly handoff: string | null;
    readonly fromHost: () => Promise<string | null>;
    readonly exchange?: (body: { handoff: string } | { apiKey: string }) => Promise<Grant | null>;
    readonly now?: () => number;
  }) {
    this.#handoffs = parts.handoff === null ? [] : [parts.handoff];
    this.#fromHost = parts.fromHost;
    this.#exchange = parts.exchange ?? exchangeByHttp;
    this.#now = parts.now ?? Date.now;
  }

  token(refused?: string): Promise<string> {
    const grant = this.#grant;
    if (grant && grant.token !== refused && Date.parse(grant.expiresAt) - this.#now() > IN_HAND_MS)
      return Promise.resolve(grant.token);
    this.#fetching ??= this.#renew().finally(() => {
      this.#fetching = null;
    });
    return this.#fetching;
  }

  /** Signs in with an API key (standalone); false when the server does not know it. */
  async signIn(apiKey: string): Promise<boolean> {
    const grant = await this.#exchange({ apiKey });
    if (grant) this.#keep(grant);
    return grant !== null;
  }

  /** A handoff is let go of only when the server has answered it: what fails on the way can be tried again. */
  async #renew(): Promise<string> {
    while (this.#handoffs.length > 0) {
      const grant = await this.#exchange({ handoff: this.#handoffs[0] ?? '' });
      this.#handoffs.shift();
      if (grant) return this.#keep(grant);
    }
    const fresh = await this.#fromHost();
    const grant = fresh === null ? null : await this.#exchange({ handoff: fresh });
    if (grant) return this.#keep(grant);
    this.#grant = null;
    throw new SignedOut();
  }

  #keep(grant: Grant): string {
    this.#grant = grant;
    this.#handoffs = [grant.next];
    return grant.token;
  }
}

/** Null where the server refuses the handoff; throws where it cannot be reached, which is no reason to sign anybody out. */
async function exchangeByHttp(body: { handoff: string } | { apiKey: string }): Promise<Grant | null> {
  const response = await fetch('/api/v1/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    credentials: 'omit',
  });
  if (response.status === 401) return null;
  if (!response.ok) throw new Error(`the session endpoint answered ${response.status}`);
  return (await response.json()) as Grant;
}
