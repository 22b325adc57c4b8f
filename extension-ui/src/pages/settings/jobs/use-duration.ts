import { useFormats } from '../../../session/admin.tsx';
import { useTexts } from './texts.ts';

/** How long something took, in a unit that leaves few digits. */
export function useDuration(): (ms: number) => string {
  const t = useTexts();
  const f = useFormats();
  return (ms) => {
    if (ms < 1000) return t('milliseconds', { number: f.number(ms) });
    if (ms < 60_000) return t('seconds', { number: f.number(Math.round(ms / 100) / 10) });
    return t('minutes', { count: Math.round(ms / 60_000) });
  };
}
