import { Input, Select } from '@mantine/core';
import { useState } from 'react';
import { useFormats } from '../../../session/admin.tsx';
import classes from '../builder.module.css';
import { useTexts } from '../texts.ts';
import { type FieldProps, LIST, marked } from './field-props.ts';

/** A day of any year: its day and its month. Until both are chosen the argument is empty. */
export function MonthDayField(props: FieldProps<'month_day'>) {
  const { value, label, isLabelHidden, onChange } = props;
  const t = useTexts();
  const { locale } = useFormats();
  const [chosen, setChosen] = useState({ value, ...partsOf(value) });
  if (chosen.value !== value && value !== undefined) setChosen({ value, ...partsOf(value) });
  const choose = (change: { month?: string | null; day?: string | null }) => {
    const next = { ...chosen, ...change };
    const whole = next.month && next.day ? `${next.month}-${next.day}` : undefined;
    setChosen({ ...next, value: whole });
    onChange(whole);
  };
  const months = new Intl.DateTimeFormat(locale === 'vi' ? 'vi-VN' : 'en-GB', { month: 'long', timeZone: 'UTC' });
  return (
    <Input.Wrapper {...(isLabelHidden ? {} : { label })} labelElement="div">
      <fieldset className={classes['group']} style={{ flexWrap: 'nowrap' }} aria-label={label}>
        <Select
          {...marked(props)}
          aria-label={`${label}: ${t('day')}`}
          placeholder={t('day')}
          data={Array.from({ length: 31 }, (_, i) => ({ value: two(i + 1), label: String(i + 1) }))}
          value={chosen.day}
          onChange={(day) => choose({ day })}
          allowDeselect={false}
          {...LIST}
          w={84}
        />
        <Select
          {...marked(props)}
          aria-label={`${label}: ${t('month')}`}
          placeholder={t('month')}
          data={Array.from({ length: 12 }, (_, i) => ({ value: two(i + 1), label: months.format(Date.UTC(2000, i)) }))}
          value={chosen.month}
          onChange={(month) => choose({ month })}
          allowDeselect={false}
          {...LIST}
          w={132}
        />
      </fieldset>
    </Input.Wrapper>
  );
}

const two = (number: number) => String(number).padStart(2, '0');

function partsOf(value: unknown): { month: string | null; day: string | null } {
  const [month, day] = typeof value === 'string' ? value.split('-') : [];
  return { month: month ?? null, day: day ?? null };
}
