import { Button, type ButtonProps, Combobox, Text, useCombobox } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useFormats } from '../../session/admin.tsx';
import { useBuilderContext } from './builder-context.ts';
import { searchConditions } from './search-conditions.ts';
import { useTexts } from './texts.ts';

interface Props extends Pick<ButtonProps, 'variant' | 'size'> {
  readonly label: string;
  readonly icon?: ReactNode;
  onPick(kind: string): void;
}

/** A button that opens the list of all conditions: by group, searched in either language and without accents, by mouse or keys. */
export function ConditionPicker({ label, icon, onPick, variant = 'default', size = 'compact-sm' }: Props) {
  const t = useTexts();
  const { locale } = useFormats();
  const { catalogue, say } = useBuilderContext();
  const [typed, setTyped] = useState('');
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      setTyped('');
    },
    onDropdownOpen: () => combobox.focusSearchInput(),
  });
  const isOpen = combobox.dropdownOpened;
  // The list itself is always there, since the field refers to it; what is in it is not.
  const groups = isOpen ? searchConditions([...catalogue.kinds.values()], typed, locale) : [];
  return (
    <Combobox
      store={combobox}
      width={340}
      position="bottom-start"
      withinPortal={false}
      onOptionSubmit={(kind) => {
        combobox.closeDropdown();
        say(t('saidAdded', { name: catalogue.kinds.get(kind)?.form.label[locale] ?? kind }));
        onPick(kind);
      }}
    >
      <Combobox.Target targetType="button">
        <Button size={size} variant={variant} leftSection={icon} onClick={() => combobox.toggleDropdown()}>
          {label}
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            combobox.selectFirstOption();
          }}
          placeholder={t('pick')}
          aria-label={t('pick')}
          role="combobox"
          aria-expanded={isOpen}
        />
        <Combobox.Options mah={320} style={{ overflowY: 'auto' }} aria-label={t('pick')} data-scrolls>
          {groups.map(({ group, label: heading, kinds }) => (
            <Combobox.Group key={group} label={heading}>
              {kinds.map(({ kind, form, docs }) => (
                <Combobox.Option key={kind} value={kind}>
                  <Text size="sm" fw={500} component="span" display="block">
                    {form.label[locale]}
                  </Text>
                  <Text size="xs" component="span" lineClamp={2} opacity={0.92}>
                    {docs[locale]}
                  </Text>
                </Combobox.Option>
              ))}
            </Combobox.Group>
          ))}
          {isOpen && groups.length === 0 && <Combobox.Empty>{t('pickNone')}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
