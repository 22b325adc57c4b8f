import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { got } from '../../api/client.ts';
import { ApiError } from '../../api/error.ts';
import { useApi } from '../../session/admin.tsx';
import { customerKey } from '../customer/customer.ts';
import { requestKey } from '../customer/points/request-key.ts';
import { useTexts } from './texts.ts';
import type { Cart, Quote } from './till.ts';

interface Asked {
  readonly cart: Cart;
  readonly points: number;
  /** Of the quote that the customer was told. */
  readonly quoteHash: string;
}

/** Reserves points as they were quoted. Is the quote another by now, the new one is shown and has to be agreed to. */
export function useHolding(customer: string, onHeld: (id: string, quote: Quote | null) => void) {
  const t = useTexts();
  const api = useApi();
  const client = useQueryClient();
  // Kept while no answer came: asked again, it is the same hold. Every answer ends it.
  const key = useRef(requestKey());
  const held = useMutation({
    mutationFn: (asked: Asked) =>
      got(
        api.POST('/api/v1/loyalty/holds', {
          headers: { 'idempotency-key': key.current },
          body: { customer, ...asked },
        }),
      ),
    onSuccess: ({ id, quote }) => {
      key.current = requestKey();
      onHeld(id, quote);
      void client.invalidateQueries({ queryKey: customerKey(customer) });
    },
    onError: (error) => {
      if (!(error instanceof ApiError) || error.isOffline) return;
      key.current = requestKey();
      if (error.status === 409) void client.invalidateQueries({ queryKey: customerKey(customer) });
    },
  });
  const code = held.error instanceof ApiError ? held.error.code : null;
  const isChanged = code === 'quote_changed';
  const known =
    code === 'points_insufficient' || code === 'points_below_minimum' || code === 'programme_off' ? code : null;
  return {
    hold: held.mutate,
    isBusy: held.isPending,
    isChanged,
    problem: held.error === null || isChanged ? null : known ? t(known) : t('failed', { message: held.error.message }),
  };
}
