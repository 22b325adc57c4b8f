import { Text } from '@mantine/core';
import { useFormats } from '../../../session/admin.tsx';
import { intervalOf, type Job } from './job.ts';
import { useTexts } from './texts.ts';
import { useDuration } from './use-duration.ts';

/** How often it runs, when it did and will, and how long that takes. */
export function JobTimes({ job }: { job: Job }) {
  const t = useTexts();
  const f = useFormats();
  const duration = useDuration();
  const { every, lastRunAt, tookMs, medianMs, nextRunAt, runningSince, state } = job;
  const interval = every === null ? null : intervalOf(every);
  const near = (time: string) => (f.dayOf(time) === f.dayOf(Date.now()) ? f.time(time) : f.dateTime(time));
  const times = [
    every !== null && t('every', { every: interval ? t(interval.unit, { count: interval.count }) : every }),
    runningSince !== null
      ? t('since', { when: near(runningSince) })
      : lastRunAt === null
        ? t('never')
        : t('last', { when: f.ago(lastRunAt) }),
    tookMs !== null && runningSince === null && t('took', { time: duration(tookMs) }),
    medianMs !== null && t('usually', { time: duration(medianMs) }),
    nextRunAt !== null && (state === 'waiting' || state === 'failed') && t('next', { when: near(nextRunAt) }),
  ];
  return (
    <Text size="xs" c="dimmed">
      {times.filter(Boolean).join(' · ')}
    </Text>
  );
}
