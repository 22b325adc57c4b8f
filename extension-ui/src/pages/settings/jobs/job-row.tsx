import { Badge, Box, Group, Paper, Progress, Text } from '@mantine/core';
import { Link } from 'react-router';
import { useCan, useFormats } from '../../../session/admin.tsx';
import { intervalOf, type Job, jobText, STATE_COLOURS, stateOf } from './job.ts';
import { useTexts } from './texts.ts';

export function JobRow({ job }: { job: Job }) {
  const t = useTexts();
  const f = useFormats();
  const canSeeSegments = useCan('segments:read');
  const { target, every, lastRunAt, tookMs, nextRunAt, progress, failures, failedAt, failure } = job;
  const text = jobText(job.name);
  const name = text === null ? job.name : t(`n_${text}`);
  const state = stateOf(job);
  const interval = every === null ? null : intervalOf(every);
  const isToday = (time: string) => f.dayOf(time) === f.dayOf(Date.now());
  const times = [
    every !== null && t('every', { every: interval ? t(interval.unit, { count: interval.count }) : every }),
    lastRunAt === null ? t('never') : t('last', { when: f.ago(lastRunAt) }),
    tookMs !== null &&
      t('took', {
        time:
          tookMs < 1000
            ? t('milliseconds', { number: f.number(tookMs) })
            : t('seconds', { number: f.number(Math.round(tookMs / 100) / 10) }),
      }),
    nextRunAt !== null &&
      state === 'waiting' &&
      t('next', { when: isToday(nextRunAt) ? f.time(nextRunAt) : f.dateTime(nextRunAt) }),
  ];
  return (
    <Paper component="li" p="sm">
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
        <Box style={{ minWidth: 0 }}>
          <Text fw={600} size="sm" style={{ overflowWrap: 'anywhere' }}>
            {name}
          </Text>
          {text !== null && <Text size="sm">{t(`d_${text}`)}</Text>}
          <Text size="xs" c="dimmed">
            {times.filter(Boolean).join(' · ')}
          </Text>
          {failure !== null && (
            <Text size="sm" c="var(--mantine-color-error)">
              {failedAt === null
                ? t('failedOnce', { code: failure })
                : t('failures', { count: failures, when: f.ago(failedAt), code: failure })}
            </Text>
          )}
          {state === 'late' && <Text size="sm">{t('lateBody')}</Text>}
          {target !== null && canSeeSegments && (
            <Text size="sm">
              <Link to={`/segments/${target}`}>{t('openSegment')}</Link>
            </Text>
          )}
        </Box>
        <Badge color={STATE_COLOURS[state]} style={{ flexShrink: 0 }}>
          {state === 'running' && progress !== null ? t('runningAt', { percent: f.percent(progress) }) : t(state)}
        </Badge>
      </Group>
      {state === 'running' && progress !== null && (
        <Progress value={progress * 100} mt="xs" aria-label={t('progress', { name })} />
      )}
    </Paper>
  );
}
