import type { BuiltPage } from './built-page.ts';
import type { Place } from './place.ts';

/** What the page is told before its first script runs: `Boot` in extension-ui/src/bridge/boot.ts reads it. */
export interface Boot extends Omit<Place, 'ancestors'> {
  readonly styleNonce: string;
  readonly version: string;
}

/** The built page for one request. */
export function bootedPage({ html, version }: BuiltPage, place: Place, styleNonce: string): string {
  const { ancestors: _, ...where } = place;
  const boot: Boot = { ...where, styleNonce, version };
  const told = `<script type="application/json" id="boot">${scriptJson(boot)}</script>`;
  return html
    .replace('<head>', (head) => (place.shopifyApiKey === null ? head : head + appBridge(place.shopifyApiKey)))
    .replace('</head>', (head) => told + head);
}

/** Shopify wants these two before any other script. */
function appBridge(apiKey: string): string {
  const key = apiKey.replace(/[^\w.-]/g, '');
  return `<meta name="shopify-api-key" content="${key}"><script src="https://cdn.shopify.com/shopifycloud/app-bridge.js"></script>`;
}

/** JSON that ends no script element and means the same to every reader. */
function scriptJson(value: unknown): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, escaped);
}
