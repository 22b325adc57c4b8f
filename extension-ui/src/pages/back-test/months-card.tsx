import { Button, Group, NativeSelect, Paper, Skeleton, Title } from '@mantine/core';
import { IconChartBar, IconTable } from '@tabler/icons-react';
import { lazy, Suspense, useId, useState } from 'react';
import charts from '../loyalty/loyalty.module.css';
import type { View } from './month-columns.ts';
import { MonthsTable } from './months-table.tsx';
import { useTexts } from './texts.ts';
import type { Report } from './use-back-test.ts';

/** What draws is larger than the rest of the page. */
const MonthsChart = lazy(async () => ({ default: (await import('./months-chart.tsx')).MonthsChart }));

/** The programme month by month, in points or in money; in the same place the table behind it. */
export function MonthsCard({ report }: { report: Report }) {
  const t = useTexts();
  const id = useId();
  const [view, setView] = useState<View>('points');
  const [isTable, setTable] = useState(false);
  const { months } = report.programme;
  return (
    <Paper component="section" aria-labelledby={id}>
      <Group justify="space-between" gap="xs" mb="sm">
        <Title order={2} id={id}>
          {t('months')}
        </Title>
        <Group gap="xs">
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
          <Button
            variant="default"
            size="xs"
            aria-expanded={isTable}
            leftSection={isTable ? <IconChartBar size={14} aria-hidden /> : <IconTable size={14} aria-hidden />}
            onClick={() => setTable(!isTable)}
          >
            {t(isTable ? 'seeChart' : 'seeTable')}
          </Button>
        </Group>
      </Group>
      <div className={charts['chart']}>
        {isTable ? (
          <MonthsTable months={months} view={view} />
        ) : (
          <Suspense fallback={<Skeleton height="100%" />}>
            <MonthsChart months={months} view={view} />
          </Suspense>
        )}
      </div>
    </Paper>
  );
}
