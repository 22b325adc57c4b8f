import type { Filter } from 'mongodb';
import { startOfDay } from '../../model.ts';
import { placeWord, tagWord } from '../ingest/listing.ts';
import { labelOf } from '../segments/live.ts';
import { getSegment } from '../segments/saved.ts';
import type { CustomerDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import type { CustomersFilters, ListedShop, Range } from './customers-request.ts';
import type { Search } from './customers-search.ts';
import { QUERY_MS } from './limits.ts';

/** One thing that a list is narrowed by. */
export interface Condition {
  readonly filter: Filter<CustomerDocument>;
  /** An index that finds exactly those who meet it. */
  readonly index?: string | Record<string, 1>;
  /** The field it is a range of: a list in order of that field reads that range alone. */
  readonly field?: string;
}

/** Everything a request narrows by. */
export async function conditionsOf(
  scope: ShopStore,
  shop: ListedShop,
  search: Search | null,
  filters: CustomersFilters,
): Promise<Condition[]> {
  const worded = (filter: Condition['filter']): Condition => ({ filter, index: 'listed_words' });
  const ranged = (index: string, field: string, range: Bounds | null): Condition[] =>
    range === null ? [] : [{ filter: { [field]: range }, index, field }];
  const { tags = [], places = [], channels = [], sources = [], genders = [] } = filters;
  const tagWords = tags.map(tagWord);
  return [
    ...(search?.words ?? []).map(({ filter }) => worded(filter)),
    ...(filters.tagMode === 'all'
      ? tagWords.map((word) => worded({ 'listing.words': word }))
      : tagWords.length > 0
        ? [worded({ 'listing.words': { $in: tagWords } })]
        : []),
    ...(places.length > 0 ? [worded({ 'listing.words': { $in: places.map(placeWord) } })] : []),
    ...(filters.segment === undefined ? [] : [await memberOf(scope, filters.segment)]),
    ...present('phone', filters.hasPhone),
    ...present('email', filters.hasEmail),
    ...(genders.length > 0
      ? [{ filter: { gender: { $in: genders.map((gender) => (gender === 'unknown' ? null : gender)) } } }]
      : []),
    ...ranged('listed_by_spent', 'stats.spentMinor', boundsOf(filters.spentMinor)),
    ...ranged('listed_by_orders', 'stats.orders', boundsOf(filters.orders)),
    // Who never bought has no last order: said outright, a list by last order need not read all others first.
    ...(filters.orders?.to === 0
      ? [
          { filter: { 'stats.lastAt': null }, field: 'stats.lastAt' },
          { filter: { 'listing.averageMinor': null }, field: 'listing.averageMinor' },
        ]
      : []),
    ...ranged('listed_by_last_order', 'stats.lastAt', daysOf(filters.lastOrderDays, shop)),
    ...ranged('listed_by_created', 'createdAt', daysOf(filters.createdDays, shop)),
    ...(channels.length > 0
      ? [{ filter: { 'stats.channels': { $in: channels.map((channel) => channel.toLowerCase()) } } }]
      : []),
    ...(sources.length > 0 ? [{ filter: { source: { $in: sources.map((source) => source.toLowerCase()) } } }] : []),
  ] as Condition[];
}

/** A label is of one shop, and in it members lie in order of their key. */
async function memberOf(scope: ShopStore, segmentId: string): Promise<Condition> {
  const segment = await getSegment(scope, segmentId);
  return { filter: { memberOf: labelOf(segment._id, segment.activeVersion) }, index: { memberOf: 1, _id: 1 } };
}

const present = (field: 'phone' | 'email', wanted: boolean | undefined): Condition[] =>
  wanted === undefined ? [] : [{ filter: { [field]: { $exists: wanted } } }];

type Bounds = { $gte?: number; $lte?: number; $lt?: number };

function boundsOf({ from, to }: Range = {}): Bounds | null {
  if (from === undefined && to === undefined) return null;
  return { ...(from === undefined ? {} : { $gte: from }), ...(to === undefined ? {} : { $lte: to }) };
}

/** From the first instant of the first day to before the first after the last, in the shop's zone (D1). */
function daysOf({ from, to }: Range = {}, { timeZone }: ListedShop): Bounds | null {
  if (from === undefined && to === undefined) return null;
  return {
    ...(from === undefined ? {} : { $gte: startOfDay(from, timeZone) }),
    ...(to === undefined ? {} : { $lt: startOfDay(to + 1, timeZone) }),
  };
}

/** Whoever an index finds so few of is read whole: 2,000 take about 10 ms. */
const SELECTIVE_MAX = 2_000;

/** The condition whose index leaves fewest; null when none leaves few. */
export async function mostSelective(scope: ShopStore, conditions: readonly Condition[]): Promise<Condition | null> {
  const counted = await Promise.all(
    conditions.map(async (condition) => {
      if (condition.index === undefined) return { condition, count: Number.POSITIVE_INFINITY };
      const options = { hint: condition.index, limit: SELECTIVE_MAX + 1, maxTimeMS: QUERY_MS };
      return { condition, count: await scope.customers.count(allOf([condition], listedIn(scope)), options) };
    }),
  );
  const [fewest] = counted.filter(({ count }) => count <= SELECTIVE_MAX).sort((a, b) => a.count - b.count);
  return fewest?.condition ?? null;
}

/** Through which index to read them in order of their keys: members of a segment lie so already. */
export async function byKeyThrough(scope: ShopStore, conditions: readonly Condition[]): Promise<Condition | null> {
  const [only, ...others] = conditions;
  if (others.length === 0 && typeof only?.index === 'object') return only;
  return mostSelective(scope, conditions);
}

/** It says no more than the scope says, and is what makes the indexes of lists usable: they begin with it. */
export const listedIn = (scope: ShopStore) => ({ 'listing.shop': scope.shop }) as Filter<CustomerDocument>;

export function allOf(
  conditions: readonly Condition[],
  ...others: readonly Filter<CustomerDocument>[]
): Filter<CustomerDocument> {
  const filters = [...others, ...conditions.map((condition) => condition.filter)];
  return filters.length === 0 ? {} : { $and: filters };
}
