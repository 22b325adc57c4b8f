import { Alert, Button, Text } from '@mantine/core';
import { IconPin } from '@tabler/icons-react';
import { useFormats } from '../../../session/admin.tsx';
import { useAuthorName } from '../author.tsx';
import { type Points, useWords } from './points.ts';
import { useTexts } from './texts.ts';
import { usePins } from './use-pins.ts';

interface Props {
  readonly customerId: string;
  readonly points: Points;
  readonly pin: NonNullable<Points['pin']>;
  readonly canWrite: boolean;
}

/** Why the tier is not that of the figures, who said so, and until when. */
export function Pin({ customerId, points, pin, canWrite }: Props) {
  const t = useTexts();
  const f = useFormats();
  const words = useWords();
  const authorName = useAuthorName();
  const { end, isBusy } = usePins(customerId);
  const { computedLevel, level } = points;
  const by = t('pinnedBy', { author: authorName(pin.by), date: f.date(pin.from) });
  const until = pin.until === null ? t('pinOpen') : t('pinUntil', { date: f.date(pin.until) });
  return (
    <Alert color="gray" icon={<IconPin aria-hidden />} title={t('pinned')} p="xs">
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {pin.reason}
      </Text>
      <Text size="xs" c="dimmed">
        {by} · {until}
      </Text>
      {computedLevel && computedLevel.id !== level?.id && (
        <Text size="xs" c="dimmed">
          {t('computed', { level: words(computedLevel.name) })}
        </Text>
      )}
      {canWrite && (
        <Button variant="default" size="compact-xs" mt={6} loading={isBusy} onClick={() => end(pin)}>
          {t('endPin')}
        </Button>
      )}
    </Alert>
  );
}
