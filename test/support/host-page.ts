import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HostPage {
  /** Another site than the service, not only another port: `localhost` beside `127.0.0.1`. */
  readonly origin: string;
  close(): Promise<void>;
}

/** What the page around the admin is asked for, by `/?user=…&path=…&locale=…&theme=…`. */
export interface HostPageParts {
  /** Where the admin is framed from: `http://127.0.0.1:3000/app/at/w00c0m`. */
  adminUrl(): string;
  handoff(user: string): Promise<string>;
}

/**
 * The least page that hosts the admin: a frame, and the protocol's answers. Everything that the admin says is kept in `window.heard`. The
 * demo host is the page that people see; this one is for tests that look at the admin itself.
 */
export async function hostPage(parts: HostPageParts): Promise<HostPage> {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const user = url.searchParams.get('user') ?? 'owner';
    if (url.pathname === '/handoff') {
      response.setHeader('content-type', 'text/plain').end(await parts.handoff(user));
    } else if (url.pathname === '/') {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(pageOf(parts.adminUrl(), await parts.handoff(user), url.searchParams));
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://localhost:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function pageOf(adminUrl: string, handoff: string, query: URLSearchParams): string {
  const given = Object.fromEntries(query);
  const { path = '/', user = 'owner', locale = 'vi', theme = 'light' } = given;
  const fragment = new URLSearchParams({ handoff, locale, theme });
  const told = JSON.stringify({ user, locale, theme, admin: new URL(adminUrl).origin }).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="${locale === 'en' ? 'en' : 'vi'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Store</title><link rel="icon" href="data:,">
<style>html, body, main { height: 100%; margin: 0 } h1 { position: absolute; clip-path: inset(50%) } iframe { display: block; width: 100%; height: 100%; border: 0 }</style></head>
<body><main><h1>Store</h1><iframe id="admin" title="Tessera" src="${adminUrl}${escaped(path)}#${escaped(fragment.toString())}"></iframe></main>
<script>
const given = ${told};
const frame = document.getElementById('admin');
window.heard = [];
const say = (message) => frame.contentWindow.postMessage({ tessera: 1, ...message }, given.admin);
window.tellContext = (change) => { Object.assign(given, change); say({ type: 'context', locale: given.locale, theme: given.theme, opens: ['order', 'customer'] }); };
window.sendTo = (path) => say({ type: 'navigate', path });
addEventListener('message', async ({ data, origin, source }) => {
  if (source !== frame.contentWindow || origin !== given.admin || data?.tessera !== 1) return;
  window.heard.push(data);
  if (data.type === 'ready') window.tellContext({});
  if (data.type === 'handoff-request') say({ type: 'handoff', id: data.id, handoff: await (await fetch('/handoff?user=' + given.user)).text() });
  if (data.type === 'navigated') { const url = new URL(location); url.searchParams.set('path', data.path); history.replaceState(null, '', url); }
});
</script></body></html>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
