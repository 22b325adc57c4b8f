import { Button, Checkbox, Group, NativeSelect, Paper, SegmentedControl, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { DayInput } from '../../../parts/day-input.tsx';
import { useFormats } from '../../../session/admin.tsx';
import classes from '../loyalty.module.css';
import type { Programme } from '../loyalty.ts';
import styles from './bulk.module.css';
import { faultOf, type Wish } from './bulk.ts';
import { Source } from './source.tsx';
import { Template } from './template.tsx';
import { useTexts } from './texts.ts';

interface Props {
  readonly wish: Wish;
  readonly programme: Programme | null;
  readonly isBusy: boolean;
  /** It is being carried out: nothing may change under it. */
  readonly isFrozen: boolean;
  onChange(change: Partial<Wish>): void;
  onPreview(): void;
}

/** The list, and what holds for all of it. */
export function BulkForm({ wish, programme, isBusy, isFrozen, onChange, onPreview }: Props) {
  const t = useTexts();
  const f = useFormats();
  const [isTried, setTried] = useState(false);
  const fault = faultOf(wish);
  const isPast = wish.lastDay !== null && wish.lastDay < f.dayOf(Date.now());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (fault === null && !isPast && !isBusy) onPreview();
  };
  return (
    <Paper component="form" onSubmit={submit} noValidate aria-label={t('form')}>
      <fieldset className={styles['fields']} disabled={isFrozen}>
        <Group gap="sm" justify="space-between">
          <SegmentedControl
            aria-label={t('kind')}
            value={wish.kind}
            disabled={isFrozen}
            onChange={(kind) => onChange({ kind })}
            data={[
              { value: 'adjusted', label: t('adjusted') },
              { value: 'opened', label: t('opened') },
            ]}
          />
          <Template />
        </Group>
        <Source wish={wish} fault={isTried ? fault : null} isFrozen={isFrozen} onChange={onChange} />
        <div className={classes['filters']}>
          <TextInput
            label={t('reason')}
            placeholder={t(wish.kind === 'opened' ? 'reasonOpened' : 'reasonAdjusted')}
            maxLength={200}
            value={wish.reason}
            className={styles['wide'] ?? ''}
            onChange={(event) => onChange({ reason: event.currentTarget.value })}
          />
          <DayInput
            label={t('lastDay')}
            placeholder={t('lastDayHint')}
            value={wish.lastDay}
            clearable
            error={isPast && t('pastDay')}
            onChange={(lastDay) => onChange({ lastDay })}
          />
          {programme && programme.currencies.length > 1 && (
            <NativeSelect
              label={t('currency')}
              value={wish.currency ?? programme.spends}
              data={programme.currencies.map(({ id, name }) => ({ value: id, label: name[f.locale] }))}
              onChange={(event) => onChange({ currency: event.currentTarget.value })}
            />
          )}
        </div>
        <Checkbox
          label={t('ranks')}
          checked={wish.ranks}
          onChange={(event) => onChange({ ranks: event.currentTarget.checked })}
        />
        <Group>
          <Button type="submit" loading={isBusy} disabled={isFrozen}>
            {t('preview')}
          </Button>
        </Group>
      </fieldset>
    </Paper>
  );
}
