import { Combobox, Pill, PillsInput, Text, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCheck } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { got } from '../../../api/client.ts';
import { fold } from '../../../format/fold.ts';
import { useKeptMark } from '../../../parts/use-kept-mark.ts';
import { useApi, useFormats } from '../../../session/admin.tsx';
import { useEditedSegment } from '../builder-context.ts';
import { useTexts } from '../texts.ts';
import type { FieldProps } from './field-props.ts';
import { useLabels } from './use-labels.ts';

/** Several of what the shop has, searched as one types. Backspace takes the last one away; Enter on a chosen one takes it away too. */
export function LookupField(props: FieldProps<'lookup'>) {
  const { field, value, label, isLabelHidden, isWrong, describedBy, onChange } = props;
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const [search, setSearch] = useState('');
  const [asked] = useDebouncedValue(search.trim(), 150);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const values = (value ?? []) as readonly string[];
  const { labelOf, remember } = useLabels(field.of, values);
  const found = useQuery({
    queryKey: ['lookup', field.of, asked],
    enabled: combobox.dropdownOpened,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const params = { path: { what: field.of }, query: asked ? { search: asked } : {} };
      return (await got(api.GET('/api/v1/segments/lookups/{what}', { params, signal }))).items;
    },
  });
  useKeptMark(combobox, found.data);
  const segment = useEditedSegment();
  const isItself = (one: string) => field.of === 'segments' && one === segment;
  const items = combobox.dropdownOpened ? (found.data ?? []).filter((item) => !isItself(item.value)) : [];
  const isNew =
    field.isOpen === true && search.trim() !== '' && !items.some((item) => fold(item.label) === fold(search));

  // What Enter takes while nothing is chosen from the list: what was typed, or the first that has it in its name.
  const first = items.find((item) => fold(item.label).includes(fold(search)));
  const typed = search.trim() === '' ? undefined : isNew ? search.trim() : first?.value;

  const toggle = (chosen: string) => {
    const item = items.find((one) => one.value === chosen);
    if (item) remember(chosen, item.label);
    onChange(values.includes(chosen) ? values.filter((one) => one !== chosen) : [...values, chosen]);
    setSearch('');
  };
  return (
    <div style={{ flex: 1, minWidth: 0 }} data-wide>
      <Combobox store={combobox} onOptionSubmit={toggle} withinPortal={false}>
        <Combobox.DropdownTarget>
          <PillsInput {...(isLabelHidden ? {} : { label })} error={isWrong} onClick={() => combobox.openDropdown()}>
            <Pill.Group>
              {values.map((one) => (
                <Pill
                  key={one}
                  withRemoveButton
                  maw={220}
                  onRemove={() => toggle(one)}
                  removeButtonProps={{ 'aria-label': t('removeValue', { name: labelOf(one) }) }}
                >
                  {labelOf(one)}
                </Pill>
              ))}
              <Combobox.EventsTarget withExpandedAttribute>
                <PillsInput.Field
                  {...(isLabelHidden ? { 'aria-label': label } : {})}
                  // It takes no description of its own, only that of a Mantine wrapper.
                  ref={(input) => input?.setAttribute('aria-describedby', describedBy)}
                  value={search}
                  placeholder={values.length === 0 ? t('lookupPlaceholder') : ''}
                  onBlur={() => {
                    combobox.closeDropdown();
                    setSearch('');
                  }}
                  onChange={(event) => {
                    setSearch(event.currentTarget.value);
                    combobox.openDropdown();
                    combobox.updateSelectedOptionIndex();
                  }}
                  onKeyDown={(event) => {
                    const last = values.at(-1);
                    if (event.key === 'Backspace' && search === '' && last !== undefined) {
                      event.preventDefault();
                      toggle(last);
                    }
                    if (event.key === 'Enter' && typed !== undefined && combobox.getSelectedOptionIndex() === -1) {
                      event.preventDefault();
                      toggle(typed);
                    }
                  }}
                />
              </Combobox.EventsTarget>
            </Pill.Group>
          </PillsInput>
        </Combobox.DropdownTarget>
        <Combobox.Dropdown>
          <Combobox.Options
            mah={280}
            style={{ overflowY: 'auto' }}
            aria-label={label}
            // What was found for fewer letters stands here until the rest is.
            aria-busy={combobox.dropdownOpened && (found.isFetching || asked !== search.trim())}
            data-scrolls
          >
            {items.map((item) => (
              <Combobox.Option key={item.value} value={item.value} active={values.includes(item.value)}>
                <span style={{ display: 'flex', alignItems: 'center', gap: 8 }}>
                  <span style={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>{item.label}</span>
                  {values.includes(item.value) && <IconCheck size={14} aria-hidden />}
                  {item.count !== null && (
                    <Text size="xs" c="dimmed" component="span">
                      {f.number(item.count)}
                    </Text>
                  )}
                </span>
              </Combobox.Option>
            ))}
            {isNew && (
              <Combobox.Option value={search.trim()}>{t('lookupUse', { search: search.trim() })}</Combobox.Option>
            )}
            {combobox.dropdownOpened && items.length === 0 && !isNew && (
              <Combobox.Empty>
                {found.error
                  ? t('lookupFailed')
                  : found.isFetching
                    ? t('lookupSearching')
                    : asked
                      ? t('lookupNone', { search: asked })
                      : t('lookupEmpty')}
              </Combobox.Empty>
            )}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
    </div>
  );
}
