import type { OrderKey } from '../../model.ts';
import type { ShopStore } from '../store/index.ts';

/** An order that moved points: `<connection>.<host order id>`, and what the merchant calls it. */
export interface OrderNamed {
  readonly id: string;
  readonly number: string | null;
}

/** What these orders are called, by `<installation>/<host order id>`. One that has not come, or was erased, has no number. */
export async function ordersNamed(
  scope: ShopStore,
  refs: Iterable<string | undefined>,
): Promise<(ref: string | undefined) => OrderNamed | null> {
  const known = [...new Set([...refs].filter((ref) => ref !== undefined))];
  const ids = known.map((ref) => `${scope.shop}/${ref}` as OrderKey);
  const projection = { 'order.number': 1 };
  const found = ids.length === 0 ? [] : await scope.orders.find({ _id: { $in: ids } }, { projection }).toArray();
  const numbers = new Map(found.map(({ _id, order }) => [_id.slice(scope.shop.length + 1), order?.number]));
  return (ref) => (ref === undefined ? null : { id: ref.replace('/', '.'), number: numbers.get(ref) ?? null });
}

/** `<connection>.<host order id>` as accounts name an order. */
export const orderRefOf = (id: string): string => id.replace('.', '/');
