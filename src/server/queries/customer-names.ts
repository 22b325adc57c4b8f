import type { CustomerKey } from '../../model.ts';
import type { ShopStore } from '../store/index.ts';

/** What these customers are called now. Whoever was merged into another, erased or never named has no entry. */
export async function customerNames(
  scope: ShopStore,
  customers: readonly CustomerKey[],
): Promise<ReadonlyMap<CustomerKey, string>> {
  // One by one: `$in` on the key of a clustered collection reads everything between the least and the greatest.
  const found = await Promise.all(
    [...new Set(customers)].map((_id) => scope.customers.findOne({ _id }, { projection: { name: 1 } })),
  );
  return new Map(found.flatMap((customer) => (customer?.name ? [[customer._id, customer.name] as const] : [])));
}
