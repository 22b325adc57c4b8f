import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type Answer, got } from '../../api/client.ts';
import { ApiError } from '../../api/error.ts';
import { useApi } from '../../session/admin.tsx';
import type { Edited } from './kept-draft.ts';
import { toDefinition } from './wire.ts';

export type Segment = Answer<'/api/v1/segments/{id}'>;

/** Saves what is edited: as a new segment, or over the version of one that was read. */
export function useSave(over: { readonly id: string; readonly version: number } | null) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ name, description, draft }: Edited): Promise<Segment> => {
      const body = { name: name.trim(), description: description.trim(), definition: toDefinition(draft) as never };
      if (!over) return got(api.POST('/api/v1/segments', { body }));
      const params = { path: { id: over.id } };
      return got(api.PATCH('/api/v1/segments/{id}', { params, body: { ...body, version: over.version } }));
    },
    onSuccess: ({ id }) => {
      void client.invalidateQueries({ queryKey: ['segments'] });
      void client.invalidateQueries({ queryKey: ['segment', id] });
    },
  });
}

export const isNameTaken = (error: unknown) => error instanceof ApiError && error.code === 'name_taken';
export const isConflict = (error: unknown) => error instanceof ApiError && error.code === 'conflict';
