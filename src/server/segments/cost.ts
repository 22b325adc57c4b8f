import { AppError } from '../../errors.ts';
import { BUCKET_COUNT } from '../../model.ts';
import { type CostReason, costlyConditions, type SegmentDefinition } from '../../segments/index.ts';
import { withCuts } from '../rfm/cuts.ts';
import { readNamed, type ShopState } from '../shop-state.ts';
import type { ShopStore } from '../store/index.ts';
import { contextFor } from './live.ts';
import { ALL_BUCKETS, type BucketRange, BY_ID, countIn, inRange, type Selection, select } from './scan.ts';

/** What a definition costs: each build, each midnight and each exact count looks once at every customer (issue 6 §3.6). */
export interface Cost {
  /** Customers that are read. */
  readonly documents: number;
  /** To count them all once on this machine, estimated from a sample of a large shop. */
  readonly milliseconds: number;
  /** Above the limit (`SEGMENT_SLOW_MS`): saved only by who accepts it. */
  readonly isSlow: boolean;
  readonly why: readonly { readonly path: string; readonly reasons: readonly CostReason[] }[];
}

/** Counting all of a shop runs in as many parts at once as a machine of ours has cores at least. */
const CORES = 2;
export const SLOW_MS = 2000;
/** Ten buckets of 1,024: neighbours, because which customer lies where is a hash. */
const SAMPLE: BucketRange = { from: 0, to: 10 };
/** Of a smaller shop all are counted, since a few customers would tell of the way to the database only. */
const SMALL_SHOP = 20_000;

/** From the time that some buckets took. */
export function costFrom(
  selection: Selection,
  { customers, milliseconds, isAll }: { customers: number; milliseconds: number; isAll: boolean },
  limitMs: number,
): Cost {
  const share = (SAMPLE.to - SAMPLE.from) / BUCKET_COUNT;
  const whole = Math.max(1, Math.round(isAll ? milliseconds : milliseconds / share / CORES));
  return {
    documents: customers,
    milliseconds: whole,
    isSlow: whole > limitMs,
    why: costlyConditions(selection.definition, selection.context),
  };
}

/** Asks a sample of a large shop, or all of a small one, and takes the time. */
export async function costOf(
  scope: ShopStore,
  kept: ShopState,
  { definition, asOf, limitMs }: { definition: SegmentDefinition; asOf: number; limitMs: number },
): Promise<Cost> {
  const state = await withCuts(scope, kept, definition, { asOf });
  const { catalogue, references } = await readNamed(scope, [definition]);
  const selection = select(definition, contextFor(state, asOf, catalogue, references));
  const drawn = await scope.customers.count(inRange(scope, SAMPLE), BY_ID);
  const estimated = Math.round((drawn * BUCKET_COUNT) / (SAMPLE.to - SAMPLE.from));
  const isAll = estimated < SMALL_SHOP;
  const customers = isAll ? await scope.customers.count(inRange(scope, ALL_BUCKETS), BY_ID) : estimated;
  const began = performance.now();
  await countIn(scope, selection, isAll ? ALL_BUCKETS : SAMPLE);
  const took = { customers, milliseconds: performance.now() - began, isAll };
  return quickestCost(selection, took, limitMs, () => countIn(scope, selection, SAMPLE));
}

/** Counts of a sample before a definition is called slow. */
const ROUNDS = 3;

/**
 * The cost by the quickest of some counts. A sample is taken a hundred times for the whole: what a slow round trip or somebody else's request adds
 * to it would call a plain definition slow.
 */
export async function quickestCost(
  selection: Selection,
  took: { readonly customers: number; readonly milliseconds: number; readonly isAll: boolean },
  limitMs: number,
  countSample: () => Promise<unknown>,
): Promise<Cost> {
  let cost = costFrom(selection, took, limitMs);
  for (let round = 1; round < ROUNDS && cost.isSlow && !took.isAll; round++) {
    const began = performance.now();
    await countSample();
    const again = costFrom(selection, { ...took, milliseconds: performance.now() - began }, limitMs);
    if (again.milliseconds < cost.milliseconds) cost = again;
  }
  return cost;
}

/** Refuses a definition that is slow, unless whoever saves it has said that they know. */
export async function checkCost(
  scope: ShopStore,
  state: ShopState,
  asked: Parameters<typeof costOf>[2] & { readonly isAccepted: boolean },
): Promise<void> {
  if (asked.isAccepted) return;
  const cost = await costOf(scope, state, asked);
  if (!cost.isSlow) return;
  throw new AppError(
    'segment_slow',
    `counting it reads ${cost.documents} customers and takes about ${cost.milliseconds} ms, more than ${asked.limitMs} ms`,
    { details: { cost } },
  );
}
