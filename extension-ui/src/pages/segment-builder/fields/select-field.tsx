import { Select } from '@mantine/core';
import { useFormats } from '../../../session/admin.tsx';
import { type FieldProps, LIST, labelled, marked } from './field-props.ts';

interface Props extends FieldProps<'select'> {
  /** What stands behind an option's name: the days it means now. */
  readonly hints?: ReadonlyMap<string | number, string> | undefined;
}

export function SelectField(props: Props) {
  const { field, hints, onChange } = props;
  const value = props.value as string | number | undefined;
  const { locale } = useFormats();
  const empty = field.required || !field.empty ? [] : [{ value: '', label: field.empty[locale] }];
  const options = [
    ...empty,
    ...field.options.map((option) => ({ value: String(option.value), label: option.label[locale] })),
  ];
  const longest = Math.max(...options.map(({ label }) => label.length));
  return (
    <Select
      {...labelled(props)}
      {...marked(props)}
      data={options}
      value={value === undefined ? (field.default ?? empty[0]?.value ?? null) : String(value)}
      onChange={(chosen) => onChange(field.options.find((option) => String(option.value) === chosen)?.value)}
      allowDeselect={!field.required && empty.length === 0}
      w={Math.min(260, Math.max(120, longest * 8 + 56))}
      {...LIST}
      comboboxProps={{ ...LIST.comboboxProps, width: hints ? 300 : 'target', position: 'bottom-start' }}
      renderOption={({ option }) => {
        const hint = hints?.get(field.options.find(({ value: own }) => String(own) === option.value)?.value ?? '');
        return (
          <span style={{ display: 'flex', flex: 1, justifyContent: 'space-between', gap: 12 }}>
            <span>{option.label}</span>
            {hint && <span style={{ opacity: 0.92, whiteSpace: 'nowrap' }}>{hint}</span>}
          </span>
        );
      }}
    />
  );
}
