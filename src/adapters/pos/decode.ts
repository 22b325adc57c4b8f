import type { z } from 'zod';
import type { CommerceEvent, Product } from '../../model.ts';
import type { DecodeInput, DecodeResult } from '../adapter.ts';
import { decodeBody, type Fields, type Noted, type Nothing } from '../fields.ts';
import { readMember } from './customer.ts';
import { connection, customer, invoice, type PosTopic, privacy, product, removal, TOPIC_SCHEMAS } from './format.ts';
import { readInvoice } from './invoice.ts';

type Decoder = (body: Fields, json: unknown, delivery: DecodeInput) => readonly CommerceEvent[] | Nothing | Noted;

const DECODERS: Readonly<Record<PosTopic, Decoder>> = {
  'invoice.saved': (body, json, { shop }) => {
    const sent = checked(invoice, json, body);
    if (sent.status === 'draft') return { note: 'A draft is not an order yet.' };
    return [{ type: 'order_changed', order: readInvoice(sent, body, shop.currency) }];
  },
  'invoice.deleted': (body, json) => [{ type: 'order_deleted', hostId: checked(removal, json, body).id }],
  'customer.saved': (body, json, { shop }) => readMember(checked(customer, json, body), body, shop.currency),
  'customer.deleted': (body, json) => [{ type: 'customer_deleted', hostId: checked(removal, json, body).id }],
  'product.saved': (body, json) => [{ type: 'product_changed', product: readProduct(checked(product, json, body)) }],
  'product.deleted': (body, json) => [{ type: 'product_deleted', hostId: checked(removal, json, body).id }],
  'connection.removed': (body, json) => [{ type: 'app_uninstalled', at: checked(connection, json, body).at ?? null }],
  'privacy.export': (body, json) => [
    { type: 'privacy_export_requested', ...readPrivacy(checked(privacy, json, body)) },
  ],
  'privacy.erase': (body, json) => [{ type: 'privacy_erase_requested', ...readPrivacy(checked(privacy, json, body)) }],
};

export const TOPICS: readonly string[] = Object.keys(TOPIC_SCHEMAS);

/** Pure. */
export function decode(delivery: DecodeInput): DecodeResult {
  if (!Object.hasOwn(DECODERS, delivery.topic)) return { ok: true, events: [], note: 'This topic is not used.' };
  const decoder = DECODERS[delivery.topic as PosTopic];
  return decodeBody(delivery.rawBody, (body) => decoder(body, body.json, delivery));
}

/** The first rule that is broken ends the decoding; zod's paths and messages name fields and rules, never values. */
function checked<Schema extends z.ZodType>(schema: Schema, json: unknown, body: Fields): z.output<Schema> {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  return body.fail(issue?.path.join('.') || 'body', issue?.message ?? 'not as documented');
}

function readProduct(sent: z.output<typeof product>): Product {
  const { id, updatedAt, name, vendor, categories, variants } = sent;
  return {
    hostId: id,
    version: { at: updatedAt, rank: 0 },
    title: name,
    vendor: vendor || null,
    categories,
    variants: variants.map((variant) => ({ id: variant.id, sku: variant.sku || null, title: variant.name || null })),
    parentId: null,
  };
}

function readPrivacy(sent: z.output<typeof privacy>) {
  const person = {
    hostId: sent.customerId ?? null,
    email: sent.email || null,
    phone: sent.phone || null,
    orderHostIds: sent.invoiceIds,
  };
  return { person, requestId: sent.requestId ?? null };
}
