import { ActionIcon, Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useHotkeys, useMediaQuery } from '@mantine/hooks';
import { IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { DataTable } from '../../parts/data-table.tsx';
import { Page } from '../../parts/page.tsx';
import { ErrorState } from '../../parts/states.tsx';
import { useCan, useFormats } from '../../session/admin.tsx';
import { CARD_HEIGHT, Card } from './card.tsx';
import { Chips } from './chips.tsx';
import { ColumnChooser } from './column-chooser.tsx';
import { DEFAULT_COLUMNS, useColumns } from './columns.tsx';
import { FilterBar, FilterDrawer } from './filters.tsx';
import { countFilters, phoneIn, SORTS } from './list.ts';
import { News } from './news.tsx';
import { Nobody } from './nobody.tsx';
import { type Preferences, usePreferences } from './preferences.ts';
import { QuickAdd } from './quick-add.tsx';
import { SearchBox } from './search-box.tsx';
import { useTexts } from './texts.ts';
import { useAddress } from './use-address.ts';
import { useList } from './use-list.ts';
import { useScrollBack } from './use-scroll-back.ts';
import { Views } from './views.tsx';

/** Everybody, found in a moment. */
export function Component() {
  const t = useTexts();
  const f = useFormats();
  const canAdd = useCan('customers:write');
  const address = useAddress();
  const list = useList(address.params);
  const { preferences, keep } = usePreferences();
  const columns = useColumns();
  const shownOf = ({ columns: ids }: Preferences) =>
    ids?.filter((id) => columns.some((column) => column.id === id)) ?? DEFAULT_COLUMNS;
  const shown = shownOf(preferences);
  const isPhone = useMediaQuery('(max-width: 767px)', window.innerWidth < 768) ?? false;
  const [isAdding, setAdding] = useState(false);
  useHotkeys([['F4', () => canAdd && setAdding(true)]], []);
  useScrollBack(list.rows !== undefined);

  const { rows, total } = list;
  const search = address.value('search');
  const onAdd = canAdd ? () => setAdding(true) : undefined;
  const update = () => {
    window.scrollTo(0, 0);
    list.update();
  };

  return (
    <Page
      title={t('title')}
      actions={
        onAdd &&
        (isPhone ? (
          <ActionIcon size={36} aria-label={t('add')} onClick={onAdd}>
            <IconUserPlus size={18} aria-hidden />
          </ActionIcon>
        ) : (
          <Button title={t('addShortcut')} leftSection={<IconUserPlus size={16} aria-hidden />} onClick={onAdd}>
            {t('add')}
          </Button>
        ))
      }
    >
      <Stack gap="xs">
        <Views address={address} />
        <Group gap="xs">
          <SearchBox
            value={search}
            found={list.isSettled ? rows : undefined}
            onChange={(text) => address.set('search', text)}
          />
          {!isPhone && (
            <ColumnChooser
              columns={columns}
              shown={shown}
              onChange={(change) => keep((latest) => ({ columns: change(shownOf(latest)) }))}
            />
          )}
        </Group>
        {isPhone ? (
          <Group gap="xs" wrap="nowrap">
            <NativeSelect
              aria-label={t('sort')}
              style={{ flex: 1 }}
              value={list.sort ?? ''}
              onChange={(event) => address.set('sort', event.currentTarget.value)}
              data={[
                ...(search ? [{ value: 'relevance', label: t('relevance') }] : []),
                ...Object.entries(SORTS).map(([value, text]) => ({ value, label: t(text) })),
              ]}
            />
            <FilterDrawer address={address} />
          </Group>
        ) : (
          <FilterBar address={address} />
        )}
        <Group gap="sm" mih={28}>
          <Text size="sm" c="dimmed" role="status">
            {total && t(total.isExact ? 'count' : 'about', { count: total.value, formatted: f.number(total.value) })}
          </Text>
          <Chips address={address} />
          <News isListed={rows !== undefined} onUpdate={update} />
        </Group>
      </Stack>
      {list.error && !rows ? (
        <ErrorState error={list.error} retry={list.retry} />
      ) : (
        <DataTable
          name={t('title')}
          columns={columns}
          shown={shown}
          rows={rows}
          total={total?.isExact ? total.value : null}
          sort={list.sort}
          hasMore={list.hasMore}
          isLoadingMore={list.isLoadingMore}
          rowKey={({ id }) => id}
          rowPath={({ id }) => `/customers/${id}`}
          card={(customer) => <Card customer={customer} />}
          cardHeight={CARD_HEIGHT}
          onSort={(sort) => address.set('sort', sort)}
          onMore={list.more}
          empty={
            <Nobody
              isNarrowed={countFilters(address.params) > 0 || search !== ''}
              search={search}
              onClear={() => address.clear()}
              {...(onAdd ? { onAdd } : {})}
            />
          }
        />
      )}
      <QuickAdd opened={isAdding} phone={phoneIn(search)} onClose={() => setAdding(false)} />
    </Page>
  );
}
