import { PLATFORM_NAMES, type Platform } from './connection.ts';
import { useTexts } from './texts.ts';

export function usePlatformName(): (platform: Platform) => string {
  const t = useTexts();
  return (platform) => PLATFORM_NAMES[platform] ?? t('pos');
}
