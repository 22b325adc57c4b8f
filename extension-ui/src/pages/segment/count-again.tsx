import { Button } from '@mantine/core';
import { useCan } from '../../session/admin.tsx';
import type { OneSegment } from './segment.ts';
import { useTexts } from './texts.ts';
import { useCount } from './use-count.ts';

/** For who may. */
export function CountAgain({ segment }: { segment: OneSegment }) {
  const t = useTexts();
  const { again } = useCount(segment);
  if (!useCan('segments:write')) return null;
  return (
    <Button size="xs" variant="default" loading={again.isPending} onClick={() => again.mutate()}>
      {t('rebuild')}
    </Button>
  );
}
