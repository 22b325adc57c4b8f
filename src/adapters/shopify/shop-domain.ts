/**
 * A shop's permanent domain in lower case, or null when it is none. Stricter than the `sanitizeShop` of Shopify's library,
 * which also takes Shopify's internal domains and admin addresses: no merchant's shop has those.
 */
export function shopDomain(value: string | null): string | null {
  const domain = value?.toLowerCase() ?? '';
  return domain.length <= 253 && /^[a-z0-9][a-z0-9_-]*\.myshopify\.com$/.test(domain) ? domain : null;
}
