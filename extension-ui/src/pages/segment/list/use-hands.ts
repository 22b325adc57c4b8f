import { useQueryClient } from '@tanstack/react-query';
import { useToast } from '../../../parts/toast.tsx';
import { useApi } from '../../../session/admin.tsx';
import type { OneSegment } from '../segment.ts';
import { segmentKey } from '../segment.ts';
import { type HandAct, layHands } from './hands.ts';
import { useTexts } from './texts.ts';

export interface Person {
  readonly id: string;
  readonly name: string | null;
}

const BACK = { pin: 'unpin', unpin: 'pin', ban: 'unban', unban: 'ban' } as const satisfies Record<HandAct, HandAct>;
const SAID_OF_LIST = { pin: 'added', unpin: 'removed', ban: 'banned', unban: 'released' } as const;
const SAID = { pin: 'pinned', unpin: 'released', ban: 'banned', unban: 'released' } as const;

/** Puts somebody in by hand, or keeps them out, at once and with Undo. `back` is what an undo does where it is not the plain opposite. */
export function useHands({ id, kind }: Pick<OneSegment, 'id' | 'kind'>) {
  const t = useTexts();
  const api = useApi();
  const toast = useToast();
  const client = useQueryClient();
  const carryOut = async (act: HandAct, customers: readonly string[], onProgress?: (done: number) => void) => {
    try {
      return await layHands(api, id, act, customers, onProgress);
    } finally {
      for (const queryKey of [segmentKey(id), ['segments'], ['customer']])
        void client.invalidateQueries({ queryKey: [...queryKey] });
    }
  };
  const failed = (error: unknown) =>
    toast.failed(t('failed', { message: error instanceof Error ? error.message : String(error) }));
  /** For an undo: its page may be gone by then. */
  const undo = (act: HandAct, customers: readonly string[]) => void carryOut(act, customers).catch(failed);
  const lay = async (act: HandAct, person: Person, back: HandAct = BACK[act]) => {
    const name = person.name ?? t('noName');
    try {
      const { changed, notFound } = await carryOut(act, [person.id]);
      if (changed.length > 0)
        toast.done(t((kind === 'fixed' ? SAID_OF_LIST : SAID)[act], { name }), () => undo(back, changed));
      else if (notFound > 0) toast.failed(t('gone'));
      else toast.done(t('already', { name }));
    } catch (error) {
      failed(error);
    }
  };
  return { lay: (act: HandAct, person: Person, back?: HandAct) => void lay(act, person, back), carryOut, undo };
}
