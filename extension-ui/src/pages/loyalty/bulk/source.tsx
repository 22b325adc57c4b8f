import { Button, FileButton, Group, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useRef } from 'react';
import styles from './bulk.module.css';
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
        <FileChoice file={wish.file} problem={problem} isFrozen={isFrozen} onChoose={(file) => onChange({ file })} />
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

function FileChoice(props: {
  file: File | null;
  problem: string | null;
  isFrozen: boolean;
  onChoose(file: File): void;
}) {
  const { file, problem, isFrozen, onChoose } = props;
  const t = useTexts();
  const reset = useRef<() => void>(null);
  return (
    <div>
      <Group gap="sm">
        <FileButton
          resetRef={reset}
          accept=".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
          disabled={isFrozen}
          onChange={(chosen) => {
            if (chosen) onChoose(chosen);
            // The same file is a new choice once it was corrected.
            reset.current?.();
          }}
        >
          {(button) => (
            <Button
              {...button}
              variant="default"
              disabled={isFrozen}
              leftSection={<IconFileSpreadsheet size={16} aria-hidden />}
              aria-describedby="bulk-file bulk-file-problem"
            >
              {t(file ? 'chooseAnother' : 'chooseFile')}
            </Button>
          )}
        </FileButton>
        <Text size="sm" id="bulk-file" role="status" style={{ overflowWrap: 'anywhere' }}>
          {file?.name}
        </Text>
      </Group>
      <Text size="xs" c="dimmed" mt={4}>
        {t('fileHint')}
      </Text>
      <Text size="xs" id="bulk-file-problem" role="alert" className={styles['problem'] ?? ''}>
        {problem}
      </Text>
    </div>
  );
}
