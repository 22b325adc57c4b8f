import { Paper, Progress, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useToast } from '../../parts/toast.tsx';
import { useFormats } from '../../session/admin.tsx';
import type { ProgrammeList } from './loyalty.ts';
import { useTexts } from './texts.ts';
import { isRecounting } from './use-programme.ts';

/** How far every customer's points are settled by a version that has just begun; nothing when none is. */
export function RecountProgress({ list }: { list: ProgrammeList }) {
  const t = useTexts();
  const f = useFormats();
  const toast = useToast();
  const client = useQueryClient();
  const isRunning = isRecounting(list);
  const wasRunning = useRef(isRunning);
  useEffect(() => {
    if (wasRunning.current && !isRunning) {
      void client.invalidateQueries({ queryKey: ['loyalty'] });
      toast.done(t('recounted'));
    }
    wasRunning.current = isRunning;
  }, [isRunning, client, toast, t]);
  if (!isRunning) return null;
  const { done, total } = list.rebuild ?? { done: 0, total: 0 };
  return (
    <Paper role="group" aria-label={t('recounting')}>
      <Stack gap={6}>
        <Text size="sm" fw={600}>
          {t('recounting')}
        </Text>
        <Progress
          value={total === 0 ? 0 : (100 * Math.min(done, total)) / total}
          animated
          aria-label={t('recounting')}
        />
        <Text size="xs" c="dimmed">
          {total === 0 ? t('recountWaits') : t('recountOf', { done: f.number(done), total: f.number(total) })}
        </Text>
        <VisuallyHidden role="status">{t('recounting')}</VisuallyHidden>
      </Stack>
    </Paper>
  );
}
