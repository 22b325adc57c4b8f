import { availableParallelism } from 'node:os';
import type { Logger } from 'pino';
import { AppError } from '../../errors.ts';
import { type BackTestReport, backTestPlan, backTestReport, categoriesNamed } from '../../loyalty/index.ts';
import { type Instant, startOfDay } from '../../model.ts';
import { segmentNames } from '../queries/customer-segments.ts';
import { randomId } from '../random.ts';
import { readCatalogue, type ShopStates } from '../shop-state.ts';
import type { BackTestDocument } from '../store/back-test-document.ts';
import type { ShopStore, Store } from '../store/index.ts';
import { tallyInThreads } from './back-test-threads.ts';

export interface BackTestsParts {
  readonly store: Store;
  readonly states: ShopStates;
  readonly logger: Logger;
  /** Names this process in leases. */
  readonly owner: string;
  readonly now: () => number;
  /** Where the store is: threads open connections of their own. */
  readonly mongodbUri: string;
}

const KEPT_MS = 7 * 86_400_000;
const BEAT_MS = 500;
/** Some twenty beats: a process that misses them all is dead. */
const LEASE_MS = 10_000;
const THREADS_MAX = 2;
/** Ranges of a shop: what a thread takes at a time. */
const PARTS_MAX = 32;
const CUSTOMERS_A_PART = 500;

/** Why a back-test ends early; `superseded`: its principal asked for another. */
type Ending = 'asked' | 'superseded' | 'shutting_down';

/**
 * Runs back-tests in this process, one at a time, since one keeps every processor busy. It reads the shop's customers and orders and writes one document: the
 * back-test itself. Whoever cancels does it there, in whatever process; the one at work sees it within a beat.
 */
export class BackTests {
  readonly #parts: BackTestsParts;
  readonly #open = new Map<string, AbortController>();
  #last: Promise<void> = Promise.resolve();

  constructor(parts: BackTestsParts) {
    this.#parts = parts;
  }

  /** Begins one, and ends another of the same principal that is under way. */
  async start(scope: ShopStore, by: string, asked: BackTestDocument['asked']): Promise<string> {
    const now = this.#parts.now();
    const others = await scope.backTests.find({ by, state: 'running' }, { projection: { _id: 1 } }).toArray();
    for (const { _id } of others) await this.#end(scope, _id, 'superseded');
    const id = randomId(16);
    const document: BackTestDocument = {
      _id: `${scope.shop}/${id}`,
      shop: scope.shop,
      at: now,
      by,
      asked,
      state: 'running',
      progress: { done: 0, total: 0 },
      lease: { owner: this.#parts.owner, until: now + LEASE_MS },
      expiresAt: new Date(now + KEPT_MS),
    };
    await scope.backTests.insert([document]);
    const controller = new AbortController();
    this.#open.set(document._id, controller);
    const before = this.#last;
    this.#last = this.#run(scope, document, controller, before);
    return id;
  }

  /** Ends it if it is under way; false when the shop has none of this id. */
  async cancel(scope: ShopStore, id: string): Promise<boolean> {
    return this.#end(scope, `${scope.shop}/${id}`, 'asked');
  }

  /** Ends what is under way here. */
  async stop(): Promise<void> {
    for (const controller of this.#open.values()) controller.abort(ending('shutting_down'));
    await this.#last;
  }

  /** Resolves when nothing is under way here. */
  async idle(): Promise<void> {
    await this.#last;
  }

  async #end(scope: ShopStore, _id: string, reason: Ending): Promise<boolean> {
    const ended = await scope.backTests.updateOne(
      { _id, state: 'running' },
      { $set: { state: 'cancelled', reason, endedAt: this.#parts.now() }, $unset: { lease: '' } },
    );
    this.#open.get(_id)?.abort(ending(reason));
    return ended.matchedCount > 0 || (await scope.backTests.count({ _id })) > 0;
  }

  async #run(
    scope: ShopStore,
    document: BackTestDocument,
    controller: AbortController,
    before: Promise<void>,
  ): Promise<void> {
    const { logger, now, owner } = this.#parts;
    const { _id } = document;
    const { signal } = controller;
    const mine = { _id, state: 'running', 'lease.owner': owner } as const;
    const progress = { done: 0, total: 0 };
    const beat = setInterval(() => {
      scope.backTests
        .updateOne(mine, { $set: { progress: { ...progress }, 'lease.until': now() + LEASE_MS } })
        .then(({ matchedCount }) => matchedCount === 0 && controller.abort(ending('asked')))
        .catch(() => undefined); // the database is away: the next beat tells, or the lease runs out
    }, BEAT_MS);
    beat.unref();
    try {
      await before;
      const { report, segments } = await this.#work(scope, document, progress, signal);
      await scope.backTests.updateOne(mine, {
        $set: { state: 'done', report, segments, progress, endedAt: now() },
        $unset: { lease: '' },
      });
    } catch (error) {
      const code = error instanceof AppError ? error.code : 'internal';
      if (!signal.aborted) logger.error({ backTest: _id, code, error }, 'a back-test failed');
      // One that was cancelled says so already, and is no longer `running`.
      const failed = { state: 'failed', reason: code, endedAt: now() } as const;
      await scope.backTests.updateOne(mine, { $set: failed, $unset: { lease: '' } }).catch(() => undefined); // or its lease runs out
    } finally {
      clearInterval(beat);
      this.#open.delete(_id);
    }
  }

  async #work(
    scope: ShopStore,
    { asked, at }: BackTestDocument,
    progress: { done: number; total: number },
    signal: AbortSignal,
  ): Promise<{ report: BackTestReport; segments: NonNullable<BackTestDocument['segments']> }> {
    signal.throwIfAborted();
    const { store, states, mongodbUri } = this.#parts;
    const state = await states.get(scope.shop);
    if (!state) throw new AppError('shop_unknown', 'the shop is gone');
    const { timeZone } = state.shop;
    const { programme, against, fromDay, redeemPercent, redeemAfterDays } = asked;
    const shown = state.live.segments.filter((segment) => segment.active);
    const from: Instant = startOfDay(fromDay, timeZone);
    const assumption = { redeemPercent, redeemAfterDays };
    const labels = shown.map((segment) => segment.label);
    const plan = backTestPlan({ programme, against, from, to: at, timeZone, assumption, labels });
    progress.total = await scope.customers.count({}, { hint: { _id: 1 } });
    const parts = Math.min(PARTS_MAX, Math.max(1, Math.ceil(progress.total / CUSTOMERS_A_PART)));
    const reading = { shop: { currency: state.shop.currency }, categoriesOf: await categoriesOf(scope, plan.sides) };
    const databaseName = store.db.databaseName;
    const tally = await tallyInThreads(
      { mongodbUri, databaseName, shop: scope.shop, plan, reading, parts },
      {
        threads: Math.min(THREADS_MAX, availableParallelism(), parts),
        signal,
        onCustomers: (done) => {
          progress.done = Math.min(done, progress.total);
        },
      },
    );
    progress.done = progress.total;
    const names = await segmentNames(
      scope,
      shown.map((segment) => segment.key),
    );
    const segments = Object.fromEntries(
      shown.map(({ label, key }) => [label, { id: key.slice(key.indexOf('/') + 1), name: names.get(key) ?? '' }]),
    );
    return { report: backTestReport(plan, tally), segments };
  }
}

/** Back-tests of a server that died: they run no more, and nobody ended them. */
export function isAbandoned({ state, lease }: Pick<BackTestDocument, 'state' | 'lease'>, now: Instant): boolean {
  return state === 'running' && (lease === undefined || lease.until < now);
}

const ending = (reason: Ending) =>
  new AppError(reason === 'shutting_down' ? 'shutting_down' : 'conflict', `the back-test was ended: ${reason}`);

async function categoriesOf(
  scope: ShopStore,
  sides: readonly Parameters<typeof categoriesNamed>[0][],
): Promise<Map<string, string[]>> {
  const named = [...new Set(sides.flatMap(categoriesNamed))];
  const { productsInCategory } = await readCatalogue(scope, named);
  const found = new Map<string, string[]>();
  for (const category of named)
    for (const product of productsInCategory(category)) found.set(product, [...(found.get(product) ?? []), category]);
  return found;
}
