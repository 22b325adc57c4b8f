import type { Document, Filter } from 'mongodb';
import type { CustomerKey } from '../../model.ts';
import { escapeRegex } from '../segments/saved.ts';
import type { CustomerDocument } from '../store/documents.ts';
import type { Condition } from './customers-conditions.ts';
import type { CustomersSort } from './customers-request.ts';
import type { Search } from './customers-search.ts';

type SortValue = string | number | null;

/** Where somebody stands in a list: in which tier, by which value (null: they have none, and stand at its end), and their key. */
export interface Place {
  readonly tier: number;
  readonly value: SortValue;
  readonly key: CustomerKey;
}

/**
 * An order of the list. Within a tier customers stand by their value, and equal values by their key, in the direction of the sort;
 * those without a value come last whatever the direction.
 */
export interface Order {
  readonly field: string;
  /** Holds the customers of a shop in this order. */
  readonly index: string;
  readonly direction: 1 | -1;
  /** Parts of the list that follow each other: how well somebody fits a search. A sort has one, without conditions. */
  readonly tiers: readonly (readonly Condition[])[];
  /** What has to be read of somebody to tell where they stand. */
  readonly projection: Document;
  /** The tier of somebody who was read with that projection. */
  tierOf(row: Document): number;
}

const SORTS = {
  name: ['listing.name', 'listed_by_name'],
  spent: ['stats.spentMinor', 'listed_by_spent'],
  orders: ['stats.orders', 'listed_by_orders'],
  average: ['listing.averageMinor', 'listed_by_average'],
  lastOrder: ['stats.lastAt', 'listed_by_last_order'],
  created: ['createdAt', 'listed_by_created'],
} as const;

export function orderOf(sort: Exclude<CustomersSort, 'relevance'>): Order {
  const name = (sort.startsWith('-') ? sort.slice(1) : sort) as keyof typeof SORTS;
  const [field, index] = SORTS[name];
  const direction = sort.startsWith('-') ? -1 : 1;
  return { field, index, direction, tiers: [[]], projection: { [field]: 1 }, tierOf: () => 0 };
}

/** A search without a sort: the name begins as typed; the words stand in it whole; they begin words of it. Each by name. */
export function relevanceOf({ folded, words }: Search): Order {
  const field = 'nameFolded';
  const begins = { [field]: { $regex: `^${escapeRegex(folded)}` } } as Filter<CustomerDocument>;
  const isWhole = words.map(
    ({ whole }): Condition => ({
      filter: { 'listing.words': { $in: whole } } as Filter<CustomerDocument>,
      index: 'listed_words',
    }),
  );
  const beginsOtherwise = { filter: { $nor: [begins] } as Filter<CustomerDocument> };
  return {
    field,
    index: 'listed_by_folded_name',
    direction: 1,
    tiers: [
      [{ filter: begins, index: 'listed_by_folded_name', field }],
      [...isWhole, beginsOtherwise],
      [{ filter: { $nor: [{ $and: isWhole.map(({ filter }) => filter) }] } }, beginsOtherwise],
    ],
    projection: {
      [field]: 1,
      isWhole: {
        $and: words.map(({ whole }) => ({ $gt: [{ $size: { $setIntersection: ['$listing.words', whole] } }, 0] })),
      },
    },
    tierOf: (row) => (row[field]?.startsWith(folded) ? 0 : row['isWhole'] ? 1 : 2),
  };
}

export function placeOf({ field }: Order, row: Document, tier: number): Place {
  const value = field.split('.').reduce((part: unknown, name) => (part as Document | undefined)?.[name], row);
  return { tier, value: (value ?? null) as SortValue, key: row['_id'] };
}

export function comparePlaces({ direction }: Order): (a: Place, b: Place) => number {
  const compare = <Value extends string | number>(a: Value, b: Value) => (a < b ? -direction : a > b ? direction : 0);
  return (a, b) => {
    if (a.tier !== b.tier) return a.tier - b.tier;
    if (a.value === null || b.value === null)
      return a.value === b.value ? compare(a.key, b.key) : a.value === null ? 1 : -1;
    return compare(a.value, b.value) || compare(a.key, b.key);
  };
}

/** A tier from its beginning, or from a place in it, as ranges of the index that are read one after the other. */
export function stretchesOf({ field, direction }: Order, after: Place | null): Filter<CustomerDocument>[] {
  const beyond = direction === 1 ? '$gt' : '$lt';
  const without = { [field]: null };
  const stretches =
    after === null
      ? [{ [field]: field === 'listing.name' || field === 'nameFolded' ? { $gte: '' } : { $gte: -Infinity } }, without]
      : after.value === null
        ? [{ ...without, _id: { [beyond]: after.key } }]
        : [{ [field]: after.value, _id: { [beyond]: after.key } }, { [field]: { [beyond]: after.value } }, without];
  return stretches;
}

export const sortOf = ({ field, direction }: Order) =>
  ({ [field]: direction, _id: direction }) as Record<string, 1 | -1>;
