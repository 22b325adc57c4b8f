import { useQuery, useQueryClient } from '@tanstack/react-query';
import { got } from '../../api/client.ts';
import { useLive } from '../../api/live.tsx';
import { useApi } from '../../session/admin.tsx';
import { type ProgrammeList, versionsNow } from './loyalty.ts';

export const PROGRAMME = ['loyalty', 'programme'] as const;

/** The steps of a recount are told live; this is for where nothing is heard. */
const ASK_EVERY_MS = 2000;

/** Every version of the programme, and how far accounts are settled by the newest that has begun. */
export function useProgramme() {
  const api = useApi();
  const client = useQueryClient();
  useLive((event) => {
    if (event.name === 'job') void client.invalidateQueries({ queryKey: ['loyalty'] });
  });
  return useQuery({
    queryKey: PROGRAMME,
    queryFn: ({ signal }) => got(api.GET('/api/v1/loyalty/programme', { signal })),
    refetchInterval: ({ state }) => (state.data && isMoving(state.data) ? ASK_EVERY_MS : false),
  });
}

/** A version has begun by which not every account is settled yet. */
export function isRecounting(list: ProgrammeList): boolean {
  const { now } = versionsNow(list);
  return list.rebuild !== null || now?.applied === false;
}

/** A version that was published to begin now begins in some seconds: by then every process knows it. */
const SOON_MS = 60_000;

function isMoving(list: ProgrammeList): boolean {
  const { planned } = versionsNow(list);
  return isRecounting(list) || (planned !== null && Date.parse(planned.from) - Date.now() < SOON_MS);
}
