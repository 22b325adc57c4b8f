import { Skeleton, Stack, Text } from '@mantine/core';
import { IconCalendarStats } from '@tabler/icons-react';
import { ChartCard } from '../../parts/charts/chart-card.tsx';
import { ChartTable } from '../../parts/charts/chart-table.tsx';
import type { Series } from '../../parts/charts/series.ts';
import { SeriesChart } from '../../parts/charts/series-chart.tsx';
import { EmptyState, ErrorState } from '../../parts/states.tsx';
import { useFormats } from '../../session/admin.tsx';
import { colourClass, LabelMark } from './label-mark.tsx';
import { labelsOf, largestOf, shareOf } from './month-shares.ts';
import classes from './rfm.module.css';
import type { Snapshot } from './rfm.ts';
import { useTexts } from './texts.ts';
import { useSnapshots } from './use-rfm.ts';

/** The shop at the ends of months: how large a share each label had. */
export function Months() {
  const t = useTexts();
  const f = useFormats();
  const snapshots = useSnapshots();
  const { data, error } = snapshots;
  if (error && !data) return <ErrorState error={error} retry={() => void snapshots.refetch()} />;
  if (!data) return <Skeleton height={340} />;
  if (data.length === 0)
    return (
      <EmptyState title={t('monthsNoneTitle')} icon={<IconCalendarStats />}>
        {t('monthsNoneBody')}
      </EmptyState>
    );
  const rows = [...data].reverse();
  const labels = labelsOf(data);
  const largest = largestOf(data[0]);
  const series = labels.map(
    ({ label, name, color }): Series<Snapshot> => ({
      key: label,
      name: name[f.locale],
      className: colourClass(color),
      // In tenths of a per cent, downwards: parts that add up to a little more than all would double the axis.
      value: (row) => Math.floor(shareOf(row, label) * 1000) / 10,
      shown: (row) => f.percent(shareOf(row, label), 1),
      isAside: !largest.includes(label),
    }),
  );
  const all: Series<Snapshot> = {
    key: 'customers',
    name: t('customers'),
    value: ({ customers }) => customers,
    shown: ({ customers }) => f.number(customers),
  };
  return (
    <Stack gap="sm">
      <ChartCard
        title={t('months')}
        chart={
          <SeriesChart
            title={t('monthsChart')}
            rows={rows}
            series={series}
            names={{ short: ({ day }) => f.monthShort(day), long: ({ day }) => f.day(day) }}
            kind="stacked"
            hasLegend={false}
          />
        }
        table={
          <ChartTable
            label={t('monthsTable')}
            heading={t('month')}
            columns={[all, ...series]}
            rows={data.map((row) => ({ key: row.day, name: f.monthShort(row.day), row }))}
          />
        }
      />
      <ul className={classes['legend']} aria-label={t('legend')}>
        {labels.map(({ label, name, color }) => (
          <li key={label}>
            <LabelMark colour={color}>{name[f.locale]}</LabelMark>
          </li>
        ))}
      </ul>
      <Text size="xs" c="dimmed">
        {t('monthsMeans')}
      </Text>
    </Stack>
  );
}
