import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useToast } from '../../../parts/toast.tsx';
import { type Me, useApi, useMe } from '../../../session/admin.tsx';
import { useTexts } from './texts.ts';
import type { Export } from './use-group.ts';

export type ColumnId = Export['columns'][number];

/** Columns that are often wanted together. */
export interface ColumnSet {
  readonly name: string;
  readonly columns: readonly ColumnId[];
}

interface Preferences {
  /** Of the last export. */
  readonly columns?: readonly ColumnId[];
  readonly format?: 'xlsx' | 'csv';
  readonly sets?: readonly ColumnSet[];
}

export const CONTACT: readonly ColumnId[] = ['name', 'phone', 'email'];
export const BUYING: readonly ColumnId[] = ['name', 'phone', 'orders', 'spent', 'average', 'last_order'];
export const FIRST_COLUMNS: readonly ColumnId[] = ['name', 'phone', 'email', 'tags', 'orders', 'spent', 'last_order'];
export const SETS_MAX = 20;
const NAME = 'segment-export';

/** The sets that somebody has saved, and what they chose last. The server keeps them for the person. */
export function useExportSets(): { preferences: Preferences; keep: (change: Preferences) => void } {
  const t = useTexts();
  const api = useApi();
  const toast = useToast();
  const client = useQueryClient();
  const preferences = (useMe().preferences[NAME] ?? {}) as Preferences;
  const { mutate } = useMutation({
    // One after the other: the last that was set is the one that stays.
    scope: { id: NAME },
    mutationFn: (wanted: Preferences) =>
      api.PUT('/api/v1/me/preferences/{name}', { params: { path: { name: NAME } }, body: wanted }),
    onError: (error) => {
      toast.failed(t('notKept', { message: error.message }));
      void client.invalidateQueries({ queryKey: ['me'] });
    },
  });
  return {
    preferences,
    keep: (change) => {
      // What was set a moment ago may not have been drawn yet.
      const latest = client.getQueryData<Me>(['me'])?.preferences[NAME] ?? {};
      const wanted = { ...latest, ...change };
      client.setQueryData<Me>(['me'], (me) => me && { ...me, preferences: { ...me.preferences, [NAME]: wanted } });
      mutate(wanted);
    },
  };
}
