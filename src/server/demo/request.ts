import { createHmac } from 'node:crypto';
import type { WebhookRequest } from '../../adapters/adapter.ts';
import { formatInstant } from '../../model.ts';
import type { DemoDelivery } from './generate.ts';

/** A delivery as the signed request in which a till sends it. */
export function demoRequest(delivery: DemoDelivery, secret: string): WebhookRequest {
  const rawBody = Buffer.from(delivery.body);
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-tessera-topic': delivery.topic,
      'x-tessera-delivery': delivery.id,
      'x-tessera-sent-at': formatInstant(delivery.at),
      'x-tessera-signature': createHmac('sha256', secret).update(rawBody).digest('base64'),
    },
    query: {},
    rawBody,
  };
}
