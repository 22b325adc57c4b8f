import { NativeSelect } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ChartCard } from '../../parts/charts/chart-card.tsx';
import { ChartTable } from '../../parts/charts/chart-table.tsx';
import { SeriesChart } from '../../parts/charts/series-chart.tsx';
import { useFormats } from '../../session/admin.tsx';
import { type FigureColumn, type Part, plainValue, useColumns } from './figure-columns.ts';
import classes from './overview.module.css';
import { TakeAway } from './take-away.tsx';
import { useTexts } from './texts.ts';
import type { Overview } from './use-figures.ts';
import { usePartNames } from './use-part-names.ts';

const SHOWN = ['revenue', 'orders', 'average', 'refunded'] as const;
type Shown = (typeof SHOWN)[number];

/** The period part by part: what was sold, and to whom. Each chart has its table behind it. */
export function Charts({ overview }: { overview: Overview }) {
  const t = useTexts();
  const columns = useColumns();
  const names = usePartNames(overview);
  const [shown, setShown] = useState<Shown>('revenue');
  const { series: parts } = overview;
  const chosen = columns[shown];
  const nothing = (fields: readonly FigureColumn[]) =>
    parts.every(({ figures }) => fields.every(({ field }) => (figures[field] ?? 0) === 0)) ? t('nothing') : null;
  return (
    <div className={classes['charts']}>
      <PartsCard
        title={t('trend')}
        name={chosen.name}
        overview={overview}
        columns={SHOWN.map((name) => ({ ...columns[name], isAside: name !== shown }))}
        controls={
          <NativeSelect
            aria-label={t('shown')}
            size="xs"
            value={shown}
            data={SHOWN.map((value) => ({ value, label: columns[value].name }))}
            onChange={({ currentTarget }) => setShown(currentTarget.value as Shown)}
          />
        }
        chart={
          <SeriesChart
            title={t('chart', { name: chosen.name })}
            rows={parts}
            series={[chosen]}
            names={names}
            kind={overview.by === 'day' ? 'area' : 'bars'}
            empty={nothing([chosen])}
          />
        }
      />
      <PartsCard
        title={t('newAndReturning')}
        name={t('newAndReturning')}
        overview={overview}
        columns={[columns.buyers, columns.newBuyers, columns.returningBuyers, columns.repeatRate]}
        chart={
          <SeriesChart
            title={t('chart', { name: t('newAndReturning') })}
            rows={parts}
            series={[columns.returningBuyers, columns.newBuyers]}
            names={names}
            kind="stacked"
            empty={nothing([columns.buyers])}
          />
        }
      />
    </div>
  );
}

interface PartsCardProps {
  readonly title: string;
  /** What the table is called: the file of it too. */
  readonly name: string;
  readonly overview: Overview;
  readonly columns: readonly FigureColumn[];
  readonly chart: ReactNode;
  readonly controls?: ReactNode;
}

function PartsCard({ title, name, overview, columns, chart, controls }: PartsCardProps) {
  const t = useTexts();
  const f = useFormats();
  const names = usePartNames(overview);
  const { by, period, series: parts } = overview;
  const heading = { day: t('day'), week: t('week'), month: t('monthColumn') }[by];
  const plain = ({ figures }: Part, { field, kind }: FigureColumn) => plainValue(figures[field], kind, f.minorDigits());
  return (
    <ChartCard
      title={title}
      controls={controls}
      chart={chart}
      tableControls={
        <TakeAway
          name={`${name} ${period.from} ${period.to}`}
          table={() => ({
            columns: [heading, ...columns.map((column) => column.name)],
            rows: parts.map((part) => [part.from, ...columns.map((column) => plain(part, column))]),
          })}
        />
      }
      table={
        <ChartTable
          label={t('table', { name })}
          heading={heading}
          columns={columns}
          rows={parts.map((part) => ({ key: part.from, name: names.row(part), row: part }))}
        />
      }
    />
  );
}
