import { Stack } from '@mantine/core';
import { RowsSource } from '../../../parts/rows-source.tsx';
import type { Fault, Wish } from './bulk.ts';
import { useTexts } from './texts.ts';

interface Props {
  readonly wish: Wish;
  readonly fault: Fault | null;
  readonly isFrozen: boolean;
  onChange(change: Partial<Wish>): void;
}

/** Where the rows come from: a file, or what was copied from one. */
export function Source({ wish, fault, isFrozen, onChange }: Props) {
  const t = useTexts();
  const problem =
    fault === null ? null : typeof fault === 'string' ? t(fault) : t('lineUnreadable', { line: fault.unreadable });
  return (
    <Stack gap="sm" align="stretch">
      <RowsSource
        wish={wish}
        ways={[
          { value: 'file', label: t('fromFile') },
          { value: 'paste', label: t('fromPaste') },
        ]}
        accept=".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        texts={{
          source: t('source'),
          choose: t(wish.file ? 'chooseAnother' : 'chooseFile'),
          fileHint: t('fileHint'),
          pasted: t('pasted'),
          pastedHint: t('pastedHint'),
          pastedExample: t('pastedExample'),
        }}
        problem={problem}
        isFrozen={isFrozen}
        onChange={onChange}
      />
    </Stack>
  );
}
