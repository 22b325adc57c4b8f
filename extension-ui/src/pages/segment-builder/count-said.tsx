import { VisuallyHidden } from '@mantine/core';
import { useFormats } from '../../session/admin.tsx';
import { useTexts } from './texts.ts';
import type { PreviewState } from './use-preview.ts';

/** The figures for those who do not see them, when they have come. */
export function CountSaid({ state: { preview } }: { state: PreviewState }) {
  const t = useTexts();
  const f = useFormats();
  const words = () => {
    if (!preview) return '';
    const { count, interval } = preview;
    const shown = f.number(count);
    if (!interval) return t('saidExact', { count, shown });
    return t('saidEstimate', { count, shown, low: f.number(interval.low), high: f.number(interval.high) });
  };
  return <VisuallyHidden role="status">{words()}</VisuallyHidden>;
}
