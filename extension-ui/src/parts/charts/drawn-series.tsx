import type { ReactElement } from 'react';
import {
  Area,
  AreaChart,
  Bar,
  BarChart,
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { useFormats } from '../../session/admin.tsx';
import classes from './chart.module.css';
import { CHART_HEIGHT } from './chart-height.ts';
import type { Series } from './series.ts';
import type { SeriesChartProps } from './series-chart.tsx';

/** Colours by place. More series than these are more than anybody tells apart. */
const COLOURS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'] as const;
const LEGEND_HEIGHT = 24;

const CHARTS = { bars: BarChart, stacked: BarChart, area: AreaChart, lines: LineChart } as const;

export function DrawnSeries<Row>({ title, rows, series, names, kind, empty, ...given }: SeriesChartProps<Row>) {
  const f = useFormats();
  const Chart = CHARTS[kind];
  const hasLegend = given.hasLegend ?? series.length > 1;
  const colourOf = (index: number) =>
    series[index]?.className ?? classes[COLOURS[index % COLOURS.length] ?? 'first'] ?? '';
  const drawn = (one: Series<Row>, index: number) => {
    const common = {
      dataKey: (row: Row) => one.value(row),
      name: one.name,
      className: colourOf(index),
      isAnimationActive: false,
    } as const;
    if (kind === 'area')
      return <Area key={one.key} {...common} type="linear" strokeWidth={2} dot={rows.length === 1} />;
    if (kind === 'lines')
      return <Line key={one.key} {...common} type="linear" strokeWidth={2} dot={rows.length === 1} />;
    if (kind === 'stacked') return <Bar key={one.key} {...common} stackId="all" maxBarSize={48} />;
    return <Bar key={one.key} {...common} maxBarSize={hasLegend ? 28 : 48} radius={[3, 3, 0, 0]} />;
  };
  const chart = (
    <Chart data={[...rows]} title={title} accessibilityLayer margin={{ top: 8, right: 12, bottom: 0, left: 0 }}>
      <CartesianGrid vertical={false} />
      <XAxis dataKey={names.short} tickLine={false} minTickGap={24} interval="preserveStartEnd" />
      <YAxis tickFormatter={f.numberShort} tickLine={false} axisLine={false} width={52} allowDecimals={false} />
      <Tooltip
        isAnimationActive={false}
        cursor={{ className: classes['cursor'] ?? '' }}
        content={({ active, payload }) => {
          const row = payload?.[0]?.payload as Row | undefined;
          return active && row ? <Told title={names.long(row)} row={row} series={series} /> : null;
        }}
      />
      {series.map(drawn)}
    </Chart>
  );
  return (
    <div className={classes['drawn']}>
      {hasLegend && (
        <ul className={classes['legend']}>
          {series.map(({ key, name }, index) => (
            <li key={key} className={colourOf(index)}>
              {name}
            </li>
          ))}
        </ul>
      )}
      <ResponsiveContainer width="100%" height={hasLegend ? CHART_HEIGHT - LEGEND_HEIGHT : CHART_HEIGHT}>
        {chart as ReactElement}
      </ResponsiveContainer>
      {empty && <p className={classes['note']}>{empty}</p>}
    </div>
  );
}

function Told<Row>({ title, row, series }: { title: string; row: Row; series: readonly Series<Row>[] }) {
  return (
    <div className={classes['told']}>
      <strong>{title}</strong>
      {series.map((one) => (
        <div key={one.key}>
          {one.name}: {one.shown(row)}
        </div>
      ))}
    </div>
  );
}
