import { Button, Group, Popover, Stack, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTexts } from './texts.ts';

interface Props {
  readonly name: string;
  /** Names of other lists: one name, one list. */
  readonly taken: readonly string[];
  readonly isFull?: boolean;
  target(toggle: () => void): ReactNode;
  onSave(name: string): void;
  onDelete?(): void;
}

/** The name of a saved list: given, changed, or taken away with the list. */
export function ViewForm({ name: before, taken, isFull = false, target, onSave, onDelete }: Props) {
  const t = useTexts();
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState(before);
  const trimmed = name.trim();
  const isTaken = trimmed !== before && taken.includes(trimmed);
  const problem = isFull ? t('viewLimit') : isTaken ? t('viewTaken') : undefined;
  const close = () => {
    setOpened(false);
    setName(before);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (trimmed === '' || problem) return;
    onSave(trimmed);
    close();
  };
  return (
    <Popover opened={opened} onChange={(isOpen) => !isOpen && close()} width={280} trapFocus returnFocus>
      <Popover.Target>{target(() => (opened ? close() : setOpened(true)))}</Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={submit}>
          <Stack gap="xs">
            <TextInput
              label={t('viewName')}
              value={name}
              maxLength={60}
              error={problem}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Group justify={onDelete ? 'space-between' : 'flex-end'}>
              {onDelete && (
                <Button variant="subtle" color="red.9" onClick={onDelete}>
                  {t('deleteView')}
                </Button>
              )}
              <Button type="submit" disabled={trimmed === '' || problem !== undefined}>
                {t('saveName')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
