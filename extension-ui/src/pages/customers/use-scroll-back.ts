import { useLayoutEffect, useRef } from 'react';
import { useLocation, useNavigationType } from 'react-router';

/** How far down each visited list was, by its entry in the history. */
const seen = new Map<string, number>();

/** Whoever comes back from a profile stands where they stood: the browser's own memory fails, because the rows are drawn after it looked. */
export function useScrollBack(isDrawn: boolean): void {
  const { key } = useLocation();
  const type = useNavigationType();
  const isDone = useRef(false);
  useLayoutEffect(() => {
    if (!isDrawn || isDone.current) return;
    isDone.current = true;
    const top = seen.get(key);
    if (type === 'POP' && top !== undefined) window.scrollTo(0, top);
  }, [isDrawn, key, type]);
  useLayoutEffect(() => {
    const remember = () => seen.set(key, window.scrollY);
    window.addEventListener('scroll', remember, { passive: true });
    return () => window.removeEventListener('scroll', remember);
  }, [key]);
}
