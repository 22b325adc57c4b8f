import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { ChartCard } from '../../parts/charts/chart-card.tsx';
import { ChartTable } from '../../parts/charts/chart-table.tsx';
import type { Series } from '../../parts/charts/series.ts';
import { SeriesChart } from '../../parts/charts/series-chart.tsx';
import { useFormats } from '../../session/admin.tsx';
import { columnsOf, type MonthColumn, VIEWS, type View } from './month-columns.ts';
import { useTexts } from './texts.ts';
import type { Month, Report } from './use-back-test.ts';

/** The programme month by month, in points or in money; in the same place the table behind it, with more figures. */
export function MonthsCard({ report }: { report: Report }) {
  const t = useTexts();
  const f = useFormats();
  const [view, setView] = useState<View>('points');
  const { months } = report.programme;
  const drawn = useMonthSeries(VIEWS[view].drawn);
  const columns = useMonthSeries(columnsOf(view));
  const short = ({ month }: Month) => f.monthShort(`${month}-01`);
  return (
    <ChartCard
      title={t('months')}
      controls={
        <NativeSelect
          aria-label={t('shown')}
          size="xs"
          value={view}
          data={[
            { value: 'points', label: t('points') },
            { value: 'money', label: t('money') },
          ]}
          onChange={({ currentTarget }) => setView(currentTarget.value as View)}
        />
      }
      chart={
        <SeriesChart
          title={t('chart', { name: t(view) })}
          rows={months}
          series={drawn}
          names={{ short, long: ({ month }) => f.month(month) }}
          kind="bars"
        />
      }
      table={
        <ChartTable
          label={t('table', { name: t(view) })}
          heading={t('month')}
          columns={columns}
          rows={months.map((row) => ({ key: row.month, name: short(row), row }))}
        />
      }
    />
  );
}

function useMonthSeries(columns: readonly MonthColumn[]): Series<Month>[] {
  const t = useTexts();
  const f = useFormats();
  return columns.map(({ field, text, isMoney, isAside }) => ({
    key: field,
    name: t(text),
    value: (month) => (isMoney ? month[field] / 10 ** f.minorDigits() : month[field]),
    shown: (month) => (isMoney ? f.money(month[field]) : f.number(month[field])),
    isAside,
  }));
}
