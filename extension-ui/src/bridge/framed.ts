import type { Arrival, Boot } from './boot.ts';
import type { Context, Drawing, HostBridge } from './bridge.ts';
import { isMessage, type ResourceKind, type ToAdmin, type ToHost } from './protocol.ts';
import { Session } from './session.ts';

/** A host page that knows the protocol answers in milliseconds; one that does not, never. */
const HOST_ANSWER_MS = 3000;

/**
 * WooCommerce, Haravan, Sapo and the demo host: a page of another origin around ours, spoken to by `postMessage`. A host whose page
 * is not ours to write (Haravan, Sapo) stays silent: then toasts, save bar and loading are drawn by us, and the session is renewed by `next` alone.
 */
export function framedBridge(boot: Boot, arrival: Arrival, drawing: Drawing, window: Window): HostBridge {
  const listeners = { context: new Set<(context: Context) => void>(), navigate: new Set<(path: string) => void>() };
  const waiting = new Map<string, (handoff: string | null) => void>();
  let context: Context = { locale: arrival.locale ?? 'vi', theme: arrival.theme ?? 'light' };
  let opens: readonly ResourceKind[] = [];
  let answered = () => {};
  const whenAnswered = new Promise<void>((resolve) => {
    answered = resolve;
  });
  const isFramed = window.parent !== window;

  const say = (message: ToHost) => {
    if (isFramed && boot.hostOrigin !== null) window.parent.postMessage(message, boot.hostOrigin);
  };
  window.addEventListener('message', ({ data, origin, source }) => {
    if (source !== window.parent || origin !== boot.hostOrigin || !isMessage(data)) return;
    hear(data as ToAdmin);
  });
  const hear = (message: ToAdmin) => {
    if (message.type === 'context') {
      context = { locale: message.locale === 'en' ? 'en' : 'vi', theme: message.theme === 'dark' ? 'dark' : 'light' };
      opens = message.opens;
      answered();
      for (const listener of listeners.context) listener(context);
    } else if (message.type === 'handoff') {
      waiting.get(message.id)?.(message.handoff);
      waiting.delete(message.id);
    } else if (message.type === 'navigate' && message.path.startsWith('/')) {
      for (const listener of listeners.navigate) listener(message.path);
    }
  };

  const session = new Session({ handoff: arrival.handoff, fromHost: askHost });
  async function askHost(): Promise<string | null> {
    if (!isFramed || boot.hostOrigin === null) return null;
    const id = crypto.randomUUID();
    const answer = new Promise<string | null>((resolve) => {
      waiting.set(id, resolve);
      setTimeout(() => resolve(null), HOST_ANSWER_MS * 3);
    });
    say({ tessera: 1, type: 'handoff-request', id });
    return answer;
  }

  return {
    host: boot.host,
    ready: () => {
      say({ tessera: 1, type: 'ready' });
      return Promise.race([whenAnswered, new Promise<void>((resolve) => setTimeout(resolve, HOST_ANSWER_MS))]);
    },
    context: () => context,
    onContext: (listener) => added(listeners.context, listener),
    onNavigate: (listener) => added(listeners.navigate, listener),
    token: (refused) => session.token(refused),
    navigated: (path, { replace }) => say({ tessera: 1, type: 'navigated', path, replace }),
    canOpen: (kind) => opens.includes(kind),
    openHostResource: (kind, hostId) => say({ tessera: 1, type: 'open', kind, hostId }),
    toast: (toast) => drawing.toast(toast),
    saveBar: (bar) => {
      drawing.saveBar(bar);
      say({ tessera: 1, type: 'unsaved', on: bar !== null });
    },
    modal: (on) => say({ tessera: 1, type: 'modal', on }),
    loading: (on) => {
      drawing.loading(on);
      say({ tessera: 1, type: 'loading', on });
    },
    title: (text) => {
      window.document.title = text;
      say({ tessera: 1, type: 'title', text });
    },
  };
}

export function added<T>(set: Set<T>, item: T): () => void {
  set.add(item);
  return () => set.delete(item);
}
