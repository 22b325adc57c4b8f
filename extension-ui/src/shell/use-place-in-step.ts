import { type RefObject, useEffect, useRef } from 'react';
import { useLocation, useNavigate, useNavigationType } from 'react-router';
import { useBridge } from '../session/admin.tsx';

/** Keeps the host's address and ours in step, and after a change of page puts the focus and the scroll at its beginning. */
export function usePlaceInStep(main: RefObject<HTMLElement | null>): void {
  const bridge = useBridge();
  const { pathname, search } = useLocation();
  const type = useNavigationType();
  const navigate = useNavigate();
  const before = useRef(pathname);

  useEffect(() => {
    bridge.navigated(pathname + search, { replace: type === 'REPLACE' });
  }, [bridge, pathname, search, type]);

  useEffect(() => bridge.onNavigate((path) => void navigate(path)), [bridge, navigate]);

  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    // Back and forward go where one was; a new page starts at its top, also for screen readers.
    if (type !== 'POP') {
      window.scrollTo(0, 0);
      main.current?.focus({ preventScroll: true });
    }
  }, [pathname, type, main]);
}
