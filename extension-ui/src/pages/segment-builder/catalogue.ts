import { useQuery } from '@tanstack/react-query';
import type { Text } from '../../../../src/segments/form.ts';
import { got } from '../../api/client.ts';
import { useApi } from '../../session/admin.tsx';
import type { Limits } from './limits.ts';
import type { Kind } from './search-conditions.ts';
import type { Definition } from './wire.ts';

export interface Template {
  readonly id: string;
  readonly name: Text;
  readonly description: Text;
  readonly definition: Definition;
}

/** Everything that the server says about conditions. The page knows none of them by itself. */
export interface Catalogue {
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly limits: Limits;
  readonly templates: readonly Template[];
}

/** The same until the server is another one, and then this page is another one too. */
export function useCatalogue() {
  const api = useApi();
  return useQuery({
    queryKey: ['conditions'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<Catalogue> => {
      const { items, limits, templates } = await got(api.GET('/api/v1/segments/conditions', { signal }));
      const kinds = items as unknown as readonly Kind[];
      return {
        kinds: new Map(kinds.map((kind) => [kind.kind, kind])),
        limits,
        templates: templates as unknown as readonly Template[],
      };
    },
  });
}
