import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { useFormats } from '../../session/admin.tsx';
import charts from '../loyalty/loyalty.module.css';
import { type MonthColumn, VIEWS, type View } from './month-columns.ts';
import { useTexts } from './texts.ts';
import type { Month } from './use-back-test.ts';

const CHART_HEIGHT = 280;
const LEGEND_HEIGHT = 28;
/** Colours by place: what comes, what goes, what is lost. */
const SERIES = ['earned', 'redeemed', 'expired'] as const;

/** A group of bars a month, named by the legend above. */
export function MonthsChart({ months, view }: { months: readonly Month[]; view: View }) {
  const t = useTexts();
  const f = useFormats();
  const columns: readonly MonthColumn[] = VIEWS[view].drawn;
  const plain = (month: Month, { field, isMoney }: MonthColumn) =>
    isMoney ? month[field] / 10 ** f.minorDigits() : month[field];
  const shown = (month: Month, { field, isMoney }: MonthColumn) =>
    isMoney ? f.money(month[field]) : f.number(month[field]);
  return (
    <div className={charts['drawn']}>
      <ul className={charts['legend']}>
        {columns.map(({ field, text }, i) => (
          <li key={field} data-series={SERIES[i]}>
            {t(text)}
          </li>
        ))}
      </ul>
      <ResponsiveContainer width="100%" height={CHART_HEIGHT - LEGEND_HEIGHT}>
        <BarChart
          data={[...months]}
          title={t('chart', { name: t(view) })}
          accessibilityLayer
          margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
        >
          <CartesianGrid vertical={false} />
          <XAxis
            dataKey={({ month }: Month) => f.monthShort(`${month}-01`)}
            tickLine={false}
            minTickGap={24}
            interval="preserveStartEnd"
          />
          <YAxis tickFormatter={f.numberShort} tickLine={false} axisLine={false} width={52} allowDecimals={false} />
          <Tooltip
            isAnimationActive={false}
            cursor={{ className: charts['cursor'] ?? '' }}
            content={({ active, payload }) => {
              const month = payload?.[0]?.payload as Month | undefined;
              if (!active || !month) return null;
              return (
                <div className={charts['told']}>
                  <strong>{f.month(month.month)}</strong>
                  {columns.map((column) => (
                    <div key={column.field}>
                      {t(column.text)}: {shown(month, column)}
                    </div>
                  ))}
                </div>
              );
            }}
          />
          {columns.map((column, i) => (
            <Bar
              key={column.field}
              dataKey={(month: Month) => plain(month, column)}
              name={t(column.text)}
              className={charts[SERIES[i] ?? 'earned'] ?? ''}
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
