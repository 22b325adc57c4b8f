import { NativeSelect, Paper, Text } from '@mantine/core';
import { DayInput } from '../../../parts/day-input.tsx';
import { useFormats } from '../../../session/admin.tsx';
import { useTexts } from '../texts.ts';
import { type Days, daysBefore, spansOf } from './days.ts';
import classes from './moves.module.css';

interface Props {
  readonly days: Days;
  readonly today: string;
  /** Ends of months that were kept, the newest first. */
  readonly kept: readonly string[];
  onChange(days: Days): void;
}

/** Which two days: those that one looks at most, or any. */
export function DaysForm({ days, today, kept, onChange }: Props) {
  const t = useTexts();
  const f = useFormats();
  const spans = spansOf(today, kept);
  const chosen = spans.find(({ from, to }) => from === days.from && to === days.to)?.id ?? '';
  const isOrdered = days.from < days.to;
  return (
    <Paper className={classes['days'] ?? ''} p="sm">
      <NativeSelect
        label={t('span')}
        value={chosen}
        onChange={(event) => {
          const span = spans.find(({ id }) => id === event.currentTarget.value);
          if (span) onChange({ from: span.from, to: span.to });
        }}
        data={[
          ...(chosen === '' ? [{ value: '', label: t('spanOwn') }] : []),
          ...spans.map(({ id, kind, to }) => ({
            value: id,
            label: kind === 'days' ? t('spanDays', { count: Number(id) }) : t('spanMonth', { month: f.month(to) }),
          })),
        ]}
      />
      <DayInput
        label={t('fromDay')}
        value={days.from}
        allowDeselect={false}
        maxDate={daysBefore(today, 1)}
        onChange={(from) => from && onChange({ ...days, from })}
      />
      <DayInput
        label={t('toDay')}
        value={days.to}
        allowDeselect={false}
        maxDate={today}
        onChange={(to) => to && onChange({ ...days, to })}
      />
      {!isOrdered && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert" className={classes['problem'] ?? ''}>
          {t('daysWrong')}
        </Text>
      )}
    </Paper>
  );
}
