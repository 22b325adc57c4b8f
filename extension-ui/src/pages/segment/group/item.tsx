import { ActionIcon, Badge, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useFormats } from '../../../session/admin.tsx';
import { useWho } from '../who.ts';
import { useTexts } from './texts.ts';
import { type Action, type Export, isOpen } from './use-group.ts';

const COLOURS = {
  queued: 'gray',
  running: 'blue',
  done: 'glaze',
  failed: 'red',
  cancelled: 'gray',
  undoing: 'blue',
  undone: 'gray',
} as const;

interface Props {
  readonly of: Action | Export;
  readonly title: string;
  /** What came of it. */
  readonly children: ReactNode;
  readonly buttons: ReactNode;
  /** Takes it out of sight; absent: it stays. */
  readonly onHide?: (() => void) | undefined;
}

/** One action or export: what it is, how far it has come, who began it and what can be done about it. */
export function Item({ of, title, children, buttons, onHide }: Props) {
  const t = useTexts();
  const f = useFormats();
  const who = useWho();
  const { state, progress, at, author, error } = of;
  const share = progress.total === 0 ? 0 : progress.done / progress.total;
  return (
    <Paper component="article" aria-label={title} p="sm">
      <Stack gap={6}>
        <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
          <Group gap="xs" style={{ minWidth: 0 }}>
            <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
              {title}
            </Text>
            <Badge color={COLOURS[state]}>{t(state === 'failed' ? 'stateFailed' : state)}</Badge>
          </Group>
          {onHide && !isOpen(of) && (
            <ActionIcon variant="subtle" color="gray" aria-label={t('hide', { what: title })} onClick={onHide}>
              <IconX size={16} aria-hidden />
            </ActionIcon>
          )}
        </Group>
        {isOpen(of) && (
          <>
            <Progress value={share * 100} aria-label={title} />
            <Text size="sm">{t('changedOf', { done: f.number(progress.done), total: f.number(progress.total) })}</Text>
          </>
        )}
        {children}
        {error !== null && state === 'failed' && (
          <Text size="sm" c="var(--mantine-color-error)">
            {t('failedWhy', { error })}
          </Text>
        )}
        <Group justify="space-between" gap="xs">
          <Text size="xs" c="dimmed">
            {t('byWho', { when: f.dateTime(at), who: who(author) })}
          </Text>
          <Group gap="xs">{buttons}</Group>
        </Group>
      </Stack>
    </Paper>
  );
}
