import type { PrivacyRequest } from './request.ts';
import { useTexts } from './texts.ts';

/** Who asked, in a word or two. */
export function useAsker(): (author: PrivacyRequest['author']) => string {
  const t = useTexts();
  return ({ kind, name, id }) => {
    if (kind === 'key') return t('byKey', { name: name ?? id });
    if (kind === 'system') return id.startsWith('crm ') ? t('byCli') : id || t('byUnknown');
    return name ?? t('byUnknown');
  };
}
