import { Button, Group, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { got } from '../../../api/client.ts';
import { useToast } from '../../../parts/toast.tsx';
import { useApi, useCan, useFormats } from '../../../session/admin.tsx';
import { segmentKey } from '../segment.ts';
import { useTexts } from './texts.ts';

const POLL_MS = 1500;

/** Has the days before the segment was made told from history, and says how far that has come. */
export function Backfill({ id, from, isOffered }: { id: string; from: string; isOffered: boolean }) {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const toast = useToast();
  const client = useQueryClient();
  const canWrite = useCan('segments:write');
  const key = ['segment-backfill', id];
  const known = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) =>
      (await got(api.GET('/api/v1/segments/{id}/backfill', { params: { path: { id } }, signal }))).backfill,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? POLL_MS : false),
  });
  const state = known.data?.state;
  useEffect(() => {
    if (state === 'done') void client.invalidateQueries({ queryKey: [...segmentKey(id), 'growth'] });
  }, [client, id, state]);
  const ask = useMutation({
    mutationFn: () => got(api.POST('/api/v1/segments/{id}/backfill', { params: { path: { id } }, body: { from } })),
    onSuccess: (asked) => client.setQueryData(key, asked),
    onError: (error) => toast.failed(t('notFilled', { message: error.message })),
  });
  return (
    <Group gap="xs">
      {canWrite && isOffered && state !== 'running' && (
        <Button
          variant="default"
          leftSection={<IconHistory size={16} aria-hidden />}
          loading={ask.isPending}
          onClick={() => ask.mutate()}
        >
          {t('fill')}
        </Button>
      )}
      <Text size="sm" role="status">
        {state === 'running' && t('filling', { percent: f.percent(known.data?.progress ?? 0) })}
        {state === 'failed' && t('fillFailed')}
      </Text>
    </Group>
  );
}
