import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { type Answer, got } from '../../api/client.ts';
import { ApiError } from '../../api/error.ts';
import { useToast } from '../../parts/toast.tsx';
import { useApi } from '../../session/admin.tsx';
import { type Edited, keepDraft } from './kept-draft.ts';
import { useTexts } from './texts.ts';
import { toDefinition } from './wire.ts';

export type Segment = Answer<'/api/v1/segments/{id}'>;

/** Saves what is edited, as a new segment or over the version of one that was read, and goes to its page. */
export function useSave(over: { readonly id: string; readonly version: number } | null, onNameTaken: () => void) {
  const t = useTexts();
  const toast = useToast();
  const api = useApi();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { mutate, isPending, isSuccess, data } = useMutation({
    mutationFn: async ({ name, description, draft }: Edited): Promise<Segment> => {
      const body = { name: name.trim(), description: description.trim(), definition: toDefinition(draft) as never };
      if (!over) return got(api.POST('/api/v1/segments', { body }));
      const params = { path: { id: over.id } };
      return got(api.PATCH('/api/v1/segments/{id}', { params, body: { ...body, version: over.version } }));
    },
    onSuccess: ({ id, name }) => {
      void client.invalidateQueries({ queryKey: ['segments'] });
      void client.invalidateQueries({ queryKey: ['segment', id] });
      toast.done(t(over ? 'saved' : 'created', { name }));
    },
    onError: (error) => {
      const code = error instanceof ApiError ? error.code : '';
      if (code === 'name_taken') onNameTaken();
      else toast.failed(t(code === 'conflict' ? 'conflict' : 'saveFailed'));
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
