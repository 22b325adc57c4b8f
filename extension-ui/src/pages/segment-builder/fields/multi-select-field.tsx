import { Chip, Input, MultiSelect } from '@mantine/core';
import { useFormats } from '../../../session/admin.tsx';
import classes from '../builder.module.css';
import { useTexts } from '../texts.ts';
import { type FieldProps, LIST, labelled, marked } from './field-props.ts';

/** As many stand side by side; more are in a list. */
const CHIPS_MAX = 6;

export function MultiSelectField(props: FieldProps<'multi_select'>) {
  const { field, value, label, isLabelHidden, describedBy, isWrong, onChange } = props;
  const t = useTexts();
  const { locale } = useFormats();
  const chosen = ((value ?? []) as readonly (string | number)[]).map(String);
  const change = (next: string[]) =>
    onChange(field.options.flatMap((option) => (next.includes(String(option.value)) ? [option.value] : [])));
  if (field.options.length <= CHIPS_MAX)
    return (
      <Input.Wrapper {...(isLabelHidden ? {} : { label })} labelElement="div" error={isWrong}>
        <Chip.Group multiple value={chosen} onChange={change}>
          <fieldset className={classes['group']} aria-label={label} aria-describedby={describedBy}>
            {field.options.map((option) => (
              <Chip key={option.value} value={String(option.value)} size="sm" radius="md">
                {option.label[locale]}
              </Chip>
            ))}
          </fieldset>
        </Chip.Group>
      </Input.Wrapper>
    );
  return (
    <MultiSelect
      {...labelled(props)}
      {...marked(props)}
      data={field.options.map((option) => ({ value: String(option.value), label: option.label[locale] }))}
      value={chosen}
      onChange={change}
      searchable
      selectFirstOptionOnChange
      {...LIST}
      hidePickedOptions
      placeholder={chosen.length === 0 ? t('lookupPlaceholder') : ''}
      nothingFoundMessage={t('pickNone')}
      style={{ flex: 1, minWidth: 0 }}
      data-wide
    />
  );
}
