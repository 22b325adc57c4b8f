import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type Answer, got } from '../../api/client.ts';
import { useApi } from '../../session/admin.tsx';

export type Diff = Answer<'/api/v1/segments/{id}/diff', 'post'>;
export type DiffPerson = Diff['enters']['items'][number];

export interface DiffState {
  readonly id: string;
  /** The definition as JSON. */
  readonly text: string;
  readonly diff: Diff | undefined;
  readonly error: Error | null;
  retry(): void;
}

/** Who enters and leaves the saved segment by the definition as it is now; null while there is no difference to ask for. */
export function useDiff(id: string | null, text: string | null): DiffState | null {
  const api = useApi();
  const isAsked = id !== null && text !== null;
  const { data, error, refetch } = useQuery({
    queryKey: ['segment-diff', id, text],
    enabled: isAsked,
    staleTime: 15_000,
    gcTime: 60_000,
    retry: false,
    queryFn: async ({ signal }) => {
      const params = { path: { id: id ?? '' } };
      const body = { definition: JSON.parse(text ?? 'null') };
      return got(api.POST('/api/v1/segments/{id}/diff', { params, body, signal }));
    },
  });
  return isAsked ? { id, text, diff: data, error, retry: () => void refetch() } : null;
}

/** Those after the first few of a side, page by page once they are asked for. */
export function useMoreOfDiff({ id, text }: DiffState, cursor: string | null, isAsked: boolean) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['segment-diff', id, text, cursor],
    enabled: isAsked && cursor !== null,
    initialPageParam: cursor ?? '',
    queryFn: async ({ signal, pageParam }) => {
      const body = { definition: JSON.parse(text), cursor: pageParam };
      return got(api.POST('/api/v1/segments/{id}/diff/people', { params: { path: { id } }, body, signal }));
    },
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}
