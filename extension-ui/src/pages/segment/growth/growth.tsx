import { Group, NativeSelect, Skeleton, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Answer, got } from '../../../api/client.ts';
import { ChartCard } from '../../../parts/charts/chart-card.tsx';
import { ChartTable } from '../../../parts/charts/chart-table.tsx';
import type { Series } from '../../../parts/charts/series.ts';
import { SeriesChart } from '../../../parts/charts/series-chart.tsx';
import { ErrorState } from '../../../parts/states.tsx';
import { useApi, useFormats } from '../../../session/admin.tsx';
import { daysAfter } from '../days.ts';
import { type OneSegment, segmentKey } from '../segment.ts';
import { Backfill } from './backfill.tsx';
import { useTexts } from './texts.ts';

type Day = Answer<'/api/v1/segments/{id}/growth'>['days'][number];
type Figure = 'size' | 'entered' | 'left';

const RANGES = [30, 90, 365] as const;

/** How many were in it at the end of each day, and how many came and went. */
export function Growth({ segment: { id, kind, state, createdAt } }: { segment: OneSegment }) {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const [range, setRange] = useState<number>(30);
  const to = f.dayOf(Date.now());
  const from = daysAfter(to, 1 - range);
  const growth = useQuery({
    queryKey: [...segmentKey(id), 'growth', range, to],
    queryFn: ({ signal }) => {
      const query = { from, to };
      return got(api.GET('/api/v1/segments/{id}/growth', { params: { path: { id }, query }, signal }));
    },
    placeholderData: keepPreviousData,
  });
  if (growth.error && !growth.data) return <ErrorState error={growth.error} retry={() => void growth.refetch()} />;
  const days = growth.data?.days;
  const told = days?.findLast(({ source }) => source === 'history')?.day;
  const sum = (figure: Figure) => f.number((days ?? []).reduce((total, day) => total + day[figure], 0));
  return (
    <Stack gap="md">
      <Group gap="sm">
        <NativeSelect
          aria-label={t('period')}
          value={String(range)}
          data={RANGES.map((count) => ({
            value: String(count),
            label: count === 365 ? t('year') : t('days', { count }),
          }))}
          onChange={(event) => setRange(Number(event.currentTarget.value))}
        />
        <Text size="sm" c="dimmed" role="status">
          {days && t('summary', { entered: sum('entered'), left: sum('left') })}
        </Text>
        <Backfill
          id={id}
          from={from}
          isOffered={kind === 'conditional' && state !== 'archived' && from < f.dayOf(createdAt)}
        />
      </Group>
      {told && (
        <Text size="sm" c="dimmed">
          {t('fromHistory', { day: f.day(told) })}
        </Text>
      )}
      <Card of="size" figures={['size']} days={days} />
      <Card of="flow" figures={['entered', 'left']} days={days} />
    </Stack>
  );
}

interface CardProps {
  readonly of: 'size' | 'flow';
  readonly figures: readonly Figure[];
  readonly days: readonly Day[] | undefined;
}

/** Some of the figures as a chart, with the table of all of them behind it. */
function Card({ of, figures, days }: CardProps) {
  const t = useTexts();
  const f = useFormats();
  const series = (which: readonly Figure[]): Series<Day>[] =>
    which.map((figure) => ({
      key: figure,
      name: t(figure === 'size' ? 'members' : figure),
      value: (day) => day[figure],
      shown: (day) => f.number(day[figure]),
    }));
  const isEmpty = days?.every((day) => figures.every((figure) => day[figure] === 0));
  const waiting = <Skeleton height="100%" />;
  return (
    <ChartCard
      title={t(of)}
      chart={
        days ? (
          <SeriesChart
            title={t(`${of}Chart`)}
            rows={days}
            series={series(figures)}
            names={{ short: ({ day }) => f.dayShort(day), long: ({ day }) => f.day(day) }}
            kind={of === 'size' ? 'area' : 'bars'}
            empty={isEmpty ? t(of === 'size' ? 'nobody' : 'nobodyMoved') : null}
          />
        ) : (
          waiting
        )
      }
      table={
        days ? (
          <ChartTable
            label={t(`${of}Table`)}
            heading={t('day')}
            columns={series(['size', 'entered', 'left'])}
            rows={days.toReversed().map((day) => ({ key: day.day, name: f.day(day.day), row: day }))}
          />
        ) : (
          waiting
        )
      }
    />
  );
}
