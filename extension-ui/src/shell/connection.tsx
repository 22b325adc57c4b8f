import { Alert } from '@mantine/core';
import { IconCloudOff, IconHourglass } from '@tabler/icons-react';
import { onlineManager, useIsFetching, useIsMutating } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTexts } from '../parts/texts.ts';
import { useBridge } from '../session/admin.tsx';
import classes from './connection.module.css';

/** From then on one wants to see that something is being done, and later that it is the server and not oneself. */
const BUSY_MS = 1000;
const SLOW_MS = 5000;

/**
 * What is said while questions are on their way for long, or cannot be sent at all. They are asked again by themselves. It lies over the page:
 * what is there must not move for it, and who has scrolled down sees it too.
 */
export function Connection() {
  const t = useTexts();
  const bridge = useBridge();
  const isOnline = useSyncExternalStore(
    (changed) => onlineManager.subscribe(changed),
    () => onlineManager.isOnline(),
  );
  const isWaiting = useIsFetching() + useIsMutating() > 0;
  const isBusy = useLasting(isWaiting && isOnline, BUSY_MS);
  const isSlow = useLasting(isWaiting && isOnline, SLOW_MS);
  useEffect(() => {
    if (!isBusy) return;
    bridge.loading(true);
    return () => bridge.loading(false);
  }, [bridge, isBusy]);

  return (
    <div role="status" className={classes['over']}>
      {!isOnline && (
        <Alert className={classes['note'] ?? ''} color="red" icon={<IconCloudOff aria-hidden />}>
          {t('offline')}
        </Alert>
      )}
      {isSlow && (
        <Alert className={classes['note'] ?? ''} color="gray" icon={<IconHourglass aria-hidden />}>
          {t('slow')}
        </Alert>
      )}
    </div>
  );
}

/** True once `isOn` has been so for `afterMs` without a break. */
function useLasting(isOn: boolean, afterMs: number): boolean {
  const [isLasting, setLasting] = useState(false);
  useEffect(() => {
    if (!isOn) return;
    const timer = setTimeout(() => setLasting(true), afterMs);
    return () => {
      clearTimeout(timer);
      setLasting(false);
    };
  }, [isOn, afterMs]);
  return isLasting;
}
