import { Button, Group, Paper, Title } from '@mantine/core';
import { IconChartBar, IconTable } from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';
import { useTexts } from '../texts.ts';
import classes from './chart.module.css';
import { CHART_HEIGHT } from './chart-height.ts';

interface Props {
  readonly title: string;
  readonly chart: ReactNode;
  /** The figures that the chart draws, and often more of them. */
  readonly table: ReactNode;
  /** What is drawn: stands beside the title. */
  readonly controls?: ReactNode;
  /** What can be done with the table, while it is seen. */
  readonly tableControls?: ReactNode;
}

/** A chart, or in the same place and of the same height the table behind it. */
export function ChartCard({ title, chart, table, controls, tableControls }: Props) {
  const t = useTexts();
  const id = useId();
  const [isTable, setIsTable] = useState(false);
  return (
    <Paper component="section" aria-labelledby={id}>
      <Group justify="space-between" gap="xs" mb="sm">
        <Title order={2} id={id}>
          {title}
        </Title>
        <Group gap="xs">
          {controls}
          {isTable && tableControls}
          <Button
            variant="default"
            size="xs"
            aria-expanded={isTable}
            leftSection={isTable ? <IconChartBar size={14} aria-hidden /> : <IconTable size={14} aria-hidden />}
            onClick={() => setIsTable(!isTable)}
          >
            {t(isTable ? 'seeChart' : 'seeTable')}
          </Button>
        </Group>
      </Group>
      <div className={classes['place']} style={{ height: CHART_HEIGHT }}>
        {isTable ? table : chart}
      </div>
    </Paper>
  );
}
