import { Skeleton } from '@mantine/core';
import { type ComponentProps, lazy, Suspense, useEffect, useState } from 'react';
import { CHART_HEIGHT } from './chart-height.ts';

/** What draws charts is larger than all the rest of the page, so it is asked for when the figures are on the screen. */
const TrendChart = lazy(async () => ({ default: (await import('./drawn-charts.tsx')).TrendChart }));
const BuyersChart = lazy(async () => ({ default: (await import('./drawn-charts.tsx')).BuyersChart }));

export function LateTrend(props: ComponentProps<typeof TrendChart>) {
  return useIsPainted() ? (
    <Suspense fallback={<Waiting />}>
      <TrendChart {...props} />
    </Suspense>
  ) : (
    <Waiting />
  );
}

export function LateBuyers(props: ComponentProps<typeof BuyersChart>) {
  return useIsPainted() ? (
    <Suspense fallback={<Waiting />}>
      <BuyersChart {...props} />
    </Suspense>
  ) : (
    <Waiting />
  );
}

function Waiting() {
  return <Skeleton height={CHART_HEIGHT} />;
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
