import { Alert, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { CountAgain } from './count-again.tsx';
import type { OneSegment } from './segment.ts';
import { useTexts } from './texts.ts';

/**
 * A sample of each count is decided again in another way. They disagreed, and neither is taken for right: what is shown is said to be
 * in doubt, until a new count agrees.
 */
export function AuditAlarm({ segment }: { segment: OneSegment }) {
  const t = useTexts();
  const { version, shownVersion } = segment;
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={t('auditTitle')}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{t('auditBody')}</Text>
        {shownVersion > 0 && (
          <Text size="sm">{shownVersion === version ? t('auditSame') : t('auditOlder', { shown: shownVersion })}</Text>
        )}
        <Text size="sm">{t('auditTodo')}</Text>
        <CountAgain segment={segment} />
      </Stack>
    </Alert>
  );
}
