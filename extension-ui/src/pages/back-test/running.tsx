import { Button, Group, Paper, Progress, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useFormats } from '../../session/admin.tsx';
import { useTexts } from './texts.ts';
import { type BackTest, useCancel } from './use-back-test.ts';

/** How far a back-test is, and the way out of it. */
export function Running({ id, progress: { done, total } }: Pick<BackTest, 'id' | 'progress'>) {
  const t = useTexts();
  const f = useFormats();
  const cancel = useCancel(id);
  return (
    <Paper role="group" aria-label={t('running')}>
      <Stack gap={6}>
        <Group justify="space-between" gap="sm">
          <Text size="sm" fw={600}>
            {t('running')}
          </Text>
          <Button variant="default" size="xs" loading={cancel.isPending} onClick={() => cancel.mutate()}>
            {t('cancel')}
          </Button>
        </Group>
        <Progress value={total === 0 ? 0 : (100 * done) / total} animated aria-label={t('running')} />
        <Text size="xs" c="dimmed">
          {total === 0 ? t('waits') : t('progress', { done: f.number(done), total: f.number(total) })}
        </Text>
        <VisuallyHidden role="status">{t('running')}</VisuallyHidden>
      </Stack>
    </Paper>
  );
}
