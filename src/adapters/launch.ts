import type { Instant } from '../model.ts';

/**
 * A launch: the address with which a host opens the embedded admin for somebody it has signed in (Haravan, Sapo). Signed like a webhook, but over
 * the parameters of the address. Both functions read the query as it came, because a signature is over characters.
 */
export interface LaunchReader {
  /** What the address claims, before anything is believed. Null: it does not look like a launch at all. */
  identify(query: string): LaunchClaim | null;
  /** Whether one of the secrets signed these parameters. Never throws. */
  verify(query: string, secrets: readonly string[]): boolean;
}

export interface LaunchClaim {
  /** By which names the shop may be connected, as `InstallationDocument.domain` spells them. */
  readonly shops: readonly string[];
  /** Where the shop's admin is, whose page frames ours; null when the launch does not tell. */
  readonly adminOrigin: string | null;
  readonly at: Instant;
  /** As it came, in one spelling: what makes this launch this launch. */
  readonly signature: string;
}

/** A launch is followed by the browser at once; the rest is for clocks that differ. */
const LAUNCH_WINDOW_MS = 5 * 60_000;

export function isLaunchFresh({ at }: LaunchClaim, now: Instant): boolean {
  return Math.abs(now - at) <= LAUNCH_WINDOW_MS;
}

/** Until when a launch could be tried again: as long as it has to be remembered as used. */
export function launchEnds({ at }: LaunchClaim): Instant {
  return at + LAUNCH_WINDOW_MS;
}

/** One parameter as it stood in the address. */
export interface LaunchPair {
  readonly key: string;
  readonly value: string;
}

/** The parameters in their order, undecoded. Null where one name comes twice: which of the two was meant is anybody's guess. */
export function launchPairs(query: string): readonly LaunchPair[] | null {
  const pairs = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? { key: pair, value: '' } : { key: pair.slice(0, at), value: pair.slice(at + 1) };
    });
  const names = new Set(pairs.map(({ key }) => percentDecoded(key)));
  return names.size === pairs.length && !names.has(null) ? pairs : null;
}

/** A parameter's value with percent signs decoded; a plus stays one, since base 64 has them. Null when it is missing or broken. */
export function launchValue(pairs: readonly LaunchPair[], name: string): string | null {
  const pair = pairs.find(({ key }) => key === name);
  return pair === undefined ? null : percentDecoded(pair.value);
}

/**
 * The texts that a host may have signed: the pairs as they stood in the address, and decoded. Hosts' own examples disagree, and
 * proxies re-encode. A decoded pair that has `&` or `=` in it is left out: put together it could be read as other pairs than ours.
 */
export function signedTexts(pairs: readonly LaunchPair[]): Buffer[] {
  const raw = pairs.map(({ key, value }) => `${key}=${value}`).join('&');
  const decoded = [percentDecoded, formDecoded].map((decode) => {
    const parts = pairs.map(({ key, value }) => [decode(key), decode(value)] as const);
    const isPlain = parts.every((part) => part.every((text) => text !== null && !/[&=]/.test(text)));
    return isPlain ? parts.map((part) => part.join('=')).join('&') : null;
  });
  return [...new Set([raw, ...decoded])].filter((text) => text !== null).map((text) => Buffer.from(text));
}

/** Seconds since 1970, as both hosts send them; milliseconds are taken too. */
export function launchTime(value: string | null): Instant | null {
  if (value === null || !/^(\d{10}|\d{13})$/.test(value)) return null;
  return value.length === 10 ? Number(value) * 1000 : Number(value);
}

function percentDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function formDecoded(text: string): string | null {
  return percentDecoded(text.replaceAll('+', ' '));
}
