import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useFormats } from '../../session/admin.tsx';
import { ChartCard } from './chart-card.tsx';
import { LateBuyers, LateTrend } from './late-charts.tsx';
import classes from './overview.module.css';
import { type Days, lengthOf } from './period.ts';
import type { FigureColumn } from './plain-rows.ts';
import { useTexts } from './texts.ts';
import type { Overview } from './use-figures.ts';

const SHOWN = ['revenue', 'orders', 'average', 'refunded'] as const;
type Shown = (typeof SHOWN)[number];

/** The period part by part: what was sold, and to whom. Each chart has its table behind it. */
export function Charts({ overview }: { overview: Overview }) {
  const t = useTexts();
  const [shown, setShown] = useState<Shown>('revenue');
  const columns: Record<Shown, FigureColumn> = {
    revenue: { name: t('revenue'), field: 'revenueMinor', kind: 'money' },
    orders: { name: t('orders'), field: 'orders', kind: 'count' },
    average: { name: t('average'), field: 'averageOrderMinor', kind: 'money' },
    refunded: { name: t('refunded'), field: 'refundedMinor', kind: 'money' },
  };
  const chosen = columns[shown];
  const people: FigureColumn[] = [
    { name: t('buyers'), field: 'buyers', kind: 'count', isAside: true },
    { name: t('newBuyers'), field: 'newBuyers', kind: 'count' },
    { name: t('returningBuyers'), field: 'returningBuyers', kind: 'count' },
    { name: t('repeatRate'), field: 'repeatRate', kind: 'rate' },
  ];
  return (
    <div className={classes['charts']}>
      <ChartCard
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
      >
        <LateTrend overview={overview} column={chosen} />
      </ChartCard>
      <ChartCard title={t('newAndReturning')} name={t('newAndReturning')} overview={overview} columns={people}>
        <LateBuyers overview={overview} />
      </ChartCard>
    </div>
  );
}

/** How a part of the period is named: on an axis, and in full. */
export function usePartNames({ by, period }: Pick<Overview, 'by' | 'period'>) {
  const f = useFormats();
  const isLong = lengthOf(period) > 366;
  const long = ({ from, to }: Days) =>
    from === to ? f.day(from) : by === 'month' && isWhole(from, to) ? f.month(from) : f.days(from, to);
  return {
    /** On an axis. */
    short: ({ from }: Days) => (by === 'month' ? f.monthShort(from) : f.dayShort(from)),
    /** In a narrow column: the year only where it has to be told. */
    row: (part: Days) => (by === 'week' && !isLong ? f.daysShort(part.from, part.to) : long(part)),
    long,
  };
}

function isWhole(from: string, to: string): boolean {
  const next = new Date(Date.parse(to) + 86_400_000).toISOString().slice(0, 10);
  return from.endsWith('-01') && next.endsWith('-01');
}
