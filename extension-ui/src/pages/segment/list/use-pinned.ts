import { useQuery } from '@tanstack/react-query';
import { got } from '../../../api/client.ts';
import { useApi, useCan } from '../../../session/admin.tsx';
import { type OneSegment, segmentKey } from '../segment.ts';

/** Ids of whom a hand has put into a conditional segment; there are a few, so all of their pages are read. */
export function usePinned({ id, kind }: Pick<OneSegment, 'id' | 'kind'>): ReadonlySet<string> {
  const api = useApi();
  const canWrite = useCan('segments:write');
  const { data } = useQuery({
    queryKey: [...segmentKey(id), 'pinned'],
    enabled: canWrite && kind === 'conditional',
    queryFn: async ({ signal }) => {
      const ids = new Set<string>();
      let cursor: string | null = null;
      for (let page = 0; page < PAGES_MAX && (page === 0 || cursor !== null); page++) {
        const query: { limit: number; cursor?: string } = { limit: 200, ...(cursor === null ? {} : { cursor }) };
        const answer = await got(api.GET('/api/v1/segments/{id}/pins', { params: { path: { id }, query }, signal }));
        for (const customer of answer.items) ids.add(customer.id);
        cursor = answer.nextCursor;
      }
      return ids;
    },
  });
  return data ?? NONE;
}

/** Of two hundred. Beyond, a member is shown as if the conditions alone had named them. */
const PAGES_MAX = 10;
const NONE: ReadonlySet<string> = new Set();
