import type { Document, Filter } from 'mongodb';
import type { CustomerKey } from '../../model.ts';
import type { CustomerDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { allOf, type Condition, listedIn } from './customers-conditions.ts';
import { comparePlaces, type Order, type Place, placeOf, sortOf, stretchesOf } from './customers-order.ts';
import { QUERY_MS } from './limits.ts';

/**
 * The ways of reading a part of a list. All give the same; which is quickest depends on how many meet the conditions and where
 * in the order they stand.
 */

/** A customer as lists show them: without what only rules read. */
export type CustomerRow = Omit<CustomerDocument, 'facts' | 'claims' | 'tagClaims' | 'listing'>;

/** Somebody in a list, and where they stand in it. */
export interface Placed {
  readonly row: CustomerRow;
  readonly place: Place;
}

/** What is asked for: so many, of one tier, after a place in it. */
export interface Wanted {
  readonly tier: number;
  readonly after: Place | null;
  readonly count: number;
}

const PROJECTION = { facts: 0, claims: 0, tagClaims: 0, 'listing.words': 0 } as const;
const CLUSTERED = { _id: 1 } as const;

/** Customers looked at in order before walking is given up: about 30 ms. */
export const WALKED_MAX = 5_000;

/**
 * Goes through the index of the order and takes who meets the conditions: quick when many do. Null when there were not enough
 * among the first {@link WALKED_MAX}.
 */
export async function walk(
  scope: ShopStore,
  order: Order,
  conditions: readonly Condition[],
  { tier, after, count }: Wanted,
): Promise<Placed[] | null> {
  const inOrder = conditions.filter(({ field }) => field === order.field);
  const others = conditions.filter(({ field }) => field !== order.field);
  const options = { hint: order.index, maxTimeMS: QUERY_MS };
  const placed: Placed[] = [];
  for (const stretch of stretchesOf(order, after)) {
    const missing = count - placed.length;
    if (missing === 0) break;
    const range = allOf(inOrder, listedIn(scope), stretch);
    const inDirection = () => scope.customers.find(range, { ...options, projection: PROJECTION }).sort(sortOf(order));
    const found =
      others.length === 0
        ? await inDirection().limit(missing).toArray()
        : await scope.customers
            .aggregate<CustomerRow>(
              [
                { $match: range },
                { $sort: sortOf(order) },
                { $limit: WALKED_MAX },
                { $match: allOf(others) },
                { $limit: missing },
                { $project: PROJECTION },
              ],
              options,
            )
            .toArray();
    placed.push(...found.map((row) => ({ row, place: placeOf(order, row, tier) })));
    if (others.length === 0 || found.length === missing) continue;
    const beyond = inDirection()
      .project({ [order.field]: 1, _id: 1 }) // answered by the index alone
      .skip(WALKED_MAX)
      .limit(1);
    if ((await beyond.toArray()).length > 0) return null;
  }
  return placed;
}

/** So many are put in order here; more are left to the database. */
export const GATHERED_MAX = 10_000;

export interface Gathered {
  readonly placed: Placed[];
  /** How many meet the conditions, wherever they stand. */
  readonly total: number;
}

/**
 * Reads where everybody stands who meets the conditions, and then who is wanted: for few of many. Null when they are not few.
 * `through` is the condition whose index is read; null: the whole shop is.
 */
export async function gather(
  scope: ShopStore,
  order: Order,
  conditions: readonly Condition[],
  through: Condition | null,
  { after, count, tier }: Omit<Wanted, 'tier'> & { readonly tier?: number },
): Promise<Gathered | null> {
  const read = await meeting(scope, conditions, through, { _id: 1, ...order.projection })
    .limit(GATHERED_MAX + 1)
    .toArray();
  if (read.length > GATHERED_MAX) return null;
  const compare = comparePlaces(order);
  const places = read
    .map((row) => placeOf(order, row, tier ?? order.tierOf(row)))
    .filter((place) => after === null || compare(after, place) < 0)
    .sort(compare)
    .slice(0, count);
  return { placed: await rowsAt(scope, places), total: read.length };
}

/** Who was merged into another meanwhile is left out. */
async function rowsAt(scope: ShopStore, places: readonly Place[]): Promise<Placed[]> {
  if (places.length === 0) return [];
  const named = { _id: { $in: places.map((place) => place.key) } } as Filter<CustomerDocument>;
  const rows = await scope.customers
    .find(allOf([], listedIn(scope), named), { hint: 'listed_by_key', projection: PROJECTION, maxTimeMS: QUERY_MS })
    .toArray();
  const byKey = new Map(rows.map((row) => [row._id, row]));
  return places.flatMap((place) => {
    const row = byKey.get(place.key);
    return row ? [{ row, place }] : [];
  });
}

/** Reads everybody, through an index or the whole shop, and keeps the first: for many who all stand far down the order. */
export async function scan(
  scope: ShopStore,
  order: Order,
  conditions: readonly Condition[],
  through: Condition | null,
  { tier, after, count }: Wanted,
): Promise<Placed[]> {
  const placed: Placed[] = [];
  for (const stretch of stretchesOf(order, after)) {
    if (placed.length === count) break;
    const found = await meeting(scope, conditions, through, PROJECTION, stretch)
      .sort(sortOf(order))
      .limit(count - placed.length)
      .toArray();
    placed.push(...found.map((row) => ({ row, place: placeOf(order, row, tier) })));
  }
  return placed;
}

/** In order of their keys, which is how they lie: for whoever reads all of them. */
export function inOrderOfKeys(
  scope: ShopStore,
  conditions: readonly Condition[],
  through: Condition | null,
  after: CustomerKey | null,
  count: number,
): Promise<CustomerRow[]> {
  const later = after === null ? [] : [{ _id: { $gt: after } } as Filter<CustomerDocument>];
  return meeting(scope, conditions, through, PROJECTION, ...later)
    .sort({ _id: 1 })
    .limit(count)
    .toArray();
}

/** Who meets all conditions, read through the index of one of them or by passing by everybody. */
function meeting(
  scope: ShopStore,
  conditions: readonly Condition[],
  through: Condition | null,
  projection: Document,
  ...filters: readonly Filter<CustomerDocument>[]
) {
  const others = conditions.filter((condition) => condition !== through).map(notByIndex);
  const filter = through ? allOf([through, ...others], listedIn(scope), ...filters) : allOf(conditions, ...filters);
  return scope.customers.find(filter, { hint: through?.index ?? CLUSTERED, projection, maxTimeMS: QUERY_MS });
}

/** An index over words can be entered by one of several conditions: said so, the planner does not see the others as ways in. */
const notByIndex = ({ filter }: Condition): Condition => ({ filter: { $nor: [{ $nor: [filter] }] } });
