import { useQuery } from '@tanstack/react-query';
import { type Answer, got } from '../../api/client.ts';
import { useApi } from '../../session/admin.tsx';
import { segmentKey } from './segment.ts';

export type Dependant = Answer<'/api/v1/segments/{id}/dependants'>['items'][number];

/** The segments whose members follow from this one. */
export function useDependants(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: [...segmentKey(id), 'dependants'],
    queryFn: async ({ signal }) =>
      (await got(api.GET('/api/v1/segments/{id}/dependants', { params: { path: { id } }, signal }))).items,
  });
}
