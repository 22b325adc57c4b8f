import { BUCKET_COUNT } from '../../model.ts';
import { resolvedPeriods } from '../../segments/index.ts';
import { costFrom, SLOW_MS } from '../segments/cost.ts';
import { type Preview, type PreviewRequest, totalInterval } from '../segments/preview.ts';
import { BY_ID, inRange, select } from '../segments/scan.ts';
import type { ShopState } from '../shop-state.ts';
import type { ShopStore } from '../store/index.ts';
import { type AskedThen, countAsOf, membersAsOf, selectAsOf } from './members-as-of.ts';

/** Ten buckets are a 1 % sample; a shop below this many customers is counted whole. */
const SAMPLE = { from: 0, to: 10 };
const SMALL_SHOP = 20_000;

/** A preview of a past instant, from history. Of whom a condition knows nothing is told of the present only. */
export async function previewAsOf(scope: ShopStore, kept: ShopState, request: PreviewRequest): Promise<Preview> {
  const started = performance.now();
  const { definition, segment, asOf, signal } = request;
  const asked: AskedThen = { definition, segment, at: asOf, signal };
  const { state, context } = await selectAsOf(scope, kept, asked);
  const share = (SAMPLE.to - SAMPLE.from) / BUCKET_COUNT;
  const drawn = await scope.customers.count(inRange(scope, SAMPLE), BY_ID);
  const isWhole = request.mode === 'exact' || drawn / share < SMALL_SHOP;
  const began = performance.now();
  const found = await countAsOf(scope, state, asked, isWhole ? undefined : SAMPLE);
  const milliseconds = performance.now() - began;
  const customers = isWhole ? found.customers : Math.round(found.customers / share);
  const limit = request.sampleSize ?? 20;
  const sample = found.members === 0 ? [] : await membersAsOf(scope, state, asked, { after: null, limit });
  return {
    mode: isWhole ? 'exact' : 'estimate',
    count: isWhole ? found.members : Math.round(found.members / share),
    interval: isWhole ? null : totalInterval(found.members, share, customers),
    customers,
    sample,
    missing: [],
    periods: resolvedPeriods(definition, context),
    cost: costFrom(
      select(definition, context, segment),
      { customers, milliseconds, isAll: isWhole },
      request.slowMs ?? SLOW_MS,
    ),
    asOf,
    tookMs: Math.round((performance.now() - started) * 10) / 10,
  };
}
