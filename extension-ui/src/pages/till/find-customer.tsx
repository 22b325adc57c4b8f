import { Combobox, Text, TextInput, useCombobox, VisuallyHidden } from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { got } from '../../api/client.ts';
import { useApi } from '../../session/admin.tsx';
import { useTexts } from './texts.ts';
import classes from './till.module.css';
import { usePointsText } from './use-points-text.ts';

/** A scanner types at once; a person pauses. */
const PAUSE_MS = 150;

/**
 * Somebody stands at the till: their phone in any form, or their name. Enter takes the first; pressed before the answer is there, it is
 * waited for.
 */
export function FindCustomer({ onChoose }: { onChoose: (id: string) => void }) {
  const t = useTexts();
  const api = useApi();
  const box = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [isEntered, setEntered] = useState(false);
  const combobox = useCombobox();
  const search = text.trim();
  const [asked] = useDebouncedValue(search, PAUSE_MS);
  useHotkeys([['/', () => box.current?.select()]]);
  const found = useQuery({
    queryKey: ['customers', 'till', asked],
    enabled: asked !== '',
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      (await got(api.GET('/api/v1/customers', { params: { query: { search: asked, limit: 8 } }, signal }))).items,
  });
  const isAnswered = search !== '' && asked === search && found.data !== undefined && !found.isPlaceholderData;
  const [first] = isAnswered ? found.data : [];
  const firstId = first?.id;
  useEffect(() => {
    if (!isEntered || !isAnswered) return;
    setEntered(false);
    if (firstId !== undefined) onChoose(firstId);
  }, [isEntered, isAnswered, firstId, onChoose]);
  const items = search === '' ? [] : (found.data ?? []);
  const said = found.error
    ? t('searchFailed')
    : !isAnswered
      ? t('searching')
      : items.length === 0
        ? t('nobody', { search })
        : t('foundCount', { count: items.length });
  return (
    <Combobox store={combobox} onOptionSubmit={onChoose} withinPortal={false}>
      <Combobox.Target>
        <TextInput
          ref={box}
          label={t('find')}
          description={t('typeMore')}
          placeholder={t('findExample')}
          leftSection={<IconSearch size={16} aria-hidden />}
          autoComplete="off"
          spellCheck={false}
          autoFocus
          maw={520}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setEntered(false);
            combobox.openDropdown();
            combobox.resetSelectedOption();
          }}
          onFocus={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || search === '' || combobox.getSelectedOptionIndex() !== -1) return;
            event.preventDefault();
            setEntered(true);
          }}
        />
      </Combobox.Target>
      <VisuallyHidden role="status">{search !== '' && said}</VisuallyHidden>
      <Combobox.Dropdown hidden={search === ''}>
        <Combobox.Options aria-label={t('customer')} className={classes['found'] ?? ''} data-scrolls>
          {items.map(({ id, name, phoneDisplay, email, loyalty, erasedAt }) => (
            <Combobox.Option key={id} value={id}>
              <Person
                name={erasedAt ? t('erased') : (name ?? t('nameless'))}
                reach={phoneDisplay ?? email}
                points={loyalty?.points ?? null}
              />
            </Combobox.Option>
          ))}
          {items.length === 0 && <Combobox.Empty>{said}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function Person({ name, reach, points }: { name: string; reach: string | null; points: number | null }) {
  const pointsText = usePointsText();
  return (
    <span className={classes['person']}>
      <span>
        {name}
        <Text size="xs" c="dimmed" component="span" display="block">
          {reach}
        </Text>
      </span>
      {points !== null && (
        <Text size="xs" c="dimmed" component="span">
          {pointsText(points)}
        </Text>
      )}
    </span>
  );
}
