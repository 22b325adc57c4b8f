import { lazy, Suspense } from 'react';
import type { Field as Descriptor } from '../../../../../src/segments/form.ts';
import { DaySkeleton } from './day-skeleton.tsx';
import type { FieldProps } from './field-props.ts';
import { FigureField } from './figure-field.tsx';
import { LookupField } from './lookup-field.tsx';
import { MonthDayField } from './month-day-field.tsx';
import { MultiSelectField } from './multi-select-field.tsx';
import { SelectField } from './select-field.tsx';
import { SwitchField } from './switch-field.tsx';
import { TextField } from './text-field.tsx';
import { TextsField } from './texts-field.tsx';

/** The calendar is the heaviest of all fields, and few definitions name a day. */
const DayField = lazy(async () => ({ default: (await import('./day-field.tsx')).DayField }));

/** Every type of field but the group, which has fields of its own (condition-form.tsx). */
export type PlainType = Exclude<Descriptor['type'], 'group'>;
export type PlainProps = FieldProps<PlainType> & { readonly hints?: ReadonlyMap<string | number, string> | undefined };

export function Field(props: PlainProps) {
  switch (props.field.type) {
    case 'number':
      return <FigureField {...(props as FieldProps<'number'>)} />;
    case 'money':
      return <FigureField {...(props as FieldProps<'money'>)} />;
    case 'select':
      return <SelectField {...(props as FieldProps<'select'>)} />;
    case 'multi_select':
      return <MultiSelectField {...(props as FieldProps<'multi_select'>)} />;
    case 'lookup':
      return <LookupField {...(props as FieldProps<'lookup'>)} />;
    case 'text':
      return <TextField {...(props as FieldProps<'text'>)} />;
    case 'texts':
      return <TextsField {...(props as FieldProps<'texts'>)} />;
    case 'switch':
      return <SwitchField {...(props as FieldProps<'switch'>)} />;
    case 'month_day':
      return <MonthDayField {...(props as FieldProps<'month_day'>)} />;
    case 'day':
      return (
        <Suspense fallback={<DaySkeleton />}>
          <DayField {...(props as FieldProps<'day'>)} />
        </Suspense>
      );
  }
}
