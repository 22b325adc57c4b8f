import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
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

/** Keys that no event makes stale by itself (api/stale.ts): the page asks again in its own time. */
const FIGURES = ['figures'];
const ATTENTION = ['needs-attention'];

/** The figures of the days, and what needs attention. Both are asked for at once, and live events ask again, not too often. */
export function useFigures({ from, to, by, channel }: View) {
  const api = useApi();
  const bridge = useBridge();
  const query = { from, to, by, ...(channel === null ? {} : { channel }) };
  const figures = useQuery({
    queryKey: [...FIGURES, query],
    queryFn: ({ signal }) => got<Overview>(api.GET('/api/v1/overview', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
  const attention = useQuery({
    queryKey: ATTENTION,
    queryFn: async ({ signal }) => (await got(api.GET('/api/v1/overview/attention', { signal }))).items,
    retry: false,
  });
  useAskAgain(['order'], FIGURES);
  useAskAgain(['delivery', 'job', 'segment'], ATTENTION);

  const isOld = figures.isPlaceholderData;
  useEffect(() => {
    if (!isOld) return;
    bridge.loading(true);
    return () => bridge.loading(false);
  }, [bridge, isOld]);
  return { figures, attention };
}

function useAskAgain(names: readonly string[], queryKey: readonly string[]): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const last = useRef(0);
  useLive(({ name }) => {
    if (timer.current !== undefined || !names.includes(name)) return;
    const wait = Math.max(FIRST_MS, last.current + EVERY_MS - Date.now());
    timer.current = setTimeout(() => {
      timer.current = undefined;
      last.current = Date.now();
      void client.invalidateQueries({ queryKey });
    }, wait);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
}
