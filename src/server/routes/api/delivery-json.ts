import { z } from 'zod';
import { PARK_REASONS, type ParkReason } from '../../../errors.ts';
import { customerIdFromKey } from '../../../model.ts';
import { DELIVERY_STATES, type DeliveryRow, deliveryIdOf } from '../../queries/deliveries-page.ts';
import { isoTime, isoTimeOrNull, Time } from './schemas.ts';

export const PLATFORMS = ['shopify', 'woocommerce', 'haravan', 'sapo', 'pos'] as const;
export const Reason = z.enum(Object.keys(PARK_REASONS) as [ParkReason, ...ParkReason[]]);

export const DeliveryJson = z
  .object({
    id: z.string().describe('`<connection>.<hash>`.'),
    connection: z.string(),
    platform: z.enum(PLATFORMS),
    topic: z.string(),
    entity: z.string().nullable().describe('What it is about, as the host numbers it: `order:16`.'),
    state: z.enum(DELIVERY_STATES).describe('`parked`: stored, and not applied for the reason that `parked` gives.'),
    receivedAt: Time,
    sentAt: Time.nullable(),
    doneAt: Time.nullable(),
    attempts: z.int().describe('Failed attempts to apply it.'),
    note: z.string().nullable(),
    parked: z
      .object({
        reason: Reason,
        detail: z.string(),
        advice: z.string().describe('What it means and what to do.'),
        at: Time,
      })
      .nullable(),
    customers: z.array(z.string()).describe('Ids of the customers it changed.'),
  })
  .meta({ id: 'Delivery' });

export function deliveryJson(delivery: DeliveryRow): z.infer<typeof DeliveryJson> {
  const { parked, entity, installation } = delivery;
  return {
    id: deliveryIdOf(delivery._id),
    connection: installation,
    platform: delivery.platform,
    topic: delivery.topic,
    entity: entity === null ? null : entity.slice(installation.length + 1),
    state: delivery.state,
    receivedAt: isoTime(delivery.receivedAt),
    sentAt: isoTimeOrNull(delivery.sentAt),
    doneAt: isoTimeOrNull(delivery.doneAt),
    attempts: delivery.attempts,
    note: delivery.note ?? null,
    parked:
      delivery.state === 'parked' && parked
        ? { reason: parked.reason, detail: parked.detail, advice: PARK_REASONS[parked.reason], at: isoTime(parked.at) }
        : null,
    customers: (delivery.customers ?? []).map(customerIdFromKey),
  };
}
