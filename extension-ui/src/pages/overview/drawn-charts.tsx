import type { ReactElement, ReactNode } from 'react';
import { Area, AreaChart, Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { useFormats } from '../../session/admin.tsx';
import { CHART_HEIGHT } from './chart-height.ts';
import { useShow } from './figure-table.tsx';
import classes from './overview.module.css';
import { type FigureColumn, plainValue } from './plain-rows.ts';
import { useTexts } from './texts.ts';
import type { Overview } from './use-figures.ts';
import { usePartNames } from './use-part-names.ts';

type Part = Overview['series'][number];

/** One figure over time: an area by day, bars by week and month. */
export function TrendChart({ overview, column }: { overview: Overview; column: FigureColumn }) {
  const t = useTexts();
  const f = useFormats();
  const show = useShow();
  const names = usePartNames(overview);
  const { series } = overview;
  const isFlat = series.every(({ figures }) => (figures[column.field] ?? 0) === 0);
  const drawnValue = ({ figures }: Part) => plainValue(figures[column.field], column.kind, f.minorDigits());
  const common = {
    data: series,
    title: t('chart', { name: column.name }),
    accessibilityLayer: true,
    margin: { top: 8, right: 12, bottom: 0, left: 0 },
  };
  const frame = [
    ...axes(names.short, f.numberShort),
    <Tooltip
      key="tooltip"
      isAnimationActive={false}
      cursor={{ className: classes['cursor'] ?? '' }}
      content={({ active, payload }) => {
        const part = payload?.[0]?.payload as Part | undefined;
        if (!active || !part) return null;
        return <Told title={names.long(part)} lines={[[column.name, show(part.figures[column.field], column.kind)]]} />;
      }}
    />,
  ];
  const drawn = { dataKey: drawnValue, name: column.name, isAnimationActive: false } as const;
  return (
    <Frame note={isFlat ? t('nothing') : null}>
      {overview.by === 'day' ? (
        <AreaChart {...common}>
          {frame}
          <Area {...drawn} type="linear" className={classes['first'] ?? ''} strokeWidth={2} dot={series.length === 1} />
        </AreaChart>
      ) : (
        <BarChart {...common}>
          {frame}
          <Bar {...drawn} className={classes['first'] ?? ''} maxBarSize={48} radius={[3, 3, 0, 0]} />
        </BarChart>
      )}
    </Frame>
  );
}

/** Who bought: for the first time, or again. One bar a part, the one above the other. */
export function BuyersChart({ overview }: { overview: Overview }) {
  const t = useTexts();
  const f = useFormats();
  const names = usePartNames(overview);
  const { series } = overview;
  const isFlat = series.every(({ figures }) => figures.buyers === 0);
  return (
    <Frame
      note={isFlat ? t('nothing') : null}
      legend={
        <ul className={classes['legend']}>
          <li data-series="first">{t('returningBuyers')}</li>
          <li data-series="second">{t('newBuyers')}</li>
        </ul>
      }
    >
      <BarChart
        data={series}
        title={t('chart', { name: t('newAndReturning') })}
        accessibilityLayer
        margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
      >
        {axes(names.short, f.numberShort)}
        <Tooltip
          isAnimationActive={false}
          cursor={{ className: classes['cursor'] ?? '' }}
          content={({ active, payload }) => {
            const part = payload?.[0]?.payload as Part | undefined;
            if (!active || !part) return null;
            const { newBuyers, returningBuyers } = part.figures;
            const lines: [string, string][] = [
              [t('newBuyers'), f.number(newBuyers)],
              [t('returningBuyers'), f.number(returningBuyers)],
            ];
            return <Told title={names.long(part)} lines={lines} />;
          }}
        />
        <Bar
          dataKey={({ figures }: Part) => figures.returningBuyers}
          name={t('returningBuyers')}
          stackId="buyers"
          className={classes['first'] ?? ''}
          maxBarSize={48}
          isAnimationActive={false}
        />
        <Bar
          dataKey={({ figures }: Part) => figures.newBuyers}
          name={t('newBuyers')}
          stackId="buyers"
          className={classes['second'] ?? ''}
          maxBarSize={48}
          isAnimationActive={false}
        />
      </BarChart>
    </Frame>
  );
}

function axes(nameOf: (part: Part) => string, numberOf: (value: number) => string) {
  return [
    <CartesianGrid key="grid" vertical={false} />,
    <XAxis key="x" dataKey={nameOf} tickLine={false} minTickGap={24} interval="preserveStartEnd" />,
    <YAxis key="y" tickFormatter={numberOf} tickLine={false} axisLine={false} width={52} allowDecimals={false} />,
  ];
}

function Frame({ note, legend, children }: { note: string | null; legend?: ReactNode; children: ReactNode }) {
  return (
    <div className={classes['drawn']}>
      {legend}
      <ResponsiveContainer width="100%" height={legend ? CHART_HEIGHT - LEGEND_HEIGHT : CHART_HEIGHT}>
        {children as ReactElement}
      </ResponsiveContainer>
      {note && <p className={classes['note']}>{note}</p>}
    </div>
  );
}

const LEGEND_HEIGHT = 24;

function Told({ title, lines }: { title: string; lines: readonly (readonly [string, string])[] }) {
  return (
    <div className={classes['told']}>
      <strong>{title}</strong>
      {lines.map(([name, value]) => (
        <div key={name}>
          {name}: {value}
        </div>
      ))}
    </div>
  );
}
