import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useToast } from '../../parts/toast.tsx';
import { type Me, useApi, useMe } from '../../session/admin.tsx';
import { useTexts } from './texts.ts';

/** A saved list: its name and what its address says. */
export interface View {
  readonly name: string;
  readonly query: string;
}

/** What one has set about the list. The server keeps it for the person: a frame has no storage of its own. */
export interface Preferences {
  readonly columns?: readonly string[];
  readonly views?: readonly View[];
}

export const VIEWS_MAX = 20;
const NAME = 'customers';

export function usePreferences(): { preferences: Preferences; keep: (change: Preferences) => void } {
  const t = useTexts();
  const api = useApi();
  const toast = useToast();
  const client = useQueryClient();
  const preferences = (useMe().preferences[NAME] ?? {}) as Preferences;
  const show = (wanted: Preferences) =>
    client.setQueryData<Me>(['me'], (me) => me && { ...me, preferences: { ...me.preferences, [NAME]: wanted } });
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
      show(wanted);
      mutate(wanted);
    },
  };
}
