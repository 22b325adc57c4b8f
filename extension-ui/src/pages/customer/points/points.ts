import { useQuery } from '@tanstack/react-query';
import { type Answer, got } from '../../../api/client.ts';
import { useApi, useCan, useFormats } from '../../../session/admin.tsx';
import { customerKey } from '../customer.ts';

export type Points = Answer<'/api/v1/customers/{id}/loyalty'>;
export type Balance = Points['currencies'][number];
export type Hold = Points['redemptions'][number];
export type Posting = Answer<'/api/v1/customers/{id}/loyalty/postings'>['items'][number];
export type Reason = Posting['reason'];
export type Statement = Answer<'/api/v1/customers/{id}/loyalty/statement'>;
export type Proof = Answer<'/api/v1/customers/{id}/loyalty/proof'>;
export interface Words {
  readonly vi: string;
  readonly en: string;
}

/** A change of an order or of points makes it stale with all else of the customer (api/stale.ts). */
export function usePoints(id: string) {
  const api = useApi();
  const canRead = useCan('loyalty:read');
  return useQuery({
    queryKey: customerKey(id, 'loyalty'),
    enabled: canRead,
    queryFn: ({ signal }) => got(api.GET('/api/v1/customers/{id}/loyalty', { params: { path: { id } }, signal })),
  });
}

/** A code that was taken back stays spent, with all of its points returned. */
export const isOpenCode = ({ kind, points, returnedPoints }: Hold) => kind === 'code' && returnedPoints < points;

/** False: the shop has no programme and they have no points, so there is nothing to show. */
export const hasPoints = ({ programmeIsOn, joinedAt }: Points) => programmeIsOn || joinedAt !== null;

/** What the server says in both languages, in the one that is shown. */
export function useWords(): (words: Words) => string {
  const { locale } = useFormats();
  return (words) => words[locale];
}
