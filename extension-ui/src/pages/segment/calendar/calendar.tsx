import { Group, NativeSelect, Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { ChartCard } from '../../../parts/charts/chart-card.tsx';
import { ChartTable } from '../../../parts/charts/chart-table.tsx';
import type { Series } from '../../../parts/charts/series.ts';
import { SeriesChart } from '../../../parts/charts/series-chart.tsx';
import { EmptyState, ErrorState } from '../../../parts/states.tsx';
import { useCan, useFormats } from '../../../session/admin.tsx';
import type { OneSegment } from '../segment.ts';
import { DayList } from './day-list.tsx';
import { type FlipDay, useFlips } from './flips.ts';
import { useTexts } from './texts.ts';

const RANGES = [30, 60, 90] as const;

/** Who will come and go if nothing happens but time. */
export function Calendar({ segment }: { segment: OneSegment }) {
  const t = useTexts();
  const f = useFormats();
  const canSeePeople = useCan('customers:read');
  const [range, setRange] = useState<number>(30);
  const { rows, first, error, isCounting, retry } = useFlips(segment, range);
  if (error && !rows) return <ErrorState error={error} retry={retry} />;
  if (first && !first.movesWithTime) return <EmptyState title={t('stillTitle')}>{t('stillBody')}</EmptyState>;
  const sum = (figure: 'enters' | 'leaves') => f.number((rows ?? []).reduce((total, day) => total + day[figure], 0));
  const series: Series<FlipDay>[] = (['enters', 'leaves'] as const).map((figure) => ({
    key: figure,
    name: t(figure),
    value: (day) => day[figure],
    shown: (day) => f.number(day[figure]),
  }));
  const moving = (rows ?? []).filter(({ enters, leaves }) => enters + leaves > 0);
  const waiting = <Skeleton height="100%" />;
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t('explained')}
      </Text>
      <Group gap="sm">
        <NativeSelect
          aria-label={t('ahead')}
          value={String(range)}
          data={RANGES.map((count) => ({ value: String(count), label: t('days', { count }) }))}
          onChange={(event) => setRange(Number(event.currentTarget.value))}
        />
        <Text size="sm" c="dimmed" role="status">
          {rows &&
            (isCounting
              ? t('counting', { done: rows.length, count: range })
              : t('counted', { enters: sum('enters'), leaves: sum('leaves') }))}
        </Text>
      </Group>
      <ChartCard
        title={t('title')}
        chart={
          rows ? (
            <SeriesChart
              title={t('chart')}
              rows={rows}
              series={series}
              names={{ short: ({ day }) => f.dayShort(day), long: ({ day }) => f.day(day) }}
              kind="bars"
              empty={moving.length === 0 && !isCounting ? t('nothing') : null}
            />
          ) : (
            waiting
          )
        }
        table={
          rows ? (
            <ChartTable
              label={t('table')}
              heading={t('day')}
              columns={series}
              rows={rows.map((day) => ({ key: day.day, name: f.day(day.day), row: day }))}
            />
          ) : (
            waiting
          )
        }
      />
      {error && <ErrorState error={error} retry={retry} />}
      {canSeePeople && moving.length > 0 && <DayList id={segment.id} days={moving} />}
    </Stack>
  );
}
