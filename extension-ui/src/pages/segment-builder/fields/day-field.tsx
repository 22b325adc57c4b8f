import { DayInput } from '../../../parts/day-input.tsx';
import { type FieldProps, labelled, marked } from './field-props.ts';

/** A calendar day. */
export function DayField(props: FieldProps<'day'>) {
  const { value, onChange } = props;
  return (
    <DayInput
      {...labelled(props)}
      {...marked(props)}
      value={(value ?? null) as string | null}
      onChange={(day) => onChange(day ?? undefined)}
      clearable={!props.field.required}
      w={150}
    />
  );
}
