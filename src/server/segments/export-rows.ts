import type { CustomerKey } from '../../model.ts';
import type { ShopState } from '../shop-state.ts';
import type { ExportAsked } from '../store/bulk-action-document.ts';
import type { CustomerDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { frozenGroups } from './actions-freeze.ts';
import { type Cell, projectionOf, rowOf } from './export-columns.ts';

/** Customers that are read at a time: of more, many would be in memory long enough to be moved where garbage is seldom collected. */
const BATCH = 250;
const MERGES_MAX = 100;

/**
 * A row for each customer of the frozen set, in its order: as many as it has, whatever happens meanwhile. Who was merged since is shown as
 * who was kept; of who was erased nothing is left but the id.
 */
export async function* exportRows(
  scope: ShopStore,
  action: string,
  asked: ExportAsked,
  state: ShopState,
): AsyncGenerator<readonly Cell[]> {
  const projection = projectionOf(asked.columns);
  const reading = { state, language: asked.language };
  let batch: CustomerKey[] = [];
  const rows = async () => {
    const found = await customersOf(scope, batch, projection);
    return batch.map((key) => rowOf(asked.columns, found.get(key) ?? { _id: key }, reading));
  };
  for await (const group of frozenGroups(scope, action)) {
    batch.push(...group);
    if (batch.length < BATCH) continue;
    yield* await rows();
    batch = [];
  }
  if (batch.length > 0) yield* await rows();
}

/** By the key that was asked for. */
async function customersOf(
  scope: ShopStore,
  keys: readonly CustomerKey[],
  projection: object,
): Promise<Map<CustomerKey, CustomerDocument>> {
  // The hint: of a clustered collection `$in` reads everything between the first and the last.
  const found = await scope.customers
    .find({ 'listing.shop': scope.shop, _id: { $in: [...keys] } }, { hint: 'listed_by_key', projection })
    .toArray();
  const byKey = new Map(found.map((customer) => [customer._id, customer]));
  for (const asked of keys) {
    if (byKey.has(asked)) continue;
    let key: CustomerKey | undefined = asked;
    for (let steps = 0; key !== undefined && steps < MERGES_MAX; steps++) {
      const customer: CustomerDocument | null = await scope.customers.findOne({ _id: key }, { projection });
      if (customer) {
        byKey.set(asked, customer);
        break;
      }
      key = (await scope.aliases.findOne({ _id: key }))?.into;
    }
  }
  return byKey;
}
