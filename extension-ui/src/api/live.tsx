import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useMemo, useState } from 'react';
import { useBridge } from '../session/admin.tsx';
import { type LiveEvent, type LiveState, openLive } from './live-stream.ts';
import { staleAfter } from './stale.ts';

type Listener = (event: LiveEvent) => void;

interface Live {
  readonly state: LiveState;
  listen(listener: Listener): () => void;
}

const Context = createContext<Live | null>(null);

/** What changes on the server is asked again not more often than this. */
const SETTLE_MS = 400;
/** Another role acts in every process of the server within a second: who asks sooner may be told the one before. */
const RIGHTS_MS = 1200;

/** One stream for the whole admin. Each event makes the answers stale that it concerns (stale.ts); pages can listen to it as well. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const bridge = useBridge();
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>('waiting');
  const listeners = useMemo(() => new Set<Listener>(), []);

  useEffect(() => {
    let stale: (readonly unknown[])[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wasLive = false;
    const askMeAgain = () => void client.invalidateQueries({ queryKey: ['me'] });
    const settle = () => {
      const keys = new Map(stale.map((key) => [JSON.stringify(key), key]));
      stale = [];
      timer = undefined;
      for (const queryKey of keys.values()) void client.invalidateQueries({ queryKey });
    };
    return openLive({
      url: '/api/v1/events',
      token: (refused) => bridge.token(refused),
      onState: (state) => {
        setState(state);
        // The server ends the stream of who lost a right, and what they may not hear any more may have been just that.
        if (state === 'live' && wasLive) setTimeout(askMeAgain, RIGHTS_MS);
        wasLive ||= state === 'live';
      },
      onEvent: (event) => {
        stale.push(...staleAfter(event));
        if (timer === undefined) timer = setTimeout(settle, SETTLE_MS);
        if (event.name === 'staff') setTimeout(askMeAgain, RIGHTS_MS);
        for (const listener of listeners) listener(event);
      },
    });
  }, [bridge, client, listeners]);

  const live = useMemo(
    () => ({
      state,
      listen: (listener: Listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    }),
    [state, listeners],
  );
  return <Context value={live}>{children}</Context>;
}

/** `waiting` until the first answer and while reconnecting, `down` when that has failed for long. */
export function useLiveState(): LiveState {
  return useContext(Context)?.state ?? 'waiting';
}

/** For what a page does beyond asking again: "3 new customers" over a list. */
export function useLive(listener: Listener): void {
  const live = useContext(Context);
  const hear = useEffectEvent(listener);
  useEffect(() => live?.listen((event) => hear(event)), [live]);
}
