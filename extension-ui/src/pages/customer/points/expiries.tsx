import { Button, Group, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useFormats } from '../../../session/admin.tsx';
import classes from '../customer.module.css';
import { type Balance, useWords } from './points.ts';
import { useTexts } from './texts.ts';
import { usePointsText } from './use-amounts.ts';

/** So many are shown at first; a regular has one a month. */
const FIRST = 3;

/** When which points will be lost: a list, since they were not earned in one day (V07). */
export function Expiries({ currencies }: { currencies: readonly Balance[] }) {
  const t = useTexts();
  const f = useFormats();
  const words = useWords();
  const pointsText = usePointsText();
  const [isWhole, setWhole] = useState(false);
  const all = currencies
    .flatMap(({ currency, name, expiries }) => expiries.map((expiry) => ({ ...expiry, currency, name })))
    .sort((a, b) => (a.lastDay < b.lastDay ? -1 : a.lastDay > b.lastDay ? 1 : 0));
  if (all.length === 0) return null;
  const rest = all.length - FIRST;
  return (
    <>
      <Title order={3} size="sm" mt="sm" mb={4} id="expiries-heading">
        {t('expiries')}
      </Title>
      <ul className={classes['plain']} aria-labelledby="expiries-heading">
        {(isWhole ? all : all.slice(0, FIRST)).map(({ currency, name, lastDay, points }) => (
          <Group key={`${currency}/${lastDay}`} component="li" justify="space-between" gap="xs" py={2} wrap="nowrap">
            <Text size="sm" component="span">
              {pointsText(points)}
              {currencies.length > 1 && ` · ${words(name)}`}
            </Text>
            <Text size="xs" c="dimmed" component="span" style={{ whiteSpace: 'nowrap' }}>
              {t('expiresOn', { date: f.day(lastDay) })}
            </Text>
          </Group>
        ))}
      </ul>
      {rest > 0 && !isWhole && (
        <Button variant="subtle" size="compact-xs" onClick={() => setWhole(true)}>
          {t('moreExpiries', { count: rest })}
        </Button>
      )}
    </>
  );
}
