import type { Document } from 'mongodb';
import { fold, type InstallationId } from '../../model.ts';
import type { Lookup } from '../../segments/index.ts';
import type { ShopStore } from '../store/index.ts';

/** What is not listed anywhere but written on the customers, or on the products: found by reading all of them. */
export type Counted = Extract<
  Lookup,
  'tags' | 'channels' | 'locations' | 'sources' | 'groups' | 'cities' | 'areas' | 'categories'
>;

export interface CountedValue {
  readonly value: string;
  readonly label: string;
  /** Customers, or products of a category. */
  readonly count: number;
}

/** Until then an answer is given as it is; older ones are given too, and read again meanwhile. */
const FRESH_MS = 5000;
/** Older ones are not given any more: who asks waits. */
const STALE_MS = 10 * 60_000;
/** Ten times what a million customers take. Nobody else waits for it meanwhile. */
const SCAN_MS = 60_000;
/** Lists kept, of all shops together: at most about a megabyte each. */
const KEPT_MAX = 200;
/** More different values than a person would look through; the most frequent are kept. */
const VALUES_MAX = 5000;

interface Kept {
  readonly readAt: number;
  readonly values: Promise<CountedValue[]>;
  isRefreshing: boolean;
}

/**
 * The values that a shop's customers and products have, with how many have each. Reading them is a scan of the shop (half a second
 * at 100,000 customers), so it is done once for everybody who asks, and again behind their backs when somebody asks later.
 */
export class ValueCounts {
  readonly #now: () => number;
  readonly #kept = new Map<string, Kept>();

  constructor(now: () => number) {
    this.#now = now;
  }

  of(scope: ShopStore, what: Counted): Promise<CountedValue[]> {
    const key = `${scope.shop} ${what}`;
    const kept = this.#kept.get(key);
    const age = kept ? this.#now() - kept.readAt : STALE_MS;
    if (!kept || age >= STALE_MS) return this.#read(key, scope, what).values;
    if (age >= FRESH_MS && !kept.isRefreshing) {
      kept.isRefreshing = true;
      this.#read(key, scope, what, kept);
    }
    return kept.values;
  }

  #read(key: string, scope: ShopStore, what: Counted, before?: Kept): Kept {
    const kept: Kept = { readAt: this.#now(), values: readCounts(scope, what), isRefreshing: false };
    const put = () => {
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      for (const oldest of this.#kept.keys()) {
        if (this.#kept.size <= KEPT_MAX) break;
        this.#kept.delete(oldest);
      }
    };
    if (!before) put();
    kept.values.then(
      () => before && put(),
      () => {
        if (before) before.isRefreshing = false;
        else this.#kept.delete(key);
      },
    );
    return kept;
  }
}

async function readCounts(scope: ShopStore, what: Counted): Promise<CountedValue[]> {
  const collection = what === 'categories' ? scope.products : scope.customers;
  const rows = await collection
    .aggregate<{ _id: unknown; label?: string; count: number }>(
      [...PIPELINES[what], { $sort: { count: -1, _id: 1 } }, { $limit: VALUES_MAX }],
      { maxTimeMS: SCAN_MS },
    )
    .toArray();
  if (what === 'categories')
    return rows.map(({ _id, label = '', count }) => {
      const { installation, id } = _id as { installation: InstallationId; id: string };
      return { value: `${installation}:${id}`, label: label || id, count };
    });
  const named = rows.map(({ _id, label, count }) => ({
    value: String(label ?? _id),
    label: String(label ?? _id),
    count,
  }));
  return what === 'cities' ? oneAName(named) : named;
}

const each = (field: string): Document[] => [
  { $project: { v: field } },
  { $unwind: '$v' },
  { $match: { v: { $nin: [null, ''] } } },
  { $group: { _id: '$v', count: { $sum: 1 } } },
];

const PIPELINES: Readonly<Record<Counted, Document[]>> = {
  tags: [
    { $match: { tags: { $ne: [] } } },
    { $project: { v: '$tagNames' } },
    { $unwind: '$v' },
    { $group: { _id: '$v.key', label: { $min: '$v.name' }, count: { $sum: 1 } } },
  ],
  channels: each('$stats.channels'),
  locations: each('$stats.locations'),
  sources: each('$source'),
  groups: each('$groups'),
  areas: [
    {
      $project: {
        v: {
          $setUnion: [
            { $ifNull: ['$homeAreas', []] },
            { $ifNull: ['$workAreas', []] },
            { $ifNull: ['$stats.lastAreas', []] },
          ],
        },
      },
    },
    { $unwind: '$v' },
    { $group: { _id: '$v', count: { $sum: 1 } } },
  ],
  cities: [
    {
      $project: {
        v: { $map: { input: { $ifNull: ['$addresses', []] }, in: { $ifNull: ['$$this.province', '$$this.city'] } } },
      },
    },
    { $project: { v: { $setUnion: ['$v', []] } } },
    { $unwind: '$v' },
    { $match: { v: { $nin: [null, ''] } } },
    { $group: { _id: '$v', count: { $sum: 1 } } },
  ],
  categories: [
    { $match: { parentId: null, deleted: { $exists: false } } },
    { $project: { installation: 1, v: '$categories' } },
    { $unwind: '$v' },
    { $group: { _id: { installation: '$installation', id: '$v.id' }, label: { $max: '$v.name' }, count: { $sum: 1 } } },
  ],
};

/** Hosts write one city in several ways: the most frequent form stands for all. */
function oneAName(values: readonly CountedValue[]): CountedValue[] {
  const byName = new Map<string, CountedValue>();
  for (const value of values) {
    const before = byName.get(fold(value.label));
    byName.set(fold(value.label), before ? { ...before, count: before.count + value.count } : value);
  }
  return [...byName.values()];
}
