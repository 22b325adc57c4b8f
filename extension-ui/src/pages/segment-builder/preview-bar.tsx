import { Loader, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { BottomSheet } from '../../parts/bottom-sheet.tsx';
import { useFormats } from '../../session/admin.tsx';
import { useTexts } from './texts.ts';
import type { Diff } from './use-diff.ts';
import type { PreviewState } from './use-preview.ts';

/** Where there is no room beside the conditions: the count at the bottom, and the rest in a sheet behind it. */
export function PreviewBar(props: {
  state: PreviewState;
  hold: string | null;
  diff: Diff | undefined;
  children: ReactNode;
}) {
  const { state, hold, diff, children } = props;
  const t = useTexts();
  const f = useFormats();
  const { preview, isCounting } = state;
  const line = preview ? (
    <Text size="sm" fw={600} truncate>
      {t(preview.interval ? 'aboutCustomers' : 'customers', { count: preview.count, shown: f.number(preview.count) })}
      {diff &&
        ` · ${t('diffShort', { enters: f.number(diff.enters.customers), leaves: f.number(diff.leaves.customers) })}`}
    </Text>
  ) : (
    <Text size="sm" c="dimmed" truncate component="div" style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
      {isCounting && <Loader size={14} aria-hidden />}
      {isCounting ? t('counting') : (hold ?? t('preview'))}
    </Text>
  );
  return (
    <BottomSheet title={t('preview')} line={line} open={t('openPreview')}>
      {children}
    </BottomSheet>
  );
}
