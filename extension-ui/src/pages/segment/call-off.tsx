import { Alert, Button, Stack, Text } from '@mantine/core';
import { useCan } from '../../session/admin.tsx';
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
  const { again } = useCount(segment);
  const canWrite = useCan('segments:write');
  return (
    <Alert color="gray" title={t('calledOffTitle')}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          {segment.shownVersion > 0 ? t('calledOffBody', { shown: segment.shownVersion }) : t('calledOffNobody')}
        </Text>
        {canWrite && (
          <Button size="xs" variant="default" loading={again.isPending} onClick={() => again.mutate()}>
            {t('rebuild')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
