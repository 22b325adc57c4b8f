import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Stands for the address of a Tessera server in the manifest and in what is generated from it. */
export const APP_URL = '${APP_URL}';

/** What can happen on a host, in our words; each host's file says which of its topics tell it. */
const EVENTS = [
  'order.created',
  'order.updated',
  'order.paid',
  'order.cancelled',
  'order.deleted',
  'order.restored',
  'refund.created',
  'customer.created',
  'customer.updated',
  'customer.consent',
  'customer.merged',
  'customer.deleted',
  'product.created',
  'product.updated',
  'product.deleted',
  'app.uninstalled',
  'privacy.export',
  'privacy.erase',
  'privacy.shop_erase',
] as const;

const PERMISSIONS = ['customers', 'orders', 'orders.history', 'products'] as const;

export type EventName = (typeof EVENTS)[number];
export type PermissionName = (typeof PERMISSIONS)[number];

const address = z
  .string()
  .regex(/^(https:\/\/|\$\{APP_URL\}(\/|$))/, { error: 'must start with https:// or ${APP_URL}' });
const inBothLanguages = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) });
const atLeast = z.string().regex(/^>=\d+(\.\d+)*$/);

const manifestSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string().regex(/^[a-z][a-z0-9-]+$/),
  name: z.string().min(1),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  license: z.string().min(1),
  author: z.string().min(1),
  description: inBothLanguages,
  urls: z.strictObject({
    app: address,
    webhooks: address,
    homepage: address.optional(),
    privacyPolicy: address.optional(),
    support: address.optional(),
  }),
  embedded: z.boolean(),
  nav: z.array(z.strictObject({ label: inBothLanguages, path: z.string().regex(/^\/app(\/[a-z-]+)*$/) })),
  permissions: z.record(z.enum(PERMISSIONS), z.array(z.enum(['read', 'write'])).min(1)),
  events: z.record(z.enum(EVENTS), z.string().min(1)),
  extensions: z.array(z.strictObject({ kind: z.string(), handle: z.string().optional() })),
  data: z.strictObject({
    level: z.literal([1, 2]),
    fields: z.array(z.string()),
    purposes: z.array(z.string()),
    /** Kept until the customer, the shop or the host asks for erasure: there is no term after which it goes by itself. */
    retention: z.literal('until_erasure'),
    /** What the application itself encrypts; disks and backups are the operator's. */
    encryption: z.literal('host_secrets'),
  }),
  compat: z.strictObject({
    shopifyApi: z.string().regex(/^\d{4}-\d{2}$/),
    wordpress: atLeast,
    woocommerce: atLeast,
    woocommerceTested: z.string(),
    php: atLeast,
    node: atLeast,
    mongodb: atLeast,
  }),
  /** Values that only one host needs; which hosts there are is checked against the adapters. */
  hosts: z.strictObject({
    shopify: z.strictObject({}),
    woocommerce: z.strictObject({}),
    haravan: z.strictObject({}),
    sapo: z.strictObject({}),
    pos: z.strictObject({}),
  }),
});

export type Manifest = z.output<typeof manifestSchema>;

/** plugin.manifest.json. A missing event or permission is an error: the lists above are complete in both directions. */
export function readManifest(): Manifest {
  const path = new URL('../../plugin.manifest.json', import.meta.url);
  return manifestSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** ">=9.0" → "9.0", as the headers of WordPress plugins have it. */
export function minimum(range: string): string {
  return range.replace(/^>=/, '');
}
