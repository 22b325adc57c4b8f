import { Button, Group, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { EmptyState } from '../../../parts/states.tsx';
import { useCan, useFormats } from '../../../session/admin.tsx';
import classes from '../loyalty.module.css';
import type { Entry } from '../loyalty.ts';
import { useTexts } from './texts.ts';

interface Props {
  readonly rows: readonly Entry[] | undefined;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly isFiltered: boolean;
  onMore(): void;
  onClear(): void;
}

/** Postings of the whole shop, newest first. */
export function LedgerList({ rows, hasMore, isLoadingMore, isFiltered, onMore, onClear }: Props) {
  const t = useTexts();
  const f = useFormats();
  const columns: Column<Entry>[] = [
    { id: 'time', header: t('time'), width: 'minmax(140px, 1fr)', cell: ({ bookedAt }) => f.dateTime(bookedAt) },
    {
      id: 'customer',
      header: t('customer'),
      width: 'minmax(140px, 1.4fr)',
      cell: ({ customer }) => <Customer customer={customer} />,
    },
    { id: 'reason', header: t('reason'), width: 'minmax(150px, 1.6fr)', cell: ({ text }) => text[f.locale] },
    { id: 'order', header: t('order'), width: 'minmax(100px, 0.8fr)', cell: (entry) => <Order entry={entry} /> },
    {
      id: 'points',
      header: t('points'),
      width: 'minmax(80px, 0.6fr)',
      align: 'end',
      cell: ({ change }) => <Change points={change} />,
    },
    ...(rows?.some(({ balanceAfter }) => balanceAfter !== null)
      ? [
          {
            id: 'balance',
            header: t('balance'),
            width: 'minmax(90px, 0.7fr)',
            align: 'end' as const,
            cell: ({ balanceAfter }: Entry) => f.number(balanceAfter),
          },
        ]
      : []),
    { id: 'by', header: t('by'), width: 'minmax(100px, 1fr)', cell: ({ by }) => <Author by={by} /> },
  ];
  return (
    <DataTable
      name={t('title')}
      columns={columns}
      rows={rows}
      hasMore={hasMore}
      isLoadingMore={isLoadingMore}
      rowKey={({ customer, seq }) => `${customer.id} ${seq}`}
      cardHeight={92}
      card={(entry) => (
        <Stack gap={2}>
          <Group justify="space-between" wrap="nowrap" gap="xs">
            <Text size="sm" fw={500} truncate component="span">
              <Customer customer={entry.customer} />
            </Text>
            <Change points={entry.change} />
          </Group>
          <Text size="sm" truncate>
            {entry.text[f.locale]}
          </Text>
          <Text size="xs" c="dimmed" truncate component="div">
            {f.dateTime(entry.bookedAt)} {entry.order && <Order entry={entry} isLong />}
          </Text>
        </Stack>
      )}
      onMore={onMore}
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

function Customer({ customer }: { customer: Entry['customer'] }) {
  const t = useTexts();
  const canSee = useCan('customers:read');
  const name = customer.name ?? t('noName');
  return canSee ? <Link to={`/customers/${encodeURIComponent(customer.id)}`}>{name}</Link> : name;
}

/** Orders have no page of their own: they stand on the customer's. */
function Order({ entry, isLong = false }: { entry: Entry; isLong?: boolean }) {
  const t = useTexts();
  const canSee = useCan('orders:read');
  const { order, customer } = entry;
  if (!order) return null;
  const number = order.number ?? order.id.split('.').at(-1) ?? order.id;
  const text = isLong ? t('orderOf', { number }) : number;
  const path = `/customers/${encodeURIComponent(customer.id)}?tab=orders`;
  return canSee ? <Link to={path}>{text}</Link> : text;
}

/** What came with an order is the store's doing, and what time does is nobody's. */
function Author({ by }: { by: Entry['by'] }) {
  const t = useTexts();
  return by.name ?? t(by.kind === 'host' ? 'byStore' : 'byItself');
}

function Change({ points }: { points: number }) {
  const f = useFormats();
  const sign = points > 0 ? '+' : points < 0 ? '−' : '';
  return (
    <span className={points < 0 ? classes['minus'] : points > 0 ? classes['plus'] : undefined}>
      {sign}
      {f.number(Math.abs(points))}
    </span>
  );
}
