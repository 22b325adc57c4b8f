import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type Cost, CostReasons } from './cost-note.tsx';
import { useTexts } from './texts.ts';
import type { Draft } from './tree.ts';

interface Props {
  /** Null: nothing is asked. */
  readonly cost: Cost | null;
  readonly draft: Draft;
  onClose(): void;
  onAccept(): void;
}

/** Nothing slow is saved without saying so. */
export function SlowDialog({ cost, draft, onClose, onAccept }: Props) {
  const t = useTexts();
  return (
    <Modal
      opened={cost !== null}
      onClose={onClose}
      title={t('costSlow')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack gap="sm">
        {cost && (
          <div>
            <CostReasons cost={cost} draft={draft} />
          </div>
        )}
        <Text size="sm">{t('costAdvice')}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('costBack')}
          </Button>
          <Button onClick={onAccept}>{t('costAccept')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
