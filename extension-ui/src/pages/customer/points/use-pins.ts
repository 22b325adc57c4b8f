import { useMutation } from '@tanstack/react-query';
import { got } from '../../../api/client.ts';
import { useToast } from '../../../parts/toast.tsx';
import { useApi } from '../../../session/admin.tsx';
import { useChanged } from '../customer.ts';
import { type Points, useWords } from './points.ts';
import { requestKey } from './request-key.ts';
import { useTexts } from './texts.ts';

type Pin = NonNullable<Points['pin']>;
export interface NewPin {
  readonly level: string;
  readonly reason: string;
  readonly until: string | null;
}

/** Sets a tier by hand and ends it; each offers Undo, which puts back what was there. */
export function usePins(id: string) {
  const t = useTexts();
  const api = useApi();
  const toast = useToast();
  const words = useWords();
  const changed = useChanged(id);
  const onError = (error: Error) => toast.failed(t('failed', { message: error.message }));
  const put = useMutation({
    mutationFn: ({ level, reason, until }: NewPin & { before: Pin | null; isUndo?: boolean }) =>
      got(
        api.POST('/api/v1/customers/{id}/loyalty/pins', {
          params: { path: { id } },
          headers: { 'idempotency-key': requestKey() },
          body: { level, reason, ...(until === null ? {} : { until }) },
        }),
      ),
    onSuccess: ({ pin, level }, { before, isUndo }) => {
      changed();
      if (isUndo || !pin) return;
      const undo = before
        ? () => put.mutate({ ...before, before: null, isUndo: true })
        : () => ended.mutate({ pin, isUndo: true });
      toast.done(t('pinSet', { level: level ? words(level.name) : '' }), undo);
    },
  });
  const ended = useMutation({
    mutationFn: ({ pin }: { pin: Pin; isUndo?: boolean }) =>
      got(api.DELETE('/api/v1/customers/{id}/loyalty/pins/{pin}', { params: { path: { id, pin: pin.id } } })),
    onSuccess: (_answer, { pin, isUndo }) => {
      changed();
      if (!isUndo) toast.done(t('pinEnded'), () => put.mutate({ ...pin, before: null, isUndo: true }, { onError }));
    },
    onError,
  });
  return {
    isBusy: put.isPending || ended.isPending,
    error: put.error,
    set: (pin: NewPin, before: Pin | null, onDone: () => void) => put.mutate({ ...pin, before }, { onSuccess: onDone }),
    end: (pin: Pin) => ended.mutate({ pin }),
  };
}
