import type { PurchaseFact } from '../../model.ts';
import { compareFacts, FACTS_MAX, keptFacts, statsOf, withFact } from '../../model.ts';
import type { CustomerDocument, OrderDocument } from '../store/documents.ts';
import { withFacts } from './person.ts';
import type { Workspace } from './workspace.ts';

/**
 * An order's effect on its customer is what it should be minus what it is: the order's present fact replaces the one that
 * lies there. Nothing is added or subtracted by event, so nothing can be counted twice.
 */
export async function withOrderEffect(
  workspace: Workspace,
  customer: CustomerDocument,
  orderRef: string,
  before: PurchaseFact | undefined,
  after: PurchaseFact | null,
): Promise<CustomerDocument> {
  if (!before && after === null) return customer;
  if (customer.factsCut) return withEffectOnLongHistory(workspace, customer, orderRef, before, after);
  const all = withFact(customer.facts, orderRef, after);
  const { facts, cut } = keptFacts(all);
  return withFacts(customer, [...facts], statsOf(all), cut);
}

/** Facts and figures from all of a customer's orders: after a merge, and in `verify`. */
export function factsOfOrders(customer: CustomerDocument, orders: readonly OrderDocument[]): CustomerDocument {
  const all = orders.flatMap((order) => (order.fact ? [order.fact] : [])).sort(compareFacts);
  const { facts, cut } = keptFacts(all);
  return withFacts(customer, [...facts], statsOf(all), cut);
}

/**
 * The same for a customer with more orders than are kept (a till's "walk-in" with its hundred thousand invoices): figures
 * move by the difference of this one order, and only what may have been the edge is asked of the orders again, so
 * an event costs the same however long the history is.
 */
async function withEffectOnLongHistory(
  workspace: Workspace,
  customer: CustomerDocument,
  orderRef: string,
  before: PurchaseFact | undefined,
  after: PurchaseFact | null,
): Promise<CustomerDocument> {
  const orders = customer.stats.orders + (after ? 1 : 0) - (before ? 1 : 0);
  let kept = withFact(customer.facts, orderRef, after);
  const oldest = customer.facts.at(-1);
  if (after && oldest && compareFacts(after, oldest) > 0) kept = withFact(kept, orderRef, null); // older than all that are kept
  if (kept.length < FACTS_MAX && oldest) {
    const last = kept.at(-1) ?? oldest;
    const refill = await workspace.olderFacts(customer._id, last, FACTS_MAX - kept.length + 1);
    const merged = [
      ...kept,
      ...(after && !kept.includes(after) ? [after] : []),
      ...refill.filter((fact) => fact.o !== orderRef),
    ];
    kept = dedupe(merged).sort(compareFacts);
  }
  kept = kept.slice(0, FACTS_MAX);

  const { firstAt: oldFirstAt } = customer.stats;
  const firstMoved =
    (before && before.t === oldFirstAt) || (after && after.t < (oldFirstAt ?? Number.POSITIVE_INFINITY));
  const firstInOrders = firstMoved ? await workspace.firstFact(customer._id) : null;
  const first = [firstInOrders, firstMoved ? after : null]
    .filter((fact) => fact !== null)
    .sort(compareFacts)
    .at(-1);
  const last = kept[0];
  const { lastAreas: known, ...others } = customer.stats;
  const lastAreas = last ? last.u : known;
  const stats: CustomerDocument['stats'] = {
    ...others,
    orders,
    spentMinor: customer.stats.spentMinor + (after?.n ?? 0) - (before?.n ?? 0),
    ...(first ? { firstDay: first.d, firstAt: first.t } : {}),
    ...(last ? { lastDay: last.d, lastAt: last.t, lastLocation: last.l } : {}),
    ...(lastAreas === undefined ? {} : { lastAreas }),
    channels: before ? await workspace.distinctOf(customer._id, 'c') : including(customer.stats.channels, after?.c),
    locations: before ? await workspace.distinctOf(customer._id, 'l') : including(customer.stats.locations, after?.l),
  };
  return withFacts(customer, kept, stats, orders > FACTS_MAX);
}

function including(values: readonly string[], value: string | undefined): readonly string[] {
  return value === undefined || values.includes(value) ? values : [...values, value].sort();
}

function dedupe(facts: readonly PurchaseFact[]): PurchaseFact[] {
  return [...new Map(facts.map((fact) => [fact.o, fact])).values()];
}
