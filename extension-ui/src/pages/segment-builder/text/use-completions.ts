import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { got } from '../../../api/client.ts';
import { useApi } from '../../../session/admin.tsx';
import { type Completions, fitting, NONE } from './fitting.ts';

const TYPING_MS = 80;

/**
 * What could stand at the caret. While a word is typed on, those that still begin so are offered until the server has answered for it;
 * what is returned fits the text as it is and may be taken at once.
 */
export function useCompletions(text: string, offset: number, isAsked: boolean): Completions {
  const api = useApi();
  const place = `${offset} ${text}`;
  const [settled] = useDebouncedValue(place, TYPING_MS);
  const { data } = useQuery({
    queryKey: ['segment-completions', text, offset],
    enabled: isAsked && settled === place,
    staleTime: 60_000,
    gcTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const answer = await got(api.POST('/api/v1/segments/text/complete', { body: { text, offset }, signal }));
      return { ...answer, text, offset };
    },
  });
  return useMemo(() => (isAsked && data ? fitting(data, text, offset) : NONE), [data, text, offset, isAsked]);
}
