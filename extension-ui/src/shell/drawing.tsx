import { Button, Group, Paper, Progress, Text, Transition } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useSyncExternalStore } from 'react';
import type { Drawing, SaveBar, Toast } from '../bridge/bridge.ts';
import { useTexts } from '../parts/texts.ts';
import { i18n } from '../texts/i18n.ts';
import classes from './drawing.module.css';

/** What is drawn on behalf of a host that has nothing of its own: toasts, the save bar, the line that says "loading". */
interface Drawn {
  readonly bar: SaveBar | null;
  readonly isLoading: boolean;
}

/** An Undo must be there long enough to be read, reached and pressed. */
const TOAST_MS = 5000;
const UNDO_MS = 10_000;

let drawn: Drawn = { bar: null, isLoading: false };
const watchers = new Set<() => void>();

function draw(change: Partial<Drawn>): void {
  drawn = { ...drawn, ...change };
  for (const watch of watchers) watch();
}

export const drawing: Drawing = {
  toast: (toast) => showToast(toast),
  saveBar: (bar) => draw({ bar }),
  loading: (isLoading) => draw({ isLoading }),
};

function showToast({ message, isError = false, undo }: Toast): void {
  const takeBack = () => {
    notifications.hide(id);
    undo?.();
  };
  const id = notifications.show({
    color: isError ? 'red' : 'glaze',
    autoClose: undo || isError ? UNDO_MS : TOAST_MS,
    withBorder: true,
    closeButtonProps: { 'aria-label': i18n.t('close', { ns: 'parts' }) },
    message: undo ? <WithUndo message={message} onUndo={takeBack} /> : message,
  });
}

function WithUndo({ message, onUndo }: { message: string; onUndo: () => void }) {
  const t = useTexts();
  return (
    <Group justify="space-between" wrap="nowrap" gap="xs">
      <span>{message}</span>
      <Button size="compact-sm" variant="light" onClick={onUndo} style={{ flex: 'none' }}>
        {t('undo')}
      </Button>
    </Group>
  );
}

export function Drawn() {
  const t = useTexts();
  const { bar, isLoading } = useSyncExternalStore(
    (watch) => {
      watchers.add(watch);
      return () => watchers.delete(watch);
    },
    () => drawn,
  );
  return (
    <>
      <div role="status">
        {isLoading && (
          <Progress className={classes['loading'] ?? ''} value={100} animated size={3} aria-label={t('loading')} />
        )}
      </div>
      <Transition mounted={bar !== null} transition="slide-up">
        {(style) => (
          <Paper
            shadow="md"
            radius="lg"
            p="xs"
            className={classes['bar'] ?? ''}
            style={style}
            role="region"
            aria-label={t('unsaved')}
            data-over-page
          >
            <Group justify="space-between" gap="xs" wrap="nowrap">
              <Text size="sm" fw={500} pl="xs">
                {t('unsaved')}
              </Text>
              <Group gap="xs" wrap="nowrap">
                <Button variant="default" onClick={() => bar?.onDiscard()} disabled={bar?.isSaving === true}>
                  {t('discard')}
                </Button>
                <Button onClick={() => bar?.onSave()} loading={bar?.isSaving === true}>
                  {t('save')}
                </Button>
              </Group>
            </Group>
          </Paper>
        )}
      </Transition>
    </>
  );
}
