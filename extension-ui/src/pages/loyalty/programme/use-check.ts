import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, type QueryClient, useQuery } from '@tanstack/react-query';
import { type Answer, type Api, got } from '../../../api/client.ts';
import { useApi } from '../../../session/admin.tsx';
import type { Programme } from '../loyalty.ts';

export type Check = Answer<'/api/v1/loyalty/programme/check', 'post'>;
export type Example = Answer<'/api/v1/loyalty/example', 'post'>;

const PAUSE_MS = 300;

function question(api: Api, programme: Programme) {
  return {
    queryKey: ['programme-check', programme],
    staleTime: 60_000,
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      got(api.POST('/api/v1/loyalty/programme/check', { body: { programme: programme as never }, signal })),
  };
}

/** What is wrong with the draft and what it costs, a moment after each change. */
export function useCheck(draft: Programme) {
  const api = useApi();
  const [asked] = useDebouncedValue(draft, PAUSE_MS);
  const { data, isPlaceholderData } = useQuery({ ...question(api, asked), placeholderData: keepPreviousData });
  const isCurrent = asked === draft && !isPlaceholderData;
  return { check: data, isCurrent, valid: isCurrent && data?.problems.length === 0 ? asked : null };
}

/** The same question about exactly this draft, now: before it is published. */
export function checkNow(client: QueryClient, api: Api, programme: Programme): Promise<Check> {
  return client.fetchQuery(question(api, programme));
}

export interface ExampleOrder {
  readonly level?: string;
  readonly goodsMinor: number;
  readonly ordinal: number;
  readonly isBirthday: boolean;
}

/** What an order would earn by a programme that is in order; null: there is none to ask about yet. */
export function useExample(programme: Programme | null, order: ExampleOrder) {
  const api = useApi();
  const [asked] = useDebouncedValue(order, PAUSE_MS);
  return useQuery({
    queryKey: ['programme-example', programme, asked],
    enabled: programme !== null,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      got<Example>(
        api.POST('/api/v1/loyalty/example', { body: { programme: programme as never, ...asked } as never, signal }),
      ),
  });
}
