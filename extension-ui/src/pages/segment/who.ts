import type { Answer } from '../../api/client.ts';
import { useTexts } from './texts.ts';

type Author = Answer<'/api/v1/segments/{id}/events'>['items'][number]['author'];

/** Who or what it was, in words. */
export function useWho(): (author: Author) => string {
  const t = useTexts();
  return ({ kind, name, id }) => {
    switch (kind) {
      case 'host':
        return t('byHost', { name: name ?? id });
      case 'staff':
        return t('byStaff', { name: name ?? t('someone') });
      case 'key':
        return t('byKey', { name: name ?? id });
      case 'job':
        return t('byTime');
      case 'system':
        return t('bySystem');
    }
  };
}
