import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { got } from '../../api/client.ts';
import { useToast } from '../../parts/toast.tsx';
import { useApi } from '../../session/admin.tsx';
import type { Model, Version } from './rfm.ts';
import { useTexts } from './texts.ts';

const RFM = 'rfm';
const MODEL = [RFM, 'model'] as const;

export function useModel() {
  const api = useApi();
  return useQuery({
    queryKey: MODEL,
    queryFn: ({ signal }) => got(api.GET('/api/v1/rfm/model', { signal })) as unknown as Promise<Version>,
  });
}

/** Null: today. */
export function useDistribution(day: string | null) {
  const api = useApi();
  const query = day === null ? {} : { asOf: day };
  return useQuery({
    queryKey: [RFM, 'distribution', day],
    queryFn: ({ signal }) => got(api.GET('/api/v1/rfm/distribution', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function useMatrix(days: { readonly from: string; readonly to: string }, isOrdered: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: [RFM, 'matrix', days],
    queryFn: ({ signal }) => got(api.GET('/api/v1/rfm/matrix', { params: { query: days }, signal })),
    enabled: isOrdered,
    placeholderData: keepPreviousData,
  });
}

/** The newest first. */
export function useSnapshots() {
  const api = useApi();
  return useQuery({
    queryKey: [RFM, 'snapshots'],
    queryFn: async ({ signal }) => (await got(api.GET('/api/v1/rfm/snapshots', { signal }))).items,
  });
}

interface Saving {
  readonly model: Model;
  /** The version that was edited. */
  readonly after: number;
  /** What Undo puts in force again; none: this is an undo. */
  readonly before?: Model;
}

/** A new version, at once; Undo is one more version, with what was. */
export function useSaveModel(onSaved?: (version: Version) => void) {
  const t = useTexts();
  const api = useApi();
  const toast = useToast();
  const client = useQueryClient();
  const put = useMutation({
    mutationFn: ({ model, after }: Saving) =>
      got(api.PUT('/api/v1/rfm/model', { body: { model: model as never, after } })) as unknown as Promise<Version>,
    onSuccess: async (saved, { before }) => {
      client.setQueryData(MODEL, saved);
      onSaved?.(saved);
      const { version } = saved;
      const undo = before && (() => put.mutate({ model: before, after: version }));
      toast.done(t(before ? 'saved' : 'undone', { version }), undo);
      await client.invalidateQueries({ queryKey: [RFM] });
    },
    onError: (error, { before }) => {
      if (!before) toast.failed(error.message);
    },
  });
  return put;
}

/** To the builder, with a definition as its text: there it is named, changed and saved. */
export function useOpenAsSegment() {
  const api = useApi();
  const toast = useToast();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (definition: object) =>
      got(api.POST('/api/v1/segments/text/print', { body: { definition: definition as never } })),
    onSuccess: (printed) => navigate(`/segments/new?${new URLSearchParams({ text: printed?.text ?? '' })}`),
    onError: (error) => toast.failed(error.message),
  });
}
