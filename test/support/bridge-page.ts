import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const BRIDGE = join(import.meta.dirname, '../../extension-ui/src/bridge');

/** A bridge alone in a page of the service's origin: its own sources, and the real API behind `/api`. */
export interface BridgePages {
  readonly origin: string;
  /** How often `/api/v1/session` was asked. */
  readonly exchanges: () => number;
  close(): Promise<void>;
}

/**
 * `/page?boot=<json>` makes `window.bridge` as main.tsx does, and keeps what it has drawn in `window.drawn`. `shopify=1` puts App Bridge's place-holder
 * on the window, whose ID tokens come from `idToken`. `/frame` is a host's page around it: `silent=1` is one that knows nothing of us.
 */
export async function bridgePages(api: string, idToken: () => Promise<string>): Promise<BridgePages> {
  let exchanges = 0;
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://x');
    if (url.pathname.startsWith('/api/')) {
      if (url.pathname === '/api/v1/session') exchanges++;
      await forward(api, request, response);
    } else if (url.pathname.startsWith('/bridge/')) {
      const source = readFileSync(join(BRIDGE, url.pathname.slice('/bridge/'.length)), 'utf8');
      response.setHeader('content-type', 'text/javascript').end(stripTypeScriptTypes(source));
    } else if (url.pathname === '/id-token') {
      response.setHeader('content-type', 'text/plain').end(await idToken());
    } else if (url.pathname === '/page') {
      response.setHeader('content-type', 'text/html; charset=utf-8').end(pageOf(url.searchParams));
    } else {
      response.writeHead(404).end();
    }
  });
  const origin = await listening(server, '127.0.0.1');
  return { origin, exchanges: () => exchanges, close: () => closed(server) };
}

/** The page of a host, of another origin, which frames `/page`. It answers the protocol unless it is silent. */
export async function framingPage(
  handoff: () => Promise<string | null>,
): Promise<{ origin: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://x');
    if (url.pathname === '/handoff') {
      const given = await handoff();
      response.setHeader('content-type', 'application/json').end(JSON.stringify(given));
    } else {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(frameOf(url.searchParams.get('src') ?? '', url.searchParams.has('silent')));
    }
  });
  const origin = await listening(server, 'localhost');
  return { origin, close: () => closed(server) };
}

function pageOf(query: URLSearchParams): string {
  const boot = (query.get('boot') ?? '{}').replaceAll('<', '\\u003c');
  const appBridge = `
    window.asked = [];
    window.shopify = {
      config: { locale: 'vi-VN' },
      idToken: async () => (await fetch('/id-token')).text(),
      toast: { show: (message, options) => { window.asked.push({ what: 'toast', message, isError: options?.isError }); return '1'; } },
      loading: (on) => window.asked.push({ what: 'loading', on }),
    };`;
  return `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
<script type="application/json" id="boot">${boot}</script>
${query.has('shopify') ? `<script>${appBridge}</script>` : ''}
<script type="module">
  import { readBoot, takeArrival } from '/bridge/boot.ts';
  import { SignedOut } from '/bridge/bridge.ts';
  import { bridgeFor } from '/bridge/index.ts';
  import { fakeBridge } from '/bridge/fake.ts';
  window.drawn = [];
  const drawing = {
    toast: (toast) => window.drawn.push({ what: 'toast', ...toast, undo: toast.undo !== undefined }),
    saveBar: (bar) => { window.bar = bar; window.drawn.push({ what: 'saveBar', on: bar !== null }); },
    loading: (on) => window.drawn.push({ what: 'loading', on }),
  };
  window.contexts = [];
  window.navigations = [];
  const boot = readBoot(document);
  window.bridge = boot.host === 'fake' ? fakeBridge(() => new URLSearchParams(location.search).get('token') ?? '') : bridgeFor(boot, takeArrival(window), drawing, window);
  window.bridge.onContext((context) => window.contexts.push(context));
  window.bridge.onNavigate((path) => window.navigations.push(path));
  window.tokenOr = (refused) => window.bridge.token(refused).catch((error) => (error instanceof SignedOut ? 'signed out' : 'failed'));
  window.isUp = true;
</script>`;
}

function frameOf(src: string, isSilent: boolean): string {
  const answers = `
    addEventListener('message', async ({ data, origin, source }) => {
      if (source !== frame.contentWindow || origin !== admin) return;
      window.heard.push(data);
      if (data.type === 'ready') tell({ type: 'context', locale: 'en', theme: 'dark', opens: ['order'] });
      if (data.type === 'handoff-request') tell({ type: 'handoff', id: data.id, handoff: await (await fetch('/handoff')).json() });
    });`;
  return `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><iframe id="admin"></iframe><iframe id="stranger" src="about:blank"></iframe>
<script>
  window.heard = [];
  const src = ${JSON.stringify(src).replaceAll('<', '\\u003c')};
  const frame = document.getElementById('admin');
  const admin = new URL(src).origin;
  const tell = (message) => frame.contentWindow.postMessage({ tessera: 1, ...message }, admin);
  window.tell = tell;
  /* The same words from a window that is not the parent. */
  window.strangerTells = (message) => {
    const stranger = document.getElementById('stranger').contentWindow;
    stranger.target = frame.contentWindow;
    stranger.eval('target.postMessage(' + JSON.stringify({ tessera: 1, ...message }) + ', "*")');
  };
  ${isSilent ? '' : answers}
  frame.src = src;
</script>`;
}

async function forward(api: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { authorization, 'content-type': type } = request.headers;
  const answer = await fetch(api + (request.url ?? ''), {
    method: request.method ?? 'GET',
    headers: { ...(authorization ? { authorization } : {}), ...(type ? { 'content-type': type } : {}) },
    ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
  });
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
  response.end(Buffer.from(await answer.arrayBuffer()));
}

async function listening(server: Server, name: string): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://${name}:${(server.address() as AddressInfo).port}`;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
