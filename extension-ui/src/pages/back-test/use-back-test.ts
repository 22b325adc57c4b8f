import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Answer, got } from '../../api/client.ts';
import type { components } from '../../api/schema.d.ts';
import { useApi } from '../../session/admin.tsx';

export type BackTest = Answer<'/api/v1/loyalty/back-tests/{id}'>;
export type Report = NonNullable<BackTest['report']>;
export type Side = Report['programme'];
export type Month = Side['months'][number];
export type Asked = components['schemas']['BackTestGivenInput'];

const LIST = ['back-tests'] as const;
const ASK_EVERY_MS = 500;

/** One back-test, asked for again while it runs. Its report never changes. */
export function useBackTest(id: string | null) {
  const api = useApi();
  return useQuery({
    queryKey: [...LIST, id],
    queryFn: ({ signal }) =>
      got(api.GET('/api/v1/loyalty/back-tests/{id}', { params: { path: { id: id ?? '' } }, signal })),
    enabled: id !== null,
    staleTime: ({ state }) => (state.data?.state === 'done' ? Number.POSITIVE_INFINITY : 0),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? ASK_EVERY_MS : false),
  });
}

/** The last ones of the shop. `running`: the one on the screen, whose end the list tells as well. */
export function usePastBackTests(state: BackTest['state'] | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: [...LIST, 'last', state ?? ''],
    queryFn: ({ signal }) => got(api.GET('/api/v1/loyalty/back-tests', { signal })),
    placeholderData: (before) => before,
  });
}

export function useStart(onStarted: (id: string) => void) {
  const api = useApi();
  return useMutation({
    mutationFn: (body: Asked) => got<{ id: string }>(api.POST('/api/v1/loyalty/back-tests', { body })),
    onSuccess: ({ id }) => onStarted(id),
  });
}

export function useCancel(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => got(api.DELETE('/api/v1/loyalty/back-tests/{id}', { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: LIST }),
  });
}
