import { Paper, Stack, Switch, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { SpendExample } from './spend-example.tsx';
import { useTexts } from './texts.ts';
import type { Draft, Values } from './values.ts';

/** What counts as a purchase, and how much of it: in words, and on one order. */
export function Spend(props: { values: Values; onChange: (change: Draft) => void; children: ReactNode }) {
  const { values, onChange, children } = props;
  const t = useTexts();
  const { includeTax, includeShipping } = values;
  return (
    <Paper component="section">
      <Stack gap="md">
        <Title order={2}>{t('spend')}</Title>
        <Text size="sm" maw={640}>
          {t('counts')}
        </Text>
        <Stack gap="xs">
          <Switch
            label={t('includeTax')}
            checked={includeTax}
            onChange={(event) => onChange({ includeTax: event.currentTarget.checked })}
          />
          <Switch
            label={t('includeShipping')}
            checked={includeShipping}
            onChange={(event) => onChange({ includeShipping: event.currentTarget.checked })}
          />
        </Stack>
        <SpendExample includeTax={includeTax} includeShipping={includeShipping} />
        {children}
      </Stack>
    </Paper>
  );
}
