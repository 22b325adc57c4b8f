import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type Answer, got } from '../../../api/client.ts';
import { useApi } from '../../../session/admin.tsx';

export type Completions = Answer<'/api/v1/segments/text/complete', 'post'>;
export type Completion = Completions['items'][number];

const NONE: Completions = { from: 0, to: 0, items: [] };
const TYPING_MS = 80;

/** What could stand at the caret. `isCurrent` is false while the answer is on its way: then nothing may be taken of it. */
export function useCompletions(text: string, offset: number, isAsked: boolean) {
  const api = useApi();
  const place = `${offset} ${text}`;
  const [settled] = useDebouncedValue(place, TYPING_MS);
  const { data, isPlaceholderData } = useQuery({
    queryKey: ['segment-completions', text, offset],
    enabled: isAsked && settled === place,
    staleTime: 60_000,
    gcTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      got(api.POST('/api/v1/segments/text/complete', { body: { text, offset }, signal })),
  });
  const { from, to, items } = (isAsked && data) || NONE;
  // What stands there already is no suggestion.
  const others = items.length === 1 && items[0]?.text === text.slice(from, to) ? [] : items;
  return { from, to, items: others, isCurrent: isAsked && data !== undefined && !isPlaceholderData };
}
