import { type JsonObject, parseObject } from '../json.ts';

/** Where the body of a topic names what it is about. Topics about the whole shop have no line. */
const PATHS: readonly (readonly [topic: RegExp, entity: string, ...path: string[]])[] = [
  [/^orders\//, 'order', 'id'],
  [/^refunds\//, 'order', 'order_id'], // a refund changes its order, so the two wait for each other
  [/^customers\/(data_request|redact)$/, 'customer', 'customer', 'id'],
  [/^customers\/merge$/, 'customer', 'admin_graphql_api_customer_kept_id'],
  [/^customers\/merge$/, 'customer', 'admin_graphql_api_id_customer_kept'],
  [/^customers\//, 'customer', 'id'],
  [/^customers_email_marketing_consent\//, 'customer', 'customer_id'],
  [/^customers_marketing_consent\//, 'customer', 'id'],
  [/^products\//, 'product', 'id'],
];

/** "orders/updated" about 5324790137142 → "order:5324790137142". */
export function entityOf(topic: string, rawBody: Buffer): string | null {
  const paths = PATHS.filter(([pattern]) => pattern.test(topic));
  if (paths.length === 0) return null;
  const json = parseObject(rawBody);
  if (!json.ok) return null;
  for (const [, entity, ...path] of paths) {
    const id = idAt(json.value, path);
    if (id !== null) return `${entity}:${id}`;
  }
  return null;
}

function idAt(body: JsonObject, path: readonly string[]): string | null {
  let value: unknown = body;
  for (const name of path) value = isObject(value) && Object.hasOwn(value, name) ? value[name] : null;
  return typeof value === 'number' || typeof value === 'string' ? numericId(String(value)) : null;
}

/** `gid://shopify/Customer/42` and `42` → "42"; null for what is no id of Shopify's. */
export function numericId(text: string): string | null {
  return /^(?:gid:\/\/shopify\/\w+\/)?([1-9]\d{0,24})$/.exec(text)?.[1] ?? null;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null;
}
