import { useMutation } from '@tanstack/react-query';
import { got } from '../../../api/client.ts';
import type { paths } from '../../../api/schema.d.ts';
import { useToast } from '../../../parts/toast.tsx';
import { useApi } from '../../../session/admin.tsx';
import { useChanged } from '../customer.ts';
import { requestKey } from './request-key.ts';
import { useTexts } from './texts.ts';
import { usePointsText } from './use-amounts.ts';

type Post = paths['/api/v1/customers/{id}/loyalty/adjustments']['post'];
export type Adjustment = Post['requestBody']['content']['application/json'];

/** Gives and takes points by hand. Nothing in the books is ever removed, so Undo books the opposite. */
export function useAdjustments(id: string) {
  const t = useTexts();
  const api = useApi();
  const toast = useToast();
  const pointsText = usePointsText();
  const changed = useChanged(id);
  const post = (adjustment: Adjustment, key: string) =>
    got(
      api.POST('/api/v1/customers/{id}/loyalty/adjustments', {
        params: { path: { id } },
        headers: { 'idempotency-key': key },
        body: adjustment,
      }),
    );
  const undone = useMutation({
    mutationFn: ({ points, reason, lastDay: _taken, ...rest }: Adjustment) =>
      post({ ...rest, points: -points, reason: t('undoReason', { reason }) }, requestKey()),
    onSuccess: () => {
      changed();
      toast.done(t('undone'));
    },
    onError: (error) => toast.failed(t('failed', { message: error.message })),
  });
  const made = useMutation({
    mutationFn: ({ adjustment, key }: { adjustment: Adjustment; key: string }) => post(adjustment, key),
    onSuccess: (_answer, { adjustment }) => {
      changed();
      const points = pointsText(Math.abs(adjustment.points));
      toast.done(t(adjustment.points > 0 ? 'given' : 'taken', { points }), () => undone.mutate(adjustment));
    },
  });
  return {
    isBusy: made.isPending,
    error: made.error,
    adjust: (adjustment: Adjustment, key: string, onDone: () => void) =>
      made.mutate({ adjustment, key }, { onSuccess: onDone }),
  };
}
