import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { Confirm } from '../../../parts/confirm.tsx';
import { StatTile } from '../../../parts/stat-tile.tsx';
import { useFormats } from '../../../session/admin.tsx';
import classes from '../loyalty.module.css';
import styles from './bulk.module.css';
import { countsOf, type Outcome } from './bulk.ts';
import { readFrom } from './read-from.ts';
import { Rows } from './rows.tsx';
import { useTexts } from './texts.ts';

interface Props {
  readonly outcome: Outcome;
  readonly isApplying: boolean;
  onApply(onEnd: () => void): void;
}

/** What the list would do, before anything is done. */
export function Preview({ outcome, isApplying, onApply }: Props) {
  const t = useTexts();
  const f = useFormats();
  const heading = useRef<HTMLHeadingElement>(null);
  const [isAsking, setAsking] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each preview is read from its heading on
  useEffect(() => readFrom(heading.current), [outcome]);
  const { ready, given, taken } = countsOf(outcome);
  const close = () => setAsking(false);
  return (
    <Stack component="section" gap="sm" aria-labelledby="bulk-preview">
      <Title order={2} id="bulk-preview" ref={heading} tabIndex={-1} className={styles['heading'] ?? ''}>
        {t('previewTitle')}
      </Title>
      <div className={classes['tiles']}>
        <StatTile label={t('ready')} value={f.number(ready)} />
        <StatTile label={t('problems')} value={f.number(outcome.problems)} />
        <StatTile label={t('given')} value={f.number(given)} />
        <StatTile label={t('taken')} value={f.number(taken)} />
      </div>
      {outcome.applied > 0 && <Text size="sm">{t('doneBefore', { count: outcome.applied })}</Text>}
      {ready > 0 ? (
        <Group gap="sm">
          <Button loading={isApplying} onClick={() => setAsking(true)}>
            {t('apply', { count: ready, formatted: f.number(ready) })}
          </Button>
          <Text size="sm" c="dimmed">
            {t(outcome.problems > 0 ? 'nothingYetLeftOut' : 'nothingYet')}
          </Text>
        </Group>
      ) : (
        <Text size="sm">{t(outcome.rows.length === 0 ? 'noRows' : 'nothingToDo')}</Text>
      )}
      <Text size="sm" role="status">
        {isApplying && t('applying')}
      </Text>
      {outcome.rows.length > 0 && <Rows outcome={outcome} />}
      <Confirm
        opened={isAsking}
        title={t('confirmTitle', { count: ready, formatted: f.number(ready) })}
        action={t('apply', { count: ready, formatted: f.number(ready) })}
        isBusy={isApplying}
        onClose={close}
        onConfirm={() => onApply(close)}
      >
        {t('confirmBody', { given: f.number(given), taken: f.number(taken) })}
      </Confirm>
    </Stack>
  );
}
