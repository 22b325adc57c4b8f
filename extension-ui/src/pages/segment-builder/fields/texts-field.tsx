import { TagsInput } from '@mantine/core';
import { useFormats } from '../../../session/admin.tsx';
import { type FieldProps, labelled, marked } from './field-props.ts';

/** Several short texts: Enter, a comma or leaving the field ends one. */
export function TextsField(props: FieldProps<'texts'>) {
  const { field, value, onChange } = props;
  const { locale } = useFormats();
  const texts = (value ?? []) as string[];
  return (
    <TagsInput
      {...labelled(props)}
      {...marked(props)}
      value={texts}
      onChange={onChange}
      maxTags={field.max}
      splitChars={[',', ';', '\n']}
      placeholder={texts.length === 0 ? (field.placeholder?.[locale] ?? '') : ''}
      style={{ flex: 1, minWidth: 0 }}
      data-wide
    />
  );
}
