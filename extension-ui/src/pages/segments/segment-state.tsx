import { Badge } from '@mantine/core';
import type { Answer } from '../../api/client.ts';
import { useFormats } from '../../session/admin.tsx';
import { useTexts } from './texts.ts';

export type Segment = Answer<'/api/v1/segments'>['items'][number];

const COLOURS = { queued: 'gray', building: 'blue', ready: 'glaze', failed: 'red', archived: 'gray' } as const;

export function SegmentState({ segment }: { segment: Pick<Segment, 'state' | 'progress'> }) {
  const t = useTexts();
  const f = useFormats();
  return <Badge color={COLOURS[segment.state]}>{t(segment.state, { percent: f.percent(segment.progress) })}</Badge>;
}
