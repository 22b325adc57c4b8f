import { Badge, Box, Button, Collapse, Group, Paper, Progress, Text } from '@mantine/core';
import { useId, useState } from 'react';
import { Link } from 'react-router';
import { useCan, useFormats } from '../../../session/admin.tsx';
import { type Job, STATE_COLOURS, stateOf } from './job.ts';
import { JobFailure } from './job-failure.tsx';
import { JobTimes } from './job-times.tsx';
import { RunNow } from './run-now.tsx';
import { Runs } from './runs.tsx';
import { useTexts } from './texts.ts';

export function JobRow({ job }: { job: Job }) {
  const t = useTexts();
  const f = useFormats();
  const canSeeSegments = useCan('segments:read');
  const mayRun = useCan('jobs:write');
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const { target, progress, canRun, askedBy, started } = job;
  const name = job.title[f.locale];
  const state = stateOf(job);
  return (
    <Paper component="li" p="sm">
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
        <Box style={{ minWidth: 0 }}>
          <Text fw={600} size="sm" style={{ overflowWrap: 'anywhere' }}>
            {name}
          </Text>
          <Text size="sm">{job.about[f.locale]}</Text>
          <JobTimes job={job} />
          {started === 'hand' && (
            <Text size="xs">{askedBy?.name ? t('byHandOf', { name: askedBy.name }) : t('byHand')}</Text>
          )}
          <JobFailure job={job} />
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
      {canRun && (
        <>
          <Group gap="xs" mt="xs">
            {mayRun && <RunNow job={job} />}
            <Button
              variant="subtle"
              size="xs"
              aria-label={t('runsOf', { name })}
              aria-expanded={isOpen}
              aria-controls={id}
              onClick={() => setOpen(!isOpen)}
            >
              {t('runs')}
            </Button>
          </Group>
          <Collapse expanded={isOpen} id={id}>
            {isOpen && (
              <Box pt="xs">
                <Runs job={job} name={name} />
              </Box>
            )}
          </Collapse>
        </>
      )}
    </Paper>
  );
}
