import { Button, Group, NativeSelect, Paper, Skeleton, Table, Title } from '@mantine/core';
import { IconChartBar, IconTable } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useId, useState } from 'react';
import { got } from '../../api/client.ts';
import { ErrorState } from '../../parts/states.tsx';
import { useApi, useFormats } from '../../session/admin.tsx';
import { FLOW_COLUMNS, isEmptyFlow, MAIN_COLUMNS, sinceFirst } from './flow-series.ts';
import classes from './loyalty.module.css';
import type { Flow, Flows } from './loyalty.ts';
import { useTexts } from './texts.ts';

/** What draws is larger than the rest of the page. */
const FlowsChart = lazy(async () => ({ default: (await import('./flows-chart.tsx')).FlowsChart }));

type Grain = Flows['grain'];

/** Points that were earned, spent, given back and lost, month by month; the table behind it has every column. */
export function FlowsCard({ currency }: { currency: string | undefined }) {
  const t = useTexts();
  const api = useApi();
  const id = useId();
  const [grain, setGrain] = useState<Grain>('month');
  const [isTable, setTable] = useState(false);
  const query = { grain, ...(currency === undefined ? {} : { currency }) };
  const flows = useQuery({
    queryKey: ['loyalty', 'flows', query],
    queryFn: ({ signal }) => got(api.GET('/api/v1/loyalty/flows', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
  const items = flows.data && sinceFirst(flows.data.items);
  return (
    <Paper component="section" aria-labelledby={id}>
      <Group justify="space-between" gap="xs" mb="sm">
        <Title order={2} id={id}>
          {t('flows')}
        </Title>
        <Group gap="xs">
          <NativeSelect
            aria-label={t('grain')}
            size="xs"
            value={grain}
            data={[
              { value: 'month', label: t('byMonth') },
              { value: 'day', label: t('byDay') },
            ]}
            onChange={(event) => setGrain(event.currentTarget.value === 'day' ? 'day' : 'month')}
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
      <div className={classes['chart']}>
        {flows.error && !items ? (
          <ErrorState error={flows.error} retry={() => void flows.refetch()} />
        ) : !items ? (
          <Skeleton height="100%" />
        ) : isTable ? (
          <FlowTable flows={items} grain={flows.data?.grain ?? grain} />
        ) : (
          <Suspense fallback={<Skeleton height="100%" />}>
            <FlowsChart flows={items} grain={flows.data?.grain ?? grain} />
          </Suspense>
        )}
        {items && !isTable && isEmptyFlow(items) && <p className={classes['note']}>{t('flowsNone')}</p>}
      </div>
    </Paper>
  );
}

function FlowTable({ flows, grain }: { flows: readonly Flow[]; grain: Grain }) {
  const t = useTexts();
  const f = useFormats();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <section className={classes['scroll']} tabIndex={0} aria-label={t('flowsTable')}>
      <Table stickyHeader verticalSpacing={6} horizontalSpacing="xs" fz="sm" tabularNums aria-label={t('flowsTable')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t(grain === 'month' ? 'month' : 'day')}</Table.Th>
            {FLOW_COLUMNS.map((column) => (
              <Table.Th key={column} scope="col" ta="end" data-aside={!MAIN_COLUMNS.includes(column)}>
                {t(`flow_${column}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {flows.map((flow) => (
            <Table.Tr key={flow.start}>
              <Table.Th scope="row" fw={400}>
                {grain === 'month' ? f.monthShort(flow.start) : f.day(flow.start)}
              </Table.Th>
              {FLOW_COLUMNS.map((column) => (
                <Table.Td key={column} ta="end" data-aside={!MAIN_COLUMNS.includes(column)}>
                  {f.number(flow[column])}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
