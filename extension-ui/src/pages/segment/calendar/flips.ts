import { useEffect } from 'react';
import { type Answer, got } from '../../../api/client.ts';
import { usePages } from '../../../api/pages.ts';
import { useApi, useFormats } from '../../../session/admin.tsx';
import { daysAfter, daysBetween } from '../days.ts';
import type { OneSegment } from '../segment.ts';

type Calendar = Answer<'/api/v1/segments/{id}/calendar'>;
export type FlipDay = Calendar['items'][number];

/** Each day is a count over all customers: it is not asked again for every one of them who comes or goes. */
const STALE_MS = 600_000;

/** The days to come with their counts. The server counts for some seconds at a time, and is asked until all are there. */
export function useFlips({ id, version }: OneSegment, days: number) {
  const api = useApi();
  const f = useFormats();
  const today = f.dayOf(Date.now());
  const last = daysAfter(today, days);
  const flips = usePages<FlipDay, Calendar & { nextCursor: string | null }>(
    ['segment-calendar', id, version, days, today],
    async (from, signal) => {
      const query = from === undefined ? { days } : { from, days: daysBetween(from, last) + 1 };
      const page = await got(api.GET('/api/v1/segments/{id}/calendar', { params: { path: { id }, query }, signal }));
      return { ...page, nextCursor: page.nextFrom };
    },
    { staleTime: STALE_MS },
  );
  const { hasMore, isLoadingMore, error, isOld, more } = flips;
  const isCounting = hasMore && !error && !isOld;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `more` is another function each time and always does the same
  useEffect(() => {
    if (isCounting && !isLoadingMore) more();
  }, [isCounting, isLoadingMore]);
  return { ...flips, isCounting };
}
