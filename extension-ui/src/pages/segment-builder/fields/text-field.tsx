import { TextInput } from '@mantine/core';
import { useFormats } from '../../../session/admin.tsx';
import { type FieldProps, labelled, marked } from './field-props.ts';

export function TextField(props: FieldProps<'text'>) {
  const { field, value, onChange } = props;
  const { locale } = useFormats();
  return (
    <TextInput
      {...labelled(props)}
      {...marked(props)}
      value={(value ?? '') as string}
      maxLength={field.maxLength}
      autoComplete="off"
      placeholder={field.placeholder?.[locale] ?? ''}
      onChange={(event) => onChange(event.currentTarget.value)}
      style={{ flex: 1, minWidth: 0, maxWidth: 360 }}
      data-wide
    />
  );
}
