import { Button, Group } from '@mantine/core';
import { IconSearchOff, IconUsers } from '@tabler/icons-react';
import { EmptyState } from '../../parts/states.tsx';
import { phoneIn } from './list.ts';
import { useTexts } from './texts.ts';

interface Props {
  readonly isNarrowed: boolean;
  readonly search: string;
  onClear(): void;
  /** Absent for who may add nobody. */
  onAdd?(): void;
}

/** The list is empty: because the shop is new, or because nobody is as was asked. */
export function Nobody({ isNarrowed, search, onClear, onAdd }: Props) {
  const t = useTexts();
  const phone = phoneIn(search);
  const add = onAdd && <Button onClick={onAdd}>{phone ? t('addPhone', { phone }) : t('add')}</Button>;
  if (!isNarrowed)
    return (
      <EmptyState title={t('noneTitle')} icon={<IconUsers />} action={add}>
        {t('noneBody')}
      </EmptyState>
    );
  return (
    <EmptyState
      title={t('noMatchTitle')}
      icon={<IconSearchOff />}
      action={
        <Group justify="center">
          <Button variant="default" onClick={onClear}>
            {t('showAll')}
          </Button>
          {add}
        </Group>
      }
    >
      {t('noMatchBody')}
    </EmptyState>
  );
}
