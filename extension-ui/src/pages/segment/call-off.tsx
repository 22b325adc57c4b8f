import { Alert, Button, Stack, Text } from '@mantine/core';
import { useCan } from '../../session/admin.tsx';
import { CountAgain } from './count-again.tsx';
import type { OneSegment } from './segment.ts';
import { useTexts } from './texts.ts';
import { useCount } from './use-count.ts';

/** Ends a count that takes too long, or that was begun by mistake. */
export function CallOff({ segment }: { segment: OneSegment }) {
  const t = useTexts();
  const { callOff } = useCount(segment);
  if (!useCan('segments:write')) return null;
  return (
    <div>
      <Button size="xs" variant="default" loading={callOff.isPending} onClick={() => callOff.mutate()}>
        {t('callOff')}
      </Button>
    </div>
  );
}

/** Somebody ended the count: nothing is wrong, and who is shown was found before. */
export function CalledOff({ segment }: { segment: OneSegment }) {
  const t = useTexts();
  return (
    <Alert color="gray" title={t('calledOffTitle')}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          {segment.shownVersion > 0 ? t('calledOffBody', { shown: segment.shownVersion }) : t('calledOffNobody')}
        </Text>
        <CountAgain segment={segment} />
      </Stack>
    </Alert>
  );
}
