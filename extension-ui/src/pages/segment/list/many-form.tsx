import { Button, Group, Paper, SegmentedControl, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FileChoice } from '../../../parts/file-choice.tsx';
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
        <Group gap="sm">
          <SegmentedControl
            aria-label={t('source')}
            value={wish.from}
            disabled={isFrozen}
            onChange={(from) => onChange({ from })}
            data={[
              { value: 'paste', label: t('fromPaste') },
              { value: 'file', label: t('fromFile') },
            ]}
          />
          {canBan && (
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
          )}
        </Group>
        {wish.from === 'file' ? (
          <FileChoice
            file={wish.file}
            accept=".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            button={t(wish.file ? 'chooseAnother' : 'chooseFile')}
            hint={t('fileHint')}
            problem={problem}
            isFrozen={isFrozen}
            onChoose={(file) => onChange({ file })}
          />
        ) : (
          <Textarea
            label={t('pasted')}
            description={t('pastedHint')}
            placeholder={t('pastedExample')}
            autosize
            minRows={6}
            maxRows={14}
            spellCheck={false}
            disabled={isFrozen}
            value={wish.pasted}
            error={problem}
            onChange={(event) => onChange({ pasted: event.currentTarget.value })}
          />
        )}
        <Group>
          <Button type="submit" loading={isBusy} disabled={isFrozen}>
            {t('preview')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
