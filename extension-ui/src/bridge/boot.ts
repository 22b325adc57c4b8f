import type { Locale, Theme } from './protocol.ts';

export type HostKind = 'shopify' | 'woocommerce' | 'haravan' | 'sapo' | 'pos' | 'standalone';

/** What the server writes into the page: where the admin is shown and by whom (src/server/admin). */
export interface Boot {
  /** Under which path the router lives: `/app` or `/app/at/<connection>`. */
  readonly base: string;
  readonly host: HostKind;
  /** The only origin that messages are taken from and sent to; null where nobody frames us by `postMessage`. */
  readonly hostOrigin: string | null;
  readonly domain: string | null;
  readonly connection: string | null;
  readonly shopifyApiKey: string | null;
  /** Lets Mantine's own style elements through the content policy. */
  readonly styleNonce: string;
  readonly version: string;
}

const NOWHERE: Boot = {
  base: '/app',
  host: 'standalone',
  hostOrigin: null,
  domain: null,
  connection: null,
  shopifyApiKey: null,
  styleNonce: '',
  version: 'dev',
};

export function readBoot(document: Document): Boot {
  const text = document.getElementById('boot')?.textContent;
  return text ? { ...NOWHERE, ...(JSON.parse(text) as Partial<Boot>) } : NOWHERE;
}

/** What came behind the `#` of the first address: read once, then taken out of the address, so that no copy of it stays in the history. */
export interface Arrival {
  readonly handoff: string | null;
  readonly locale: Locale | null;
  readonly theme: Theme | null;
}

export function takeArrival(window: Window): Arrival {
  const given = new URLSearchParams(window.location.hash.slice(1));
  const { locale, theme } = { locale: given.get('locale'), theme: given.get('theme') };
  if (given.has('handoff') || locale || theme)
    window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search);
  return {
    handoff: given.get('handoff'),
    locale: locale === 'vi' || locale === 'en' ? locale : null,
    theme: theme === 'light' || theme === 'dark' ? theme : null,
  };
}
