import { Paper, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconPackage } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { got } from '../../api/client.ts';
import { EmptyState, ErrorState } from '../../parts/states.tsx';
import { useApi, useFormats } from '../../session/admin.tsx';
import classes from './customer.module.css';
import { type Customer, customerKey, type TopProduct } from './customer.ts';
import { roundedPieces } from './order-line.tsx';
import { LinesSkeleton } from './skeleton.tsx';
import { useTexts } from './texts.ts';

const WINDOWS = ['30d', '90d', '365d', 'all'] as const;
type Window = (typeof WINDOWS)[number];

/** What they bought most of, after returns, in a period (V14). */
export function TopProducts({ customer }: { customer: Customer }) {
  const t = useTexts();
  const api = useApi();
  const [window, setWindow] = useState<Window>('all');
  const { id } = customer;
  const { data, error, refetch } = useQuery({
    queryKey: customerKey(id, 'top-products', window),
    queryFn: ({ signal }) =>
      got(api.GET('/api/v1/customers/{id}/top-products', { params: { path: { id }, query: { window } }, signal })),
    placeholderData: keepPreviousData,
  });
  const greatest = data?.items[0]?.quantity ?? 0;
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label={t('window')}
        value={window}
        onChange={(next) => setWindow(next)}
        data={WINDOWS.map((value) => ({ value, label: t(value) }))}
        style={{ alignSelf: 'flex-start' }}
      />
      {error && !data && <ErrorState error={error} retry={() => void refetch()} />}
      {!data && !error && <LinesSkeleton lines={6} />}
      {data?.items.length === 0 && (
        <EmptyState title={t('noProductsTitle')} icon={<IconPackage aria-hidden />}>
          {window === 'all' ? t('noOrdersBody') : t('noProductsBody')}
        </EmptyState>
      )}
      {data && data.items.length > 0 && (
        <Paper component="ol" className={classes['plain'] ?? ''} aria-label={t('topProducts')} py={4}>
          {data.items.map((item, index) => (
            <Product key={item.product ?? ''} item={item} rank={index + 1} share={item.quantity / greatest} />
          ))}
        </Paper>
      )}
    </Stack>
  );
}

function Product({ item, rank, share }: { item: TopProduct; rank: number; share: number }) {
  const t = useTexts();
  const f = useFormats();
  const { product, title, quantity, spentMinor, orders, lastDay } = item;
  const hostId = product?.slice(product.indexOf(':') + 1) ?? '';
  return (
    <li className={classes['product']}>
      <Text size="sm" c="dimmed" ta="end">
        {rank}
      </Text>
      <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
        {title ?? (product === null ? t('customItems') : t('unnamedProduct', { id: hostId }))}
      </Text>
      <Text size="sm" fw={600} ta="end">
        ×{f.number(roundedPieces(quantity))}
      </Text>
      <span />
      <Text size="xs" c="dimmed">
        {t('bought', { count: orders, day: f.day(lastDay) })}
      </Text>
      <Text size="xs" c="dimmed" ta="end">
        {f.money(spentMinor)}
      </Text>
      <span className={classes['bar']} style={{ width: `${Math.max(2, share * 100)}%` }} aria-hidden />
    </li>
  );
}
