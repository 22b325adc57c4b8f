import { Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { got } from '../../../api/client.ts';
import { EmptyState, ErrorState } from '../../../parts/states.tsx';
import { useApi } from '../../../session/admin.tsx';
import type { Job } from './job.ts';
import { JobRow } from './job-row.tsx';
import { useTexts } from './texts.ts';

/** What runs by itself, and how it went. Events tell of most of it; times that pass are looked up now and then. */
export function Section() {
  const t = useTexts();
  const api = useApi();
  const jobs = useQuery({
    queryKey: ['jobs'],
    queryFn: async ({ signal }) => (await got(api.GET('/api/v1/jobs', { signal }))).items,
    refetchInterval: 30_000,
  });
  if (jobs.error && !jobs.data) return <ErrorState error={jobs.error} retry={() => void jobs.refetch()} />;
  if (!jobs.data)
    return (
      <Stack gap="xs" aria-busy>
        <Skeleton height={20} />
        <Skeleton height={78} />
        <Skeleton height={78} />
        <Skeleton height={78} />
      </Stack>
    );
  if (jobs.data.length === 0) return <EmptyState title={t('noneTitle')}>{t('noneBody')}</EmptyState>;
  const [own, common] = [jobs.data.filter((job) => job.of === 'shop'), jobs.data.filter((job) => job.of === 'server')];
  return (
    <Stack gap="md">
      <Text size="sm" maw={640}>
        {t('about')}
      </Text>
      {own.length > 0 && <Group name={t('ofShop')} jobs={own} />}
      {common.length > 0 && <Group name={t('ofServer')} jobs={common} />}
    </Stack>
  );
}

function Group({ name, jobs }: { name: string; jobs: readonly Job[] }) {
  return (
    <Stack gap="xs">
      <Title order={2}>{name}</Title>
      <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {jobs.map((job) => (
          <JobRow key={`${job.name} ${job.target ?? ''}`} job={job} />
        ))}
      </Stack>
    </Stack>
  );
}
