import { BUCKET_COUNT } from '../../model.ts';
import { type ResolvedPeriod, resolvedPeriods, type SegmentDefinition } from '../../segments/index.ts';
import { withCuts } from '../rfm/cuts.ts';
import { readNamed, type ShopState } from '../shop-state.ts';
import type { CustomerDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';
import { type Cost, quickestCost, SLOW_MS } from './cost.ts';
import { contextFor } from './live.ts';
import { countMissing, type MissingCount } from './missing.ts';
import {
  ALL_BUCKETS,
  type BucketRange,
  BY_ID,
  countIn,
  inRange,
  membersIn,
  overRanges,
  rangesOf,
  type Selection,
  select,
} from './scan.ts';

export interface PreviewRequest {
  readonly definition: SegmentDefinition;
  /** Id of the saved segment that it is the definition of: its pins and bans count. */
  readonly segment?: string | undefined;
  readonly asOf: number;
  readonly mode: 'estimate' | 'exact';
  /** Cancels between bucket ranges and inside them (complaint 4: a mistake must not count to its end). */
  readonly signal?: AbortSignal;
  /** Members shown, 20 unless told (A15). */
  readonly sampleSize?: number;
  /** What takes longer than this is slow; {@link SLOW_MS} unless told. */
  readonly slowMs?: number | undefined;
}

export interface Preview {
  /** `exact` when the shop is so small that counting all of it is as quick as a sample. */
  readonly mode: 'estimate' | 'exact';
  readonly count: number;
  /** Where the exact figure lies with 95 % probability; null when `count` is exact. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** Customers of the shop: exact or estimated as `count` is. */
  readonly customers: number;
  readonly sample: CustomerDocument[];
  /** Beside which conditions how many are of whom nothing is known; estimated for a shop that is not small. */
  readonly missing: MissingCount[];
  readonly periods: ResolvedPeriod[];
  /** What each count of all of it costs: a build, a midnight. */
  readonly cost: Cost;
  readonly asOf: number;
  readonly tookMs: number;
}

/** Ten buckets are a 1 % sample. */
const SAMPLE_BUCKETS = 10;
/** Neighbours: which customer lies where is a hash, so they are as good as any ten, and one range to read. */
const SAMPLE: BucketRange = { from: 0, to: SAMPLE_BUCKETS };
/** Below this many customers a full count takes as long as drawing a sample. */
const SMALL_SHOP = 20_000;
/** More parts than cores, so that the cores end together; few enough that a part is worth its round trip. */
const PARTS = 16;

export async function previewSegment(scope: ShopStore, kept: ShopState, request: PreviewRequest): Promise<Preview> {
  const started = performance.now();
  const { asOf, signal } = request;
  const state = await withCuts(scope, kept, request.definition, { asOf, signal });
  const { catalogue, references } = await readNamed(scope, [request.definition]);
  const selection = select(request.definition, contextFor(state, request.asOf, catalogue, references), request.segment);
  const { countedMs, ...found } =
    request.mode === 'estimate' ? await estimate(scope, selection, request) : await exact(scope, selection, request);
  const missing = await countMissing(scope, selection, found.customers < SMALL_SHOP ? ALL_BUCKETS : SAMPLE);
  const took = { customers: found.customers, milliseconds: countedMs, isAll: found.mode === 'exact' };
  const periods = resolvedPeriods(request.definition, selection.context);
  const slowMs = request.slowMs ?? SLOW_MS;
  return {
    ...found,
    missing,
    periods,
    cost: await quickestCost(selection, took, slowMs, () => countIn(scope, selection, SAMPLE)),
    asOf: request.asOf,
    tookMs: Math.round((performance.now() - started) * 10) / 10,
  };
}

interface Found extends Omit<Preview, 'missing' | 'periods' | 'cost' | 'asOf' | 'tookMs'> {
  /** How long the count took, of the sample or of all. */
  readonly countedMs: number;
}

async function estimate(scope: ShopStore, selection: Selection, request: PreviewRequest): Promise<Found> {
  const range = SAMPLE;
  const share = SAMPLE_BUCKETS / BUCKET_COUNT;
  const began = performance.now();
  let countedMs = 0;
  const [drawn, hits, sample] = await Promise.all([
    scope.customers.count(inRange(scope, range), BY_ID),
    countIn(scope, selection, range, request.signal).finally(() => {
      countedMs = performance.now() - began;
    }),
    membersIn(scope, selection, range, request.sampleSize ?? 20, request.signal),
  ]);
  if (drawn / share < SMALL_SHOP) return exact(scope, selection, request);
  const customers = Math.round(drawn / share);
  return {
    mode: 'estimate',
    count: Math.round(hits / share),
    interval: totalInterval(hits, share, customers),
    customers,
    sample,
    countedMs,
  };
}

async function exact(scope: ShopStore, selection: Selection, request: PreviewRequest): Promise<Found> {
  const began = performance.now();
  let count = 0;
  let customers = 0;
  await overRanges(rangesOf(PARTS), async (range) => {
    request.signal?.throwIfAborted();
    const [members, all] = await Promise.all([
      countIn(scope, selection, range, request.signal),
      scope.customers.count(inRange(scope, range), BY_ID),
    ]);
    count += members;
    customers += all;
  });
  const countedMs = performance.now() - began;
  const sample =
    count === 0 ? [] : await membersIn(scope, selection, ALL_BUCKETS, request.sampleSize ?? 20, request.signal);
  return { mode: 'exact', count, interval: null, customers, sample, countedMs };
}

/**
 * The total of which a known share was drawn with `hits` in it: each member falls into the sample with probability `share`, so
 * the totals T for which `hits` lies within 1.96 standard deviations of T·share solve a quadratic. It holds for no hits too
 * (then up to about 388 members at 1 %), where the usual ± formula says zero.
 */
export function totalInterval(hits: number, share: number, customers: number): { low: number; high: number } {
  const z2 = 1.96 ** 2;
  const a = share ** 2;
  const b = 2 * hits * share + z2 * share * (1 - share);
  const root = Math.sqrt(b ** 2 - 4 * a * hits ** 2);
  const low = Math.max(hits, Math.floor((b - root) / (2 * a)));
  return { low, high: Math.min(Math.max(customers, hits), Math.ceil((b + root) / (2 * a))) };
}
