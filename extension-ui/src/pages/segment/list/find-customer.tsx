import { Combobox, Text, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconUserPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { got } from '../../../api/client.ts';
import { useKeptMark } from '../../../parts/use-kept-mark.ts';
import { useApi } from '../../../session/admin.tsx';
import { useTexts } from './texts.ts';
import type { Person } from './use-hands.ts';

/** Somebody, found as one types a name without accents or a part of a phone. Choosing takes them; the field is then free for the next. */
export function FindCustomer({ label, onChoose }: { label: string; onChoose: (person: Person) => void }) {
  const t = useTexts();
  const api = useApi();
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), 150);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const found = useQuery({
    queryKey: ['customers', 'found', asked],
    enabled: asked !== '',
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      (await got(api.GET('/api/v1/customers', { params: { query: { search: asked, limit: 8 } }, signal }))).items,
  });
  useKeptMark(combobox, found.data);
  const people = asked === '' ? [] : (found.data ?? []);
  const choose = (id: string) => {
    const person = people.find((one) => one.id === id);
    if (person) onChoose(person);
    setText('');
    combobox.closeDropdown();
  };
  return (
    <Combobox store={combobox} onOptionSubmit={choose}>
      <Combobox.Target>
        <TextInput
          aria-label={label}
          placeholder={label}
          leftSection={<IconUserPlus size={16} aria-hidden />}
          autoComplete="off"
          maxLength={200}
          value={text}
          style={{ flex: '1 1 260px', maxWidth: 460 }}
          onChange={(event) => {
            setText(event.currentTarget.value);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
          }}
          onClick={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={(event) => {
            const [first] = people;
            // What Enter takes while nobody is chosen from the list, once the answer is about what was typed.
            const isAnswered = asked === text.trim() && !found.isFetching;
            if (event.key !== 'Enter' || combobox.getSelectedOptionIndex() !== -1 || !first || !isAnswered) return;
            event.preventDefault();
            choose(first.id);
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={text.trim() === ''}>
        <Combobox.Options mah={320} style={{ overflowY: 'auto' }} aria-label={t('found')} data-scrolls>
          {people.map(({ id, name, phoneDisplay }) => (
            <Combobox.Option key={id} value={id}>
              <Text size="sm" component="div" style={{ overflowWrap: 'anywhere' }}>
                {name ?? t('noName')}
              </Text>
              <Text size="xs" c="dimmed" component="div">
                {phoneDisplay}
              </Text>
            </Combobox.Option>
          ))}
          {people.length === 0 && (
            <Combobox.Empty>
              {found.isFetching || asked !== text.trim() ? t('searching') : t('notFound', { search: asked })}
            </Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
