// Copied from src/server/demo/host/host-frame.js by `npm run docs`. Do not edit.
/**
 * The page around the admin: shows it in a frame, signs whoever looks in by handoffs, and keeps the place that the admin is at.
 * The other side of `extension-ui/src/bridge/protocol.ts`. The demo host and the WordPress plugin both load exactly this file.
 *
 *     tesseraFrame({
 *       frame,            the iframe, without a src
 *       address,          the connection's admin: "https://crm.example.com/app/at/ab12"
 *       path,             where to begin, from the admin's root: "/customers?sort=name"
 *       context,          { locale: "vi"|"en", theme: "light"|"dark", opens: [what `onOpen` can show] }
 *       askHandoff,       () => Promise<string|null>: a fresh one-use handoff; null when nobody is signed in here any more
 *       onPlace,          (path) => void: the admin is there now
 *       onOpen,           (kind, hostId) => void: show the store's own page of an order, customer or product
 *       onTitle, onLoading, onModal,   (value) => void
 *       onSilent,         () => void: nothing answers from the frame
 *     }) → { go(path), setContext(context) }
 *
 * The admin moves within its frame and so makes its own entries in the browser's history: whoever calls this replaces the address of
 * the page at `onPlace` and pushes none, and back and forward go through the frame by themselves.
 */
window.tesseraFrame = (options) => {
  const SILENT_AFTER_MS = 20_000;
  const { frame, address, askHandoff } = options;
  const { origin } = new URL(address);
  let context = options.context;
  let isReady = false;
  let isUnsaved = false;
  let goingTo = null;

  const say = (message) => frame.contentWindow?.postMessage({ tessera: 1, ...message }, origin);
  const isPath = (path) => typeof path === 'string' && /^\/(?!\/)/.test(path);

  const answers = {
    ready() {
      isReady = true;
      say({ type: 'context', ...context });
      if (goingTo !== null) say({ type: 'navigate', path: goingTo });
      goingTo = null;
    },
    async 'handoff-request'({ id }) {
      const handoff = await askHandoff().catch(() => null);
      say({ type: 'handoff', id, handoff });
    },
    navigated: ({ path }) => isPath(path) && options.onPlace?.(path),
    open: ({ kind, hostId }) => context.opens.includes(kind) && options.onOpen?.(kind, String(hostId)),
    title: ({ text }) => options.onTitle?.(String(text)),
    loading: ({ on }) => options.onLoading?.(on === true),
    modal: ({ on }) => options.onModal?.(on === true),
    unsaved({ on }) {
      isUnsaved = on === true;
    },
  };

  window.addEventListener('message', ({ data, origin: from, source }) => {
    if (source !== frame.contentWindow || from !== origin || data?.tessera !== 1) return;
    if (Object.hasOwn(answers, data.type)) answers[data.type](data);
  });
  window.addEventListener('beforeunload', (event) => {
    if (isUnsaved) event.preventDefault();
  });

  const begin = async () => {
    const handoff = await askHandoff().catch(() => null);
    const arrival = new URLSearchParams({ locale: context.locale, theme: context.theme });
    if (handoff !== null) arrival.set('handoff', handoff);
    // Behind the #, which browsers send to no server: a handoff is in no log.
    frame.src = `${address}${isPath(options.path) ? options.path : '/'}#${arrival}`;
    setTimeout(() => isReady || options.onSilent?.(), SILENT_AFTER_MS);
  };
  // What a page of another origin may do here besides: fill the clipboard when a copy button is pressed.
  frame.allow = 'clipboard-write';
  void begin();

  return {
    go(path) {
      if (isReady) say({ type: 'navigate', path });
      else goingTo = path;
    },
    setContext(change) {
      context = { ...context, ...change };
      if (isReady) say({ type: 'context', ...context });
    },
  };
};
