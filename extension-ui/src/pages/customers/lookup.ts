import { useQuery } from '@tanstack/react-query';
import { got } from '../../api/client.ts';
import { useApi, useCan } from '../../session/admin.tsx';

/** Values that the shop's customers have, most frequent first, for whoever may ask for them; others type. */
export function useLookup(what: 'tags' | 'channels' | 'cities' | 'sources'): string[] {
  const api = useApi();
  const canAsk = useCan('segments:read');
  const { data } = useQuery({
    queryKey: ['lookup', what, ''],
    enabled: canAsk,
    queryFn: async ({ signal }) =>
      (await got(api.GET('/api/v1/segments/lookups/{what}', { params: { path: { what } }, signal }))).items,
  });
  return [...new Set(data?.map(({ value }) => value))];
}

export function useSegments(): { value: string; label: string }[] {
  const api = useApi();
  const canAsk = useCan('segments:read');
  const { data } = useQuery({
    queryKey: ['segments', 'names'],
    enabled: canAsk,
    queryFn: ({ signal }) => got(api.GET('/api/v1/segments', { signal })),
  });
  return data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? [];
}
