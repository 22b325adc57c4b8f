import type { Author } from './customer.ts';
import { useTexts } from './texts.ts';

const PLATFORMS = ['shopify', 'woocommerce', 'haravan', 'sapo', 'pos'] as const;
type Platform = (typeof PLATFORMS)[number];

/** What a host's platform is called. */
export function usePlatformName(): (platform: string | null) => string {
  const t = useTexts();
  return (platform) => t(`platform_${PLATFORMS.includes(platform as Platform) ? (platform as Platform) : 'unknown'}`);
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
