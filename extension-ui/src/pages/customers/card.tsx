import { Group, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import { useFormats } from '../../session/admin.tsx';
import { Tags } from './columns.tsx';
import type { Listed } from './list.ts';
import { useTexts } from './texts.ts';

/** A row on a phone. */
export function Card({ customer: { id, name, phoneDisplay, email, tags, stats } }: { customer: Listed }) {
  const t = useTexts();
  const f = useFormats();
  return (
    <Stack gap={2}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text size="sm" fw={500} truncate component={Link} to={`/customers/${id}`}>
          {name ?? t('noName')}
        </Text>
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
      {tags.length > 0 && <Tags tags={tags} />}
    </Stack>
  );
}
