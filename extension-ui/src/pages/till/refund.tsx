import { Paper, Select, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { got } from '../../api/client.ts';
import { ErrorState } from '../../parts/states.tsx';
import { useApi, useCan, useFormats } from '../../session/admin.tsx';
import { customerKey } from '../customer/customer.ts';
import { RefundPreview } from './refund-preview.tsx';
import { linesLeft, type Returned } from './returned.ts';
import { ReturnedLines } from './returned-lines.tsx';
import { useTexts } from './texts.ts';
import classes from './till.module.css';

/** Which order, what of it comes back, and what that does to points and tier, before it is done (moonshot 8). */
export function Refund({ customer }: { customer: string }) {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const canSee = useCan('orders:read');
  const [chosen, setChosen] = useState<string | null>(null);
  const [returned, setReturned] = useState<Returned>({});
  const { data, error, refetch } = useQuery({
    queryKey: customerKey(customer, 'orders', 'till'),
    enabled: canSee,
    queryFn: ({ signal }) =>
      got(
        api.GET('/api/v1/customers/{id}/orders', { params: { path: { id: customer }, query: { limit: 50 } }, signal }),
      ),
  });
  if (!canSee) return <Text size="sm">{t('ordersForbidden')}</Text>;
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={240} />;
  const orders = data.items.filter(({ counts, content }) => counts && content !== null);
  if (orders.length === 0) return <Text size="sm">{t('noOrders')}</Text>;
  const order = orders.find(({ id }) => id === chosen) ?? null;
  return (
    <div className={classes['columns']}>
      <Paper component="section" aria-labelledby="return-heading">
        <Title order={2} id="return-heading" mb="xs">
          {t('returns')}
        </Title>
        <Stack gap="sm">
          <Select
            label={t('order')}
            placeholder={t('chooseOrder')}
            searchable
            allowDeselect={false}
            value={order?.id ?? null}
            onChange={(id) => {
              setChosen(id);
              setReturned({});
            }}
            data={orders.map(({ id, at, hostId, content }) => ({
              value: id,
              label: t('orderOption', {
                number: content?.number ?? hostId,
                date: f.date(at),
                amount: content ? f.money(content.totalMinor, content.currency) : '',
              }),
            }))}
          />
          {order?.content && (
            <ReturnedLines lines={linesLeft(order.content)} returned={returned} onChange={setReturned} />
          )}
        </Stack>
      </Paper>
      {order?.content && <RefundPreview customer={customer} order={order.id} returned={returned} />}
    </div>
  );
}
