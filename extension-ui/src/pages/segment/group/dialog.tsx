import { Button, Group, Modal, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useTexts } from './texts.ts';

interface Props {
  readonly title: string;
  readonly opened: boolean;
  readonly action: string;
  readonly isBusy: boolean;
  readonly isWide?: boolean;
  readonly children: ReactNode;
  onClose(): void;
  onSubmit(): void;
}

/** The frame of what is done to everybody: what it is about, and one button that says for how many. */
export function GroupDialog({ title, opened, action, isBusy, isWide = false, children, onClose, onSubmit }: Props) {
  const t = useTexts();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isBusy) onSubmit();
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={isWide ? 'lg' : 'md'}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          {children}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={isBusy}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
