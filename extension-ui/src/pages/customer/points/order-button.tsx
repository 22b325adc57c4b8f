import { Anchor, Modal, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { got } from '../../../api/client.ts';
import { ErrorState } from '../../../parts/states.tsx';
import { useApi, useCan } from '../../../session/admin.tsx';
import { OrderDetails } from '../order-details.tsx';
import { OrderLine } from '../order-line.tsx';
import { LinesSkeleton } from '../skeleton.tsx';
import type { Posting } from './points.ts';
import { useTexts } from './texts.ts';

type OrderRef = NonNullable<Posting['order']>;

/** The order that points came from or went to; it opens over the statement, so that one comes back to the same line. */
export function OrderButton({ order }: { order: OrderRef }) {
  const t = useTexts();
  const canOpen = useCan('orders:read');
  const [opened, setOpened] = useState(false);
  const number = order.number ?? order.id.slice(order.id.indexOf('.') + 1);
  if (!canOpen) return <span>{t('orderNumber', { number })}</span>;
  return (
    <>
      <Anchor
        component="button"
        type="button"
        size="sm"
        aria-label={t('openOrder', { number })}
        onClick={() => setOpened(true)}
      >
        {t('orderNumber', { number })}
      </Anchor>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('orderTitle', { number })}
        size="lg"
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <OrderById id={order.id} />
      </Modal>
    </>
  );
}

function OrderById({ id }: { id: string }) {
  const api = useApi();
  const { data, error, refetch } = useQuery({
    queryKey: ['orders', id],
    queryFn: ({ signal }) => got(api.GET('/api/v1/orders/{id}', { params: { path: { id } }, signal })),
  });
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <LinesSkeleton lines={6} />;
  return (
    <Stack gap="sm">
      <OrderLine order={data} />
      <OrderDetails order={data} />
    </Stack>
  );
}
