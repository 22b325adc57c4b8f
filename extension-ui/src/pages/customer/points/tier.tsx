import { Badge, Group, Progress, Stack, Text } from '@mantine/core';
import { useFormats } from '../../../session/admin.tsx';
import { Pin } from './pin.tsx';
import { type Points, useWords } from './points.ts';
import { useTexts } from './texts.ts';

/** The tier in force, what it gives, what is missing to the next and what keeps it (V05). */
export function Tier({ customerId, points, canWrite }: { customerId: string; points: Points; canWrite: boolean }) {
  const t = useTexts();
  const f = useFormats();
  const words = useWords();
  const { level, since, pin } = points;
  const gives = level && [
    t('rate', { amount: f.money(level.rateMinor) }),
    ...(level.discountBasisPoints > 0
      ? [t('discount', { percent: f.percent(level.discountBasisPoints / 10_000, 2) })]
      : []),
  ];
  return (
    <Stack gap={6}>
      <Group gap="xs">
        {level ? (
          <Badge size="lg">{words(level.name)}</Badge>
        ) : (
          <Text size="sm" c="dimmed">
            {t('noLevel')}
          </Text>
        )}
        {since !== null && (
          <Text size="xs" c="dimmed">
            {t('levelSince', { date: f.date(since) })}
          </Text>
        )}
      </Group>
      {gives && (
        <Text size="xs" c="dimmed">
          {gives.join(' · ')}
        </Text>
      )}
      {pin && <Pin customerId={customerId} points={points} pin={pin} canWrite={canWrite} />}
      {!pin && <Next points={points} />}
      {!pin && <Keep points={points} />}
    </Stack>
  );
}

function Next({ points: { next, measure, level } }: { points: Points }) {
  const t = useTexts();
  const f = useFormats();
  const words = useWords();
  if (next === null)
    return level === null ? null : (
      <Text size="sm" c="dimmed">
        {t('topLevel')}
      </Text>
    );
  const name = words(next.level.name);
  const isSpend = measure.of === 'spend_in';
  const missing = isSpend ? f.money(next.missing) : f.number(next.missing);
  // What is missing may be one more than the threshold says: to reach it is not enough where tiers begin above it (D4).
  const reached = Math.max(0, measure.value) / Math.max(1, Math.max(0, measure.value) + next.missing);
  return (
    <div>
      <Text size="sm">{t(isSpend ? 'nextSpend' : 'nextPoints', { missing, level: name })}</Text>
      <Progress value={reached * 100} mt={4} size="sm" aria-label={t('progress', { level: name })} />
    </div>
  );
}

function Keep({ points: { keep, measure } }: { points: Points }) {
  const t = useTexts();
  const f = useFormats();
  if (keep === null) return null;
  const date = f.date(keep.reviewAt);
  const isSpend = measure.of === 'spend_in';
  const missing = isSpend ? f.money(keep.missing) : f.number(keep.missing);
  return (
    <Text size="sm" {...(keep.missing === 0 ? { c: 'dimmed' } : {})}>
      {keep.missing === 0 ? t('kept', { date }) : t(isSpend ? 'keepSpend' : 'keepPoints', { missing, date })}
    </Text>
  );
}
