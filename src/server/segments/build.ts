import type { Logger } from 'pino';
import { AppError } from '../../errors.ts';
import { BUCKET_COUNT, type ShopId, shortHash } from '../../model.ts';
import { evaluate, type SegmentContext } from '../../segments/index.ts';
import { withCuts } from '../rfm/cuts.ts';
import { readNamed, SETTLE_MS, type ShopStates } from '../shop-state.ts';
import type { CustomerDocument } from '../store/documents.ts';
import type { ShopStore, Store } from '../store/index.ts';
import type { MembershipEventDocument, SegmentDocument } from '../store/segment-documents.ts';
import { contextFor, idOf, labelOf } from './live.ts';
import { isMember } from './pins.ts';
import {
  allFactsOf,
  type BucketRange,
  BY_ID,
  cutCustomers,
  inRange,
  overRanges,
  rangesOf,
  type Selection,
  select,
} from './scan.ts';

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
/** Customers moved in one transaction: well below what one may hold, large enough to be quick. */
const BATCH = 500;
/** Decided again with the other implementation after each build (moonshot 10). */
const AUDIT_SIZE = 200;
/** A build that was killed may have left a transaction open. */
const PATIENTLY = { isPatient: true } as const;

export class SegmentBuilder {
  readonly #parts: SegmentBuilderParts;
  readonly #queue: { shop: ShopId; key: string }[] = [];
  #running: Promise<void> | undefined;
  #isStopped = false;

  constructor(parts: SegmentBuilderParts) {
    this.#parts = parts;
  }

  /** Queues a build of the newest version (again, if it is built already). One at a time: a scan uses both cores. */
  requestBuild(shop: ShopId, segmentKey: string): void {
    this.#parts.states.forget(shop);
    if (!this.#queue.some((entry) => entry.key === segmentKey)) this.#queue.push({ shop, key: segmentKey });
    if (!this.#isStopped) this.#running ??= this.#workOff();
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

  async #workOff(): Promise<void> {
    try {
      for (let entry = this.#queue.shift(); entry && !this.#isStopped; entry = this.#queue.shift()) {
        const { shop, key } = entry;
        await this.#build(shop, key).catch(async (error: unknown) => {
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
      this.#running = undefined;
    }
  }

  async #build(shop: ShopId, key: string): Promise<void> {
    const { store, states, now, owner, logger, onBuilt } = this.#parts;
    const started = now();
    const scope = store.forShop(shop);
    const free = {
      $or: [{ lease: { $exists: false } }, { 'lease.until': { $lt: started } }, { 'lease.owner': owner }],
    };
    const segment = await scope.segments.findOneAndUpdate(
      { _id: key, state: { $ne: 'archived' }, ...free },
      { $set: { state: 'building', progress: 0, lease: { owner, until: started + LEASE_MS } }, $unset: { error: '' } },
    );
    if (!segment) {
      const waits = await scope.segments.findOne(
        { _id: key, state: { $in: ['queued', 'building'] } },
        { projection: { _id: 1 } },
      );
      if (waits && !this.#isStopped) setTimeout(() => this.requestBuild(shop, key), LEASE_MS / 10).unref(); // another process is at it
      return;
    }
    const stated = await scope.segmentVersions.findOne({ _id: `${key}/${segment.version}` });
    await pause(Math.max(0, (stated?.at ?? 0) + SETTLE_MS - now()));

    const kept = await states.get(shop);
    if (!kept) return;
    const state = await withCuts(scope, kept, segment.definition, { asOf: started, now: started });
    if (state !== kept) states.forget(shop);
    const { catalogue, references } = await readNamed(scope, [segment.definition]);
    const selection = select(segment.definition, contextFor(state, now(), catalogue, references), idOf(key));
    const run: Run = {
      store,
      scope,
      segment,
      label: labelOf(key, segment.version),
      isShown: segment.activeVersion === segment.version,
      at: now(),
      owner,
    };
    const ranges = rangesOf(await partsOf(scope));
    let done = 0;
    const isWhole = await overRanges(ranges, async (range) => {
      await layLabels(run, selection, range);
      done += 1;
      const isOurs = await scope.segments.updateOne(
        { _id: key, version: segment.version, state: 'building' },
        { $max: { progress: done / ranges.length }, $set: { lease: { owner, until: now() + LEASE_MS } } },
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

    const differences = await audit(
      scope,
      [selection.context, contextFor(state, now(), catalogue, references)],
      selection,
      run,
    );
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

interface Run {
  readonly store: Store;
  readonly scope: ShopStore;
  readonly segment: SegmentDocument;
  readonly label: string;
  /** The version being laid is the one shown: comings and goings are told as they happen. */
  readonly isShown: boolean;
  readonly at: number;
  readonly owner: string;
}

async function partsOf(scope: ShopStore): Promise<number> {
  const customers = await scope.customers.count({}, { ...BY_ID, limit: PARTS_MAX * CUSTOMERS_A_PART });
  return Math.max(1, Math.ceil(customers / CUSTOMERS_A_PART));
}

async function layLabels(run: Run, selection: Selection, range: BucketRange): Promise<void> {
  const { scope, label } = run;
  const within = inRange(scope, range);
  const keys = { projection: { _id: 1 }, ...BY_ID } as const;
  const entering = await scope.customers
    .find({ $and: [within, selection.filter, { memberOf: { $ne: label } }] }, keys)
    .toArray();
  const whole = selection.hasExactPath ? { factsCut: { $exists: false } } : {};
  const leaving = await scope.customers
    .find(
      { $and: [within, whole, { memberOf: label }, { $nor: [selection.filter] }] },
      {
        projection: { _id: 1 },
        hint: { memberOf: 1, _id: 1 },
      },
    )
    .toArray();
  const comers = entering.map((customer) => customer._id);
  const goers = leaving.map((customer) => customer._id);
  await move(run, selection, comers, 'entered');
  await move(run, selection, goers, 'left');
  if (!selection.hasExactPath) return;
  for await (const customer of cutCustomers(scope, range)) {
    if (selection.decides(customer) !== customer.memberOf.includes(label)) {
      await moveByOrders(run, selection, customer._id);
    }
  }
}

/** One customer with more orders than are kept, decided again by all of them inside the transaction that moves them. */
async function moveByOrders(run: Run, selection: Selection, key: CustomerDocument['_id']): Promise<void> {
  await run.store.transaction(
    run.scope.shop,
    async (scope) => {
      const customer = await scope.customers.findOne({ _id: key });
      if (!customer?.factsCut) return; // merged or shortened meanwhile, and decided by that event
      const whole = { ...customer, facts: await allFactsOf(scope, customer) };
      const isIn = selection.decides(whole);
      if (isIn !== customer.memberOf.includes(run.label))
        await setMembership(run, scope, [key], isIn ? 'entered' : 'left');
    },
    PATIENTLY,
  );
}

/**
 * In transactions, and looking again inside: an event may have moved the customer since they were found, and whoever moved them
 * has told of it.
 */
async function move(
  run: Run,
  selection: Selection,
  keys: CustomerDocument['_id'][],
  kind: MembershipEventDocument['kind'],
): Promise<void> {
  for (let i = 0; i < keys.length; i += BATCH) {
    const batch = keys.slice(i, i + BATCH);
    await run.store.transaction(
      run.scope.shop,
      async (scope) => {
        const verdict = kind === 'entered' ? selection.filter : { $nor: [selection.filter] };
        const whole = selection.hasExactPath ? { factsCut: { $exists: false } } : {};
        const membership = kind === 'entered' ? { memberOf: { $ne: run.label } } : { memberOf: run.label };
        const found = await scope.customers
          .find(
            { $and: [{ _id: { $in: batch } }, membership, whole, verdict] },
            {
              projection: { _id: 1 },
              ...BY_ID,
            },
          )
          .toArray();
        if (found.length === 0) return;
        const still = found.map((customer) => customer._id);
        await setMembership(run, scope, still, kind);
      },
      PATIENTLY,
    );
  }
}

async function setMembership(
  run: Run,
  scope: ShopStore,
  keys: readonly CustomerDocument['_id'][],
  kind: MembershipEventDocument['kind'],
): Promise<void> {
  const update = kind === 'entered' ? { $addToSet: { memberOf: run.label } } : { $pull: { memberOf: run.label } };
  await scope.customers.updateMany({ _id: { $in: [...keys] } }, { ...update, $inc: { revision: 1 } }, BY_ID);
  if (run.isShown) await scope.membershipEvents.replace(keys.map((customer) => eventOf(run, customer, kind)));
}

/** A new version takes over: who is in it and was not in the old one entered, and the other way round. */
async function recordSwap(run: Run): Promise<void> {
  const old = run.segment.activeVersion > 0 ? labelOf(run.segment._id, run.segment.activeVersion) : null;
  const differing: [MembershipEventDocument['kind'], string, string | null][] = [['entered', run.label, old]];
  if (old !== null) differing.push(['left', old, run.label]);
  for (const [kind, has, lacks] of differing) {
    const filter = lacks === null ? { memberOf: has } : { $and: [{ memberOf: has }, { memberOf: { $ne: lacks } }] };
    let batch: MembershipEventDocument[] = [];
    for await (const customer of run.scope.customers.find(filter, {
      projection: { _id: 1 },
      hint: { memberOf: 1, _id: 1 },
    })) {
      batch.push(eventOf(run, customer._id, kind));
      if (batch.length >= BATCH) {
        await run.scope.membershipEvents.replace(batch);
        batch = [];
      }
    }
    await run.scope.membershipEvents.replace(batch);
  }
}

function eventOf(
  run: Run,
  customer: CustomerDocument['_id'],
  kind: MembershipEventDocument['kind'],
): MembershipEventDocument {
  const { _id: segment, shop } = run.segment;
  const cause = { kind: 'job' as const, id: `build ${run.label}` };
  return {
    // A swap tells of each customer once, however often a build that was killed begins again.
    _id: `${shop}/${shortHash(20, run.label, customer, run.isShown ? String(run.at) : 'swap', kind)}`,
    shop,
    segment,
    customer,
    kind,
    at: run.at,
    cause,
  };
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

/**
 * Decides a random sample again with the evaluator. Anything but zero is an alarm (moonshot 10). `moments`: when the build began,
 * and now; events have decided by later days since, and both days are right.
 */
async function audit(
  scope: ShopStore,
  moments: readonly SegmentContext[],
  selection: Selection,
  { label, segment }: Pick<Run, 'label' | 'segment'>,
): Promise<number> {
  const segmentId = idOf(segment._id);
  const from = Math.floor(Math.random() * BUCKET_COUNT);
  const first = await sampleFrom(scope, { from, to: BUCKET_COUNT });
  const sample = first.length < AUDIT_SIZE ? [...first, ...(await sampleFrom(scope, { from: 0, to: from }))] : first;
  let differences = 0;
  for (const customer of sample.slice(0, AUDIT_SIZE)) {
    const whole =
      customer.factsCut && selection.hasExactPath
        ? { ...customer, facts: await allFactsOf(scope, customer) }
        : customer;
    const isIn = customer.memberOf.includes(label);
    const decidedAt = (moment: SegmentContext) =>
      isMember(segmentId, customer, () => evaluate(selection.definition, whole, moment));
    if (moments.every((moment) => decidedAt(moment) !== isIn)) differences++;
  }
  return differences;
}

async function sampleFrom(scope: ShopStore, range: BucketRange): Promise<CustomerDocument[]> {
  if (range.from >= range.to) return [];
  return scope.customers.find(inRange(scope, range), BY_ID).sort({ _id: 1 }).limit(AUDIT_SIZE).toArray();
}

/** Takes the members of an archived segment off the customers. */
export async function clearMembers(scope: ShopStore, segment: SegmentDocument): Promise<void> {
  for (const version of new Set([segment.activeVersion, segment.version]))
    await dropLabel(scope, labelOf(segment._id, version));
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
