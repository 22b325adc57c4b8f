import { Switch } from '@mantine/core';
import { useFormats } from '../../../session/admin.tsx';
import type { FieldProps } from './field-props.ts';

/** Off is the same as left out. */
export function SwitchField({ field, value, label, onChange }: FieldProps<'switch'>) {
  const { locale } = useFormats();
  return (
    <Switch
      label={label}
      description={field.help?.[locale] ?? null}
      checked={value === true}
      onChange={(event) => onChange(event.currentTarget.checked || undefined)}
      mih={36}
      pt={8}
    />
  );
}
