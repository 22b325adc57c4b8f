import { Alert, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useFormats } from '../../session/admin.tsx';
import type { Order, OrderContent } from './customer.ts';
import { OpenInHost } from './open-in-host.tsx';
import { OrderLines } from './order-lines.tsx';
import { placeText } from './profile-facts.tsx';
import { useTexts } from './texts.ts';

/** What an order holds, what came back of it, and whether it counts (D2). */
export function OrderDetails({ order }: { order: Order }) {
  const t = useTexts();
  const f = useFormats();
  const { content, counts, uncounted, spentMinor, connection, hostId, unresolvedDelivery } = order;
  return (
    <Stack gap="sm">
      {unresolvedDelivery !== null && (
        <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />}>
          {t('unresolved')}
        </Alert>
      )}
      {content ? <OrderLines content={content} /> : <Text size="sm">{t('unknownOrder')}</Text>}
      <Text size="sm" fw={500}>
        {counts ? t('counted', { amount: f.money(spentMinor) }) : t(`uncounted_${uncounted ?? 'unknown'}`)}
      </Text>
      {content && <Particulars content={content} />}
      <Group>
        <OpenInHost kind="order" connection={connection} hostId={hostId} />
      </Group>
    </Stack>
  );
}

function Particulars({ content }: { content: OrderContent }) {
  const t = useTexts();
  const f = useFormats();
  const { paidAt, cancelledAt, hostStatus, locationId, voucherCodes, place, note } = content;
  const where = place && placeText(place);
  const told = [
    paidAt && t('paidOn', { date: f.dateTime(paidAt) }),
    cancelledAt && t('cancelledOn', { date: f.dateTime(cancelledAt) }),
    locationId === null ? t('online') : t('store', { location: locationId }),
    t('hostStatus', { status: hostStatus }),
    voucherCodes.length > 0 && t('vouchers', { codes: f.list(voucherCodes) }),
    where && t('shipTo', { place: where }),
    note && t('orderNote', { note }),
  ].filter((line) => typeof line === 'string' && line !== '');
  return (
    <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
      {told.join(' · ')}
    </Text>
  );
}
