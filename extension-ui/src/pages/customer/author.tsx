import type { Author } from './customer.ts';
import { useTexts } from './texts.ts';

/** Names are the same in every language. */
const NAMES = new Map([
  ['shopify', 'Shopify'],
  ['woocommerce', 'WooCommerce'],
  ['haravan', 'Haravan'],
  ['sapo', 'Sapo'],
]);

/** What a host's platform is called. */
export function usePlatformName(): (platform: string | null) => string {
  const t = useTexts();
  return (platform) => NAMES.get(platform ?? '') ?? t(platform === 'pos' ? 'till' : 'someStore');
}

/** Who or what did something, in a word or two. */
export function useAuthorName(): (author: Author) => string {
  const t = useTexts();
  const platformName = usePlatformName();
  return ({ kind, name, platform }) => {
    switch (kind) {
      case 'staff':
        return name ?? t('byUnknownStaff');
      case 'key':
        return name === null ? t('byUnknownKey') : t('byKey', { name });
      case 'host':
        return platformName(platform);
      case 'job':
        return t('byJob');
      case 'system':
        return t('bySystem');
    }
  };
}
