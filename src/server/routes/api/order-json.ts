import { z } from 'zod';
import {
  allRefunds,
  customerIdFromKey,
  type InstallationId,
  type Order,
  UNCOUNTED_REASONS,
  uncountedBecause,
} from '../../../model.ts';
import type { ConnectionName } from '../../queries/connection-names.ts';
import { deliveryIdOf } from '../../queries/deliveries-page.ts';
import { orderIdOf } from '../../queries/orders-page.ts';
import type { OrderDocument } from '../../store/documents.ts';
import { Place } from './customer-json.ts';
import { Currency, isoTime, isoTimeOrNull, Minor, Time } from './schemas.ts';

const Line = z
  .object({
    id: z.string(),
    productId: z.string().nullable(),
    variantId: z.string().nullable(),
    sku: z.string().nullable(),
    title: z.string(),
    quantity: z.number(),
    amountMinor: Minor.describe('Of the whole line, after its discounts.'),
  })
  .meta({ id: 'OrderLine' });

const RefundJson = z
  .object({
    id: z.string(),
    at: Time.nullable(),
    totalMinor: Minor,
    goodsMinor: Minor.nullable().describe('The goods part of it; null when the host does not say.'),
    lines: z
      .array(z.object({ lineId: z.string(), quantity: z.number(), amountMinor: Minor.nullable() }))
      .describe('What came back of which line; empty when the host tells the amount only.'),
  })
  .meta({ id: 'Refund' });

const Content = z
  .object({
    number: z.string().describe('What the merchant calls it.'),
    state: z.enum(['open', 'cancelled', 'deleted']),
    payment: z.enum(['unpaid', 'partly_paid', 'paid', 'partly_refunded', 'refunded', 'voided']),
    hostStatus: z.string().describe('The host’s own status, as it spells it.'),
    test: z.boolean().describe('A test order never counts.'),
    placedAt: Time,
    paidAt: Time.nullable(),
    cancelledAt: Time.nullable(),
    changedAt: Time.describe('When the host last changed it.'),
    currency: Currency.describe('Of every amount in here.'),
    goodsMinor: Minor,
    discountMinor: Minor,
    shippingMinor: Minor,
    taxMinor: Minor,
    totalMinor: Minor,
    debtMinor: Minor.describe('Still owed on it.'),
    lines: z.array(Line),
    refunds: z.array(RefundJson),
    voucherCodes: z.array(z.string()),
    channel: z.string(),
    locationId: z.string().nullable(),
    staffId: z.string().nullable(),
    buyer: z.object({
      name: z.string().nullable(),
      phone: z.string().nullable(),
      email: z.string().nullable(),
      memberCode: z.string().nullable(),
      accountId: z.string().nullable(),
    }),
    place: Place.nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'OrderContent', description: 'The order as its host describes it.' });

export const OrderJson = z
  .object({
    id: z.string().describe('`<connection>.<host order id>`.'),
    connection: z.string(),
    platform: z.string().nullable().describe('Of the connection; null when that is no more.'),
    hostId: z.string().describe('The id that the host gave it.'),
    customerId: z.string().nullable().describe('Null: it names nobody, or a member code that nobody has yet.'),
    at: Time.describe('When it was placed; of an order known only by a refund or deletion, when we heard of it.'),
    counts: z.boolean().describe('Whether it counts as a purchase.'),
    uncounted: z
      .enum(UNCOUNTED_REASONS)
      .nullable()
      .describe(
        'Why it does not count; `returned`: all goods came back though not all money. Null when it counts, and while nothing is known of it.',
      ),
    spentMinor: Minor.nullable().describe(
      'What it adds to the customer’s spend, in the shop’s currency; null when it does not count.',
    ),
    deleted: z.boolean().describe('The host has deleted it.'),
    unresolvedDelivery: z
      .string()
      .nullable()
      .describe(
        'A delivery that says "deleted" without a time after it was restored: look at the host, then resolve that delivery.',
      ),
    content: Content.nullable().describe('Null while only a refund or deletion of it has come.'),
  })
  .meta({ id: 'Order' });

export const OrderVersionJson = z
  .object({ at: Time.describe('The host’s time of this version.'), content: Content })
  .meta({ id: 'OrderVersion', description: 'What the host said before the current version, or said late.' });

export function orderJson(
  order: OrderDocument,
  connections: ReadonlyMap<InstallationId, ConnectionName>,
): z.infer<typeof OrderJson> {
  return {
    id: orderIdOf(order),
    connection: order.installation,
    platform: connections.get(order.installation)?.platform ?? null,
    hostId: order.hostId,
    customerId: order.customer === null ? null : customerIdFromKey(order.customer),
    at: isoTime(order.at),
    counts: order.fact !== undefined,
    uncounted: order.order ? uncountedBecause(order.order, order) : null,
    spentMinor: order.fact?.n ?? null,
    deleted: order.deleted || order.order?.state === 'deleted',
    unresolvedDelivery: order.unresolved === undefined ? null : deliveryIdOf(order.unresolved),
    content: order.order ? contentJson({ ...order.order, refunds: allRefunds(order.order, order.refundsAlone) }) : null,
  };
}

export function contentJson(order: Order): z.infer<typeof Content> {
  const { version, placedAt, paidAt, cancelledAt, lines, refunds, buyer, voucherCodes, ...rest } = order;
  return {
    ...rest,
    placedAt: isoTime(placedAt),
    paidAt: isoTimeOrNull(paidAt),
    cancelledAt: isoTimeOrNull(cancelledAt),
    changedAt: isoTime(version.at),
    lines: lines.map(({ hostId, productId, variantId, sku, title, quantity, amountMinor }) => ({
      id: hostId,
      productId,
      variantId,
      sku,
      title,
      quantity,
      amountMinor,
    })),
    refunds: refunds.map(({ hostId, at, totalMinor, goodsMinor, lines: returned }) => ({
      id: hostId,
      at: isoTimeOrNull(at),
      totalMinor,
      goodsMinor,
      lines: returned.map(({ lineId, quantity, amountMinor }) => ({ lineId, quantity, amountMinor })),
    })),
    voucherCodes: [...voucherCodes],
    buyer: {
      name: buyer.name,
      phone: buyer.phone,
      email: buyer.email,
      memberCode: buyer.memberCode,
      accountId: buyer.hostId,
    },
  };
}
