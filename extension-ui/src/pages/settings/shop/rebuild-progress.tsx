import { Paper, Progress, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { got } from '../../../api/client.ts';
import { useLive } from '../../../api/live.tsx';
import { useToast } from '../../../parts/toast.tsx';
import { useApi, useFormats } from '../../../session/admin.tsx';
import { useTexts } from './texts.ts';

export const REBUILD = ['settings', 'rebuild'] as const;

/** Its steps are told live; this is for where nothing is heard. */
const ASK_EVERY_MS = 2000;

/** How far the figures have been computed again, while that goes on; nothing otherwise. Orders are the first half, customers the second. */
export function RebuildProgress() {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const toast = useToast();
  const client = useQueryClient();
  const rebuild = useQuery({
    queryKey: REBUILD,
    queryFn: ({ signal }) => got(api.GET('/api/v1/settings/rebuild', { signal })),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? ASK_EVERY_MS : false),
  });
  useLive((event) => {
    if (event.name === 'job' && event.data.name === 'rebuild') void client.invalidateQueries({ queryKey: REBUILD });
  });
  const state = rebuild.data?.state;
  const before = useRef(state);
  useEffect(() => {
    if (before.current === 'running' && state === 'done') toast.done(t('rebuilt'));
    before.current = state;
  }, [state, toast, t]);

  if (rebuild.data?.state !== 'running') return null;
  const { phase, done, total } = rebuild.data;
  const ofPhase = total === 0 ? 0 : Math.min(1, done / total);
  const share = (phase === 'customers' ? 0.5 : 0) + ofPhase / 2;
  const values = { done: f.number(done), total: f.number(total) };
  return (
    <Paper role="group" aria-label={t('rebuilding')}>
      <Stack gap={6}>
        <Text size="sm" fw={600}>
          {t('rebuilding')}
        </Text>
        <Progress value={share * 100} animated aria-label={t('rebuilding')} />
        <Text size="xs" c="dimmed">
          {t(phase === 'customers' ? 'rebuildingCustomers' : 'rebuildingOrders', values)}
        </Text>
        <VisuallyHidden role="status">{t('rebuilding')}</VisuallyHidden>
      </Stack>
    </Paper>
  );
}

/** When that was last done; nothing while it goes on, and where it never was. */
export function LastRebuild() {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const rebuild = useQuery({
    queryKey: REBUILD,
    queryFn: ({ signal }) => got(api.GET('/api/v1/settings/rebuild', { signal })),
  });
  const finishedAt = rebuild.data?.state === 'done' ? rebuild.data.finishedAt : null;
  if (!finishedAt) return null;
  return (
    <Text size="xs" c="dimmed">
      {t('rebuiltAt', { when: f.dateTime(finishedAt) })}
    </Text>
  );
}
