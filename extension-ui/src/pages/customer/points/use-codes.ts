import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { got } from '../../../api/client.ts';
import { ApiError } from '../../../api/error.ts';
import { useToast } from '../../../parts/toast.tsx';
import { useApi } from '../../../session/admin.tsx';
import { useChanged } from '../customer.ts';
import type { Hold } from './points.ts';
import { requestKey } from './request-key.ts';
import { useTexts } from './texts.ts';
import { usePointsText } from './use-amounts.ts';

/** Turns points into a personal code, and takes one back that nobody has used. */
export function useCodes(customer: string) {
  const t = useTexts();
  const api = useApi();
  const toast = useToast();
  const pointsText = usePointsText();
  const changed = useChanged(customer);
  // Kept while no answer came: asked again, it is the same code. Every answer ends it.
  const key = useRef(requestKey());
  const made = useMutation({
    mutationFn: (points: number) =>
      got(
        api.POST('/api/v1/loyalty/codes', {
          headers: { 'idempotency-key': key.current },
          body: { customer, points },
        }),
      ),
    onSuccess: () => changed(),
    onSettled: (_code, error) => {
      if (!(error instanceof ApiError && error.isOffline)) key.current = requestKey();
    },
  });
  const taken = useMutation({
    mutationFn: ({ id }: Hold) =>
      got(api.DELETE('/api/v1/loyalty/codes/{id}', { params: { path: { id } }, body: { customer } })),
    onSuccess: ({ points }) => toast.done(t('codeTaken', { points: pointsText(points) })),
    onError: (error) =>
      toast.failed(
        error instanceof ApiError && error.code === 'redemption_ended'
          ? t('codeUsed')
          : t('failed', { message: error.message }),
      ),
    onSettled: () => changed(),
  });
  return { made, taken };
}
