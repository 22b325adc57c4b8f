import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Text } from '../../../../src/segments/form.ts';
import { type Answer, got } from '../../api/client.ts';
import { ApiError } from '../../api/error.ts';
import { useApi } from '../../session/admin.tsx';
import type { Draft } from './tree.ts';
import type { Days } from './use-period-days.ts';
import { placeOfPath, toDefinition } from './wire.ts';

export type Preview = Answer<'/api/v1/segments/preview', 'post'>;

/** What a preview says about one condition. */
export interface Mark {
  readonly periods: readonly (Days & { readonly field: string })[];
  readonly missing: { readonly label: Text; readonly customers: number; readonly isIn: boolean } | null;
  readonly isRefused: boolean;
}

/** So long nothing is typed before the estimate is asked for, and so long it stands before all are counted. */
const TYPING_MS = 200;
const EXACT_MS = 600;

/**
 * How many customers a draft finds: an estimate soon after the last key, then the exact figure. Both belong to the draft as it is now:
 * with the first change of it what was asked before is cancelled, here and at the server, and its figure is gone. `segment` is the one that
 * is edited: whom hands put into it or keep out of it counts.
 */
export function usePreview(draft: Draft, isComplete: boolean, segment: string | null) {
  const text = isComplete ? JSON.stringify(toDefinition(draft)) : null;
  const [typed] = useDebouncedValue(text, TYPING_MS);
  const estimate = useMode('estimate', text, typed, segment);
  const [settled] = useDebouncedValue(estimate.data?.mode === 'estimate' ? text : null, EXACT_MS);
  const exact = useMode('exact', text, settled, segment);

  const preview = exact.data ?? estimate.data;
  const error = exact.error ?? estimate.error;
  const marks = useMemo(() => marksOf(draft, preview, error), [draft, preview, error]);
  return {
    preview,
    /** The definition that it counts, as JSON. */
    text,
    error: preview ? null : error,
    /** Counting all has failed; the estimate stands. */
    isExactLost: exact.error !== null,
    /** Something was asked for, or is about to be. */
    isCounting: text !== null && preview === undefined && error === null,
    marks,
    retry: () => void estimate.refetch(),
  };
}

export type PreviewState = ReturnType<typeof usePreview>;

/** The key changes with the first key stroke: nobody looks at the question before any more, and so it is cancelled. */
function useMode(mode: 'estimate' | 'exact', text: string | null, wanted: string | null, segment: string | null) {
  const api = useApi();
  return useQuery({
    queryKey: ['preview', mode, text],
    enabled: text !== null && wanted === text,
    staleTime: 15_000,
    gcTime: 60_000,
    queryFn: async ({ signal }): Promise<Preview> => {
      const body = { definition: JSON.parse(text ?? 'null'), mode, ...(segment === null ? {} : { segment }) };
      return got(api.POST('/api/v1/segments/preview', { body, signal }));
    },
  });
}

function marksOf(draft: Draft, preview: Preview | undefined, error: Error | null): ReadonlyMap<number, Mark> {
  const marks = new Map<number, Mark>();
  const mark = (path: string, change: (mark: Mark, field: string) => Partial<Mark>) => {
    const place = placeOfPath(draft, path);
    if (!place) return;
    const before = marks.get(place.id) ?? { periods: [], missing: null, isRefused: false };
    marks.set(place.id, { ...before, ...change(before, place.field) });
  };
  for (const { path, from, to } of preview?.periods ?? [])
    mark(path, ({ periods }, field) => ({ periods: [...periods, { field, from, to }] }));
  for (const { path, ...missing } of preview?.missing ?? []) mark(path, () => ({ missing }));
  const refused = error instanceof ApiError && (error.details as { path?: string } | null)?.path;
  if (refused) mark(refused, () => ({ isRefused: true }));
  return marks;
}
