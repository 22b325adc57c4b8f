import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import type { Answer } from '../../../api/client.ts';
import { got } from '../../../api/client.ts';
import { usePages } from '../../../api/pages.ts';
import { ErrorState } from '../../../parts/states.tsx';
import { useApi } from '../../../session/admin.tsx';
import type { Job, JobRun } from './job.ts';
import { RunLine } from './run-line.tsx';
import { useTexts } from './texts.ts';

/** Runs of a job that are worth telling, newest first. */
export function Runs({ job, name }: { job: Job; name: string }) {
  const t = useTexts();
  const api = useApi();
  const list = usePages<JobRun, Answer<'/api/v1/jobs/{name}/runs'>>(['jobs', job.name, 'runs'], (cursor, signal) =>
    got(
      api.GET('/api/v1/jobs/{name}/runs', {
        params: { path: { name: job.name }, query: { limit: 10, ...(cursor ? { cursor } : {}) } },
        signal,
      }),
    ),
  );
  if (list.error && !list.rows) return <ErrorState error={list.error} retry={list.retry} />;
  if (!list.rows)
    return (
      <Stack gap={6} aria-busy>
        <Skeleton height={20} />
        <Skeleton height={20} />
        <Skeleton height={20} />
      </Stack>
    );
  return (
    <Stack gap="xs">
      <Text size="xs" c="dimmed">
        {list.rows.length === 0 ? t('runsNone') : t('runsAbout')}
      </Text>
      {list.rows.length > 0 && (
        <Stack gap={6} component="ul" m={0} p={0} style={{ listStyle: 'none' }} aria-label={t('runsOf', { name })}>
          {list.rows.map((run) => (
            <RunLine key={run.id} run={run} />
          ))}
        </Stack>
      )}
      {list.hasMore && (
        <Group>
          <Button variant="default" size="xs" loading={list.isLoadingMore} onClick={list.more}>
            {t('runsMore')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
