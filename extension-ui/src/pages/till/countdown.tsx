import { Badge } from '@mantine/core';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTexts } from './texts.ts';
import { countdown } from './till.ts';

/** The last minute is told in another colour: the money should be there by then. */
const SOON_MS = 60_000;

/** How long the points are held yet. Tells when the time is over; the server decides what happened. */
export function Countdown({ until, onOver }: { until: string; onOver: () => void }) {
  const t = useTexts();
  const [now, setNow] = useState(Date.now);
  const over = useEffectEvent(onOver);
  const end = Date.parse(until);
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
      if (Date.now() >= end) over();
    }, 1000);
    return () => clearInterval(timer);
  }, [end]);
  const left = end - now;
  return (
    <Badge
      size="lg"
      color={left < SOON_MS ? 'red' : 'gray'}
      role="timer"
      style={{ fontVariantNumeric: 'tabular-nums' }}
    >
      {t('remaining', { time: countdown(left) })}
    </Badge>
  );
}
