import { Skeleton, Stack, Text } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { DayInput } from '../../parts/day-input.tsx';
import { EmptyState, ErrorState } from '../../parts/states.tsx';
import { useFormats } from '../../session/admin.tsx';
import { CareCards } from './care-cards.tsx';
import { LabelsChart } from './labels-chart.tsx';
import { Scoring } from './scoring.tsx';
import { useTexts } from './texts.ts';
import { useDistribution, useModel } from './use-rfm.ts';

/** The labels with their customers, what to do for each of them, and how they come about. */
export function Overview() {
  const t = useTexts();
  const f = useFormats();
  const [params, setParams] = useSearchParams();
  const day = params.get('day');
  const model = useModel();
  const distribution = useDistribution(day);
  const today = f.dayOf(Date.now());
  const choose = (next: string | null) =>
    setParams(next === null || next >= today ? {} : { day: next }, { replace: true });
  const failed = [distribution, model].find(({ error, data }) => error && !data);
  if (failed)
    return (
      <ErrorState
        error={failed.error}
        retry={() => {
          for (const one of [distribution, model]) if (one.error) void one.refetch();
        }}
      />
    );
  if (!distribution.data || !model.data)
    return (
      <Stack gap="md">
        <Skeleton height={340} />
        <Skeleton height={420} />
      </Stack>
    );
  const { data } = distribution;
  if (data.customers === 0 && day === null) return <EmptyState title={t('emptyTitle')}>{t('emptyBody')}</EmptyState>;
  return (
    <Stack gap="md" aria-busy={distribution.isPlaceholderData}>
      <LabelsChart
        distribution={data}
        controls={
          <DayInput
            aria-label={t('onDay')}
            size="xs"
            w={140}
            clearable={false}
            allowDeselect={false}
            value={data.day}
            maxDate={today}
            onChange={choose}
          />
        }
      />
      <CareCards distribution={data} version={model.data} today={today} />
      <Scoring version={model.data} />
      <Text size="xs" c="dimmed">
        {t('asNow')}
      </Text>
    </Stack>
  );
}
