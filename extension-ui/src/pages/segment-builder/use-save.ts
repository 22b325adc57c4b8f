import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { type Answer, got } from '../../api/client.ts';
import { ApiError } from '../../api/error.ts';
import { useToast } from '../../parts/toast.tsx';
import { useApi } from '../../session/admin.tsx';
import type { Cost } from './cost-note.tsx';
import { type Edited, keepDraft } from './kept-draft.ts';
import { useTexts } from './texts.ts';
import { toDefinition } from './wire.ts';

export type Segment = Answer<'/api/v1/segments/{id}'>;

/** Saves what is edited, as a new segment or over the version of one that was read, and goes to its page. */
export function useSave(
  over: { readonly id: string; readonly version: number } | null,
  told: { onNameTaken(): void; onSlow(cost: Cost): void },
) {
  const t = useTexts();
  const toast = useToast();
  const api = useApi();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { mutate, isPending, isSuccess, data } = useMutation({
    mutationFn: async ({
      name,
      description,
      draft,
      acceptCost,
    }: Edited & { acceptCost: boolean }): Promise<Segment> => {
      const definition = toDefinition(draft) as never;
      const body = { name: name.trim(), description: description.trim(), definition, acceptCost };
      if (!over) return got(api.POST('/api/v1/segments', { body: { ...body, kind: 'conditional' } }));
      const params = { path: { id: over.id } };
      return got(api.PATCH('/api/v1/segments/{id}', { params, body: { ...body, version: over.version } }));
    },
    onSuccess: ({ id, name }) => {
      void client.invalidateQueries({ queryKey: ['segments'] });
      void client.invalidateQueries({ queryKey: ['segment', id] });
      toast.done(t(over ? 'saved' : 'created', { name }));
    },
    onError: (error) => {
      const { code, details } = error instanceof ApiError ? error : { code: '', details: null };
      const { cost, way } = (details ?? {}) as { cost?: Cost; way?: readonly { name: string }[] };
      if (code === 'name_taken') return told.onNameTaken();
      if (code === 'segment_slow' && cost) return told.onSlow(cost);
      if (code === 'segment_circle' && way)
        return toast.failed(t('circle', { way: way.map(({ name }) => `“${name}”`).join(' → ') }));
      toast.failed(t(code === 'conflict' || code === 'segment_too_complex' ? code : 'saveFailed'));
    },
  });
  // After it has been drawn as saved: until then leaving the page is asked about.
  useEffect(() => {
    if (!data) return;
    keepDraft(null);
    void navigate(`/segments/${data.id}`, { replace: true });
  }, [data, navigate]);
  return { run: mutate, isRunning: isPending, isDone: isSuccess };
}
