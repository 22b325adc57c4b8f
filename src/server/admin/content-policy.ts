import type { Place } from './place.ts';

/**
 * What the admin's page may do: run and load its own files, ask our API, and be framed by exactly the store that it was opened for.
 * Styles that scripts add carry the nonce; React sets style attributes through the DOM, which no policy forbids, so no
 * attribute in markup is allowed. Inside Shopify its App Bridge comes from Shopify's own addresses, where it also reports loading times.
 */
export function contentPolicy({ host, ancestors }: Pick<Place, 'host' | 'ancestors'>, nonce: string): string {
  const isShopify = host === 'shopify';
  return [
    "default-src 'none'",
    `script-src 'self'${isShopify ? ' https://cdn.shopify.com' : ''}`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${isShopify ? ' https://*.shopifysvc.com' : ''}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors.length === 0 ? "'none'" : ancestors.join(' ')}`,
  ].join('; ');
}
