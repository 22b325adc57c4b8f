import { useFormats } from '../../../session/admin.tsx';
import { useTexts } from './texts.ts';

/** `1.234 điểm`. */
export function usePointsText(): (points: number) => string {
  const t = useTexts();
  const f = useFormats();
  return (points) => t('point', { count: Math.abs(points), formatted: f.number(points) });
}

/** With its sign: `+50`, `−50`. */
export function useSigned(): (points: number) => string {
  const f = useFormats();
  return (points) => `${points > 0 ? '+' : points < 0 ? '−' : ''}${f.number(Math.abs(points))}`;
}
