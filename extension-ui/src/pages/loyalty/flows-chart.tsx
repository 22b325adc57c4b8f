import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { useFormats } from '../../session/admin.tsx';
import { DRAWN, type FlowColumn } from './flow-series.ts';
import classes from './loyalty.module.css';
import type { Flow, Flows } from './loyalty.ts';
import { useTexts } from './texts.ts';

/** Side by side what came and what went, in the same colours as the legend above. */
export function FlowsChart({ flows, grain }: { flows: readonly Flow[]; grain: Flows['grain'] }) {
  const t = useTexts();
  const f = useFormats();
  const nameOf = ({ start }: Flow) => (grain === 'month' ? f.monthShort(start) : f.dayShort(start));
  return (
    <div className={classes['drawn']}>
      <ul className={classes['legend']}>
        {DRAWN.map((column) => (
          <li key={column} data-series={column}>
            {t(`flow_${column}`)}
          </li>
        ))}
      </ul>
      <ResponsiveContainer width="100%" height={CHART_HEIGHT - LEGEND_HEIGHT}>
        <BarChart
          data={[...flows]}
          title={t('flowsChart')}
          accessibilityLayer
          margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
        >
          <CartesianGrid vertical={false} />
          <XAxis dataKey={nameOf} tickLine={false} minTickGap={24} interval="preserveStartEnd" />
          <YAxis tickFormatter={f.numberShort} tickLine={false} axisLine={false} width={52} allowDecimals={false} />
          <Tooltip
            isAnimationActive={false}
            cursor={{ className: classes['cursor'] ?? '' }}
            content={({ active, payload }) => {
              const flow = payload?.[0]?.payload as Flow | undefined;
              return active && flow ? (
                <Told flow={flow} name={grain === 'month' ? f.month(flow.start) : f.day(flow.start)} />
              ) : null;
            }}
          />
          {DRAWN.map((column) => (
            <Bar
              key={column}
              dataKey={(flow: Flow) => flow[column]}
              name={t(`flow_${column}`)}
              className={classes[column] ?? ''}
              maxBarSize={28}
              radius={[2, 2, 0, 0]}
              isAnimationActive={false}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}

const CHART_HEIGHT = 280;
const LEGEND_HEIGHT = 28;

function Told({ flow, name }: { flow: Flow; name: string }) {
  const t = useTexts();
  const f = useFormats();
  return (
    <div className={classes['told']}>
      <strong>{name}</strong>
      {DRAWN.map((column: FlowColumn) => (
        <div key={column}>
          {t(`flow_${column}`)}: {f.number(flow[column])}
        </div>
      ))}
    </div>
  );
}
