/**
 * What the admin and the page around it say to each other by `postMessage`, where the host has no bridge of its own (WooCommerce,
 * Haravan, Sapo, the demo host). Every message is a plain object with `tessera: 1` and a `type`. Both sides check the
 * origin and the window a message comes from, and drop what they do not know: a newer side may say more than an older one understands.
 */

export type Locale = 'vi' | 'en';
export type Theme = 'light' | 'dark';
export type ResourceKind = 'order' | 'customer' | 'product';

/** From the admin to the page around it. */
export type ToHost =
  /** Sent once when the admin can hear: the host answers with `context`. A host that stays silent offers none of this. */
  | { readonly tessera: 1; readonly type: 'ready' }
  /** Asks for a fresh one-use handoff; the host answers with `handoff` and the same `id`. */
  | { readonly tessera: 1; readonly type: 'handoff-request'; readonly id: string }
  /** Where the admin is now, from its own root ("/customers/ab12?sort=name"), so that the host's address keeps the place. */
  | { readonly tessera: 1; readonly type: 'navigated'; readonly path: string; readonly replace: boolean }
  /** Show the host's own page of something, by the id the host gave it. */
  | { readonly tessera: 1; readonly type: 'open'; readonly kind: ResourceKind; readonly hostId: string }
  | { readonly tessera: 1; readonly type: 'loading'; readonly on: boolean }
  /** Something is edited and not saved: the host asks before it leaves the page. */
  | { readonly tessera: 1; readonly type: 'unsaved'; readonly on: boolean }
  /** The admin shows a dialog over everything: the host may dim its own menus. */
  | { readonly tessera: 1; readonly type: 'modal'; readonly on: boolean }
  | { readonly tessera: 1; readonly type: 'title'; readonly text: string };

/** From the page around it to the admin. */
export type ToAdmin =
  | {
      readonly tessera: 1;
      readonly type: 'context';
      readonly locale: Locale;
      readonly theme: Theme;
      /** What this host can show of its own; empty for none. */
      readonly opens: readonly ResourceKind[];
    }
  /** `handoff: null`: whoever looks at the host's page is not signed in there any more. */
  | { readonly tessera: 1; readonly type: 'handoff'; readonly id: string; readonly handoff: string | null }
  /** The host's back, forward or menu: go there. */
  | { readonly tessera: 1; readonly type: 'navigate'; readonly path: string };

export function isMessage(data: unknown): data is { tessera: 1; type: string } {
  return typeof data === 'object' && data !== null && (data as { tessera?: unknown }).tessera === 1;
}
