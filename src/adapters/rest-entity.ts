import { parseObject } from './json.ts';

const ENTITIES = new Map([
  ['orders', 'order'],
  ['refunds', 'order'], // a refund waits for its order and the order for it
  ['customers', 'customer'],
  ['products', 'product'],
]);

/** "orders/updated" about 1225418252 → "order:1225418252"; null for topics about the whole shop. */
export function entityOf(topic: string, rawBody: Buffer): string | null {
  const [resource = ''] = topic.split('/');
  const entity = ENTITIES.get(resource);
  if (entity === undefined) return null;
  const json = parseObject(rawBody);
  const id = json.ok ? json.value[resource === 'refunds' ? 'order_id' : 'id'] : null;
  const text = typeof id === 'number' || typeof id === 'string' ? String(id) : '';
  return /^[1-9]\d{0,24}$/.test(text) ? `${entity}:${text}` : null;
}
