import { Button, Group, Paper, SegmentedControl, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { RowsSource } from '../../../parts/rows-source.tsx';
import { faultOf, type Wish } from './many.ts';
import { useTexts } from './texts.ts';

interface Props {
  readonly wish: Wish;
  /** A fixed list is only added to. */
  readonly canBan: boolean;
  readonly isBusy: boolean;
  readonly isFrozen: boolean;
  onChange(change: Partial<Wish>): void;
  onPreview(): void;
}

/** Who is to be added, as lines or as a file of them. */
export function ManyForm({ wish, canBan, isBusy, isFrozen, onChange, onPreview }: Props) {
  const t = useTexts();
  const [isTried, setTried] = useState(false);
  const fault = faultOf(wish);
  const problem = isTried && fault !== null ? t(fault) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (fault === null && !isBusy) onPreview();
  };
  return (
    <Paper component="form" onSubmit={submit} noValidate aria-label={t('form')}>
      <Stack gap="sm">
        <RowsSource
          wish={wish}
          ways={[
            { value: 'paste', label: t('fromPaste') },
            { value: 'file', label: t('fromFile') },
          ]}
          accept=".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
          beside={
            canBan && (
              <SegmentedControl
                aria-label={t('as')}
                value={wish.as}
                disabled={isFrozen}
                onChange={(as) => onChange({ as })}
                data={[
                  { value: 'pin', label: t('pins') },
                  { value: 'ban', label: t('bans') },
                ]}
              />
            )
          }
          onChange={onChange}
        />
        <Group>
          <Button type="submit" loading={isBusy} disabled={isFrozen}>
            {t('preview')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
