import { Button, Drawer, Group, Popover, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconChevronDown, IconFilter } from '@tabler/icons-react';
import { useState } from 'react';
import { FILTER_GROUPS } from './filter-groups.tsx';
import { countFilters } from './list.ts';
import { useTexts } from './texts.ts';
import type { Address } from './use-address.ts';

/** Every way to narrow the list: side by side where there is room, in a drawer on a phone. Each takes effect at once. */
export function Filters({ address }: { address: Address }) {
  const isPhone = useMediaQuery('(max-width: 767px)', window.innerWidth < 768) ?? false;
  return isPhone ? <FilterDrawer address={address} /> : <FilterBar address={address} />;
}

function FilterBar({ address }: { address: Address }) {
  const t = useTexts();
  return (
    <Group gap={6} role="group" aria-label={t('filters')}>
      {FILTER_GROUPS.map(({ id, names, Fields }) => {
        const isOn = names.some((name) => address.params.get(name));
        return (
          <Popover key={id} position="bottom-start" width={340} trapFocus returnFocus keepMounted={false}>
            <Popover.Target>
              <Button
                size="compact-sm"
                variant={isOn ? 'light' : 'default'}
                rightSection={<IconChevronDown size={14} aria-hidden />}
              >
                {t(id)}
              </Button>
            </Popover.Target>
            <Popover.Dropdown aria-label={t(id)}>
              <Fields address={address} />
            </Popover.Dropdown>
          </Popover>
        );
      })}
    </Group>
  );
}

function FilterDrawer({ address }: { address: Address }) {
  const t = useTexts();
  const [opened, setOpened] = useState(false);
  const count = countFilters(address.params);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconFilter size={16} aria-hidden />}
        aria-haspopup="dialog"
        onClick={() => setOpened(true)}
      >
        {count > 0 ? t('filtersOn', { count }) : t('filters')}
      </Button>
      <Drawer
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('filters')}
        position="bottom"
        size="85%"
        closeButtonProps={{ 'aria-label': t('apply') }}
        attributes={{ header: { role: 'presentation' } }}
      >
        <Stack gap="lg">
          {FILTER_GROUPS.map(({ id, names, Fields }) => (
            <div key={id}>
              {names.length > 1 && (
                <Text size="sm" fw={600} mb={4}>
                  {t(id)}
                </Text>
              )}
              <Fields address={address} />
            </div>
          ))}
          <Group justify="space-between">
            <Button variant="subtle" onClick={() => address.clear({ keepSearch: true })}>
              {t('clear')}
            </Button>
            <Button onClick={() => setOpened(false)}>{t('apply')}</Button>
          </Group>
        </Stack>
      </Drawer>
    </>
  );
}
