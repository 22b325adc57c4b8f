import type { Account } from '../../loyalty/index.ts';
import type { CustomerDocument, OrderDocument } from '../store/documents.ts';
import type { IngestContext } from './context.ts';
import { withOrderEffect } from './effects.ts';
import { orderFact } from './order.ts';
import type { Workspace } from './workspace.ts';

/**
 * How many of our offers each order used (C28), by `<installation>/<host order id>`: holds and codes of points that it captured, and
 * vouchers. What somebody typed into an order without its being ours is in neither.
 */
export function offersUsed(
  { orders, redemptions }: Pick<Account, 'orders' | 'redemptions'>,
  vouchers: readonly string[],
): ReadonlyMap<string, number> {
  const used = new Map<string, number>();
  const captured = redemptions.flatMap(({ state, order }) =>
    state === 'captured' && order !== undefined ? [order] : [],
  );
  // An order that fell has used nothing, whatever it captured.
  const standing = new Set(orders.flatMap((order) => (order.end === undefined ? [order.o] : [])));
  for (const order of [...captured, ...vouchers]) if (standing.has(order)) used.set(order, (used.get(order) ?? 0) + 1);
  return used;
}

/**
 * Brings a customer's orders in line with what they used, those of this event and those that count. Should-be minus is: an order that
 * tells it already is not read.
 */
export async function withOffersUsed(
  workspace: Workspace,
  { shop }: IngestContext,
  customer: CustomerDocument,
  used: ReadonlyMap<string, number>,
): Promise<CustomerDocument> {
  const touched = workspace.touchedOrders().filter((order) => order.customer === customer._id);
  const stale = [
    ...touched.flatMap((order) => ((order.offersUsed ?? 0) === (used.get(refOf(order)) ?? 0) ? [] : [refOf(order)])),
    ...customer.facts.flatMap((fact) => ((fact.r ?? 0) === (used.get(fact.o) ?? 0) ? [] : [fact.o])),
  ];
  let changed = customer;
  for (const ref of new Set(stale)) {
    const before = await workspace.order(`${shop._id}/${ref}` as OrderDocument['_id']);
    if (!before || before.customer !== customer._id) continue;
    const count = used.get(ref) ?? 0;
    const { offersUsed: _old, fact: _oldFact, ...rest } = before;
    const counted = count === 0 ? rest : { ...rest, offersUsed: count };
    const fact = orderFact(shop, counted);
    workspace.putOrder(fact === null ? counted : { ...counted, fact });
    changed = await withOrderEffect(workspace, changed, ref, before.fact, fact);
  }
  return changed;
}

const refOf = ({ installation, hostId }: Pick<OrderDocument, 'installation' | 'hostId'>) => `${installation}/${hostId}`;
