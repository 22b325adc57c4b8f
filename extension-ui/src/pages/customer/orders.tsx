import { Accordion, Button, Stack, Text } from '@mantine/core';
import { IconShoppingBag } from '@tabler/icons-react';
import { got } from '../../api/client.ts';
import { usePages } from '../../api/pages.ts';
import { EmptyState, ErrorState } from '../../parts/states.tsx';
import { useApi } from '../../session/admin.tsx';
import classes from './customer.module.css';
import { type Customer, customerKey } from './customer.ts';
import { OrderDetails } from './order-details.tsx';
import { OrderLine } from './order-line.tsx';
import { LinesSkeleton } from './skeleton.tsx';
import { useTexts } from './texts.ts';

/** Every order of every channel in every state, newest first (V13). Each opens to its lines, refunds and why it does not count. */
export function Orders({ customer }: { customer: Customer }) {
  const t = useTexts();
  const api = useApi();
  const { id } = customer;
  const { rows, error, hasMore, isLoadingMore, more, retry } = usePages(customerKey(id, 'orders'), (cursor, signal) =>
    got(
      api.GET('/api/v1/customers/{id}/orders', {
        params: { path: { id }, query: { limit: 20, ...(cursor === undefined ? {} : { cursor }) } },
        signal,
      }),
    ),
  );
  if (error && !rows) return <ErrorState error={error} retry={retry} />;
  if (!rows) return <LinesSkeleton lines={8} />;
  if (rows.length === 0)
    return (
      <EmptyState title={t('noOrdersTitle')} icon={<IconShoppingBag aria-hidden />}>
        {t('noOrdersBody')}
      </EmptyState>
    );
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed" role="status">
        {t('showingOrders', { count: rows.length })}
      </Text>
      <Accordion
        multiple
        variant="contained"
        keepMounted={false}
        order={2}
        classNames={{ item: classes['orderItem'] ?? '' }}
      >
        {rows.map((order) => (
          <Accordion.Item key={order.id} value={order.id}>
            <Accordion.Control>
              <OrderLine order={order} />
            </Accordion.Control>
            <Accordion.Panel>
              <OrderDetails order={order} />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
      {hasMore && (
        <Button variant="default" loading={isLoadingMore} onClick={more} style={{ alignSelf: 'center' }}>
          {t('moreOrders')}
        </Button>
      )}
    </Stack>
  );
}
