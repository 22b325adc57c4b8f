import { Button, Group, NumberInput, Slider, Text } from '@mantine/core';
import { useFormats } from '../../session/admin.tsx';
import { useTexts } from './texts.ts';
import classes from './till.module.css';
import type { Quote } from './till.ts';
import { usePointsText } from './use-points-text.ts';

interface Props {
  readonly quote: Quote;
  readonly points: number;
  onPoints(points: number): void;
  onEnter(): void;
}

/** How many points are spent: typed, dragged, or all that the cart takes. Where none can be, why. */
export function PointsChoice({ quote, points, onPoints, onEnter }: Props) {
  const t = useTexts();
  const f = useFormats();
  const pointsText = usePointsText();
  const { usablePoints, minimumPoints, availablePoints, pointMinor } = quote;
  if (usablePoints === 0) {
    const minimum = pointsText(minimumPoints);
    const isCart = availablePoints >= minimumPoints && availablePoints > 0;
    return (
      <Text size="sm" c="dimmed">
        {quote.refused === 'programme_off' || pointMinor === 0
          ? t('programme_off')
          : isCart
            ? t('unusableCart', { minimum })
            : t('unusableMinimum', { minimum, available: pointsText(availablePoints) })}
      </Text>
    );
  }
  const isBelow = points > 0 && points < minimumPoints;
  /** Below the least that can be spent the slider goes to whichever end of the gap is nearer. */
  const slide = (value: number) =>
    onPoints(value >= minimumPoints ? value : value < minimumPoints / 2 ? 0 : minimumPoints);
  return (
    <div>
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <NumberInput
          label={t('use')}
          className={classes['points'] ?? ''}
          min={0}
          max={usablePoints}
          clampBehavior="blur"
          hideControls
          allowDecimal={false}
          allowNegative={false}
          inputMode="numeric"
          thousandSeparator={f.locale === 'vi' ? '.' : ','}
          decimalSeparator={f.locale === 'vi' ? ',' : '.'}
          error={isBelow}
          aria-describedby="points-hint"
          value={points === 0 ? '' : points}
          onChange={(value) => onPoints(Number(value) || 0)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') onEnter();
          }}
        />
        <Button variant="default" onClick={() => onPoints(points === usablePoints ? 0 : usablePoints)}>
          {points === usablePoints ? t('useNone') : t('useAll', { points: f.number(usablePoints) })}
        </Button>
      </Group>
      <Slider
        mt="xs"
        min={0}
        max={usablePoints}
        value={Math.min(points, usablePoints)}
        label={(value) => f.number(value)}
        thumbLabel={t('useSlider')}
        onChange={slide}
      />
      <Text size="xs" c={isBelow ? 'var(--mantine-color-error)' : 'dimmed'} mt={4} id="points-hint" role="status">
        {isBelow
          ? t('belowMinimum', { minimum: pointsText(minimumPoints) })
          : t('usable', { points: pointsText(usablePoints), amount: f.money(pointMinor) })}
      </Text>
    </div>
  );
}
