import { pino } from 'pino';
import { dayOf, startOfDay } from '../../../src/model.ts';
import { isTimeDependent } from '../../../src/segments/index.ts';
import { Dice } from '../../../src/server/demo/dice.ts';
import { flipSegments } from '../../../src/server/jobs/midnight.ts';
import { SegmentBuilder } from '../../../src/server/segments/build.ts';
import { contextFor, labelOf } from '../../../src/server/segments/live.ts';
import { createSegment } from '../../../src/server/segments/saved.ts';
import {
  ALL_BUCKETS,
  BY_ID,
  countIn,
  inRange,
  overRanges,
  rangesOf,
  select,
} from '../../../src/server/segments/scan.ts';
import { readNamed } from '../../../src/server/shop-state.ts';
import type { ShopStore } from '../../../src/server/store/index.ts';
import type { SegmentDocument } from '../../../src/server/store/segment-documents.ts';
import { houseOver } from '../../support/house.ts';
import { DATABASE, type Database } from './database.ts';
import { randomDefinition } from './dice-definitions.ts';
import { NOW, SHOP, ZONE } from './shop.ts';

const SEED = 20_261_125;
const SEGMENTS = 100;
/** Of larger ones the members would take longer to write down before than everything that is measured. */
const SHARE_MAX = 0.02;
const SAMPLE = { from: 0, to: 10 };
/** Of so many one is built for comparison. */
const BUILT_EACH = 5;
const MIDNIGHT = startOfDay(dayOf(NOW, ZONE) + 1, ZONE);

export interface Midnight {
  readonly segments: number;
  /** From the beginning of the job until the last segment is of the new day. */
  readonly seconds: number;
  /** The same by building each of them again, which has nothing left to move: of some, times as many. */
  readonly builtSeconds: number;
}

/** A hundred saved segments that hang on the day are brought over midnight; their members have to be whom the filter finds then. */
export async function measureMidnight(database: Database): Promise<Midnight> {
  const house = await houseOver(database.client, DATABASE, { now: () => MIDNIGHT + 1000 });
  const { store, states } = house;
  const scope = store.forShop(SHOP);
  const logger = pino({ level: 'silent' });
  const builder = new SegmentBuilder({ store, states, logger, owner: 'bench', now: () => MIDNIGHT + 1000 });
  const clear = () => clearSegments(database, scope);
  await clear();
  try {
    const segments = await saveSegments(database, scope);
    states.forget(SHOP);
    const seconds = await taken(async () => {
      await flipSegments({ store, builder, logger, now: () => MIDNIGHT + 1000 });
      await builder.idle();
    });
    await checkMembers(database, scope);
    const builtSeconds = await taken(async () => {
      for (let i = 0; i < segments.length; i += BUILT_EACH) builder.requestBuild(SHOP, segments[i]?._id ?? '');
      await builder.idle();
    });
    return { segments: segments.length, seconds, builtSeconds: builtSeconds * BUILT_EACH };
  } finally {
    await builder.stop();
    await clear();
  }
}

/** With their members of the day before, put there without the events that a build would tell of. */
async function saveSegments(database: Database, scope: ShopStore): Promise<SegmentDocument[]> {
  const segments: SegmentDocument[] = [];
  const customers = await scope.customers.count(inRange(scope, SAMPLE), BY_ID);
  for (let i = 0; segments.length < SEGMENTS; i++) {
    const definition = randomDefinition(new Dice(SEED, i));
    if (!isTimeDependent(definition)) continue;
    const selection = await selectionOf(database, scope, definition, NOW);
    if ((await countIn(scope, selection, SAMPLE)) > customers * SHARE_MAX) continue;
    const segment = await createSegment(scope, { name: `m${i}`, definition, by: 'bench', now: NOW });
    const label = labelOf(segment._id, 1);
    await overRanges(rangesOf(16), (range) =>
      scope.customers.updateMany(
        { $and: [inRange(scope, range), selection.filter] },
        { $addToSet: { memberOf: label } },
        BY_ID,
      ),
    );
    segments.push(segment);
  }
  await scope.segments.updateMany({}, { $set: { state: 'ready', activeVersion: 1, computedAt: NOW } });
  return segments;
}

async function checkMembers(database: Database, scope: ShopStore): Promise<void> {
  for await (const segment of scope.segments.find({})) {
    const selection = await selectionOf(database, scope, segment.definition, MIDNIGHT + 1000);
    const found = await countIn(scope, selection, ALL_BUCKETS);
    const kept = await scope.customers.count({ memberOf: labelOf(segment._id, 1) });
    if (found !== kept || segment.state !== 'ready' || segment.size !== found)
      throw new Error(`${segment.name} is ${segment.state}: ${kept} members are kept, of ${found}`);
  }
}

async function selectionOf(
  { house }: Database,
  scope: ShopStore,
  definition: SegmentDocument['definition'],
  at: number,
) {
  const state = await house.states.get(SHOP);
  if (!state) throw new Error('the shop is not there');
  const { catalogue, references } = await readNamed(scope, [definition]);
  return select(definition, contextFor(state, at, catalogue, references));
}

async function clearSegments({ db }: Database, scope: ShopStore): Promise<void> {
  if ((await scope.segments.count({})) === 0) return;
  await overRanges(rangesOf(16), (range) =>
    scope.customers.updateMany(
      { $and: [inRange(scope, range), { 'memberOf.0': { $exists: true } }] },
      { $set: { memberOf: [] } },
      BY_ID,
    ),
  );
  for (const name of ['segments', 'segment_versions', 'membership_events'])
    await db.collection(name).deleteMany({ shop: SHOP });
  await db.collection<{ _id: string }>('shops').updateOne({ _id: SHOP }, { $unset: { segmentsDay: '' } });
}

async function taken(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
