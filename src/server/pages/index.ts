import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from '../app-parts.ts';

/** Everything a page of ours may do: load its own files and ask our API. */
const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const PAGES = [
  { url: '/', file: 'home.html', type: 'text/html; charset=utf-8' },
  { url: '/deliveries', file: 'deliveries.html', type: 'text/html; charset=utf-8' },
  { url: '/pages/deliveries.js', file: 'deliveries.js', type: 'text/javascript; charset=utf-8' },
  { url: '/pages/pages.css', file: 'pages.css', type: 'text/css; charset=utf-8' },
] as const;

/** The few pages that the server itself shows. They hold no data: what they show they ask of the API, with a key that is typed in. */
export function showPages(app: App): void {
  for (const { url, file, type } of PAGES) {
    const content = readFileSync(join(import.meta.dirname, file));
    app.get(url, { schema: { hide: true } }, async (_request, reply) =>
      reply
        .headers({ 'content-type': type, 'content-security-policy': CONTENT_POLICY, 'cache-control': 'no-cache' })
        .send(content),
    );
  }
}
