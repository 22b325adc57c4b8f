import { Group, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import { useFormats } from '../../session/admin.tsx';
import { Tags } from './columns.tsx';
import type { Listed } from './list.ts';
import { useTexts } from './texts.ts';

export const CARD_HEIGHT = 68;

/** A row on a phone. */
export function Card({ customer: { id, name, phoneDisplay, email, tags, stats } }: { customer: Listed }) {
  const t = useTexts();
  const f = useFormats();
  return (
    <Stack gap={2}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Group gap={6} wrap="nowrap" style={{ minWidth: 0, overflow: 'hidden' }}>
          <Text size="sm" fw={500} truncate component={Link} to={`/customers/${id}`} style={{ flex: '0 1 auto' }}>
            {name ?? t('noName')}
          </Text>
          <Tags tags={tags} />
        </Group>
        <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
          {f.money(stats.spentMinor)}
        </Text>
      </Group>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text size="xs" c="dimmed" truncate>
          {phoneDisplay ?? email}
        </Text>
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          {stats.lastOrderAt && f.date(stats.lastOrderAt)}
        </Text>
      </Group>
    </Stack>
  );
}
