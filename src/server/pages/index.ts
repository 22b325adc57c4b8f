import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App, AppParts } from '../app-parts.ts';

/** Everything the page may do: load its style. */
const CONTENT_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const PAGES = [
  { url: '/', file: 'home.html', type: 'text/html; charset=utf-8' },
  { url: '/pages/pages.css', file: 'pages.css', type: 'text/css; charset=utf-8' },
] as const;

/** What is at the root: where everything is. It holds no data. */
export function showPages(app: App, { demoHostUrl }: Pick<AppParts, 'demoHostUrl'>): void {
  for (const { url, file, type } of PAGES) {
    const content = readFileSync(join(import.meta.dirname, file), 'utf8');
    app.get(url, { schema: { hide: true } }, async (_request, reply) =>
      reply
        .headers({ 'content-type': type, 'content-security-policy': CONTENT_POLICY, 'cache-control': 'no-cache' })
        .send(content.replace('{{demo}}', () => demoLink(demoHostUrl?.() ?? null))),
    );
  }
}

/** Only where a demo host runs: its port is known when it has started. */
function demoLink(url: string | null): string {
  return url === null
    ? ''
    : `<li><a href="${url}">The admin inside the demo store · <span lang="vi">Trang quản trị trong cửa hàng mẫu</span></a></li>`;
}
