import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { usePages } from '../../api/pages.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/states.tsx';
import { useFormats } from '../../session/admin.tsx';
import { type Delivery, PLATFORM_NAMES, STATE_COLOURS } from './delivery.ts';
import { useTexts } from './texts.ts';

interface Props {
  readonly list: Pick<
    ReturnType<typeof usePages<Delivery, { items: Delivery[]; nextCursor: string | null }>>,
    'rows' | 'hasMore' | 'isLoadingMore' | 'more'
  >;
  readonly isFiltered: boolean;
  onClear(): void;
}

export function List({ list, isFiltered, onClear }: Props) {
  const t = useTexts();
  const f = useFormats();
  const state = (delivery: Delivery) => <Badge color={STATE_COLOURS[delivery.state]}>{t(delivery.state)}</Badge>;
  const result = ({ parked, note }: Delivery) => (parked ? t(`short_${parked.reason}`) : note);
  const columns: Column<Delivery>[] = [
    {
      id: 'receivedAt',
      header: t('receivedAt'),
      width: 'minmax(150px, 1fr)',
      cell: ({ id, receivedAt }) => <Link to={`/deliveries/${encodeURIComponent(id)}`}>{f.dateTime(receivedAt)}</Link>,
    },
    {
      id: 'platform',
      header: t('platform'),
      width: 'minmax(110px, 0.8fr)',
      cell: ({ platform }) => PLATFORM_NAMES[platform],
    },
    { id: 'topic', header: t('topic'), width: 'minmax(140px, 1.2fr)', cell: ({ topic }) => topic },
    { id: 'entity', header: t('entity'), width: 'minmax(120px, 1fr)', cell: ({ entity }) => entity },
    { id: 'state', header: t('state'), width: 'minmax(110px, 0.8fr)', cell: state },
    { id: 'result', header: t('result'), width: 'minmax(140px, 1.2fr)', cell: result },
  ];
  return (
    <DataTable
      name={t('list')}
      columns={columns}
      rows={list.rows}
      hasMore={list.hasMore}
      isLoadingMore={list.isLoadingMore}
      rowKey={({ id }) => id}
      rowPath={({ id }) => `/deliveries/${encodeURIComponent(id)}`}
      cardHeight={92}
      card={(delivery) => (
        <Stack gap={2}>
          <Group justify="space-between" wrap="nowrap" gap="xs">
            <Text size="sm" fw={500} truncate component={Link} to={`/deliveries/${encodeURIComponent(delivery.id)}`}>
              {delivery.topic}
            </Text>
            {state(delivery)}
          </Group>
          <Text size="xs" c="dimmed" truncate>
            {[PLATFORM_NAMES[delivery.platform], delivery.entity, f.dateTime(delivery.receivedAt)]
              .filter(Boolean)
              .join(' · ')}
          </Text>
          <Text size="xs" truncate mih={18}>
            {result(delivery)}
          </Text>
        </Stack>
      )}
      onMore={list.more}
      empty={
        isFiltered ? (
          <EmptyState
            title={t('noMatchTitle')}
            action={
              <Button variant="default" onClick={onClear}>
                {t('clear')}
              </Button>
            }
          >
            {t('noMatchBody')}
          </EmptyState>
        ) : (
          <EmptyState title={t('noneTitle')}>{t('noneBody')}</EmptyState>
        )
      }
    />
  );
}
