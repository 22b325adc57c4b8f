import { NativeSelect, Skeleton } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { got } from '../../api/client.ts';
import { ChartCard } from '../../parts/charts/chart-card.tsx';
import { ChartTable } from '../../parts/charts/chart-table.tsx';
import type { Series } from '../../parts/charts/series.ts';
import { SeriesChart } from '../../parts/charts/series-chart.tsx';
import { ErrorState } from '../../parts/states.tsx';
import { useApi, useFormats } from '../../session/admin.tsx';
import { DRAWN, FLOW_COLUMNS, type FlowColumn, isEmptyFlow, MAIN_COLUMNS, sinceFirst } from './flow-series.ts';
import type { Flow, Flows } from './loyalty.ts';
import { useTexts } from './texts.ts';

type Grain = Flows['grain'];

/** Points that were earned, spent, given back and lost, month by month; the table behind it has every column. */
export function FlowsCard({ currency }: { currency: string | undefined }) {
  const t = useTexts();
  const api = useApi();
  const [chosen, setChosen] = useState<Grain>('month');
  const query = { grain: chosen, ...(currency === undefined ? {} : { currency }) };
  const flows = useQuery({
    queryKey: ['loyalty', 'flows', query],
    queryFn: ({ signal }) => got(api.GET('/api/v1/loyalty/flows', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
  const items = flows.data && sinceFirst(flows.data.items);
  const grain = flows.data?.grain ?? chosen;
  const waiting =
    flows.error && !items ? (
      <ErrorState error={flows.error} retry={() => void flows.refetch()} />
    ) : (
      <Skeleton height="100%" />
    );
  return (
    <ChartCard
      title={t('flows')}
      controls={
        <NativeSelect
          aria-label={t('grain')}
          size="xs"
          value={chosen}
          data={[
            { value: 'month', label: t('byMonth') },
            { value: 'day', label: t('byDay') },
          ]}
          onChange={(event) => setChosen(event.currentTarget.value === 'day' ? 'day' : 'month')}
        />
      }
      chart={items ? <FlowsChart flows={items} grain={grain} /> : waiting}
      table={items ? <FlowTable flows={items} grain={grain} /> : waiting}
    />
  );
}

interface FlowsProps {
  readonly flows: readonly Flow[];
  readonly grain: Grain;
}

/** Side by side what came and what went. */
function FlowsChart({ flows, grain }: FlowsProps) {
  const t = useTexts();
  const f = useFormats();
  const byMonth = grain === 'month';
  return (
    <SeriesChart
      title={t('flowsChart')}
      rows={flows}
      series={useFlowSeries(DRAWN)}
      names={{
        short: ({ start }) => (byMonth ? f.monthShort(start) : f.dayShort(start)),
        long: ({ start }) => (byMonth ? f.month(start) : f.day(start)),
      }}
      kind="bars"
      empty={isEmptyFlow(flows) ? t('flowsNone') : null}
    />
  );
}

function FlowTable({ flows, grain }: FlowsProps) {
  const t = useTexts();
  const f = useFormats();
  const nameOf = ({ start }: Flow) => (grain === 'month' ? f.monthShort(start) : f.day(start));
  return (
    <ChartTable
      label={t('flowsTable')}
      heading={t(grain === 'month' ? 'month' : 'day')}
      columns={useFlowSeries(FLOW_COLUMNS)}
      rows={flows.map((flow) => ({ key: flow.start, name: nameOf(flow), row: flow }))}
    />
  );
}

function useFlowSeries(columns: readonly FlowColumn[]): Series<Flow>[] {
  const t = useTexts();
  const f = useFormats();
  return columns.map((column) => ({
    key: column,
    name: t(`flow_${column}`),
    value: (flow) => flow[column],
    shown: (flow) => f.number(flow[column]),
    isAside: !MAIN_COLUMNS.includes(column),
  }));
}
