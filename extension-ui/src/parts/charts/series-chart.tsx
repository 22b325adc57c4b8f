import { Skeleton } from '@mantine/core';
import { lazy, Suspense, useEffect, useState } from 'react';
import { CHART_HEIGHT } from './chart-height.ts';
import type { Names, Series } from './series.ts';

export interface SeriesChartProps<Row> {
  /** For those who do not see it. */
  readonly title: string;
  readonly rows: readonly Row[];
  readonly series: readonly Series<Row>[];
  readonly names: Names<Row>;
  /** `bars` stand side by side, `stacked` one above the other. */
  readonly kind: 'bars' | 'stacked' | 'area' | 'lines';
  /** Says that there is nothing, where there is nothing. */
  readonly empty?: string | null | undefined;
  /** Default: when there is more than one series. False where more stand there than the line of a legend holds, and the page has its own. */
  readonly hasLegend?: boolean;
}

/** What draws is larger than all the rest of a page, so it is asked for when the figures are on the screen. */
const Drawn = lazy(async () => ({ default: (await import('./drawn-series.tsx')).DrawnSeries }));

/** Figures over time, or of several groups: with a legend when there is more than one series. */
export function SeriesChart<Row>(props: SeriesChartProps<Row>) {
  const waiting = <Skeleton height={CHART_HEIGHT} />;
  if (!useIsPainted()) return waiting;
  return (
    <Suspense fallback={waiting}>
      <Drawn {...props} />
    </Suspense>
  );
}

/** False in the first frame. */
function useIsPainted(): boolean {
  const [isPainted, setIsPainted] = useState(false);
  useEffect(() => {
    const frame = requestAnimationFrame(() => setTimeout(() => setIsPainted(true)));
    return () => cancelAnimationFrame(frame);
  }, []);
  return isPainted;
}
