import { useQuery } from '@tanstack/react-query';
import { got } from '../../../api/client.ts';
import { useApi, useCan } from '../../../session/admin.tsx';

/** Domains by connection; undefined until they are known, and for who may not know them. */
export function useConnectionNames(): ReadonlyMap<string, string> | undefined {
  const api = useApi();
  const canRead = useCan('settings:read');
  const connections = useQuery({
    queryKey: ['connections'],
    queryFn: async ({ signal }) => (await got(api.GET('/api/v1/connections', { signal }))).items,
    enabled: canRead,
  });
  return connections.data && new Map(connections.data.map(({ id, domain }) => [id, domain]));
}
