import { Button, Drawer, Group, Popover, Stack, Text } from '@mantine/core';
import { IconChevronDown, IconFilter } from '@tabler/icons-react';
import { useState } from 'react';
import { FILTER_GROUPS } from './filter-groups.ts';
import { countFilters } from './list.ts';
import { useTexts } from './texts.ts';
import type { Address } from './use-address.ts';

/** Every way to narrow the list, side by side. Each takes effect at once. */
export function FilterBar({ address }: { address: Address }) {
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
                fw={500}
                variant={isOn ? 'light' : 'default'}
                rightSection={<IconChevronDown size={14} aria-hidden />}
              >
                {t(id)}
              </Button>
            </Popover.Target>
            <Popover.Dropdown>
              <Fields address={address} />
            </Popover.Dropdown>
          </Popover>
        );
      })}
    </Group>
  );
}

/** The same on a phone, one below the other. */
export function FilterDrawer({ address }: { address: Address }) {
  const t = useTexts();
  const [opened, setOpened] = useState(false);
  const count = countFilters(address.params);
  return (
    <>
      <Button
        variant="default"
        style={{ flex: 1 }}
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
