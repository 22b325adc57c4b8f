import type { Logger } from 'pino';
import { AppError } from '../../errors.ts';
import type { ShopId } from '../../model.ts';
import { withCuts } from '../rfm/cuts.ts';
import { readNamed, SETTLE_MS, type ShopState, type ShopStates } from '../shop-state.ts';
import type { ShopStore, Store } from '../store/index.ts';
import type { SegmentDocument } from '../store/segment-documents.ts';
import { audit } from './audit.ts';
import { layLabels, type Run, recordSwap } from './lay.ts';
import { contextFor, idOf, labelOf } from './live.ts';
import {
  BY_ID,
  inRange,
  overRanges,
  type Part,
  partOfRange,
  partsOfKeys,
  rangesOf,
  type Selection,
  select,
} from './scan.ts';
import { type Buyers, countedBefore, customersTurned, isScannedOn, LATE_MS, TURNED_MAX } from './turned.ts';

/**
 * Building a segment: every customer of the shop gets or loses the label `<segment>.<version>`, bucket range by bucket range, while
 * events keep the same label right (shop-state.ts). A new version is shown only when it is whole, so members never mix
 * two versions. Killed at any moment, it is taken up by whoever finds the lease run out: laying labels twice is laying them once.
 */
export interface SegmentBuilderParts {
  readonly store: Store;
  readonly states: ShopStates;
  readonly logger: Logger;
  readonly owner: string;
  readonly now: () => number;
  /** Told when a segment's state or size changed. */
  readonly onBuilt?: (segment: SegmentDocument, took: { readonly ms: number; readonly differences: number }) => void;
}

const LEASE_MS = 30_000;
/** Parts of a build: the unit of progress, of stopping and of resuming. A small shop needs few, and each costs some round trips. */
const PARTS_MAX = 64;
const CUSTOMERS_A_PART = 250;
/** Of a flip in a shop that is not large: more are as quickly found by a scan. */
const TURNED_MAX_A_PART = CUSTOMERS_A_PART / 10;
interface Asked {
  readonly shop: ShopId;
  readonly key: string;
  /** Bring the members into the new day, for whom that changes something; else look at everybody. */
  readonly isFlip: boolean;
}

export class SegmentBuilder {
  readonly #parts: SegmentBuilderParts;
  readonly #queue: Asked[] = [];
  /** Of one shop and one look at its day. */
  #buyers: { readonly look: string; readonly known: Buyers } = { look: '', known: new Map() };
  #running: Promise<void> | undefined;
  #isStopped = false;

  constructor(parts: SegmentBuilderParts) {
    this.#parts = parts;
  }

  /** Queues a build of the newest version (again, if it is built already). One at a time: a scan uses both cores. */
  requestBuild(shop: ShopId, segmentKey: string): void {
    this.#parts.states.forget(shop);
    const asked = { shop, key: segmentKey, isFlip: false };
    const index = this.#queue.findIndex(({ key }) => key === segmentKey);
    this.#queue.splice(index < 0 ? this.#queue.length : index, 1, asked); // in place of a flip: it does the same and more
    this.#work();
  }

  /** Queues what midnight changes of a segment that is ready; false when something of it is queued here. */
  requestFlip(shop: ShopId, segmentKey: string): boolean {
    if (this.#queue.some(({ key }) => key === segmentKey)) return false;
    this.#queue.push({ shop, key: segmentKey, isFlip: true });
    this.#work();
    return true;
  }

  /** Builds that were asked for and that nobody is at: after a start, and every minute, since another process may have died. */
  async resume(): Promise<void> {
    const isLeft = { $or: [{ lease: { $exists: false } }, { 'lease.until': { $lt: this.#parts.now() } }] };
    const open = { $or: [{ state: 'queued' as const }, { state: 'building' as const, ...isLeft }] };
    for await (const segment of this.#parts.store.system.segments.find(open))
      this.requestBuild(segment.shop, segment._id);
  }

  /** Ends at the next range; what is left is resumed by the next start. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  /** Resolves when nothing is queued or being built here. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  /** The second look of a day must not be told what the first one found. */
  #buyersNow({ shop }: ShopState, now: number): Buyers {
    const look = `${shop._id} ${countedBefore(now, shop.timeZone)}`;
    if (this.#buyers.look !== look) this.#buyers = { look, known: new Map() };
    return this.#buyers.known;
  }

  #work(): void {
    if (!this.#isStopped) this.#running ??= this.#workOff();
  }

  async #workOff(): Promise<void> {
    try {
      for (let entry = this.#queue.shift(); entry && !this.#isStopped; entry = this.#queue.shift()) {
        const { shop, key } = entry;
        await this.#build(entry).catch(async (error: unknown) => {
          const code = error instanceof AppError ? error.code : 'internal';
          this.#parts.logger.error({ segment: key, code }, 'building a segment failed');
          await this.#parts.store
            .forShop(shop)
            .segments.updateOne(
              { _id: key, state: 'building' },
              { $set: { state: 'failed', error: code }, $unset: { lease: '' } },
            )
            .catch(() => undefined); // the database is away: the lease runs out, and resume() finds it
        });
      }
    } finally {
      this.#buyers = { look: '', known: new Map() };
      this.#running = undefined;
    }
  }

  async #build({ shop, key, isFlip }: Asked): Promise<void> {
    const { store, states, now, owner, logger, onBuilt } = this.#parts;
    const started = now();
    const scope = store.forShop(shop);
    const free = {
      $or: [{ lease: { $exists: false } }, { 'lease.until': { $lt: started } }, { 'lease.owner': owner }],
    };
    const wanted = isFlip
      ? { state: 'ready' as const, ...(await isOfAnotherDay(states, shop, started)) }
      : NOT_ARCHIVED;
    const segment = await scope.segments.findOneAndUpdate(
      { _id: key, ...wanted, ...free },
      { $set: { state: 'building', progress: 0, lease: { owner, until: started + LEASE_MS } }, $unset: { error: '' } },
    );
    if (!segment) {
      const waits = await scope.segments.findOne(
        { _id: key, state: { $in: ['queued', 'building'] } },
        { projection: { _id: 1 } },
      );
      // Another process is at it. A flip is asked for again as long as it is wanted (midnight.ts).
      if (waits && !isFlip && !this.#isStopped) setTimeout(() => this.requestBuild(shop, key), LEASE_MS / 10).unref();
      return;
    }
    const stated = await scope.segmentVersions.findOne({ _id: `${key}/${segment.version}` });
    await pause(Math.max(0, (stated?.at ?? 0) + SETTLE_MS - now()));

    const kept = await states.get(shop);
    if (!kept) return;
    const state = await withCuts(scope, kept, segment.definition, { asOf: started, now: started });
    if (state !== kept) states.forget(shop);
    const { catalogue, references } = await readNamed(scope, [segment.definition]);
    const at = now();
    const selection = select(segment.definition, contextFor(state, at, catalogue, references), idOf(key));
    const run: Run = {
      store,
      scope,
      segment,
      label: labelOf(key, segment.version),
      isShown: segment.activeVersion === segment.version,
      at,
      owner,
    };
    const ranges = await partsOf(scope);
    const turned = isFlip ? await turnedSince(run, state, selection, this.#buyersNow(state, at), ranges) : null;
    const parts = turned ? partsOfKeys(scope, turned) : wholeShop(scope, ranges);
    let done = 0;
    const isWhole = await overRanges(parts, async (part) => {
      await layLabels(run, selection, part);
      done += 1;
      const isOurs = await scope.segments.updateOne(
        { _id: key, version: segment.version, state: 'building' },
        { $max: { progress: done / parts.length }, $set: { lease: { owner, until: now() + LEASE_MS } } },
      );
      return isOurs.matchedCount > 0 && !this.#isStopped;
    });
    if (!isWhole) {
      if (this.#isStopped) return; // the lease runs out, and the next start resumes
      // A newer version has superseded this one, unless it was archived or called off.
      const newer = await scope.segments.findOne({ _id: key, state: { $in: ['queued', 'building'] } });
      if (newer) this.requestBuild(shop, key);
      return;
    }

    const moments = [selection.context, contextFor(state, now(), catalogue, references)];
    const differences = await audit(run, selection, moments);
    if (differences > 0) {
      logger.error({ segment: key, differences }, 'compiler and evaluator disagree about a segment');
      await scope.segments.updateOne(
        { _id: key, version: segment.version, state: 'building' },
        { $set: { state: 'failed', error: 'audit_difference' }, $unset: { lease: '' } },
      );
      onBuilt?.(segment, { ms: now() - started, differences });
      return;
    }
    if (!run.isShown) await recordSwap(run);
    const size = await scope.customers.count({ memberOf: run.label }, { hint: { memberOf: 1, _id: 1 } });
    const ready = await scope.segments.findOneAndUpdate(
      { _id: key, version: segment.version, state: 'building' },
      {
        $set: { state: 'ready', activeVersion: segment.version, progress: 1, size, computedAt: run.at },
        $unset: { lease: '' },
      },
    );
    states.forget(shop);
    if (!ready) return;
    if (!run.isShown && segment.activeVersion > 0) await dropLabel(scope, labelOf(key, segment.activeVersion));
    onBuilt?.(ready, { ms: now() - started, differences: 0 });
  }
}

const NOT_ARCHIVED = { state: { $ne: 'archived' as const } };

/** Of a segment whose members are not yet those of the day in the shop's zone. */
async function isOfAnotherDay(states: ShopStates, shop: ShopId, now: number) {
  const state = await states.get(shop);
  const { timeZone } = state?.shop ?? { timeZone: 'UTC' };
  return { computedAt: { $lt: countedBefore(now, timeZone) } };
}

/** Whom the time since the last count can have turned. */
async function turnedSince(
  run: Run,
  state: ShopState,
  { definition, context }: Selection,
  known: Buyers,
  parts: number,
) {
  const { computedAt } = run.segment;
  if (computedAt === undefined || !run.isShown || isScannedOn(context.today, run.segment._id)) return null;
  const before = contextFor(state, computedAt - LATE_MS, context.catalogue, context.references);
  const most = parts < PARTS_MAX ? parts * TURNED_MAX_A_PART : TURNED_MAX;
  return customersTurned(run.scope, definition, [before, context], most, known);
}

function wholeShop(scope: ShopStore, parts: number): Part[] {
  return rangesOf(parts).map((range) => partOfRange(scope, range));
}

async function partsOf(scope: ShopStore): Promise<number> {
  const customers = await scope.customers.count({}, { ...BY_ID, limit: PARTS_MAX * CUSTOMERS_A_PART });
  return Math.max(1, Math.ceil(customers / CUSTOMERS_A_PART));
}

async function dropLabel(scope: ShopStore, label: string): Promise<void> {
  for (const range of rangesOf(await partsOf(scope))) {
    await scope.customers.updateMany(
      { $and: [inRange(scope, range), { memberOf: label }] },
      { $pull: { memberOf: label } },
      { hint: { memberOf: 1, _id: 1 } },
    );
  }
}

/** Takes the members of an archived segment off the customers. */
export async function clearMembers(scope: ShopStore, segment: SegmentDocument): Promise<void> {
  for (const version of new Set([segment.activeVersion, segment.version]))
    await dropLabel(scope, labelOf(segment._id, version));
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
