import { SimpleGrid, Skeleton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { EmptyState, ErrorState } from '../../parts/states.tsx';
import { ReportView } from './report.tsx';
import { Running } from './running.tsx';
import { useTexts } from './texts.ts';
import type { BackTest } from './use-back-test.ts';

/** What became of the back-test that is shown: under way, told, or ended without an answer. */
export function Outcome({ id, backTest }: { id: string | null; backTest: UseQueryResult<BackTest> }) {
  const t = useTexts();
  const { data, error } = backTest;
  if (id === null) return <EmptyState title={t('begin')}>{t('beginBody')}</EmptyState>;
  if (error && !data) return <ErrorState error={error} retry={() => void backTest.refetch()} />;
  if (!data) return <Waiting />;
  switch (data.state) {
    case 'running':
      return (
        <>
          <Running id={data.id} progress={data.progress} />
          <Waiting />
        </>
      );
    case 'cancelled':
      return (
        <EmptyState title={t('cancelled')}>
          {t(data.reason === 'superseded' ? 'superseded' : 'cancelledBody')}
        </EmptyState>
      );
    case 'failed':
      return <EmptyState title={t('failed')}>{t('failedBody', { why: data.reason ?? '' })}</EmptyState>;
    case 'done':
      return data.report && data.report.orders > 0 ? (
        <ReportView backTest={data} report={data.report} />
      ) : (
        <EmptyState title={t('emptyTitle')}>{t('emptyBody')}</EmptyState>
      );
  }
}

function Waiting() {
  return (
    <>
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm">
        {['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((key) => (
          <Skeleton key={key} height={82} />
        ))}
      </SimpleGrid>
      <Skeleton height={340} />
    </>
  );
}
