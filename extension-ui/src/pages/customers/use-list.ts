import { useDebouncedValue } from '@mantine/hooks';
import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { type Answer, got } from '../../api/client.ts';
import { usePages } from '../../api/pages.ts';
import { useApi } from '../../session/admin.tsx';
import { type Listed, queryOf } from './list.ts';

type Page = Answer<'/api/v1/customers'>;

/** Long enough that a word is typed without a question for each letter, too short to be felt. */
const TYPING_MS = 150;

/** The customers that the address asks for. */
export function useList(params: URLSearchParams) {
  const api = useApi();
  const client = useQueryClient();
  const wanted = params.toString();
  const [asked] = useDebouncedValue(wanted, TYPING_MS);
  const query = queryOf(new URLSearchParams(asked));
  const key = ['customers', query];
  const list = usePages<Listed, Page>(
    key,
    (cursor, signal) =>
      got(api.GET('/api/v1/customers', { params: { query: { ...query, ...(cursor ? { cursor } : {}) } }, signal })),
    // Whoever comes back from a profile finds what they changed there.
    { staleTime: 0 },
  );
  return {
    ...list,
    sort: query.sort,
    total: list.first?.total ?? null,
    /** True when the rows are those of the address as it stands. */
    isSettled: asked === wanted && !list.isOld && list.rows !== undefined,
    /** From the beginning: pages further down are asked for again when one comes to them. */
    update: () => {
      client.setQueryData<InfiniteData<Page>>(key, (data) =>
        data ? { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) } : data,
      );
      list.retry();
    },
  };
}
