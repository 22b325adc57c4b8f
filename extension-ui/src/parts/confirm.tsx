import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTexts } from './texts.ts';

interface Props {
  readonly opened: boolean;
  readonly title: string;
  /** What will happen, and that it cannot be undone. */
  readonly children: ReactNode;
  readonly action: string;
  readonly isBusy?: boolean;
  /** When given, it must be typed first: for what cannot be taken back at all. */
  readonly typed?: { readonly label: string; readonly text: string };
  onClose(): void;
  onConfirm(): void;
}

/** Only for what has no Undo. Everything else is done at once and offers Undo (see toast.tsx). */
export function Confirm({ opened, title, children, action, isBusy = false, typed, onClose, onConfirm }: Props) {
  const t = useTexts();
  const [text, setText] = useState('');
  const isReady = typed === undefined || text.trim() === typed.text;
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack gap="sm">
        <Text size="sm" component="div">
          {children}
        </Text>
        {typed && (
          <TextInput
            label={typed.label}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            data-autofocus
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button color="red.9" disabled={!isReady} loading={isBusy} onClick={onConfirm}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
