import { Alert, Button, NativeSelect, NumberInput, Paper, Title } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import { DayInput } from '../../parts/day-input.tsx';
import { useFormats } from '../../session/admin.tsx';
import type { Programme, ProgrammeList } from '../loyalty/loyalty.ts';
import classes from './back-test.module.css';
import { useTexts } from './texts.ts';
import type { Asked } from './use-back-test.ts';
import { askedOf, choicesOf, firstWish, NOTHING, type Wish } from './wish.ts';

interface Props {
  readonly list: ProgrammeList;
  readonly draft: Programme | null;
  readonly isStarting: boolean;
  readonly problem: string | null;
  onStart(asked: Asked): void;
}

/** Which programme, against which, since when, and how customers are taken to spend. */
export function Form({ list, draft, isStarting, problem, onStart }: Props) {
  const t = useTexts();
  const f = useFormats();
  const id = useId();
  const [wish, setWish] = useState(() => firstWish(list, draft));
  const today = f.dayOf(Date.now());
  const change = (changed: Partial<Wish>) => setWish((before) => ({ ...before, ...changed }));
  const choices = choicesOf(list, draft, {
    draft: t('draft'),
    current: t('current'),
    preset: (name) => t('preset', { name }),
    locale: f.locale,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isStarting) onStart(askedOf(wish, list, draft, today));
  };
  const number = (name: 'redeemPercent' | 'redeemAfterDays', max: number, suffix: string) => (
    <NumberInput
      label={t(name)}
      description={t(`${name}Means`)}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={wish[name]}
      min={0}
      max={max}
      clampBehavior="strict"
      allowDecimal={false}
      suffix={suffix}
      hideControls
      inputMode="numeric"
      onChange={(value) => change({ [name]: Number(value) || 0 })}
    />
  );
  return (
    <Paper component="section" aria-labelledby={id}>
      <Title order={2} id={id} mb="sm">
        {t('form')}
      </Title>
      <form onSubmit={submit} className={classes['form']}>
        <NativeSelect
          label={t('programme')}
          value={wish.programme}
          data={choices}
          onChange={({ currentTarget }) => change({ programme: currentTarget.value })}
        />
        <NativeSelect
          label={t('against')}
          value={wish.against}
          data={[{ value: NOTHING, label: t('nothing') }, ...choices]}
          onChange={({ currentTarget }) => change({ against: currentTarget.value })}
        />
        <NativeSelect
          label={t('since')}
          value={wish.since}
          data={[
            { value: '12', label: t('months12') },
            { value: '24', label: t('months24') },
            { value: '36', label: t('months36') },
            { value: 'day', label: t('chosenDay') },
          ]}
          onChange={({ currentTarget }) => change({ since: currentTarget.value as Wish['since'] })}
        />
        {wish.since === 'day' && (
          <DayInput label={t('day')} value={wish.day} maxDate={today} onChange={(day) => change({ day })} />
        )}
        {number('redeemPercent', 100, '\u00a0%')}
        {number('redeemAfterDays', 365, '')}
        <Button type="submit" loading={isStarting} className={classes['start'] ?? ''}>
          {t('start')}
        </Button>
      </form>
      {problem !== null && (
        <Alert color="red" mt="sm" role="alert">
          {t('notStarted', { why: problem })}
        </Alert>
      )}
    </Paper>
  );
}
