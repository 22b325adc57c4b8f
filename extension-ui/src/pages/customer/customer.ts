import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Answer, got } from '../../api/client.ts';
import { useApi } from '../../session/admin.tsx';

export type Customer = Answer<'/api/v1/customers/{id}'>;
export type Place = Customer['addresses'][number];
export type Author = NonNullable<Customer['tagDetails'][number]['author']>;
export type Order = Answer<'/api/v1/customers/{id}/orders'>['items'][number];
export type OrderContent = NonNullable<Order['content']>;
export type Note = Answer<'/api/v1/customers/{id}/notes'>['items'][number];
export type KnownBy = Answer<'/api/v1/customers/{id}/identities'>['items'][number];
export type TopProduct = Answer<'/api/v1/customers/{id}/top-products'>['items'][number];
export type TimelineEntry = Answer<'/api/v1/customers/{id}/timeline'>['items'][number];

/** Every answer about a customer is kept under this, so that an event about them makes all of it stale (api/stale.ts). */
export const customerKey = (id: string, ...rest: readonly unknown[]) => ['customer', id, ...rest];

export function useCustomer(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: customerKey(id),
    queryFn: ({ signal }) => got(api.GET('/api/v1/customers/{id}', { params: { path: { id } }, signal })),
  });
}

/** After a change of our own: what it answered is shown at once, and the rest is asked again. */
export function useChanged(id: string) {
  const client = useQueryClient();
  return (customer?: Customer) => changed(client, id, customer);
}

function changed(client: QueryClient, id: string, customer: Customer | undefined): void {
  if (customer)
    client.setQueryData(customerKey(id), (before?: Customer) => ({
      ...customer,
      mergedFrom: before?.mergedFrom ?? null,
    }));
  void client.invalidateQueries({ queryKey: customerKey(id) });
}

/** After an erasure: nothing that was shown of the person may stand for a moment longer. */
export function useErased(id: string) {
  const client = useQueryClient();
  return (customer: Customer) => {
    client.setQueryData(customerKey(id), customer);
    void client.resetQueries({
      queryKey: customerKey(id),
      predicate: ({ queryKey }) => queryKey.length > customerKey(id).length,
    });
  };
}

/** What they are called in titles and questions. */
export function nameOf(customer: Customer): string | null {
  return customer.name ?? customer.phoneDisplay ?? customer.email;
}
