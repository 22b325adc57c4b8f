import type { Logger } from 'pino';
import type { ErrorCode } from '../../errors.ts';
import { AppError } from '../../errors.ts';
import type { ShopStates } from '../shop-state.ts';
import type { DeliveryDocument } from '../store/documents.ts';
import type { Store } from '../store/index.ts';
import { AlreadyDone, applyDelivery, contextOf, readDelivery } from './delivery.ts';
import { KeyedLocks } from './locks.ts';
import type { Outcome } from './outcome.ts';

/** How long others leave a claimed delivery alone; longer than a transaction with all its retries takes. */
const LEASE_MS = 15_000;
const POLL_MS = 500;
const CLAIM_BATCH = 200;
/** Handed over in memory at most; what comes beyond waits in the database, so a burst costs disk and not memory. */
const HANDOVER_BYTES_MAX = 32 * 1024 * 1024;
/** And no more than are worked off within their lease. */
const HANDOVER_MAX = 2000;
/** After so many failures a delivery is parked with reason `failed`, to be looked at and replayed. */
const ATTEMPTS_MAX = 8;

export interface WorkerOptions {
  readonly store: Store;
  readonly states: ShopStates;
  readonly logger: Logger;
  /** Names this process in leases. */
  readonly owner: string;
  /** Transactions at once. */
  readonly concurrency: number;
  readonly now: () => number;
  /** Told of every delivery that ended, after its transaction. */
  readonly onEnd?: (
    delivery: DeliveryDocument,
    outcome: Outcome,
    context: { readonly productsChanged: boolean },
  ) => void;
}

/**
 * Works the inbox off: deliveries of this process straight from memory, all others by polling. A lease keeps processes from
 * doing the same work; that nothing is applied twice is the transaction's doing.
 */
export class Worker {
  readonly #options: WorkerOptions;
  readonly #locks = new KeyedLocks();
  readonly #inHand = new Map<string, number>();
  #bytesInHand = 0;
  #queue: DeliveryDocument[] = [];
  #running = 0;
  #isStopped = true;
  #timer: NodeJS.Timeout | undefined;
  #polling: Promise<void> | undefined;
  #idleWaiters: (() => void)[] = [];
  /** The last poll brought a full batch: there is probably more. */
  #hasMore = false;

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  get isRunning(): boolean {
    return !this.#isStopped;
  }

  start(): void {
    this.#isStopped = false;
    this.#schedulePoll(0);
  }

  /** Takes no more work, finishes what is running, gives its leases back. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#queue = [];
    await this.#polling;
    await this.#whenIdle();
    this.#inHand.clear();
    this.#bytesInHand = 0;
    await this.#options.store.system.inbox.updateMany(
      { state: 'pending', 'lease.owner': this.#options.owner },
      { $unset: { lease: '' } },
    );
  }

  /** The lease to store a new delivery with, or undefined when memory is full and it shall wait in the database. */
  handoverLease(bytes: number): DeliveryDocument['lease'] | undefined {
    if (this.#isStopped || this.#inHand.size >= HANDOVER_MAX || this.#bytesInHand + bytes > HANDOVER_BYTES_MAX)
      return undefined;
    return { owner: this.#options.owner, until: this.#options.now() + LEASE_MS };
  }

  /** Gives the worker a delivery that has just been stored with {@link handoverLease}. */
  handOver(delivery: DeliveryDocument): void {
    if (this.#isStopped || !delivery.lease) return;
    this.#take(delivery);
    this.#pump();
  }

  /** Looks into the inbox now instead of at the next poll (after a replay). */
  nudge(): void {
    if (!this.#isStopped) this.#schedulePoll(0);
  }

  #take(delivery: DeliveryDocument): void {
    if (this.#inHand.has(delivery._id)) return;
    const bytes = delivery.body?.length() ?? 0;
    this.#inHand.set(delivery._id, bytes);
    this.#bytesInHand += bytes;
    this.#queue.push(delivery);
  }

  #pump(): void {
    while (this.#running < this.#options.concurrency && !this.#isStopped) {
      const delivery = this.#queue.shift();
      if (!delivery) break;
      this.#running++;
      void this.#work(delivery).finally(() => {
        this.#running--;
        this.#bytesInHand -= this.#inHand.get(delivery._id) ?? 0;
        this.#inHand.delete(delivery._id);
        if (this.#running === 0) for (const wake of this.#idleWaiters.splice(0)) wake();
        this.#pump();
      });
    }
    const isRunningOut = this.#queue.length < CLAIM_BATCH / 2;
    if (isRunningOut && this.#hasMore && !this.#polling && !this.#isStopped) this.#schedulePoll(0);
  }

  #schedulePoll(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#polling ??= this.#poll()
        .catch((error: unknown) =>
          this.#options.logger.error({ code: codeOf(error) }, 'the inbox could not be read; trying again'),
        )
        .finally(() => {
          this.#polling = undefined;
          if (!this.#isStopped) this.#schedulePoll(this.#hasMore && this.#queue.length < CLAIM_BATCH ? 0 : POLL_MS);
        });
    }, delayMs);
  }

  async #poll(): Promise<void> {
    this.#hasMore = false;
    if (this.#queue.length >= CLAIM_BATCH) return;
    const { store, owner, now } = this.#options;
    const at = now();
    const free = { state: 'pending' as const, $or: [{ lease: { $exists: false } }, { 'lease.until': { $lt: at } }] };
    const found = await store.system.inbox
      .find(free, { projection: { bytes: { $bsonSize: '$$ROOT' } } })
      .sort({ receivedAt: 1 })
      .limit(CLAIM_BATCH)
      .toArray();
    const ids = withinBytes(found as unknown as Sized[]).filter((id) => !this.#inHand.has(id));
    if (ids.length === 0) return;
    await store.system.inbox.updateMany(
      { _id: { $in: ids }, ...free },
      { $set: { lease: { owner, until: at + LEASE_MS } } },
    );
    const claimed = await store.system.inbox
      .find({ _id: { $in: ids }, state: 'pending', 'lease.owner': owner })
      .sort({ receivedAt: 1 })
      .toArray();
    if (this.#isStopped) return;
    for (const delivery of claimed) this.#take(delivery);
    this.#hasMore = found.length === CLAIM_BATCH;
    this.#pump();
  }

  async #work(delivery: DeliveryDocument): Promise<void> {
    const { store, states, now, logger, onEnd } = this.#options;
    try {
      const state = await states.get(delivery.shop);
      if (!state) {
        await store.system.inbox.deleteOne({ _id: delivery._id }); // its shop was erased while it waited
        return;
      }
      const context = contextOf(delivery, state, now());
      const read = readDelivery(delivery, context);
      // Settings and segments are looked up again for each try: waiting for a lock and trying anew may take seconds.
      const fresh = async () => contextOf(delivery, (await states.get(delivery.shop)) ?? state, now());
      const outcome = await this.#locks.hold(read.lockKeys, () => applyDelivery(store, delivery, read, fresh));
      onEnd?.(delivery, outcome, { productsChanged: read.events.some((event) => event.type.startsWith('product_')) });
      if (outcome.state === 'parked')
        logger.warn({ delivery: delivery._id, topic: delivery.topic, reason: outcome.reason }, 'a delivery was parked');
    } catch (error) {
      if (error instanceof AlreadyDone) return;
      await this.#failed(delivery, error).catch(() => undefined); // then the lease runs out and somebody tries again
    }
  }

  /** Later again, each time after a longer pause; in the end parked. Messages of the database hold keys, and keys hold phone numbers: only code and place are logged. */
  async #failed(delivery: DeliveryDocument, error: unknown): Promise<void> {
    const { store, now, logger, owner, onEnd } = this.#options;
    const attempts = delivery.attempts + 1;
    logger.error(
      { delivery: delivery._id, topic: delivery.topic, attempts, code: codeOf(error), frames: framesOf(error) },
      'applying a delivery failed',
    );
    const isLast = attempts >= ATTEMPTS_MAX;
    const outcome: Outcome = { state: 'parked', reason: 'failed', detail: codeOf(error) };
    await store.system.inbox.updateOne(
      { _id: delivery._id, state: 'pending' },
      isLast
        ? {
            $set: { attempts, state: 'parked', parked: { reason: outcome.reason, detail: outcome.detail, at: now() } },
            $unset: { lease: '' },
          }
        : { $set: { attempts, lease: { owner, until: now() + Math.min(60_000, 250 * 2 ** attempts) } } },
    );
    if (isLast) onEnd?.(delivery, outcome, { productsChanged: false });
  }

  #whenIdle(): Promise<void> {
    return this.#running === 0 ? Promise.resolve() : new Promise((resolve) => this.#idleWaiters.push(resolve));
  }
}

function codeOf(error: unknown): string {
  const code: ErrorCode | string | number | undefined =
    error instanceof AppError
      ? error.code
      : ((error as { codeName?: string; code?: string | number }).codeName ??
        (error as { code?: string | number }).code);
  return String(code ?? 'internal');
}

interface Sized {
  readonly _id: string;
  readonly bytes: number;
}

/** As many of the oldest as memory is set aside for, and at least one. */
function withinBytes(found: readonly Sized[]): string[] {
  let bytes = 0;
  return found
    .filter((delivery, index) => {
      bytes += delivery.bytes;
      return index === 0 || bytes <= HANDOVER_BYTES_MAX;
    })
    .map((delivery) => delivery._id);
}

/** Where it happened, without the message. */
function framesOf(error: unknown): string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 8);
}
