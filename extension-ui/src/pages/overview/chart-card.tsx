import { Button, Group, Paper, Title } from '@mantine/core';
import { IconChartBar, IconTable } from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';
import { useFormats } from '../../session/admin.tsx';
import { CHART_HEIGHT } from './chart-height.ts';
import { FigureTable } from './figure-table.tsx';
import classes from './overview.module.css';
import { type FigureColumn, linesOf, plainValue } from './plain-rows.ts';
import { TakeAway } from './take-away.tsx';
import { useTexts } from './texts.ts';
import type { Overview } from './use-figures.ts';
import { usePartNames } from './use-part-names.ts';

interface Props {
  readonly title: string;
  /** What the table is called: the file of it too. */
  readonly name: string;
  readonly overview: Overview;
  /** Of the table behind the chart. */
  readonly columns: readonly FigureColumn[];
  readonly controls?: ReactNode;
  readonly children: ReactNode;
}

/** A chart, or in the same place the table behind it. */
export function ChartCard({ title, name, overview, columns, controls, children }: Props) {
  const t = useTexts();
  const f = useFormats();
  const id = useId();
  const [isTable, setIsTable] = useState(false);
  const names = usePartNames(overview);
  const partHeading = { day: t('day'), week: t('week'), month: t('monthColumn') }[overview.by];
  const lines = linesOf(overview, columns);
  return (
    <Paper component="section" aria-labelledby={id}>
      <Group justify="space-between" gap="xs" mb="sm">
        <Title order={2} id={id}>
          {title}
        </Title>
        <Group gap="xs">
          {controls}
          {isTable && (
            <TakeAway
              name={`${name} ${overview.period.from} ${overview.period.to}`}
              table={() => ({
                columns: [partHeading, ...columns.map((column) => column.name)],
                rows: lines.map(({ from, values }) => [
                  from,
                  ...columns.map(({ kind }, index) => plainValue(values[index] ?? null, kind, f.minorDigits())),
                ]),
              })}
            />
          )}
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
      <div className={classes['chart']} style={{ height: CHART_HEIGHT }}>
        {isTable ? (
          <FigureTable
            label={t('table', { name })}
            partHeading={partHeading}
            columns={columns}
            lines={lines.map((line) => ({ ...line, name: names.row(line) }))}
          />
        ) : (
          children
        )}
      </div>
    </Paper>
  );
}
