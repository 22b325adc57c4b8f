import type { ShopStore } from '../store/index.ts';
import { type Condition, mostSelective } from './customers-conditions.ts';
import type { Order, Place } from './customers-order.ts';
import { GATHERED_MAX, gather, type Placed, scan, WALKED_MAX, type Wanted, walk } from './customers-read.ts';
import {
  countListed,
  estimateOf,
  type Sample,
  type ShopTotals,
  sampleEach,
  sampleOf,
  type Total,
} from './customers-total.ts';

export interface Listed {
  readonly placed: readonly Placed[];
  /** Null unless the list was asked for from its beginning. */
  readonly total: Total | null;
}

/**
 * The part of a list that comes after a place. Nothing is left to the planner, which would decide by the first request of a shape
 * that it saw: an index that leaves few is read whole; otherwise a sample tells whether so many meet the conditions that going
 * through the index of the order finds enough soon; and reading the whole shop is what remains (performance.md).
 */
export async function listAfter(
  scope: ShopStore,
  order: Order,
  conditions: readonly Condition[],
  after: Place | null,
  count: number,
  totals: ShopTotals,
): Promise<Listed> {
  const isFirst = after === null;
  if (conditions.length === 0) {
    const [placed, total] = await Promise.all([
      walk(scope, order, [], { tier: 0, after, count }),
      isFirst ? totalOf(scope, [], totals) : null,
    ]);
    return { placed: placed ?? [], total };
  }
  const selective = await mostSelective(scope, conditions);
  const few = selective && (await gather(scope, order, conditions, selective, { after, count }));
  if (few) return { placed: few.placed, total: isFirst ? { value: few.total, isExact: true } : null };

  const sample = await sampleOf(scope, conditions);
  if (!isDense(sample, count) && isFew(sample)) {
    const through = await worthReading(scope, conditions, sample);
    const gathered = await gather(scope, order, conditions, through, { after, count });
    if (gathered) return { placed: gathered.placed, total: isFirst ? { value: gathered.total, isExact: true } : null };
  }
  const total = isFirst ? counted(scope, conditions, sample) : null;
  const placed: Placed[] = [];
  for (const [tier, narrower] of order.tiers.entries()) {
    if (after !== null && tier < after.tier) continue;
    if (placed.length === count) break;
    const wanted = { tier, after: after?.tier === tier ? after : null, count: count - placed.length };
    placed.push(...(await tierAfter(scope, order, conditions, narrower, wanted, sample)));
  }
  return { placed, total: await total };
}

/** How many there are in all, for a list whose page is read in another way. */
export async function totalOf(scope: ShopStore, conditions: readonly Condition[], totals: ShopTotals): Promise<Total> {
  return conditions.length === 0 ? totals.of(scope) : counted(scope, conditions, await sampleOf(scope, conditions));
}

async function counted(scope: ShopStore, conditions: readonly Condition[], sample: Sample): Promise<Total> {
  return countListed(scope, conditions, await worthReading(scope, conditions, sample), sample);
}

async function tierAfter(
  scope: ShopStore,
  order: Order,
  base: readonly Condition[],
  narrower: readonly Condition[],
  wanted: Wanted,
  sampleOfBase: Sample,
): Promise<Placed[]> {
  const conditions = [...base, ...narrower];
  const selective = narrower.length === 0 ? null : await mostSelective(scope, narrower);
  const few = selective && (await gather(scope, order, conditions, selective, wanted));
  if (few) return few.placed;

  const sample = narrower.length === 0 ? sampleOfBase : await sampleOf(scope, conditions);
  const isInOrder = narrower.some(({ field }) => field === order.field);
  const walked = isInOrder || isDense(sample, wanted.count) ? await walk(scope, order, conditions, wanted) : null;
  if (walked) return walked;
  const through = await worthReading(scope, conditions, sample);
  const gathered = isFew(sample) ? await gather(scope, order, conditions, through, wanted) : null;
  return gathered?.placed ?? scan(scope, order, conditions, through, wanted);
}

/** Whether going through an index finds so many before it is given up, if the order has nothing to do with the conditions. */
const isDense = ({ customers, hits }: Sample, count: number) => count * customers <= hits * WALKED_MAX;
const isFew = ({ hits }: Sample) => estimateOf(hits) < 1.5 * GATHERED_MAX;

/**
 * The index through which to read them all, if that is quicker than passing by everybody. Found through an index, a customer costs
 * 3.5 µs; passed by, 1 µs, or 3 µs when their words have to be looked at.
 */
async function worthReading(
  scope: ShopStore,
  conditions: readonly Condition[],
  { customers }: Sample,
): Promise<Condition | null> {
  const share = conditions.some(({ index }) => index === 'listed_words') ? 0.8 : 0.3;
  const hits = await sampleEach(scope, conditions);
  const [best] = conditions
    .map((condition, index) => ({ condition, hits: hits[index] ?? customers }))
    .filter((sampled) => sampled.condition.index !== undefined && sampled.hits <= customers * share)
    .sort((a, b) => a.hits - b.hits);
  return best?.condition ?? null;
}
