import { EmptyState } from '../../../parts/states.tsx';
import { useCan } from '../../../session/admin.tsx';
import { useTexts } from './texts.ts';

/** A fixed list that nobody is on. */
export function EmptyList() {
  const t = useTexts();
  const canWrite = useCan('segments:write');
  return <EmptyState title={t('emptyTitle')}>{t(canWrite ? 'emptyBody' : 'emptyBodyRead')}</EmptyState>;
}
