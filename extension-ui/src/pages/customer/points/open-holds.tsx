import { Text, Title } from '@mantine/core';
import { useFormats } from '../../../session/admin.tsx';
import classes from '../customer.module.css';
import type { Hold } from './points.ts';
import { useTexts } from './texts.ts';
import { usePointsText } from './use-amounts.ts';

/** Points that are reserved at a till. */
export function OpenHolds({ holds }: { holds: readonly Hold[] }) {
  const t = useTexts();
  const f = useFormats();
  const pointsText = usePointsText();
  if (holds.length === 0) return null;
  return (
    <>
      <Title order={3} size="sm" mt="sm" mb={4} id="holds-heading">
        {t('holds')}
      </Title>
      <ul className={classes['plain']} aria-labelledby="holds-heading">
        {holds.map(({ id, points, until }) => (
          <Text key={id} size="sm" component="li">
            {t('holdLine', { points: pointsText(points), time: f.dateTime(until) })}
          </Text>
        ))}
      </ul>
    </>
  );
}
