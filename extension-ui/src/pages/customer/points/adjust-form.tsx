import { Alert, Button, Checkbox, Group, NumberInput, SegmentedControl, Select, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ApiError } from '../../../api/error.ts';
import { DayInput } from '../../../parts/day-input.tsx';
import { useFormats } from '../../../session/admin.tsx';
import { type Points, useWords } from './points.ts';
import { requestKey } from './request-key.ts';
import { useTexts } from './texts.ts';
import { useAdjustments } from './use-adjustments.ts';

const START = {
  isGiven: true,
  points: '' as number | string,
  ranks: false,
  reason: '',
  lastDay: null as string | null,
};

/** Points by hand, with why. The key makes the request one: pressed twice, or sent again after a lost answer, it is booked once. */
export function AdjustForm({
  customerId,
  points,
  onClose,
}: {
  customerId: string;
  points: Points;
  onClose: () => void;
}) {
  const t = useTexts();
  const f = useFormats();
  const words = useWords();
  const [given, setGiven] = useState({ ...START, currency: points.spends ?? points.currencies[0]?.currency ?? null });
  const [isTried, setTried] = useState(false);
  const [key, setKey] = useState(requestKey);
  const { adjust, isBusy, error } = useAdjustments(customerId);
  const set = (change: Partial<typeof given>) => {
    setGiven({ ...given, ...change });
    setKey(requestKey());
  };
  const amount = Number(given.points) || 0;
  const isPast = given.lastDay !== null && given.lastDay < f.dayOf(Date.now());
  const reason = given.reason.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (amount <= 0 || reason === '' || (given.isGiven && isPast) || isBusy) return;
    const { isGiven, ranks, currency, lastDay } = given;
    adjust(
      {
        points: isGiven ? amount : -amount,
        ranks,
        kind: 'adjusted',
        reason,
        ...(currency === null ? {} : { currency }),
        ...(isGiven && lastDay !== null ? { lastDay } : {}),
      },
      key,
      onClose,
    );
  };
  const code = error instanceof ApiError ? error.code : null;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <SegmentedControl
          aria-label={t('direction')}
          value={given.isGiven ? 'give' : 'take'}
          onChange={(value) => set({ isGiven: value === 'give' })}
          data={[
            { value: 'give', label: t('give') },
            { value: 'take', label: t('take') },
          ]}
        />
        <NumberInput
          label={t('amount')}
          min={0}
          max={1_000_000_000}
          allowDecimal={false}
          allowNegative={false}
          hideControls
          inputMode="numeric"
          thousandSeparator={f.locale === 'vi' ? '.' : ','}
          decimalSeparator={f.locale === 'vi' ? ',' : '.'}
          value={given.points}
          error={
            isTried && amount <= 0 ? t('needPoints') : code === 'points_insufficient' ? t('insufficient') : undefined
          }
          onChange={(value) => set({ points: value })}
          data-autofocus
        />
        {points.currencies.length > 1 && (
          <Select
            label={t('currency')}
            allowDeselect={false}
            value={given.currency}
            onChange={(currency) => set({ currency })}
            data={points.currencies.map(({ currency, name }) => ({ value: currency, label: words(name) }))}
          />
        )}
        <Textarea
          label={t('reason')}
          description={t('reasonHint')}
          autosize
          minRows={2}
          maxRows={5}
          maxLength={500}
          value={given.reason}
          error={isTried && reason === '' && t('needReason')}
          onChange={(event) => set({ reason: event.currentTarget.value })}
        />
        <Checkbox
          label={t('ranks')}
          checked={given.ranks}
          onChange={(event) => set({ ranks: event.currentTarget.checked })}
        />
        {given.isGiven && (
          <DayInput
            label={t('lastDay')}
            description={t('lastDayHint')}
            clearable={false}
            value={given.lastDay}
            error={isPast && t('pastDay')}
            onChange={(lastDay) => set({ lastDay })}
          />
        )}
        {error && code !== 'points_insufficient' && (
          <Alert color="red" role="alert">
            {t('failed', { message: error.message })}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={isBusy}>
            {t('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
