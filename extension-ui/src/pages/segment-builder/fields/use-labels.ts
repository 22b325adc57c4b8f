import { useQueries, useQueryClient } from '@tanstack/react-query';
import type { Lookup } from '../../../../../src/segments/form.ts';
import { got } from '../../../api/client.ts';
import { useApi } from '../../../session/admin.tsx';

/** What is its own name. */
const SPEAKING: readonly Lookup[] = ['tags', 'channels', 'sources', 'groups', 'cities'];

/**
 * The names of chosen values. Those that were just found are known; those of a saved definition are asked for together, since
 * the questions of one moment become one request.
 */
export function useLabels(of: Lookup, values: readonly string[]) {
  const api = useApi();
  const client = useQueryClient();
  const unknown = SPEAKING.includes(of) ? [] : values;
  const answers = useQueries({
    queries: unknown.map((value) => ({
      queryKey: keyOf(of, value),
      staleTime: Number.POSITIVE_INFINITY,
      queryFn: () =>
        asked(of, value, (list) => got(api.POST('/api/v1/segments/lookups/names', { body: { values: list } }))),
    })),
  });
  return {
    labelOf: (value: string) => answers[unknown.indexOf(value)]?.data ?? value,
    remember: (value: string, label: string) => client.setQueryData(keyOf(of, value), label),
  };
}

const keyOf = (of: Lookup, value: string) => ['lookup-name', of, value] as const;

interface Wanted {
  readonly of: Lookup;
  readonly value: string;
}
type Ask = (values: Wanted[]) => Promise<{ items: readonly (Wanted & { label: string })[] }>;

let waiting: { readonly wanted: Wanted[]; readonly answer: ReturnType<Ask> } | null = null;

async function asked(of: Lookup, value: string, ask: Ask): Promise<string> {
  if (!waiting) {
    const wanted: Wanted[] = [];
    const answer = Promise.resolve().then(() => {
      waiting = null;
      return ask(wanted);
    });
    waiting = { wanted, answer };
  }
  waiting.wanted.push({ of, value });
  const { items } = await waiting.answer;
  return items.find((item) => item.of === of && item.value === value)?.label ?? value;
}
