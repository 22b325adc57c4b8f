import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { ChartCard } from './chart-card.tsx';
import { LateBuyers, LateTrend } from './late-charts.tsx';
import classes from './overview.module.css';
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
