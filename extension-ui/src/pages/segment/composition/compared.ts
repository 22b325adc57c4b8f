import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type Answer, got } from '../../../api/client.ts';
import { useApi } from '../../../session/admin.tsx';

type Comparison = Answer<'/api/v1/segments/compare'>;
/** The client answers a pair as a list. */
export type Compared = Omit<Comparison, 'overlaps'> & {
  readonly overlaps: readonly { readonly segments: readonly string[]; readonly customers: number }[];
};
export type By = Compared['by'];
export type Side = Compared['items'][number];
export type Share = Side['shares'][number];

export const BY: readonly By[] = ['gender', 'age_band', 'area', 'tier', 'source', 'channel', 'rfm'];

/** Beside the segment itself: more columns than these are not read on any screen. */
export const OTHERS_MAX = 3;

/** Each answer is a scan of the members: it is not asked again for every one of them who comes or goes. */
const STALE_MS = 60_000;

export function useCompared(ids: readonly string[], by: By) {
  const api = useApi();
  return useQuery({
    queryKey: ['segment-composition', ids, by],
    queryFn: ({ signal }) =>
      got(api.GET('/api/v1/segments/compare', { params: { query: { ids: ids.join(','), by } }, signal })),
    placeholderData: keepPreviousData,
    staleTime: STALE_MS,
  });
}

/** Every kind of member that any of the segments has, in the order of the first. */
export function kindsIn(items: readonly Side[]): Share[] {
  const found = new Map<string, Share>();
  for (const { shares } of items) for (const share of shares) if (!found.has(share.key)) found.set(share.key, share);
  return [...found.values()];
}
