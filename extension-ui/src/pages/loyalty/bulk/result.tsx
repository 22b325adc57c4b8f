import { Alert, Button, Group, Stack, Title } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { useCan, useFormats } from '../../../session/admin.tsx';
import styles from './bulk.module.css';
import type { Outcome } from './bulk.ts';
import { readFrom } from './read-from.ts';
import { Rows } from './rows.tsx';
import { useTexts } from './texts.ts';

/** What was carried out, and what could not be. */
export function Result({ outcome, onAnother }: { outcome: Outcome; onAnother: () => void }) {
  const t = useTexts();
  const f = useFormats();
  const canSeeLedger = useCan('programme:read');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => readFrom(heading.current), []);
  const { applied, problems } = outcome;
  return (
    <Stack component="section" gap="sm" aria-labelledby="bulk-result">
      <Title order={2} id="bulk-result" ref={heading} tabIndex={-1} className={styles['heading'] ?? ''}>
        {t('resultTitle', { count: applied, formatted: f.number(applied) })}
      </Title>
      <Alert color={problems > 0 ? 'orange' : 'glaze'} icon={<IconCheck aria-hidden />}>
        {problems > 0 ? t('resultProblems', { count: problems, formatted: f.number(problems) }) : t('resultAll')}
      </Alert>
      <Group gap="sm">
        <Button variant="default" onClick={onAnother}>
          {t('another')}
        </Button>
        {canSeeLedger && (
          <Button component={Link} to="/loyalty/ledger" variant="default">
            {t('toLedger')}
          </Button>
        )}
      </Group>
      <Rows outcome={outcome} />
    </Stack>
  );
}
