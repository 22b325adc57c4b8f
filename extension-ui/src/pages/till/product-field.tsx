import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { got } from '../../api/client.ts';
import { useKeptMark } from '../../parts/use-kept-mark.ts';
import { useApi } from '../../session/admin.tsx';
import { useTexts } from './texts.ts';
import type { Line } from './till.ts';

/** A product of the shop, searched as one types; none is any goods. */
export function ProductField({
  value,
  onChange,
}: {
  value: Line['product'];
  onChange: (product: Line['product']) => void;
}) {
  const t = useTexts();
  const api = useApi();
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [text, setText] = useState(value?.label ?? '');
  const [asked] = useDebouncedValue(text.trim(), 150);
  const found = useQuery({
    queryKey: ['lookup', 'products', asked],
    enabled: combobox.dropdownOpened,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const params = { path: { what: 'products' as const }, query: asked ? { search: asked } : {} };
      return (await got(api.GET('/api/v1/segments/lookups/{what}', { params, signal }))).items;
    },
  });
  useKeptMark(combobox, found.data);
  const items = combobox.dropdownOpened ? (found.data ?? []) : [];
  const choose = (chosen: string) => {
    const item = items.find((one) => one.value === chosen);
    onChange(item ? { value: item.value, label: item.label } : null);
    setText(item?.label ?? '');
    combobox.closeDropdown();
  };
  return (
    <Combobox store={combobox} onOptionSubmit={choose} withinPortal={false}>
      <Combobox.Target>
        <TextInput
          label={t('product')}
          placeholder={t('productAny')}
          autoComplete="off"
          value={text}
          onFocus={() => combobox.openDropdown()}
          onBlur={() => {
            combobox.closeDropdown();
            setText(value?.label ?? '');
          }}
          onChange={(event) => {
            setText(event.currentTarget.value);
            if (event.currentTarget.value === '') onChange(null);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options mah={280} style={{ overflowY: 'auto' }} aria-label={t('product')} data-scrolls>
          {items.map((item) => (
            <Combobox.Option key={item.value} value={item.value} style={{ overflowWrap: 'anywhere' }}>
              {item.label}
            </Combobox.Option>
          ))}
          {items.length === 0 && (
            <Combobox.Empty>
              {t(found.error ? 'searchFailed' : found.isFetching ? 'searching' : 'noProduct')}
            </Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
