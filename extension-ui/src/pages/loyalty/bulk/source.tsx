import { Group, SegmentedControl, Stack, Textarea } from '@mantine/core';
import { FileChoice } from '../../../parts/file-choice.tsx';
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
      <Group>
        <SegmentedControl
          aria-label={t('source')}
          value={wish.from}
          disabled={isFrozen}
          onChange={(from) => onChange({ from })}
          data={[
            { value: 'file', label: t('fromFile') },
            { value: 'paste', label: t('fromPaste') },
          ]}
        />
      </Group>
      {wish.from === 'file' ? (
        <FileChoice
          file={wish.file}
          accept=".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
          minRows={5}
          maxRows={12}
          spellCheck={false}
          value={wish.pasted}
          error={problem}
          onChange={(event) => onChange({ pasted: event.currentTarget.value })}
        />
      )}
    </Stack>
  );
}
