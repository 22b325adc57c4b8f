import { useMutation, useQueryClient } from '@tanstack/react-query';
import { got } from '../../api/client.ts';
import { useToast } from '../../parts/toast.tsx';
import { useApi } from '../../session/admin.tsx';
import { type OneSegment, segmentKey } from './segment.ts';
import { useTexts } from './texts.ts';

/** Beginning a count again, and ending one that is under way. */
export function useCount({ id, name }: Pick<OneSegment, 'id' | 'name'>) {
  const t = useTexts();
  const api = useApi();
  const toast = useToast();
  const client = useQueryClient();
  const params = { path: { id } };
  const onError = (error: Error) => toast.failed(t('failedAction', { message: error.message }));
  const again = useMutation({
    mutationFn: () => got(api.POST('/api/v1/segments/{id}/rebuild', { params })) as Promise<OneSegment>,
    onSuccess: (segment) => {
      client.setQueryData(segmentKey(id), segment);
      for (const shown of ['attention', 'segments']) void client.invalidateQueries({ queryKey: [shown] });
      toast.done(t('rebuildStarted', { name }));
    },
    onError,
  });
  const callOff = useMutation({
    mutationFn: () => got(api.POST('/api/v1/segments/{id}/call-off', { params })),
    onSuccess: (segment) => client.setQueryData(segmentKey(id), segment),
    onError,
  });
  return { again, callOff };
}
