import type { Arrival } from './boot.ts';
import { type Context, type Drawing, type HostBridge, SignedOut } from './bridge.ts';
import { added } from './framed.ts';
import type { ResourceKind } from './protocol.ts';

/** The part of App Bridge that we use, as it puts itself on `window`. */
export interface AppBridge {
  readonly config?: { readonly locale?: string };
  idToken(): Promise<string>;
  readonly toast: {
    show(
      message: string,
      options?: { isError?: boolean; action?: string; onAction?: () => void; duration?: number },
    ): string;
  };
  loading(isOn?: boolean): void;
}

const ADMIN_PAGES: Readonly<Record<ResourceKind, string>> = {
  order: 'orders',
  customer: 'customers',
  product: 'products',
};

/** App Bridge answers at once or, where the script was blocked, never. */
const TOKEN_MS = 10_000;

/**
 * Inside Shopify's admin. App Bridge keeps the address bar in step by itself and gives a new ID token, a minute long, each time it is asked;
 * the server checks it on every request. The save bar is ours: App Bridge's wants markup of Shopify's own elements.
 */
export function shopifyBridge(
  arrival: Arrival,
  drawing: Drawing,
  window: Window & { shopify?: AppBridge },
): HostBridge {
  const listeners = new Set<(path: string) => void>();
  const given = window.shopify?.config?.locale ?? new URLSearchParams(window.location.search).get('locale') ?? 'en';
  const context: Context = { locale: arrival.locale ?? (given.startsWith('vi') ? 'vi' : 'en'), theme: 'light' };
  const askBeforeLeaving = (event: BeforeUnloadEvent) => event.preventDefault();

  // Shopify's menu, drawn from <s-app-nav>, opens our addresses as if they were links of the page.
  window.document.addEventListener('shopify:navigate', (event) => {
    const href = (event.target as Element | null)?.getAttribute('href');
    if (href?.startsWith('/')) for (const listener of listeners) listener(href.replace(/^\/app(?=\/|$)/, '') || '/');
  });

  return {
    host: 'shopify',
    ready: async () => {},
    context: () => context,
    onContext: () => () => {},
    onNavigate: (listener) => added(listeners, listener),
    token: async () => {
      if (!window.shopify) throw new SignedOut();
      const late = new Promise<never>((_, reject) => setTimeout(() => reject(new SignedOut()), TOKEN_MS));
      return Promise.race([window.shopify.idToken(), late]);
    },
    navigated: () => {},
    canOpen: () => true,
    openHostResource: (kind, hostId) => window.open(`shopify://admin/${ADMIN_PAGES[kind]}/${hostId}`, '_top'),
    toast: (toast) => {
      // An Undo must be reachable by keyboard for as long as it holds: App Bridge's toast ends too soon for that.
      if (toast.undo || !window.shopify) drawing.toast(toast);
      else window.shopify.toast.show(toast.message, { isError: toast.isError === true });
    },
    saveBar: (bar) => {
      drawing.saveBar(bar);
      if (bar) window.addEventListener('beforeunload', askBeforeLeaving);
      else window.removeEventListener('beforeunload', askBeforeLeaving);
    },
    modal: () => {},
    loading: (on) => (window.shopify ? window.shopify.loading(on) : drawing.loading(on)),
    title: (text) => {
      window.document.title = text;
    },
  };
}
