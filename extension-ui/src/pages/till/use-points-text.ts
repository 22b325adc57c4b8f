import { useFormats } from '../../session/admin.tsx';
import { useTexts } from './texts.ts';

/** `1.234 điểm`. */
export function usePointsText(): (points: number) => string {
  const t = useTexts();
  const f = useFormats();
  return (points) => t('point', { count: Math.abs(points), formatted: f.number(points) });
}
