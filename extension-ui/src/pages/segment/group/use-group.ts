import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Answer, got } from '../../../api/client.ts';
import { ApiError } from '../../../api/error.ts';
import { useToast } from '../../../parts/toast.tsx';
import { useApi, useCan } from '../../../session/admin.tsx';
import { segmentKey } from '../segment.ts';
import { useTexts } from './texts.ts';

export type Action = Answer<'/api/v1/segments/{id}/actions'>['items'][number];
export type Export = Answer<'/api/v1/segments/{id}/exports'>['items'][number];

/** It goes on by itself; live events tell of it, and where those are cut off it is asked. */
const ASK_AGAIN_MS = 1500;
const OPEN: readonly string[] = ['queued', 'running', 'undoing'];

export const isOpen = ({ state }: Pick<Action | Export, 'state'>) => OPEN.includes(state);
const againWhile = (items: readonly (Action | Export)[] | undefined) => (items?.some(isOpen) ? ASK_AGAIN_MS : false);

/** What was done to everybody in a segment, newest first. */
export function useActions(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: [...segmentKey(id), 'actions'],
    queryFn: async ({ signal }) =>
      (await got(api.GET('/api/v1/segments/{id}/actions', { params: { path: { id } }, signal }))).items,
    refetchInterval: ({ state }) => againWhile(state.data),
  });
}

/** The files that were made of a segment, the columns there are, and whether they can be sent; only for who may export. */
export function useExports(id: string) {
  const api = useApi();
  const canExport = useCan('segments:export');
  return useQuery({
    queryKey: [...segmentKey(id), 'exports'],
    enabled: canExport,
    queryFn: ({ signal }) => got(api.GET('/api/v1/segments/{id}/exports', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ mail, state }) => state === 'done' && mail === 'pending')
        ? ASK_AGAIN_MS
        : againWhile(state.data?.items),
  });
}

/** What every change of an action or an export does when it is answered. */
export function useSettled(id: string) {
  const t = useTexts();
  const toast = useToast();
  const client = useQueryClient();
  return {
    onSettled: () => void client.invalidateQueries({ queryKey: segmentKey(id) }),
    onError: (error: Error) =>
      toast.failed(
        error instanceof ApiError && error.code === 'conflict' && /not been found yet/.test(error.message)
          ? t('notReady')
          : t('failed', { message: error.message }),
      ),
  };
}

/** To stop an action that is under way, and to undo one that has ended. */
export function useActionChanges(id: string) {
  const api = useApi();
  const settled = useSettled(id);
  const params = (action: string) => ({ params: { path: { id, action } } });
  const stop = useMutation({
    mutationFn: (action: string) => got(api.POST('/api/v1/segments/{id}/actions/{action}/cancel', params(action))),
    ...settled,
  });
  const undo = useMutation({
    mutationFn: (action: string) =>
      got(api.POST('/api/v1/segments/{id}/actions/{action}/undo', params(action)) as Promise<{ data?: Action }>),
    ...settled,
  });
  return { stop, undo };
}
