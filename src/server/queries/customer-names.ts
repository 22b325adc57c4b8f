import type { CustomerKey } from '../../model.ts';
import type { ShopStore } from '../store/index.ts';

/** What these customers are called now. Whoever was merged into another, erased or never named has no entry. */
export async function customerNames(
  scope: ShopStore,
  customers: readonly CustomerKey[],
): Promise<ReadonlyMap<CustomerKey, string>> {
  if (customers.length === 0) return new Map();
  const found = await scope.customers
    .find({ _id: { $in: [...new Set(customers)] } }, { projection: { name: 1 } })
    .toArray();
  return new Map(found.flatMap(({ _id, name }) => (name === null || name === undefined ? [] : [[_id, name] as const])));
}
