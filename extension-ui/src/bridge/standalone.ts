import type { Arrival } from './boot.ts';
import type { Context, Drawing, HostBridge } from './bridge.ts';
import { added } from './framed.ts';
import { Session } from './session.ts';

/** What only the standalone admin has: it is its own host, so it offers the way in and the choices that a host would pass on. */
export interface StandaloneBridge extends HostBridge {
  signIn(apiKey: string): Promise<boolean>;
  setContext(context: Partial<Context>): void;
  /** The shop's own language, unless another came with the address or was chosen here. */
  preferLocale(locale: Context['locale']): void;
}

/** The admin in a tab of its own: a shop with tills only, or a developer. Signed in by a link from the command line or with an API key. */
export function standaloneBridge(arrival: Arrival, drawing: Drawing, window: Window): StandaloneBridge {
  const listeners = new Set<(context: Context) => void>();
  const session = new Session({ handoff: arrival.handoff, fromHost: async () => null });
  let context: Context = {
    locale: arrival.locale ?? (window.navigator.language.startsWith('vi') ? 'vi' : 'en'),
    theme: arrival.theme ?? (window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'),
  };
  let isLocaleChosen = arrival.locale !== null;
  const tell = (change: Partial<Context>) => {
    context = { ...context, ...change };
    for (const listener of listeners) listener(context);
  };
  const askBeforeLeaving = (event: BeforeUnloadEvent) => event.preventDefault();
  return {
    host: 'standalone',
    ready: async () => {},
    context: () => context,
    onContext: (listener) => added(listeners, listener),
    onNavigate: () => () => {},
    token: (refused) => session.token(refused),
    signIn: (apiKey) => session.signIn(apiKey),
    setContext: (change) => {
      isLocaleChosen ||= change.locale !== undefined;
      tell(change);
    },
    preferLocale: (locale) => {
      if (!isLocaleChosen && locale !== context.locale) tell({ locale });
    },
    navigated: () => {},
    canOpen: () => false,
    openHostResource: () => {},
    toast: (toast) => drawing.toast(toast),
    saveBar: (bar) => {
      drawing.saveBar(bar);
      if (bar) window.addEventListener('beforeunload', askBeforeLeaving);
      else window.removeEventListener('beforeunload', askBeforeLeaving);
    },
    modal: () => {},
    loading: (on) => drawing.loading(on),
    title: (text) => {
      window.document.title = text;
    },
  };
}

export function isStandalone(bridge: HostBridge): bridge is StandaloneBridge {
  return bridge.host === 'standalone';
}
