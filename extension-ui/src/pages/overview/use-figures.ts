import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { type RefObject, useEffect, useRef } from 'react';
import { type Answer, got } from '../../api/client.ts';
import { useLive } from '../../api/live.tsx';
import { useApi, useBridge } from '../../session/admin.tsx';
import type { View } from './period.ts';

export type Overview = Answer<'/api/v1/overview'>;
export type Figures = Overview['period']['totals'];
export type Attention = Answer<'/api/v1/overview/attention'>['items'][number];

/** A shop in full swing has orders every second; the figures of a month do not have to follow each. */
const FIRST_MS = 1000;
const EVERY_MS = 10_000;
/** Years of a large shop take the server a while: it is kept busy with them a thirtieth of the time at most. */
const PAUSE_BY_COST = 30;

/** Keys that no event makes stale by itself (api/stale.ts): the page asks again in its own time. */
const FIGURES = ['figures'];
const ATTENTION = ['needs-attention'];

/** The figures of the days, and what needs attention. Both are asked for at once, and live events ask again, not too often. */
export function useFigures({ from, to, by, channel }: View) {
  const api = useApi();
  const bridge = useBridge();
  const cost = useRef(0);
  const query = { from, to, by, ...(channel === null ? {} : { channel }) };
  const figures = useQuery({
    queryKey: [...FIGURES, query],
    queryFn: async ({ signal }) => {
      const asked = performance.now();
      const answer = await got<Overview>(api.GET('/api/v1/overview', { params: { query }, signal }));
      cost.current = performance.now() - asked;
      return answer;
    },
    placeholderData: keepPreviousData,
  });
  const attention = useQuery({
    queryKey: ATTENTION,
    queryFn: async ({ signal }) => (await got(api.GET('/api/v1/overview/attention', { signal }))).items,
    retry: false,
  });
  useAskAgain(['order'], FIGURES, cost);
  useAskAgain(['delivery', 'job', 'segment'], ATTENTION);

  const isOld = figures.isPlaceholderData;
  useEffect(() => {
    if (!isOld) return;
    bridge.loading(true);
    return () => bridge.loading(false);
  }, [bridge, isOld]);
  return { figures, attention };
}

/** After an event of these names, but not more often than is good, and not for a tab that nobody sees. */
function useAskAgain(names: readonly string[], queryKey: readonly string[], cost?: RefObject<number>): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const last = useRef(0);
  const ask = () => {
    if (document.hidden) {
      timer.current = setTimeout(ask, EVERY_MS);
      return;
    }
    timer.current = undefined;
    last.current = Date.now();
    void client.invalidateQueries({ queryKey });
  };
  useLive(({ name }) => {
    if (timer.current !== undefined || !names.includes(name)) return;
    const pause = Math.max(EVERY_MS, PAUSE_BY_COST * (cost?.current ?? 0));
    timer.current = setTimeout(ask, Math.max(FIRST_MS, last.current + pause - Date.now()));
  });
  useEffect(() => () => clearTimeout(timer.current), []);
}
