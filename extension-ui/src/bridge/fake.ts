import type { Context, HostBridge, SaveBar, Toast } from './bridge.ts';
import { added } from './framed.ts';
import type { ResourceKind } from './protocol.ts';

/** What a fake was asked to do, in order. */
export type Asked =
  | { readonly what: 'token'; readonly refused: string | undefined }
  | { readonly what: 'navigated'; readonly path: string }
  | { readonly what: 'open'; readonly kind: ResourceKind; readonly hostId: string }
  | { readonly what: 'toast'; readonly toast: Toast }
  | { readonly what: 'saveBar'; readonly bar: SaveBar | null }
  | { readonly what: 'modal' | 'loading'; readonly on: boolean }
  | { readonly what: 'title'; readonly text: string };

export interface FakeBridge extends HostBridge {
  readonly asked: Asked[];
  change(context: Partial<Context>): void;
  go(path: string): void;
}

/** A host that does nothing and remembers everything. */
export function fakeBridge(tokens: () => string = () => 'fake-token'): FakeBridge {
  const asked: Asked[] = [];
  const contexts = new Set<(context: Context) => void>();
  const navigations = new Set<(path: string) => void>();
  let context: Context = { locale: 'vi', theme: 'light' };
  let current: string | null = null;
  return {
    host: 'fake',
    asked,
    ready: async () => {},
    context: () => context,
    onContext: (listener) => added(contexts, listener),
    onNavigate: (listener) => added(navigations, listener),
    token: async (refused) => {
      asked.push({ what: 'token', refused });
      if (current === null || current === refused) current = tokens();
      return current;
    },
    navigated: (path) => void asked.push({ what: 'navigated', path }),
    canOpen: () => true,
    openHostResource: (kind, hostId) => void asked.push({ what: 'open', kind, hostId }),
    toast: (toast) => void asked.push({ what: 'toast', toast }),
    saveBar: (bar) => void asked.push({ what: 'saveBar', bar }),
    modal: (on) => void asked.push({ what: 'modal', on }),
    loading: (on) => void asked.push({ what: 'loading', on }),
    title: (text) => void asked.push({ what: 'title', text }),
    change: (change) => {
      context = { ...context, ...change };
      for (const listener of contexts) listener(context);
    },
    go: (path) => {
      for (const listener of navigations) listener(path);
    },
  };
}
