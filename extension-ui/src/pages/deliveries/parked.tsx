import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useCan } from '../../session/admin.tsx';
import type { Summary } from './delivery.ts';
import { useTexts } from './texts.ts';
import { useReplayAll } from './use-replay.ts';

/** Why deliveries could not be applied, how many for each reason, and what to do. Nothing is shown where nothing is parked. */
export function Parked({ summary }: { summary: Summary | undefined }) {
  const t = useTexts();
  const canWrite = useCan('deliveries:write');
  const replay = useReplayAll();
  if (!summary || summary.parked === 0) return null;
  return (
    <Alert
      color="orange"
      icon={<IconAlertTriangle aria-hidden />}
      title={t('parkedTitle', { count: summary.parked })}
      styles={{ title: { color: 'var(--mantine-color-text)' } }}
    >
      <Stack gap="sm">
        {summary.parkedByReason.map(({ reason, count }) => (
          <Group key={reason} justify="space-between" gap="xs" align="flex-start">
            <Text size="sm" style={{ flex: '1 1 260px' }}>
              <b>{t(`short_${reason}`)}</b> · {t(reason)}
            </Text>
            {canWrite && (
              <Button
                variant="default"
                size="compact-sm"
                loading={replay.isPending && replay.variables === reason}
                onClick={() => replay.mutate(reason)}
              >
                {t('replayThese', { count })}
              </Button>
            )}
          </Group>
        ))}
        {canWrite && summary.parkedByReason.length > 1 && (
          <Group>
            <Button size="compact-sm" onClick={() => replay.mutate(null)}>
              {t('replayAll')}
            </Button>
          </Group>
        )}
      </Stack>
    </Alert>
  );
}
