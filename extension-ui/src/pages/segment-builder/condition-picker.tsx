import { Button, type ButtonProps, Combobox, Text, useCombobox } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useFormats } from '../../session/admin.tsx';
import classes from './builder.module.css';
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
  const [only, setOnly] = useState<string | null>(null);
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      setTyped('');
      setOnly(null);
    },
    onDropdownOpen: () => combobox.focusSearchInput(),
  });
  const isOpen = combobox.dropdownOpened;
  // The list itself is always there, since the field refers to it; what is in it is not.
  const found = isOpen ? searchConditions([...catalogue.kinds.values()], typed, locale) : [];
  // What was typed may be in other groups only: then those are shown.
  const chosen = found.filter(({ group }) => group === only);
  const groups = chosen.length > 0 ? chosen : found;
  return (
    <Combobox
      store={combobox}
      width="min(400px, calc(100vw - 40px))"
      position="bottom-start"
      withinPortal={false}
      // On a phone the list is taller than what is left beside its button, which the search may scroll away.
      hideDetached={false}
      classNames={{ groupLabel: classes['groupLabel'] ?? '' }}
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
        {found.length > 1 && (
          <fieldset className={classes['jumps']} aria-label={t('pickGroup')} data-scrolls>
            {found.map(({ group, label: name }) => (
              <Button
                key={group}
                size="compact-xs"
                variant={group === only ? 'light' : 'default'}
                aria-pressed={group === only}
                // The search keeps the focus, and with it the arrows their list.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => {
                  setOnly(group === only ? null : group);
                  combobox.resetSelectedOption();
                }}
              >
                {name}
              </Button>
            ))}
          </fieldset>
        )}
        <Combobox.Options mah="min(38dvh, 400px)" style={{ overflowY: 'auto' }} aria-label={t('pick')} data-scrolls>
          {groups.map(({ group, label: heading, kinds }) => (
            <Combobox.Group key={group} label={heading}>
              {kinds.map(({ kind, form, docs }) => (
                <Combobox.Option key={kind} value={kind}>
                  <Text size="sm" fw={500} component="span" display="block">
                    {form.label[locale]}
                  </Text>
                  <Text size="xs" component="span" lineClamp={1} opacity={0.92}>
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
