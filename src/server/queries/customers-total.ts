import type { ShopId } from '../../model.ts';
import { BUCKET_COUNT } from '../../model.ts';
import { inRange } from '../segments/scan.ts';
import type { ShopStore } from '../store/index.ts';
import { allOf, type Condition, listedIn } from './customers-conditions.ts';
import { QUERY_MS } from './limits.ts';

/** How many a list has in all. */
export interface Total {
  readonly value: number;
  /** False: estimated from a sample, because counting so many would take longer than reading the page. */
  readonly isExact: boolean;
}

/** Counted exactly up to here, which takes at most as long as a page. */
export const COUNTED_MAX = 10_000;
/** A hundredth of the shop: who lies in which bucket is a hash, so any buckets are a fair sample (design §2). */
const SAMPLE_BUCKETS = 10;

/** What a sample of the shop says about conditions. */
export interface Sample {
  readonly customers: number;
  readonly hits: number;
}

export async function sampleOf(scope: ShopStore, conditions: readonly Condition[]): Promise<Sample> {
  const [customers, hits] = await Promise.all([countInSample(scope, []), countInSample(scope, conditions)]);
  return { customers, hits };
}

/** Who of the sample meets each condition alone. */
export function sampleEach(scope: ShopStore, conditions: readonly Condition[]): Promise<number[]> {
  return Promise.all(conditions.map((condition) => countInSample(scope, [condition])));
}

function countInSample(scope: ShopStore, conditions: readonly Condition[]): Promise<number> {
  const sampled = inRange(scope, { from: 0, to: SAMPLE_BUCKETS });
  return scope.customers.count(allOf(conditions, sampled), { hint: { _id: 1 }, maxTimeMS: QUERY_MS });
}

/** How many of the shop so many of a sample stand for. */
export const estimateOf = (hits: number): number => Math.round((hits * BUCKET_COUNT) / SAMPLE_BUCKETS);

/** Counting never holds up a page for longer. */
const COUNTING_MS = 100;

/** How many meet the conditions: counted through an index or the shop when they may be 10,000, and when that is soon done. */
export async function countListed(
  scope: ShopStore,
  conditions: readonly Condition[],
  through: Condition | null,
  { hits }: Sample,
): Promise<Total> {
  const estimate = estimateOf(hits);
  if (estimate > 1.5 * COUNTED_MAX) return estimated(estimate);
  try {
    const value = await scope.customers.count(allOf(conditions, ...(through ? [listedIn(scope)] : [])), {
      hint: through?.index ?? { _id: 1 },
      limit: COUNTED_MAX + 1,
      maxTimeMS: COUNTING_MS,
    });
    return value > COUNTED_MAX ? estimated(estimate) : { value, isExact: true };
  } catch (error) {
    if ((error as { codeName?: string }).codeName === 'MaxTimeMSExpired') return estimated(estimate);
    throw error;
  }
}

/** Two digits are what a sample is good for. */
function estimated(value: number): Total {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1);
  return { value: Math.round(value / unit) * unit, isExact: false };
}

/**
 * The customers of whole shops. A count is kept for a hundred times as long as it took: at most a hundredth of the time is
 * spent on counting, a small shop's figure is always new, and that of 100,000 customers at most some seconds old.
 */
export class ShopTotals {
  readonly #kept = new Map<ShopId, { readonly total: Promise<number>; until: number }>();

  async of(scope: ShopStore): Promise<Total> {
    const known = this.#kept.get(scope.shop);
    if (known && performance.now() < known.until) return { value: await known.total, isExact: true };
    const started = performance.now();
    const counting = {
      total: scope.customers.count(listedIn(scope), {
        hint: 'listed_by_key',
      }),
      until: started,
    };
    this.#kept.set(scope.shop, counting);
    const value = await counting.total.catch((error) => {
      this.#kept.delete(scope.shop);
      throw error;
    });
    const tookMs = performance.now() - started;
    counting.until = performance.now() + (value > COUNTED_MAX ? 100 * tookMs : 0);
    return { value, isExact: true };
  }
}
