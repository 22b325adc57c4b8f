import { Button, Group, Paper, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useFormats } from '../../session/admin.tsx';
import { DependantNames } from './dependant-names.tsx';
import type { Dependant } from './dependants.ts';
import type { OneSegment } from './segment.ts';
import { useTexts } from './texts.ts';

/** The sentence that says who is in it, as it is read to a colleague; in the other language for a colleague who reads that. And what rests on it. */
export function Definition({
  segment,
  dependants,
}: {
  segment: Pick<OneSegment, 'sentence'>;
  dependants: readonly Dependant[];
}) {
  const t = useTexts();
  const { locale } = useFormats();
  const other = locale === 'vi' ? 'en' : 'vi';
  const [isOther, setOther] = useState(false);
  return (
    <Paper component="section" aria-label={t('definition')}>
      <Group justify="space-between" gap="xs" mb={4}>
        <Title order={2}>{t('definition')}</Title>
        <Button variant="subtle" size="compact-sm" aria-pressed={isOther} onClick={() => setOther(!isOther)}>
          {isOther ? t('thisLanguage') : t('otherLanguage')}
        </Button>
      </Group>
      <Text size="sm" lang={isOther ? other : locale}>
        {segment.sentence[isOther ? other : locale]}
      </Text>
      {dependants.length > 0 && (
        <Text size="sm" component="div" mt="xs">
          {t('usedIn')}
          <DependantNames items={dependants} />
        </Text>
      )}
    </Paper>
  );
}
