import { Text } from '@mantine/core';
import { useFormats } from '../../session/admin.tsx';
import { useWords } from '../customer/points/points.ts';
import { versionsNow } from '../loyalty/loyalty.ts';
import { useProgramme } from '../loyalty/use-programme.ts';
import { useTexts } from './texts.ts';
import type { Quote } from './till.ts';
import { usePointsText } from './use-points-text.ts';

/** What the order will bring, and what the customer would lose soonest. */
export function Earns({ quote: { earns, expiries } }: { quote: Quote }) {
  const t = useTexts();
  const f = useFormats();
  const words = useWords();
  const pointsText = usePointsText();
  const { data } = useProgramme();
  const currencies = (data && versionsNow(data).now?.programme.currencies) ?? [];
  const sums = new Map<string, number>();
  for (const { currency, points } of earns) sums.set(currency, (sums.get(currency) ?? 0) + points);
  const parts = [...sums]
    .filter(([, points]) => points > 0)
    .map(([currency, points]) => {
      const named = currencies.find(({ id }) => id === currency);
      return currencies.length > 1 && named ? `${pointsText(points)} (${words(named.name)})` : pointsText(points);
    });
  const [soonest] = expiries;
  return (
    <div>
      <Text size="sm">
        {parts.length === 0 ? (
          t('earnsNothing')
        ) : (
          <>
            {t('earns')}: <b>+{f.list(parts)}</b>
          </>
        )}
      </Text>
      {soonest && (
        <Text size="xs" c="dimmed">
          {t('soonest', { points: pointsText(soonest.points), date: f.day(soonest.lastDay) })}
        </Text>
      )}
    </div>
  );
}
