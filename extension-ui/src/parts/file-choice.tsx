import { Button, FileButton, Group, Text } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useId, useRef } from 'react';

interface Props {
  readonly file: File | null;
  /** As of an `<input type="file">`. */
  readonly accept: string;
  readonly button: string;
  readonly hint: string;
  readonly problem: string | null;
  readonly isFrozen: boolean;
  onChoose(file: File): void;
}

/** A file from the person's machine: which one it is stands beside its button. */
export function FileChoice({ file, accept, button: label, hint, problem, isFrozen, onChoose }: Props) {
  const id = useId();
  const reset = useRef<() => void>(null);
  return (
    <div>
      <Group gap="sm">
        <FileButton
          resetRef={reset}
          accept={accept}
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
              aria-describedby={`${id} ${id}-problem`}
            >
              {label}
            </Button>
          )}
        </FileButton>
        <Text size="sm" id={id} role="status" style={{ overflowWrap: 'anywhere' }}>
          {file?.name}
        </Text>
      </Group>
      <Text size="xs" c="dimmed" mt={4}>
        {hint}
      </Text>
      <Text size="xs" id={`${id}-problem`} role="alert" c="var(--mantine-color-error)">
        {problem}
      </Text>
    </div>
  );
}
