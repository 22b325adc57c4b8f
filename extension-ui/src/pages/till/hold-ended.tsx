import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconClockOff, IconRestore } from '@tabler/icons-react';
import { useFormats } from '../../session/admin.tsx';
import { useTexts } from './texts.ts';
import type { Hold } from './till.ts';
import { usePointsText } from './use-points-text.ts';

interface Props {
  readonly hold: Hold;
  onAgain(): void;
  onNext(): void;
}

const ICONS = { captured: IconCircleCheck, released: IconRestore, expired: IconClockOff, held: IconRestore };

/** What became of the points. */
export function HoldEnded({ hold, onAgain, onNext }: Props) {
  const t = useTexts();
  const f = useFormats();
  const pointsText = usePointsText();
  const { state, amountMinor, order } = hold;
  const points = pointsText(hold.points);
  const Icon = ICONS[state];
  const isSpent = state === 'captured';
  const title = isSpent ? t('capturedTitle', { points }) : t(state === 'expired' ? 'expiredTitle' : 'releasedTitle');
  const body = isSpent
    ? t('capturedBody', { amount: f.money(amountMinor) })
    : t(state === 'expired' ? 'expiredBody' : 'releasedBody', { points });
  return (
    <Stack gap="xs" role="status">
      <Group gap="xs">
        <Icon size={20} aria-hidden />
        <Title order={2}>{title}</Title>
      </Group>
      <Text size="sm">{body}</Text>
      {isSpent && order && (
        <Text size="sm">
          {t('capturedOrder', { number: order.number ?? order.id.slice(order.id.indexOf('.') + 1) })}
        </Text>
      )}
      <Group gap="xs" mt="xs">
        {!isSpent && <Button onClick={onAgain}>{t('again')}</Button>}
        <Button {...(isSpent ? {} : { variant: 'default' })} onClick={onNext}>
          {t('next')}
        </Button>
      </Group>
    </Stack>
  );
}
