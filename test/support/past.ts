import type { Customer, Instant, ShopId } from '../../src/model.ts';
import { evaluate, type SegmentDefinition } from '../../src/segments/index.ts';
import { contextFor } from '../../src/server/segments/live.ts';
import { readNamed, type ShopState } from '../../src/server/shop-state.ts';
import type { CustomerDocument } from '../../src/server/store/documents.ts';
import type { ShopStore } from '../../src/server/store/index.ts';
import type { House } from './house.ts';

export async function stateOf(house: Pick<House, 'states'>, shop: ShopId): Promise<ShopState> {
  house.states.forget(shop);
  const state = await house.states.get(shop);
  if (!state) throw new Error('no such shop');
  return state;
}

/** What conditions read of a customer, without what the house keeps beside it. */
export function asRead(customer: CustomerDocument | Customer): Record<string, unknown> {
  const {
    revision,
    claims,
    tagClaims,
    listing,
    gone,
    memberOf,
    ids,
    tagNames = [],
    ...rest
  } = customer as CustomerDocument;
  return JSON.parse(JSON.stringify(tagNames.length > 0 ? { ...rest, tagNames } : rest));
}

/** Who of these documents is in by a definition at an instant, by phone. */
export async function membersOf(
  scope: ShopStore,
  state: ShopState,
  definition: SegmentDefinition,
  customers: readonly (CustomerDocument | Customer)[],
  at: Instant,
): Promise<string[]> {
  const { catalogue, references } = await readNamed(scope, [definition]);
  const context = contextFor(state, at, catalogue, references);
  return customers
    .filter((customer) => evaluate(definition, customer, context))
    .map(({ phone, _id }) => phone ?? _id)
    .sort();
}
