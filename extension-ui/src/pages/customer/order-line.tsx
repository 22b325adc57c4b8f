import { Badge, Group, Text } from '@mantine/core';
import { useFormats } from '../../session/admin.tsx';
import { usePlatformName } from './author.tsx';
import classes from './customer.module.css';
import type { Order, OrderContent } from './customer.ts';
import { useTexts } from './texts.ts';

/** An order in one line: what it is called, when and where, its state, and what it cost. */
export function OrderLine({ order }: { order: Order }) {
  const t = useTexts();
  const f = useFormats();
  const platformName = usePlatformName();
  const { content, at, platform, hostId } = order;
  const pieces = content?.lines.reduce((sum, line) => sum + line.quantity, 0) ?? 0;
  const where = [platformName(platform), content && content.channel !== platform && content.channel].filter(Boolean);
  return (
    <span className={classes['order']}>
      <span>
        <Text size="sm" fw={600} component="span" style={{ overflowWrap: 'anywhere' }}>
          {t('orderNumber', { number: content?.number ?? hostId })}
        </Text>
        <Text size="xs" c="dimmed" component="span" display="block">
          {[f.dateTime(at), ...where, content && t('item', { count: roundedPieces(pieces) })]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </span>
      <OrderBadges order={order} />
      <Text
        size="sm"
        fw={600}
        component="span"
        className={classes['cost'] ?? ''}
        {...(order.counts ? {} : { c: 'dimmed' })}
      >
        {content && f.money(content.totalMinor, content.currency)}
      </Text>
    </span>
  );
}

/** Tills sell half kilos. */
export const roundedPieces = (quantity: number) => Math.round(quantity * 1000) / 1000;

const PAYMENT_COLOURS: Readonly<Record<OrderContent['payment'], string>> = {
  paid: 'glaze',
  unpaid: 'blue',
  partly_paid: 'blue',
  partly_refunded: 'grape',
  refunded: 'gray',
  voided: 'gray',
};

/** Its state where that is not the usual one, and how its payment stands. */
export function OrderBadges({ order }: { order: Order }) {
  const t = useTexts();
  const { content, deleted } = order;
  return (
    <Group gap={4} component="span" className={classes['badges'] ?? ''}>
      {content?.test && <Badge color="violet">{t('test')}</Badge>}
      {deleted ? (
        <Badge color="red">{t('deleted')}</Badge>
      ) : (
        content?.state === 'cancelled' && <Badge color="red">{t('cancelled')}</Badge>
      )}
      {content && <Badge color={PAYMENT_COLOURS[content.payment]}>{t(content.payment)}</Badge>}
    </Group>
  );
}
