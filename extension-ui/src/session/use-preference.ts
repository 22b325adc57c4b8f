import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTexts } from '../parts/texts.ts';
import { useToast } from '../parts/toast.tsx';
import { type Me, useApi, useMe } from './admin.tsx';

/** As a function where it hangs on what is set: what was set a moment ago may not have been drawn yet. */
type Change<Preference> = Partial<Preference> | ((latest: Partial<Preference>) => Partial<Preference>);

/** What somebody has set about a page, by the page's name. The server keeps it for the person: a frame has no storage of its own. */
export function usePreference<Preference extends object>(
  name: string,
): { preferences: Partial<Preference>; keep: (change: Change<Preference>) => void } {
  const t = useTexts();
  const api = useApi();
  const toast = useToast();
  const client = useQueryClient();
  const preferences = (useMe().preferences[name] ?? {}) as Partial<Preference>;
  const { mutate } = useMutation({
    mutationKey: ['preference', name],
    // One after the other: the last that was set is the one that stays.
    scope: { id: name },
    mutationFn: (wanted: Partial<Preference>) =>
      api.PUT('/api/v1/me/preferences/{name}', { params: { path: { name } }, body: wanted }),
    onError: (error) => toast.failed(t('notKept', { message: error.message })),
    onSettled: () => {
      if (client.isMutating({ mutationKey: ['preference', name] }) === 1)
        void client.invalidateQueries({ queryKey: ['me'] });
    },
  });
  return {
    preferences,
    keep: (change) => {
      // An answer that is on its way is of before, and would take the change back.
      void client.cancelQueries({ queryKey: ['me'] });
      const latest = (client.getQueryData<Me>(['me'])?.preferences[name] ?? {}) as Partial<Preference>;
      const wanted = { ...latest, ...(typeof change === 'function' ? change(latest) : change) };
      client.setQueryData<Me>(['me'], (me) => me && { ...me, preferences: { ...me.preferences, [name]: wanted } });
      mutate(wanted);
    },
  };
}
