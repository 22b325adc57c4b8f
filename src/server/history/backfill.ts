import { AppError } from '../../errors.ts';
import { type DayNumber, dayOf, type ShopId, startOfDay } from '../../model.ts';
import type { AppParts } from '../app-parts.ts';
import { randomId } from '../random.ts';
import { GROWTH_DAYS_MAX } from '../segments/growth.ts';
import { idOf } from '../segments/live.ts';
import { rangesOf } from '../segments/scan.ts';
import { type ShopState, ShopStates } from '../shop-state.ts';
import type { ShopStore } from '../store/index.ts';
import type { SegmentBackfill, SegmentDayDocument, SegmentDocument } from '../store/segment-documents.ts';
import { customerAsOf } from './customer-as-of.ts';
import { partsOf, selectAsOf, type Then } from './members-as-of.ts';
import { historiesIn } from './read-history.ts';

/**
 * How a segment would have grown had it been there: its size at the end of each day, and who came and went from one end of a day to the next. Every
 * customer's history is read once and asked about all days. What is counted so far is written down part by part, so that whoever finds
 * the lease run out goes on where this one stopped.
 */
export type BackfillParts = Pick<AppParts, 'store' | 'now' | 'logger'>;

/** A part of a large shop takes some seconds. */
const LEASE_MS = 60_000;

/** Writes down that the days from `fromDay` to yesterday are wanted, in place of a back-fill that may be running. */
export async function requestBackfill(
  scope: ShopStore,
  segment: SegmentDocument,
  asked: { readonly fromDay: DayNumber; readonly timeZone: string; readonly now: number },
): Promise<SegmentBackfill> {
  if (segment.state === 'archived') throw new AppError('conflict', 'the segment is archived');
  const toDay = dayOf(asked.now, asked.timeZone) - 1;
  if (asked.fromDay > toDay) throw new AppError('invalid', 'from: only days that are over are told from history');
  if (toDay - asked.fromDay >= GROWTH_DAYS_MAX)
    throw new AppError('invalid', `from: at most ${GROWTH_DAYS_MAX} days are told at once`);
  const days = toDay - asked.fromDay + 1;
  const backfill: SegmentBackfill = {
    id: randomId(8),
    state: 'running',
    version: segment.version,
    fromDay: asked.fromDay,
    toDay,
    done: 0,
    parts: (await partsOf(scope)).length,
    counts: Array.from({ length: days }, () => ({ size: 0, entered: 0, left: 0 })),
    requestedAt: asked.now,
    leaseUntil: 0,
  };
  await scope.segments.updateOne({ _id: segment._id }, { $set: { backfill } });
  return backfill;
}

/** Back-fills that nobody is at: for every start, and now and then. */
export async function resumeBackfills(parts: BackfillParts): Promise<void> {
  const left = { 'backfill.state': 'running' as const, 'backfill.leaseUntil': { $lt: parts.now() } };
  for await (const { _id, shop } of parts.store.system.segments.find(left, { projection: { shop: 1 } }))
    await backfill(parts, shop, _id);
}

/** Carries out a segment's back-fill, unless none is due or another process is at it. */
export async function backfill(parts: BackfillParts, shop: ShopId, key: string): Promise<void> {
  const { store, now, logger } = parts;
  const scope = store.forShop(shop);
  const segment = await scope.segments.findOneAndUpdate(
    { _id: key, 'backfill.state': 'running', 'backfill.leaseUntil': { $lt: now() } },
    { $set: { 'backfill.leaseUntil': now() + LEASE_MS } as object },
  );
  const state = segment?.backfill ? await new ShopStates(store).get(shop) : null;
  if (!segment?.backfill || !state) return;
  try {
    await countParts(parts, scope, state, segment, segment.backfill);
  } catch (error) {
    logger.error({ segment: key, error }, 'telling the days of a segment failed');
    await advance(scope, segment, segment.backfill, { state: 'failed', finishedAt: now() });
  }
}

type Count = SegmentBackfill['counts'][number];

async function countParts(
  { now }: BackfillParts,
  scope: ShopStore,
  state: ShopState,
  segment: SegmentDocument,
  run: SegmentBackfill,
): Promise<void> {
  const { definition } = segment;
  // The last instant of each day, and of the day before the first: who was in then did not enter on it.
  const ends = Array.from(
    { length: run.toDay - run.fromDay + 2 },
    (_, index) => startOfDay(run.fromDay + index, state.shop.timeZone) - 1,
  );
  const thens: Then[] = [];
  for (const at of ends) thens.push(await selectAsOf(scope, state, { definition, segment: idOf(segment._id), at }));
  const counts: Count[] = run.counts.map((count) => ({ ...count }));
  for (const [index, range] of rangesOf(run.parts).entries()) {
    if (index < run.done) continue;
    const asked = { since: ends[0] ?? 0, withLedger: thens.some(({ withLedger }) => withLedger) };
    for await (const batch of historiesIn(scope, range, asked))
      for (const history of batch) {
        const isIn = ends.map((at, day) => {
          const customer = customerAsOf(history, at, state);
          return customer !== null && (thens[day]?.decides(customer) ?? false);
        });
        for (const [day, count] of counts.entries()) counts[day] = counted(count, isIn[day], isIn[day + 1]);
      }
    const isOurs = await advance(scope, segment, run, { done: index + 1, counts, leaseUntil: now() + LEASE_MS });
    if (!isOurs) return; // another was asked for meanwhile
  }
  await scope.segmentDays.deleteMany({ segment: segment._id });
  await scope.segmentDays.replace(counts.map((count, index) => dayDocument(segment, run, run.fromDay + index, count)));
  await advance(scope, segment, run, { state: 'done', finishedAt: now() });
}

const counted = ({ size, entered, left }: Count, before = false, after = false): Count => ({
  size: size + (after ? 1 : 0),
  entered: entered + (after && !before ? 1 : 0),
  left: left + (before && !after ? 1 : 0),
});

function dayDocument(segment: SegmentDocument, run: SegmentBackfill, day: DayNumber, count: Count): SegmentDayDocument {
  const { _id, shop } = segment;
  return { _id: `${_id}/${day}`, shop, segment: _id, day, version: run.version, ...count };
}

/** False when another back-fill was asked for, or the segment is gone. */
async function advance(
  scope: ShopStore,
  { _id }: SegmentDocument,
  { id }: SegmentBackfill,
  progress: Partial<SegmentBackfill>,
): Promise<boolean> {
  const set = Object.fromEntries(Object.entries(progress).map(([name, value]) => [`backfill.${name}`, value]));
  const advanced = await scope.segments.updateOne(
    { _id, 'backfill.id': id, 'backfill.state': 'running' },
    { $set: set as object },
  );
  return advanced.matchedCount > 0;
}
