import { Badge, Box, Group, Text } from '@mantine/core';
import { useFormats } from '../../../session/admin.tsx';
import type { JobRun } from './job.ts';
import { useTexts } from './texts.ts';
import { useDuration } from './use-duration.ts';

/** When a run was, how it went, who wanted it, and what to do when it failed. */
export function RunLine({ run }: { run: JobRun }) {
  const t = useTexts();
  const f = useFormats();
  const duration = useDuration();
  const { startedAt, durationMs, outcome, code, advice, started, by, done } = run;
  const facts = [
    t('took', { time: duration(durationMs) }),
    done > 0 && t('did', { count: done, number: f.number(done) }),
    started === 'hand' && (by?.name ? t('byHandOf', { name: by.name }) : t('byHand')),
  ];
  return (
    <Box component="li">
      <Group gap="xs" wrap="nowrap" justify="space-between" align="flex-start">
        <Text size="sm" style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
          <time dateTime={startedAt}>{f.dateTime(startedAt)}</time>
          <Text span size="xs" c="dimmed">
            {` · ${facts.filter(Boolean).join(' · ')}`}
          </Text>
        </Text>
        <Badge color={outcome === 'ok' ? 'glaze' : 'red'} style={{ flexShrink: 0 }}>
          {t(outcome === 'ok' ? 'wentWell' : 'failed')}
        </Badge>
      </Group>
      {code !== null && (
        <Text size="xs" style={{ overflowWrap: 'anywhere' }}>
          {t('failedOnce', { code })} {advice?.[f.locale]}
        </Text>
      )}
    </Box>
  );
}
