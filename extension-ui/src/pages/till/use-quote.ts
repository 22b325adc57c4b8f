import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { got } from '../../api/client.ts';
import { useApi } from '../../session/admin.tsx';
import { customerKey } from '../customer/customer.ts';
import type { Cart } from './till.ts';

/** What a cart comes to now. An event of the customer makes it stale like all else of them, so it follows what others do meanwhile. */
export function useQuote(customer: string, cart: Cart | null, points: number) {
  const api = useApi();
  return useQuery({
    queryKey: customerKey(customer, 'quote', cart, points),
    enabled: cart !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
    queryFn: ({ signal }) => {
      if (cart === null) throw new Error('there is no cart');
      return got(api.POST('/api/v1/loyalty/quote', { body: { customer, cart, points }, signal }));
    },
  });
}
