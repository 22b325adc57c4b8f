import { useMutation, useQueryClient } from '@tanstack/react-query';
import { got } from '../../api/client.ts';
import { useToast } from '../../parts/toast.tsx';
import { useApi } from '../../session/admin.tsx';
import type { OneDelivery, Summary } from './delivery.ts';
import { useTexts } from './texts.ts';

type Reason = Summary['parkedByReason'][number]['reason'];

/** What is parked, tried once more: all of it, or what has one reason. Applying twice changes nothing, so it needs no question. */
export function useReplayAll() {
  const api = useApi();
  return useReplaying((reason: Reason | null) =>
    got(api.POST('/api/v1/deliveries/replay', { body: reason === null ? {} : { reason } }) as Answered),
  );
}

export function useReplayOne({ id }: Pick<OneDelivery, 'id'>) {
  const api = useApi();
  return useReplaying((_: null) =>
    got(api.POST('/api/v1/deliveries/{id}/replay', { params: { path: { id } } }) as Answered),
  );
}

type Answered = Promise<{ data?: { replayed: number } }>;

function useReplaying<Given>(replay: (given: Given) => Promise<{ replayed: number }>) {
  const t = useTexts();
  const toast = useToast();
  const client = useQueryClient();
  return useMutation({
    mutationFn: replay,
    onSuccess: ({ replayed }) => {
      toast.done(t('replayed', { count: replayed }));
      void client.invalidateQueries({ queryKey: ['deliveries'] });
      void client.invalidateQueries({ queryKey: ['delivery'] });
    },
    onError: (error) => toast.failed(t('failedAction', { message: error.message })),
  });
}
