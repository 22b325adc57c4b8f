import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTexts } from '../parts/texts.ts';
import { useToast } from '../parts/toast.tsx';
import { type Me, useApi, useMe } from './admin.tsx';

/** What somebody has set about a page, by the page's name. The server keeps it for the person: a frame has no storage of its own. */
export function usePreference<Preference extends object>(
  name: string,
): { preferences: Partial<Preference>; keep: (change: Partial<Preference>) => void } {
  const t = useTexts();
  const api = useApi();
  const toast = useToast();
  const client = useQueryClient();
  const preferences = (useMe().preferences[name] ?? {}) as Partial<Preference>;
  const { mutate } = useMutation({
    // One after the other: the last that was set is the one that stays.
    scope: { id: name },
    mutationFn: (wanted: Partial<Preference>) =>
      api.PUT('/api/v1/me/preferences/{name}', { params: { path: { name } }, body: wanted }),
    onError: (error) => {
      toast.failed(t('notKept', { message: error.message }));
      void client.invalidateQueries({ queryKey: ['me'] });
    },
  });
  return {
    preferences,
    keep: (change) => {
      // What was set a moment ago may not have been drawn yet.
      const latest = (client.getQueryData<Me>(['me'])?.preferences[name] ?? {}) as Partial<Preference>;
      const wanted = { ...latest, ...change };
      client.setQueryData<Me>(['me'], (me) => me && { ...me, preferences: { ...me.preferences, [name]: wanted } });
      mutate(wanted);
    },
  };
}
