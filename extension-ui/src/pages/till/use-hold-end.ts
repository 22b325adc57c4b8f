import { useMutation, useQueryClient } from '@tanstack/react-query';
import { got } from '../../api/client.ts';
import { ApiError } from '../../api/error.ts';
import { useApi } from '../../session/admin.tsx';
import { customerKey } from '../customer/customer.ts';
import { useTexts } from './texts.ts';
import type { Cart, Hold } from './till.ts';

/** Spends what is held, or lets it go. Either can be pressed twice: what has happened does not happen again. */
export function useHoldEnd(customer: string, id: string) {
  const t = useTexts();
  const api = useApi();
  const client = useQueryClient();
  const params = { path: { id } };
  const onSuccess = (hold: Hold) => {
    client.setQueryData(customerKey(customer, 'hold', id), hold);
    void client.invalidateQueries({ queryKey: customerKey(customer) });
  };
  const onError = () => void client.invalidateQueries({ queryKey: customerKey(customer) });
  const captured = useMutation({
    // The cart as it is paid: is it another than points were held for, the server says so. Unknown after the page was loaded again.
    mutationFn: (cart: Cart | null) =>
      got(
        api.POST('/api/v1/loyalty/holds/{id}/capture', {
          params,
          body: { customer, ...(cart === null ? {} : { cart }) },
        }),
      ),
    onSuccess,
    onError,
  });
  const released = useMutation({
    mutationFn: () => got(api.POST('/api/v1/loyalty/holds/{id}/release', { params, body: { customer } })),
    onSuccess,
    onError,
  });
  const changedTo = changedAmount(captured.error);
  const error = released.error ?? (changedTo === null ? captured.error : null);
  return {
    capture: captured.mutate,
    release: (onDone?: () => void) => released.mutate(undefined, onDone ? { onSuccess: onDone } : {}),
    isBusy: captured.isPending || released.isPending,
    changedTo,
    problem: error && t('failed', { message: error.message }),
  };
}

/** What the cart as it is now comes to, when that is not what points were held for; null: that is not what went wrong. */
function changedAmount(error: Error | null): number | null {
  if (!(error instanceof ApiError) || error.code !== 'quote_changed') return null;
  const details = error.details as { readonly quote?: { readonly payableMinor?: number } } | null;
  return details?.quote?.payableMinor ?? null;
}
